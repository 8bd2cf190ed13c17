"""The API Gateway request that is being served: what becomes known of it on the way, for the patches that need it."""

import contextvars
import time

from ministack.services import apigateway_v1 as gateway

from patching import wrap

# ministack's own record of the request, with more members: method, path, identity, authorizer, error, milliseconds, and
# the ids of the invocations for it.
current_request = contextvars.ContextVar("current_request")


@wrap("_execute_in_scope", gateway)
async def execute(original, request, api_id, stage_name, method, path, *rest):
    request.update(method=method, path=path, received=time.time())
    current_request.set(request)
    return await original(request, api_id, stage_name, method, path, *rest)


@wrap("_authorize_request_v1", gateway)
async def authorize(original, *arguments):
    started = time.time()
    error, context = await original(*arguments)
    request = current_request.get()
    request.update(authorizer=context, authorizer_ms=int((time.time() - started) * 1000))
    # From the cache, there was no invocation.
    request["authorizer_id"] = request.pop("invocation", None)
    return error, context


@wrap("_invoke_lambda_proxy_v1", gateway)
async def invoke(original, *arguments, **options):
    started = time.time()
    try:
        return await original(*arguments, **options)
    finally:
        request = current_request.get()
        request["integration_ms"] = int((time.time() - started) * 1000)
        request["integration_id"] = request.pop("invocation", None)


@wrap("_gateway_error_response", gateway)
def render_error(original, error, request):
    request["error"] = error
    return original(error, request)


def context_variables(request, status):
    """The `$context` variables of the request, which is answered with `status`."""
    headers, error = request["headers"], request.get("error")
    identity = request.get("identity") or {
        "sourceIp": "127.0.0.1",
        "userAgent": gateway._header_ci(headers, "user-agent"),
    }
    values = {
        "requestId": request["request_id"],
        "extendedRequestId": request["request_id"],
        "apiId": request["api_id"],
        "stage": request["stage_name"],
        "resourcePath": request["resource_path"],
        "httpMethod": request["method"],
        "path": f"/{request['stage_name']}{request['path']}",
        "protocol": "HTTP/1.1",
        "status": status,
        "domainName": gateway._header_ci(headers, "host"),
        "requestTime": time.strftime("%d/%b/%Y:%H:%M:%S +0000", time.gmtime(request["received"])),
        "requestTimeEpoch": int(request["received"] * 1000),
        "responseLatency": int((time.time() - request["received"]) * 1000),
        "integrationLatency": request.get("integration_ms"),
        "integration.latency": request.get("integration_ms"),
        "integration.requestId": request.get("integration_id"),
        "authorizer.requestId": request.get("authorizer_id"),
        "authorizer.latency": request.get("authorizer_ms") if request.get("authorizer") else None,
        "error.message": error.message if error else None,
        "error.messageString": f'"{error.message}"' if error else None,
        "error.responseType": error.response_type if error else None,
        "error.validationErrorString": request.get("validation_errors"),
        **{f"identity.{name}": value for name, value in identity.items()},
        **{f"authorizer.{name}": value for name, value in (request.get("authorizer") or {}).items()},
    }
    return {f"context.{name}": value for name, value in values.items() if value is not None}
