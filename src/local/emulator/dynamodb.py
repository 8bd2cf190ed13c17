"""DynamoDB tables: what CloudFormation makes of them."""

import json
import secrets
import string

from ministack.services import dynamodb
from ministack.services.cloudformation import provisioners
from patching import answer, patch, wrap, wrap_resource

TABLE = "AWS::DynamoDB::Table"
KEY_PROPERTIES = ("KeySchema", "LocalSecondaryIndexes")


@patch
def existing_tables_are_never_overwritten():
    """AWS refuses to create a table whose name is taken, and gives every generated name a random ending, so that a
    stack can be made again beside the tables it retained. ministack's generated names repeat, and it replaces the
    table of that name by an empty one."""

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


@patch
def table_settings_are_applied():
    """AWS applies time to live, point-in-time recovery, encryption and the limits of on-demand throughput as the
    template says; ministack has the API for them, but ignores the properties."""

    @wrap_resource(TABLE, "create")
    def create(original, logical_id, properties, stack):
        made = original(logical_id, properties, stack)
        apply_settings(made[0], {}, properties)
        return made

    @wrap_resource(TABLE, "update")
    def update(original, name, old, new, stack, logical_id=None):
        made = original(name, old, new, stack, logical_id)
        apply_settings(made[0], old if made[0] == name else {}, new)
        return made


def apply_settings(table, old, new):
    """Make the table's settings those of `new`."""
    expiry, previous = new.get("TimeToLiveSpecification"), old.get("TimeToLiveSpecification")
    if expiry != previous:
        specification = expiry or {**previous, "Enabled": False}
        answer(dynamodb._update_ttl({"TableName": table, "TimeToLiveSpecification": specification}), "UpdateTimeToLive")
    answer(dynamodb._update_continuous_backups({
        "TableName": table,
        "PointInTimeRecoverySpecification": new.get("PointInTimeRecoverySpecification", {}),
    }), "UpdateContinuousBackups")
    dynamodb._tables[table]["OnDemandThroughput"] = new.get("OnDemandThroughput")
    encryption = new.get("SSESpecification") or {}
    dynamodb._tables[table]["SSEDescription"] = {
        "Status": "ENABLED",
        "SSEType": "KMS",
        "KMSMasterKeyArn": encryption.get("KMSMasterKeyId", "alias/aws/dynamodb"),
    } if encryption.get("SSEEnabled") else None


@patch
def recovery_periods_are_kept():
    """AWS tells how many days back point-in-time recovery reaches: 35, unless told otherwise. ministack does not."""

    @wrap("_update_continuous_backups", dynamodb)
    def update(original, request):
        response = original(request)
        if response[0] == 200:
            table = dynamodb._tables[dynamodb._normalize_table_name(request["TableName"])]
            specification = request.get("PointInTimeRecoverySpecification", {})
            table["_recovery_days"] = specification.get("RecoveryPeriodInDays", 35)
        return response

    @wrap("_describe_continuous_backups", dynamodb)
    def describe(original, request):
        status, headers, body = original(request)
        if status != 200:
            return status, headers, body
        told = json.loads(body)
        recovery = told["ContinuousBackupsDescription"]["PointInTimeRecoveryDescription"]
        if recovery["PointInTimeRecoveryStatus"] == "ENABLED":
            table = dynamodb._tables[dynamodb._normalize_table_name(request["TableName"])]
            recovery["RecoveryPeriodInDays"] = table.get("_recovery_days", 35)
        return status, headers, json.dumps(told).encode()
