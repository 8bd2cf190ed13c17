"""Whether an API may invoke a function."""

from ministack.core.arn import execute_api_arn
from ministack.core.responses import get_account_id, get_region
from ministack.services import apigateway_v1 as gateway
from ministack.services import lambda_svc

from patches.lambda_.permissions import allows
from patching import patch, wrap
from serving import current_request

SERVICE = "apigateway.amazonaws.com"


@patch
def functions_refuse_apis_without_permission():
    """AWS answers 500 when the function's policy (`AWS::Lambda::Permission`) does not let this method of the API invoke
    it and the integration or authorizer brings no role
    [https://docs.aws.amazon.com/lambda/latest/dg/services-apigateway.html]; ministack does not look at the policy."""

    @wrap("_invoke_lambda_proxy_v1", gateway)
    async def invoke(original, integration, api_id, stage_name, stage, resource, path, method, *rest, **options):
        source = execute_api_arn(get_region(), get_account_id(), api_id, stage_name, method, resource["path"])
        if not integration.get("credentials") and not may_invoke(integration.get("uri", ""), source):
            return gateway._gw_error("API_CONFIGURATION_ERROR", "Internal server error")
        return await original(integration, api_id, stage_name, stage, resource, path, method, *rest, **options)

    @wrap("_invoke_authorizer_lambda", gateway)
    async def authorize(original, authorizer, event, account, region):
        api_id = current_request.get()["api_id"]
        source = f"arn:aws:execute-api:{region}:{account}:{api_id}/authorizers/{authorizer['id']}"
        if not authorizer.get("authorizerCredentials") and not may_invoke(authorizer.get("authorizerUri", ""), source):
            # None is how ministack says that the authorizer is not configured right.
            return None
        return await original(authorizer, event, account, region)


def may_invoke(uri, source):
    """Whether the policy of the function behind `uri` lets API Gateway invoke it for `source`."""
    reference = gateway._extract_lambda_ref_from_integration_uri(uri)
    function, _config, name = lambda_svc._get_func_record_for_ref_in_scope(
        reference, account_id=get_account_id(), region=get_region()
    )
    if function is None:
        # An answer of its own, which the invocation gives.
        return True
    # The record of a version has no policy: the statements for aliases are the function's too, under their own ARNs.
    statements = lambda_svc._functions[name]["policy"]["Statement"]
    return any(allows(statement, reference, source, SERVICE) for statement in statements)
