"""Which bodies are validated."""

from ministack.services import apigateway_v1 as gateway

from patches.apigateway.validation_errors import validation_errors
from patching import patch, wrap


@patch
def bodies_of_other_media_types_are_not_validated():
    """AWS validates a body against the model of its content type, and lets a body through that has no model
    [https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html]; ministack
    takes the JSON model for every content type."""

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
