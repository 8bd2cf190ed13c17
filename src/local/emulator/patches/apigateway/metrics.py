"""The metrics of APIs."""

import time

from ministack.services import apigateway_v1 as gateway
from ministack.services import cloudwatch

from patching import patch, wrap
from serving import current_request


@patch
def api_traffic_is_counted():
    """AWS publishes Count, 4XXError, 5XXError, Latency and IntegrationLatency of every API and stage
    [https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html]; ministack
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
