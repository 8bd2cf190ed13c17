"""What a request leaves behind: metrics of functions and APIs, and the access log."""

import json
import re
import time

from ministack.services import apigateway_v1 as gateway
from ministack.services import cloudwatch, cloudwatch_logs, lambda_svc
from patching import patch, wrap
from serving import context_variables, current_request

VARIABLE = re.compile(r"\$(context\.[A-Za-z0-9_.]*[A-Za-z0-9_])")


@patch
def every_invocation_is_counted():
    """AWS publishes Invocations, Errors, Duration and Throttles of every function, whoever invokes it; ministack
    only for the Invoke API, so that neither the API's traffic nor the triggers of Cognito show."""
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


@patch
def api_traffic_is_counted():
    """AWS publishes Count, 4XXError, 5XXError, Latency and IntegrationLatency of every API and stage; ministack
    publishes nothing."""

    @wrap("_handle_execute_in_scope", gateway)
    async def execute(original, api_id, stage_name, *rest):
        started = time.time()
        response = await original(api_id, stage_name, *rest)
        if stage_name in gateway._stages_v1.get(api_id, {}):
            count_request(api_id, stage_name, response[0], (time.time() - started) * 1000)
        return response


def count_request(api_id, stage_name, status, latency_ms):
    name = gateway._rest_apis[api_id]["name"]
    integration_ms = current_request.get().get("integration_ms")
    for dimensions in ({"ApiName": name}, {"ApiName": name, "Stage": stage_name}):
        cloudwatch.record_metric("AWS/ApiGateway", "Count", 1, "Count", dimensions)
        cloudwatch.record_metric("AWS/ApiGateway", "4XXError", 400 <= status < 500, "Count", dimensions)
        cloudwatch.record_metric("AWS/ApiGateway", "5XXError", status >= 500, "Count", dimensions)
        cloudwatch.record_metric("AWS/ApiGateway", "Latency", int(latency_ms), "Milliseconds", dimensions)
        if integration_ms is not None:
            cloudwatch.record_metric("AWS/ApiGateway", "IntegrationLatency", integration_ms, "Milliseconds", dimensions)


@patch
def access_logs_are_written():
    """AWS writes a line per request, as the stage's `AccessLogSetting` says; ministack writes none."""

    @wrap("_handle_execute_in_scope", gateway)
    async def execute(original, api_id, stage_name, *rest):
        response = await original(api_id, stage_name, *rest)
        setting = gateway._stages_v1.get(api_id, {}).get(stage_name, {}).get("accessLogSettings") or {}
        if setting.get("destinationArn"):
            write_access_log(setting, api_id, stage_name, response)
        return response


def write_access_log(setting, api_id, stage_name, response):
    status, _headers, body = response
    values = {**context_variables(current_request.get(), status), "context.responseLength": len(body)}
    line = VARIABLE.sub(lambda match: json.dumps(str(values.get(match[1], "-")))[1:-1], setting["format"])
    group = setting["destinationArn"].split(":log-group:", 1)[1].removesuffix(":*")
    target = {"logGroupName": group, "logStreamName": f"{api_id}/{stage_name}"}
    # Answers that the stream is there already, from the second line on.
    cloudwatch_logs._create_log_stream(target)
    cloudwatch_logs._put_log_events(
        {**target, "logEvents": [{"timestamp": int(time.time() * 1000), "message": line.rstrip("\n")}]})
