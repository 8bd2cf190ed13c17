"""Lambda functions: how they are made and invoked."""

import socketserver

from ministack.services import lambda_svc
from patching import patch, wrap


@patch
def invocations_are_not_delayed():
    """ministack's Runtime API writes headers and body separately, so that each event waits 40 ms for the delayed
    acknowledgement of the function's kernel (Nagle's algorithm)."""
    socketserver.StreamRequestHandler.disable_nagle_algorithm = True


@patch
def missing_code_fails_the_function():
    """AWS refuses a function whose zip is not in S3; ministack makes one without code."""

    @wrap("_fetch_code_from_s3", lambda_svc)
    def fetch(original, bucket, key, *version, **options):
        code = original(bucket, key, *version, **options)
        if code is None:
            raise ValueError("Error occurred while GetObject. S3 Error Code: NoSuchKey. S3 Error Message: "
                             f"The specified key does not exist. ({bucket}/{key})")
        return code
