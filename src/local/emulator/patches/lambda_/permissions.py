"""The statements of a function's policy."""

from ministack.core.responses import get_account_id
from ministack.services import apigateway_v1 as gateway


def allows(statement, function_arn, source, service):
    """Whether the statement lets the service invoke the function for `source`."""
    principal, condition = statement["Principal"], statement.get("Condition", {})
    account = condition.get("StringEquals", {}).get("AWS:SourceAccount", get_account_id())
    pattern = condition.get("ArnLike", {}).get("AWS:SourceArn", "*")
    return (
        service in (principal, principal.get("Service") if isinstance(principal, dict) else "")
        and statement["Action"] in ("lambda:InvokeFunction", "lambda:*")
        and statement["Resource"] == function_arn
        and account == get_account_id()
        and gateway._arn_matches(pattern, source)
    )
