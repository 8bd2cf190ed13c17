"""The resource of a request, where IAM is enforced (AUTH=true)."""

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
