"""The settings of a table made by a stack."""

from ministack.services import dynamodb

from patching import answer, patch, wrap_resource

TABLE = "AWS::DynamoDB::Table"


@patch
def table_settings_are_applied():
    """AWS applies time to live, point-in-time recovery, encryption and the limits of on-demand throughput as the
    template says
    [https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dynamodb-table.html]; ministack
    has the API for them, but ignores the properties."""

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
    answer(
        dynamodb._update_continuous_backups(
            {
                "TableName": table,
                "PointInTimeRecoverySpecification": new.get("PointInTimeRecoverySpecification", {}),
            }
        ),
        "UpdateContinuousBackups",
    )
    dynamodb._tables[table]["OnDemandThroughput"] = new.get("OnDemandThroughput")
    encryption = new.get("SSESpecification") or {}
    dynamodb._tables[table]["SSEDescription"] = (
        {
            "Status": "ENABLED",
            "SSEType": "KMS",
            "KMSMasterKeyArn": encryption.get("KMSMasterKeyId", "alias/aws/dynamodb"),
        }
        if encryption.get("SSEEnabled")
        else None
    )
