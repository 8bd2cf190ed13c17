"""IAM: which resource a request is about, when it is enforced (AUTH=true)."""

from ministack.core import iam_actions, iam_evaluator
from patching import patch, wrap


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
