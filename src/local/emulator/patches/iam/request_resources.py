"""The resource of a request, where IAM is enforced (AUTH=true)."""

import json
import re

import cbor2
from ministack.core import iam_actions

from patching import patch, wrap


@patch
def log_actions_name_a_stream():
    """AWS checks the actions of CloudWatch Logs on `log-group:NAME:log-stream:STREAM`, which policies on
    `log-group:NAME:*` allow
    [https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html]; ministack
    checks them on `log-group:NAME`, which those policies do not cover."""

    @wrap("extract_resource_arn", iam_actions)
    def resource(original, service, method, path, headers, body, *rest, **options):
        arn = original(service, method, path, headers, body, *rest, **options)
        if service == "logs" and ":log-group:" in arn and ":log-stream:" not in arn and not arn.endswith(":*"):
            return f"{arn}:log-stream:{iam_actions._safe_json_field(body, 'logStreamName') or ''}"
        return arn


@patch
def change_sets_and_principals_are_checked_by_their_arn():
    """AWS checks a call on the change set that it names by ARN, and a simulation on the principal whose policies it
    simulates [https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscloudformation.html];
    ministack checks both on `*`, which no policy for one stage allows."""
    named_by = {"cloudformation": "ChangeSetName", "iam": "PolicySourceArn"}

    @wrap("extract_resource_arn", iam_actions)
    def resource(original, service, method, path, headers, body, query_params, *rest, **options):
        arn = original(service, method, path, headers, body, query_params, *rest, **options)
        if arn == "*" and service in named_by:
            named = iam_actions._query_param(query_params, named_by[service])
            return named if named.startswith("arn:") else arn
        return arn


@patch
def alarms_are_checked_by_their_arn():
    """AWS checks a change of alarms on their ARNs, and that of a mute rule on the rule's, in every protocol
    [https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html]; ministack checks
    both on `*`, which no policy for one stage allows, and lets every call in CBOR through."""
    named_by = {
        "DeleteAlarmMuteRule": ("alarm-mute-rule", "AlarmMuteRuleName"),
        "DisableAlarmActions": ("alarm", "AlarmNames"),
        "EnableAlarmActions": ("alarm", "AlarmNames"),
        "PutAlarmMuteRule": ("alarm-mute-rule", "Name"),
        "SetAlarmState": ("alarm", "AlarmName"),
    }
    operation = re.compile(r"/operation/(\w+)")

    @wrap("extract_iam_action", iam_actions)
    def action_of(original, service, method, path, *rest, **options):
        in_path = operation.search(path) if service == "monitoring" else None
        return f"cloudwatch:{in_path.group(1)}" if in_path else original(service, method, path, *rest, **options)

    @wrap("extract_resource_arn", iam_actions)
    def resource(original, service, method, path, headers, body, query_params, region, account, *rest, **options):
        in_path = operation.search(path) if service == "monitoring" else None
        # The original reads every body as text, which CBOR is not.
        arn = (
            "*"
            if in_path
            else original(service, method, path, headers, body, query_params, region, account, *rest, **options)
        )
        if arn != "*" or service != "monitoring" or not body:
            return arn
        action = in_path.group(1) if in_path else headers.get("x-amz-target", "").split(".")[-1]
        if action not in (*named_by, "ListTagsForResource", "TagResource", "UntagResource"):
            return arn
        data = cbor2.loads(body) if in_path else json.loads(body)
        if action not in named_by:
            return data.get("ResourceARN") or arn
        kind, member = named_by[action]
        name = data.get(member) or "*"
        # Of several alarms, the first: a request has one resource here.
        name = name[0] if isinstance(name, list) else name
        return f"arn:aws:cloudwatch:{region}:{account}:{kind}:{name}"
