"""Mock integrations."""

from ministack.services import apigateway_v1 as gateway

from patching import patch, wrap


@patch
def mocks_answer_only_their_template():
    """AWS answers a mock integration that has no response template with an empty body
    [https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-mock-integration.html]; ministack answers `{}`,
    even when the status is 204."""

    @wrap("_invoke_mock_v1", gateway)
    def invoke(original, integration):
        status, headers, body = original(integration)
        templates = [
            response.get("responseTemplates")
            for response in integration.get("integrationResponses", {}).values()
            if str(response.get("statusCode")) == str(status)
        ]
        return status, headers, body if any(templates) else b""
