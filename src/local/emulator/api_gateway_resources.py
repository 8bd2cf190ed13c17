"""API Gateway REST APIs: what CloudFormation makes of them."""

from ministack.services import apigateway_v1 as gateway
from ministack.services.cloudformation import provisioners
from openapi_import import import_document
from patching import answer, define_resource, patch, wrap, wrap_resource


@patch
def bodies_are_imported_whole():
    """AWS imports all of an OpenAPI `Body`: models, validators, gateway responses, mocks, binary types, time limits.
    ministack imports paths, security and the address of the integration."""

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
    """AWS overwrites the API in place when its `Body` changes (PutRestApi), so that its address stays; ministack
    makes another API with another id."""

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


@patch
def request_validators_validate():
    """AWS makes a validator for `AWS::ApiGateway::RequestValidator` and enforces it on the methods that name it;
    ministack makes up an id and forgets which method named it."""

    def create(logical_id, properties, stack):
        validator_id = answer(gateway._create_request_validator(properties["RestApiId"], {
            "name": properties.get("Name", logical_id),
            "validateRequestBody": properties.get("ValidateRequestBody", False),
            "validateRequestParameters": properties.get("ValidateRequestParameters", False),
        }), "CreateRequestValidator")["id"]
        return validator_id, {"RequestValidatorId": validator_id}

    def update(validator_id, old, new, stack):
        if any(old.get(name) != new.get(name) for name in ("RestApiId", "Name")):
            return create(validator_id, new, stack)
        record = gateway._request_validators[new["RestApiId"]][validator_id]
        record["validateRequestBody"] = new.get("ValidateRequestBody", False)
        record["validateRequestParameters"] = new.get("ValidateRequestParameters", False)
        return validator_id, {"RequestValidatorId": validator_id}

    def delete(validator_id, properties):
        gateway._delete_request_validator(properties.get("RestApiId", ""), validator_id)

    define_resource("AWS::ApiGateway::RequestValidator", create, update, delete)

    @wrap("_apigw_method_create", provisioners)
    def create_method(original, logical_id, properties, stack):
        made = original(logical_id, properties, stack)
        resource = gateway._resources[properties["RestApiId"]][properties["ResourceId"]]
        method = resource["resourceMethods"][properties.get("HttpMethod", "ANY")]
        method["requestValidatorId"] = properties.get("RequestValidatorId")
        return made

    provisioners._RESOURCE_HANDLERS["AWS::ApiGateway::Method"]["create"] = provisioners._apigw_method_create


@patch
def stages_keep_their_access_log():
    """AWS logs the requests to a stage as its `AccessLogSetting` says; ministack drops the setting."""

    @wrap_resource("AWS::ApiGateway::Stage", "create")
    def create(original, logical_id, properties, stack):
        made = original(logical_id, properties, stack)
        keep_access_log(properties)
        return made

    @wrap_resource("AWS::ApiGateway::Stage", "update")
    def update(original, physical_id, old, new, stack):
        made = original(physical_id, old, new, stack)
        keep_access_log(new)
        return made


def keep_access_log(properties):
    setting = properties.get("AccessLogSetting") or {}
    stage = gateway._stages_v1[properties["RestApiId"]][properties["StageName"]]
    stage["accessLogSettings"] = {
        name: setting[key] for name, key in (("destinationArn", "DestinationArn"), ("format", "Format"))
        if key in setting}
