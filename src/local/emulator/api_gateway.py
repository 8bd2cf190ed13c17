"""API Gateway REST APIs: what a request to a deployed stage goes through."""

import asyncio
import json
import time

from ministack import app
from ministack.services import apigateway_v1 as gateway
from patching import patch, wrap
from serving import context_variables, current_request
from validation_errors import validation_errors

# The members that the reply of a proxied function may have; API Gateway refuses any other.
REPLY_MEMBERS = {"statusCode", "headers", "multiValueHeaders", "body", "isBase64Encoded"}

# asyncio keeps only weak references to tasks: those whose caller stopped waiting are held here.
abandoned_invocations = set()


class BadReply(Exception):
    """The function failed, or did not answer with an HTTP reply."""


class Throttled(Exception):
    """The function has no concurrency left."""


@patch
def paths_stay_percent_encoded():
    """AWS hands `path` and `pathParameters` of a REST API on as the client sent them, percent-encoded; ministack
    decodes them first, so that an encoded slash changes the route."""

    @wrap("_handle_execute_api_request", app)
    async def handle(original, host, path, *request, raw_path=None, **options):
        sent = app._parse_execute_api_url(host, raw_path) if raw_path else None
        if sent and gateway.find_api_scope(sent[0]) is not None:
            path = raw_path
        return await original(host, path, *request, raw_path=raw_path, **options)


@patch
def events_are_complete():
    """AWS gives a function the request id that the client gets as `x-amzn-RequestId`, the last value of a repeated
    query parameter, `domainName`, and all members of `identity`. ministack makes up a second request id, takes the
    first value, and leaves the others out."""

    @wrap("_execute_in_scope", gateway)
    async def execute(original, request, *arguments):
        response = await original(request, *arguments)
        if isinstance(response, tuple):
            response[1]["x-amzn-requestid"] = request["request_id"]
        return response

    @wrap("_build_lambda_event_v1", gateway)
    def event(original, *arguments, **options):
        built = original(*arguments, **options)
        built.pop("version")
        complete_event(built)
        return built

    @wrap("_invoke_authorizer_lambda", gateway)
    async def authorize(original, authorizer, event, account_id, region):
        if event["type"] == "REQUEST":
            complete_event(event)
        return await original(authorizer, event, account_id, region)


def complete_event(event):
    """Add what both a proxied function and a REQUEST authorizer get from AWS."""
    request = current_request.get()
    repeated = event.get("multiValueQueryStringParameters") or {}
    event["queryStringParameters"] = {name: values[-1] for name, values in repeated.items()} or None
    context = event["requestContext"]
    host = gateway._header_ci(event["headers"], "host")
    context.update(
        requestId=request["request_id"],
        extendedRequestId=request["request_id"],
        path=f"/{context['stage']}{event['path']}",
        protocol="HTTP/1.1",
        domainName=host,
        domainPrefix=host.split(".")[0],
        requestTimeEpoch=int(time.time() * 1000),
        requestTime=time.strftime("%d/%b/%Y:%H:%M:%S +0000", time.gmtime()),
    )
    absent = ("accessKey", "accountId", "caller", "cognitoAuthenticationProvider", "cognitoAuthenticationType",
              "cognitoIdentityId", "cognitoIdentityPoolId", "principalOrgId", "user", "userArn")
    context["identity"] = {**dict.fromkeys(absent), **context["identity"]}
    request["identity"] = context["identity"]


@patch
def failed_functions_answer_502():
    """AWS answers 502 `Internal server error`, through the gateway response DEFAULT_5XX, when a proxied function
    fails or its reply is not one; 500 when it is throttled. ministack shows the function's error to the client,
    and answers 200 with a malformed reply."""

    @wrap("_lambda_proxy_response", gateway)
    def reply(original, result):
        if result.get("throttle"):
            raise Throttled
        if result.get("error"):
            raise BadReply
        return parsed_reply(result.get("body")), None

    @wrap("_invoke_lambda_proxy_v1", gateway)
    async def invoke(original, *arguments, **options):
        try:
            return await original(*arguments, **options)
        except Throttled:
            return gateway._gw_error("API_CONFIGURATION_ERROR", "Internal server error")
        except BadReply:
            error = gateway._gw_error("DEFAULT_5XX", "Internal server error")
            error.status = 502
            return error

    @wrap("_gateway_error_response", gateway)
    def render(original, error, request):
        status, headers, body = original(error, request)
        # A status that the API's own gateway response sets, wins.
        return getattr(error, "status", status) if status == 500 else status, headers, body


def parsed_reply(payload):
    """The reply in a function's payload; `BadReply` where API Gateway calls it a malformed proxy response."""
    if isinstance(payload, (str, bytes)):
        try:
            payload = json.loads(payload)
        except ValueError as error:
            raise BadReply from error
    if not isinstance(payload, dict) or not payload.keys() <= REPLY_MEMBERS:
        raise BadReply
    reply = {name: value for name, value in payload.items() if value is not None}
    headers = list((reply.get("headers") or {}).values())
    if not isinstance(reply.get("body", ""), str) or any(isinstance(value, (dict, list)) for value in headers):
        raise BadReply
    try:
        status = int(reply.get("statusCode", 200))
    except (TypeError, ValueError) as error:
        raise BadReply from error
    return {**reply, "statusCode": status, "headers": {name: str(value) for name, value in
                                                       (reply.get("headers") or {}).items()}}


@patch
def slow_integrations_answer_504():
    """AWS answers 504 once an integration takes longer than its `timeoutInMillis`; ministack waits for it."""

    @wrap("_invoke_lambda_proxy_v1", gateway)
    async def invoke(original, integration, *arguments, **options):
        invocation = asyncio.create_task(original(integration, *arguments, **options))
        await asyncio.wait([invocation], timeout=(integration.get("timeoutInMillis") or 29000) / 1000)
        if invocation.done():
            return invocation.result()
        abandoned_invocations.add(invocation)
        invocation.add_done_callback(abandoned_invocations.discard)
        return gateway._gw_error("INTEGRATION_TIMEOUT", "Endpoint request timed out")


@patch
def mocks_answer_only_their_template():
    """AWS answers a mock integration without response template with an empty body; ministack with `{}`, even when
    the status is 204."""

    @wrap("_invoke_mock_v1", gateway)
    def invoke(original, integration):
        status, headers, body = original(integration)
        templates = [response.get("responseTemplates") for response in
                     integration.get("integrationResponses", {}).values()
                     if str(response.get("statusCode")) == str(status)]
        return status, headers, body if any(templates) else b""


@patch
def bodies_of_other_media_types_are_not_validated():
    """AWS validates a body against the model of its content type, and lets a body through for which there is none;
    ministack takes the JSON model for everything."""

    @wrap("_check_request_validation", gateway)
    def check(original, method, api_id, request, headers, body, query):
        media_type = (gateway._header_ci(headers, "content-type") or "application/json").split(";")[0].strip()
        if media_type not in method.get("requestModels", {}):
            method = {**method, "requestModels": {}}
        error = original(method, api_id, request, headers, body, query)
        if error is not None and error.response_type == "BAD_REQUEST_BODY":
            schema = gateway._model_schema(api_id, method["requestModels"][media_type])
            request["validation_errors"] = validation_errors(schema, body)
        return error


@patch
def gateway_responses_fill_every_variable():
    """AWS fills `$context.error.validationErrorString` (what the body lacks) and the other variables of `$context`
    in the template of a gateway response; ministack leaves all but six as they are."""

    @wrap("_gateway_error_response", gateway)
    def render(original, error, request):
        status, headers, body = original(error, request)
        values = context_variables(request, status)
        filled = gateway._GATEWAY_TEMPLATE_VARIABLE.sub(
            lambda match: json.dumps(str(values.get(match[1] or match[2], "")))[1:-1], body.decode())
        return status, headers, filled.encode()
