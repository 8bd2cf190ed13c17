"""The event that a function or a REQUEST authorizer gets."""

import time

from ministack.services import apigateway_v1 as gateway

from patching import patch, wrap
from serving import current_request


@patch
def events_are_complete():
    """AWS puts into the event the request id that the client gets, the last value of a repeated query parameter, the
    domain name and every member of `identity`
    [https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html]; ministack
    makes up a second request id, takes the first value and leaves the rest out."""

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
    absent = (
        "accessKey",
        "accountId",
        "caller",
        "cognitoAuthenticationProvider",
        "cognitoAuthenticationType",
        "cognitoIdentityId",
        "cognitoIdentityPoolId",
        "principalOrgId",
        "user",
        "userArn",
    )
    context["identity"] = {**dict.fromkeys(absent), **context["identity"]}
    request["identity"] = context["identity"]
