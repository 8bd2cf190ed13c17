"""Lambda functions: how they are made and invoked."""

import socketserver

from ministack.core import lambda_runtime
from ministack.services import lambda_svc
from patching import patch, wrap_resource

FIRST_LINE_SECONDS = 0.015


@patch
def invocations_are_not_delayed():
    """ministack's Runtime API writes headers and body separately, so that each event waits 40 ms for the delayed
    acknowledgement of the function's kernel (Nagle's algorithm)."""
    socketserver.StreamRequestHandler.disable_nagle_algorithm = True


@patch
def silent_functions_are_not_waited_for():
    """After each invocation ministack waits 50 ms for a first line of output. What a function has written before its
    answer is in the pipe already; a fraction of that is enough to read it."""
    worker = lambda_runtime.Worker
    drain = worker._drain_stderr_bounded

    def drain_soon(self, first_line_wait=FIRST_LINE_SECONDS, **options):
        return drain(self, first_line_wait=first_line_wait, **options)

    worker._drain_stderr_bounded = drain_soon


@patch
def missing_code_fails_the_function():
    """AWS refuses a function whose zip is not in S3; ministack makes one without code."""

    @wrap_resource("AWS::Lambda::Function", "create")
    def create(original, logical_id, properties, stack):
        require_code(properties)
        return original(logical_id, properties, stack)

    @wrap_resource("AWS::Lambda::Function", "update")
    def update(original, physical_id, old, new, stack, logical_id=None):
        if old.get("Code") != new.get("Code"):
            require_code(new)
        return original(physical_id, old, new, stack, logical_id)


def require_code(properties):
    code = properties.get("Code", {})
    if "S3Key" in code and lambda_svc._fetch_code_from_s3(
            code["S3Bucket"], code["S3Key"], version_id=code.get("S3ObjectVersion")) is None:
        raise ValueError("Error occurred while GetObject. S3 Error Code: NoSuchKey. S3 Error Message: The specified "
                         "key does not exist. (Service: Lambda, Status Code: 400)")
