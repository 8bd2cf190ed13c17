"""Tables that exist already."""

import secrets
import string

from ministack.services import dynamodb
from ministack.services.cloudformation import provisioners

from patching import patch, wrap_resource

TABLE = "AWS::DynamoDB::Table"


KEY_PROPERTIES = ("KeySchema", "LocalSecondaryIndexes")


@patch
def existing_tables_are_never_overwritten():
    """AWS refuses to create a table whose name is taken, and gives every generated name a random ending, so that a
    stack can be made again beside the tables it retained
    [https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dynamodb-table.html]; ministack
    repeats its generated names, and replaces the table of that name by an empty one."""

    @wrap_resource(TABLE, "create")
    def create(original, logical_id, properties, stack):
        name = properties.get("TableName")
        if name in dynamodb._tables:
            raise ValueError(f"Resource of type '{TABLE}' with identifier '{name}' already exists.")
        generated = provisioners._physical_name(stack, logical_id, max_len=255)
        if name is None and generated in dynamodb._tables:
            properties = {**properties, "TableName": unused_name(generated)}
        return original(logical_id, properties, stack)

    @wrap_resource(TABLE, "update")
    def update(original, name, old, new, stack, logical_id=None):
        if old.get("TableName") or new.get("TableName"):
            return original(name, old, new, stack, logical_id)
        if any(old.get(key) != new.get(key) for key in KEY_PROPERTIES):
            return provisioners._RESOURCE_HANDLERS[TABLE]["create"](logical_id, new, stack)
        return original(name, {**old, "TableName": name}, {**new, "TableName": name}, stack, logical_id)


def unused_name(generated):
    ending = "".join(secrets.choice(string.ascii_uppercase + string.digits) for _ in range(12))
    return f"{generated[:242]}-{ending}"
