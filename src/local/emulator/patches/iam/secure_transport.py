"""The condition key of TLS, where IAM is enforced (AUTH=true)."""

from ministack.core import iam_evaluator

from patching import patch, wrap


@patch
def calls_within_this_machine_are_secure():
    """AWS says in `aws:SecureTransport` whether a request came over TLS, and policies deny those that did not
    [https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html]; ministack speaks plain
    HTTP, on the loopback interface only, so that such a policy denies every request."""

    @wrap("_resolve_condition_key", iam_evaluator)
    def condition_key(original, key, context):
        return "true" if key.lower() == "aws:securetransport" else original(key, context)
