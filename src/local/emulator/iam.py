"""IAM: which resource a request is about, and what Lambda itself may do, when it is enforced (AUTH=true)."""

import json
import os
from dataclasses import replace

from ministack.core import iam_actions, iam_evaluator
from ministack.services import iam, lambda_svc
from patching import patch, wrap

GRANTS = "SRVLS_EMULATOR_GRANTS"
WRITE = ("logs:CreateLogStream", "logs:PutLogEvents")
POLL = ("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes")


@patch
def log_actions_name_a_stream():
    """AWS checks the actions of CloudWatch Logs on `log-group:NAME:log-stream:STREAM`, which policies on
    `log-group:NAME:*` allow; ministack checks them on `log-group:NAME`, which those do not."""

    @wrap("extract_resource_arn", iam_actions)
    def resource(original, service, method, path, headers, body, *rest, **options):
        arn = original(service, method, path, headers, body, *rest, **options)
        if service == "logs" and ":log-group:" in arn and ":log-stream:" not in arn and not arn.endswith(":*"):
            return f"{arn}:log-stream:{iam_actions._safe_json_field(body, 'logStreamName') or ''}"
        return arn


@patch
def calls_within_this_machine_are_secure():
    """AWS is called over TLS, and bucket policies deny what isn't; ministack speaks plain HTTP on the loopback only, and
    would so deny everything."""

    @wrap("_resolve_condition_key", iam_evaluator)
    def condition_key(original, key, context):
        return "true" if key.lower() == "aws:securetransport" else original(key, context)


@patch
def lambda_acts_with_the_functions_role():
    """AWS writes a function's log, and reads the queue that feeds it, with the rights of the function's role: without
    them there is no log, and no message ever comes. ministack does both by itself."""
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
            principal_arn=f"arn:aws:sts::{account}:assumed-role/{name}/lambda", principal_type="AssumedRole",
            principal_account=account, action=action, resource_arn=resource, region=region)
        return iam_evaluator.evaluate(context, policies).decision == "Allow"

    return all(map(allows, actions))


@patch
def needed_grants_are_written_down():
    """No correction, but a tool for tests: appends to the file that SRVLS_EMULATOR_GRANTS names, once each, every
    action of a role's own policies without which a request that was allowed would have been denied."""
    path = os.environ.get(GRANTS)
    if not path:
        return
    written = set()

    @wrap("evaluate", iam_evaluator)
    def evaluate(original, context, policies, *limits):
        result = original(context, policies, *limits)
        if result.decision == "Allow" and context.principal_type == "AssumedRole":
            grants = list(grants_of(context))
            # What two grants allow, neither is needed for.
            if len(grants) == 1 and grants[0] not in written:
                written.add(grants[0])
                with open(path, "a") as file:
                    file.write(json.dumps(dict(zip(("role", "policy", "statement", "action"), grants[0]))) + "\n")
        return result


def grants_of(context):
    """Every (role, policy, index of the statement, action) that allows the request."""
    name = iam_evaluator._role_name_from_assumed_arn(context.principal_arn)
    role = iam._roles.get_scoped(context.principal_account, None, name) or {}
    documents = dict(role.get("InlinePolicies") or {})
    documents.update((arn, iam_evaluator._resolve_managed_policy_document(arn, context.principal_account))
                     for arn in role.get("AttachedPolicies", []))
    for policy, document in documents.items():
        for index, statement in enumerate(iam_evaluator.parse_policy_document(document)):
            for action in statement.actions:
                if iam_evaluator._first_match(context, [replace(statement, actions=[action])], "Allow"):
                    yield name, policy, index, action
