"""Two tables of the same keys, and items of every type in the first."""

import json
from concurrent.futures import ThreadPoolExecutor

from stage import Stage, call

TABLE = """    Type: AWS::DynamoDB::Table
    Metadata:
      srvls: {Suppress: [{Id: SRV502, Reason: bench}, {Id: SRV503, Reason: bench}, {Id: SRV505, Reason: bench}]}
    Properties:
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{AttributeName: owner, AttributeType: S}, {AttributeName: id, AttributeType: S}]
      KeySchema: [{AttributeName: owner, KeyType: HASH}, {AttributeName: id, KeyType: RANGE}]
"""
TEMPLATE = f"Resources:\n  ThingsTable:\n{TABLE}  CopiesTable:\n{TABLE}"


class TwoTables(Stage):
    def __init__(self, srvls):
        super().__init__(srvls, TEMPLATE)

    def __enter__(self):
        super().__enter__()
        tables = json.loads(self.run("table", "list", "-o", "json"))["tables"]
        self.names = {table["logical_name"]: table["physical_name"] for table in tables}
        return self

    def fill(self, items):
        """Past srvls, which is what is to be shown."""

        def put(numbers):
            requests = [{"PutRequest": {"Item": item(number)}} for number in numbers]
            self.call("dynamodb", "BatchWriteItem", {"RequestItems": {self.names["Things"]: requests}})

        batches = (range(first, min(first + 25, items)) for first in range(0, items, 25))
        with ThreadPoolExecutor(4) as pool:
            for _ in pool.map(put, batches):
                pass

    def items(self, table):
        """Every item of a table as DynamoDB has it, in the order of its text."""
        scanned = segment(self.endpoint, self.names[table], 0, 1, {})
        return sorted(json.dumps(normal(item), sort_keys=True) for item in scanned)

    def compare(self, items):
        things = self.items("Things")
        if len(things) != items or things != self.items("Copies"):
            raise SystemExit("the copy is not equal")


def item(number):
    return {
        "owner": {"S": f"owner-{number % 500}"},
        "id": {"S": f"{number:08}"},
        "text": {"S": '=1+1, "quoted"\nand \U0001f469 ' + "0123456789" * 12},
        "number": {"N": f"{number}.0123456789012345678901234567"},
        "bytes": {"B": "AP8="},
        "tags": {"SS": ["a", "b"]},
        "deep": {"M": {"list": {"L": [{"BOOL": True}, {"NULL": True}, {"NS": ["1", "2"]}]}}},
    }


def normal(value):
    """Sets have no order."""
    if isinstance(value, dict):
        return {name: sorted(of) if name in ("SS", "NS", "BS") else normal(of) for name, of in value.items()}
    return [normal(member) for member in value] if isinstance(value, list) else value


def segment(endpoint, name, index, total, limit):
    """The items of a segment, page by page."""
    start = {}
    while True:
        request = {"TableName": name, "Segment": index, "TotalSegments": total, **limit, **start}
        page = call(endpoint, "dynamodb", "Scan", request)
        yield from page["Items"]
        if "LastEvaluatedKey" not in page:
            return
        start = {"ExclusiveStartKey": page["LastEvaluatedKey"]}
