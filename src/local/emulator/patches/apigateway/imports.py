"""The import of an OpenAPI document by a stack."""

from ministack.services import apigateway_v1 as gateway

from patches.apigateway.openapi_import import import_document
from patching import answer, patch, wrap, wrap_resource


@patch
def bodies_are_imported_whole():
    """AWS imports all of an OpenAPI `Body`: models, validators, gateway responses, mocks, binary types, time limits
    [https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions.html]; ministack
    imports the paths, the security and the address of the integration."""

    @wrap("_import_rest_api", gateway)
    def create(original, document, properties=None):
        api = {**(properties or {})}
        api.setdefault("name", str(document.get("info", {}).get("title", "unnamed")))
        api.setdefault("version", str(document.get("info", {}).get("version", "")))
        api_id = answer(gateway._create_rest_api(api), "CreateRestApi")["id"]
        try:
            import_document(api_id, document)
        except ValueError:
            gateway._delete_rest_api(api_id)
            raise
        return api_id


@patch
def changed_bodies_keep_the_api():
    """AWS overwrites the API in place when its `Body` changes, so that its address stays
    [https://docs.aws.amazon.com/apigateway/latest/api/API_PutRestApi.html]; ministack makes another API with another
    id."""

    @wrap_resource("AWS::ApiGateway::RestApi", "update")
    def update(original, api_id, old, new, stack, logical_id=None):
        body = new.get("Body")
        if not isinstance(body, dict) or api_id not in gateway._rest_apis:
            return original(api_id, old, new, stack, logical_id)
        if body != old.get("Body"):
            overwrite(api_id, new, body)
        return original(api_id, {**old, "Body": body}, new, stack, logical_id)


def overwrite(api_id, properties, document):
    """Empty the API, keeping its id, its root and its stages, and import the document into it."""
    root = next(resource for resource in gateway._resources[api_id].values() if resource["path"] == "/")
    root["resourceMethods"] = {}
    gateway._resources[api_id] = {root["id"]: root}
    for store in (gateway._authorizers_v1, gateway._models, gateway._gateway_responses, gateway._request_validators):
        store[api_id] = {}
    api = gateway._rest_apis[api_id]
    api["binaryMediaTypes"] = properties.get("BinaryMediaTypes", [])
    api["minimumCompressionSize"] = properties.get("MinimumCompressionSize")
    api["policy"] = properties.get("Policy")
    import_document(api_id, document)
