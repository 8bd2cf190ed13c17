"""The time limit of an integration."""

import asyncio

from ministack.services import apigateway_v1 as gateway

from patching import patch, wrap

# asyncio keeps only weak references to tasks: those whose caller stopped waiting are held here.
abandoned_invocations = set()


@patch
def slow_integrations_answer_504():
    """AWS answers 504 once an integration takes longer than its `timeoutInMillis`
    [https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html]; ministack
    waits for the integration."""

    @wrap("_invoke_lambda_proxy_v1", gateway)
    async def invoke(original, integration, *arguments, **options):
        invocation = asyncio.create_task(original(integration, *arguments, **options))
        await asyncio.wait([invocation], timeout=(integration.get("timeoutInMillis") or 29000) / 1000)
        if invocation.done():
            return invocation.result()
        abandoned_invocations.add(invocation)
        invocation.add_done_callback(abandoned_invocations.discard)
        return gateway._gw_error("INTEGRATION_TIMEOUT", "Endpoint request timed out")
