"""What the client gets when the function fails."""

import json

from ministack.services import apigateway_v1 as gateway

from patching import patch, wrap

# The members that the reply of a proxied function may have; API Gateway refuses any other.
REPLY_MEMBERS = {"statusCode", "headers", "multiValueHeaders", "body", "isBase64Encoded"}


class BadReply(Exception):
    """The function failed, or did not answer with an HTTP reply."""


class Throttled(Exception):
    """The function has no concurrency left."""


@patch
def failed_functions_answer_502():
    """AWS answers 502 `Internal server error`, with the gateway response DEFAULT_5XX, when a proxied function fails or
    its reply does not have the documented format, and 500 when the function is throttled
    [https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html]; ministack
    shows the function's error to the client, and answers 200 to a malformed reply."""

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
        return status if own_status(error, request) else getattr(error, "status", status), headers, body


def own_status(error, request):
    deployed = gateway._deployed_gateway_responses.get(request["api_id"], {})
    own = deployed.get(request["stage"].get("deploymentId")) or gateway._gateway_responses.get(request["api_id"], {})
    return gateway._gateway_response_for_type(own, error.response_type).get("statusCode")


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
    return {
        **reply,
        "statusCode": status,
        "headers": {name: str(value) for name, value in (reply.get("headers") or {}).items()},
    }
