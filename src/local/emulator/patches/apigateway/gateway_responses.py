"""Gateway responses."""

import json

from ministack.services import apigateway_v1 as gateway

from patching import patch, wrap
from serving import context_variables


@patch
def gateway_responses_fill_every_variable():
    """AWS fills all variables of `$context`, `$context.error.validationErrorString` among them, in the template of a
    gateway response
    [https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html];
    ministack fills six of them."""

    @wrap("_gateway_error_response", gateway)
    def render(original, error, request):
        status, headers, body = original(error, request)
        values = context_variables(request, status)
        filled = gateway._GATEWAY_TEMPLATE_VARIABLE.sub(
            lambda match: json.dumps(str(values.get(match[1] or match[2], "")))[1:-1], body.decode()
        )
        return status, headers, filled.encode()
