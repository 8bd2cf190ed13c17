"""The path of a request."""

from ministack import app
from ministack.services import apigateway_v1 as gateway

from patching import patch, wrap


@patch
def paths_stay_percent_encoded():
    """AWS hands a function the path and its parameters as the client sent them, percent-encoded
    [https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html]; ministack
    decodes them first, so that an encoded slash changes the route."""

    @wrap("_handle_execute_api_request", app)
    async def handle(original, host, path, *request, raw_path=None, **options):
        sent = app._parse_execute_api_url(host, raw_path) if raw_path else None
        if sent and gateway.find_api_scope(sent[0]) is not None:
            path = raw_path
        return await original(host, path, *request, raw_path=raw_path, **options)
