"""The metrics of functions."""

from ministack.services import cloudwatch, lambda_svc

from patching import patch, wrap


@patch
def every_invocation_is_counted():
    """AWS publishes Invocations, Errors, Duration and Throttles of every function, whatever invokes it
    [https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html]; ministack does so for the Invoke API
    only, so that the traffic of APIs and the triggers of Cognito do not show."""
    count = lambda_svc._emit_lambda_metrics

    @wrap("_emit_lambda_logs", lambda_svc)
    def finish(original, func, request_id, text, error, duration_ms, **options):
        name = (func.get("config") or func)["FunctionName"]
        count(name, max(duration_ms, 1), error, False)
        return original(func, request_id, text, error, duration_ms, **options)

    @wrap("_emit_lambda_metrics", lambda_svc)
    def emit(original, function_name, duration_ms, error, throttle):
        # What ran has been counted above, and the Invoke API reports each throttle a second time, with a duration.
        if throttle and not duration_ms:
            cloudwatch.record_metric("AWS/Lambda", "Throttles", 1, "Count", {"FunctionName": function_name})
