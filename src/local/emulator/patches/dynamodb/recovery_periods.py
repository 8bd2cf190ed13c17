"""Point-in-time recovery."""

import json

from ministack.services import dynamodb

from patching import patch, wrap


@patch
def recovery_periods_are_kept():
    """AWS says how many days back point-in-time recovery reaches, 35 by default
    [https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PointInTimeRecoveryDescription.html]; ministack
    leaves the number out."""

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
        described = json.loads(body)
        recovery = described["ContinuousBackupsDescription"]["PointInTimeRecoveryDescription"]
        if recovery["PointInTimeRecoveryStatus"] == "ENABLED":
            table = dynamodb._tables[dynamodb._normalize_table_name(request["TableName"])]
            recovery["RecoveryPeriodInDays"] = table.get("_recovery_days", 35)
        return status, headers, json.dumps(described).encode()
