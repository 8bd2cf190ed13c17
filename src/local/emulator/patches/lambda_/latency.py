"""How long an invocation takes."""

import socketserver

from ministack.core import lambda_runtime

from patching import patch

FIRST_LINE_SECONDS = 0.015


@patch
def invocations_are_not_delayed():
    """AWS hands a waiting function its next event at once
    [https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html]; ministack writes headers and body separately, so
    that each event waits 40 ms for a delayed acknowledgement (Nagle's algorithm)."""
    socketserver.StreamRequestHandler.disable_nagle_algorithm = True


@patch
def silent_functions_are_not_waited_for():
    """AWS answers as soon as the function has posted its response
    [https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html]; ministack waits up to 50 ms for a first line of
    output.

    What a function has written before its answer is in the pipe already: 15 ms are enough to read it."""
    worker = lambda_runtime.Worker
    drain = worker._drain_stderr_bounded

    def drain_soon(self, first_line_wait=FIRST_LINE_SECONDS, **options):
        return drain(self, first_line_wait=first_line_wait, **options)

    worker._drain_stderr_bounded = drain_soon
