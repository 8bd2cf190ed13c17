"""What Lambda itself may do, where IAM is enforced (AUTH=true)."""

import os

from ministack.core import iam_evaluator
from ministack.services import lambda_svc

from patching import patch, wrap

WRITE = ("logs:CreateLogStream", "logs:PutLogEvents")


POLL = ("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes")


@patch
def lambda_acts_with_the_functions_role():
    """AWS writes a function's log, and reads the queue that feeds it, with the permissions of the function's role
    [https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html]; ministack does both without looking
    at the role."""
    if os.environ.get("AUTH", "").lower() != "true":
        return

    @wrap("_emit_lambda_logs", lambda_svc)
    def emit(original, func, *arguments, **options):
        config = func.get("config") or func
        group = (config.get("LoggingConfig") or {}).get("LogGroup") or f"/aws/lambda/{config['FunctionName']}"
        logs = config["FunctionArn"].split(":function:")[0].replace(":lambda:", ":logs:")
        if role_allows_all(config["Role"], WRITE, f"{logs}:log-group:{group}:log-stream:any"):
            original(func, *arguments, **options)

    @wrap("_iter_all_esms", lambda_svc)
    def mappings(original):
        for account, region, mapping in original():
            source = mapping.get("EventSourceArn", "")
            function = lambda_svc._functions.get_scoped(account, region, mapping["FunctionName"])
            if ":sqs:" not in source or function is None or role_allows_all(function["config"]["Role"], POLL, source):
                yield account, region, mapping


def role_allows_all(role, actions, resource):
    """Whether the role at this ARN has the rights by its own policies."""
    account, name, region = role.split(":")[4], role.rsplit("/", 1)[-1], resource.split(":")[3]
    policies = iam_evaluator._gather_role_policies(name, account)

    def allows(action):
        context = iam_evaluator.EvalContext(
            principal_arn=f"arn:aws:sts::{account}:assumed-role/{name}/lambda",
            principal_type="AssumedRole",
            principal_account=account,
            action=action,
            resource_arn=resource,
            region=region,
        )
        return iam_evaluator.evaluate(context, policies).decision == "Allow"

    return all(map(allows, actions))
