"""Request validators made by a stack."""

from ministack.services import apigateway_v1 as gateway
from ministack.services.cloudformation import provisioners

from patching import answer, define_resource, patch, wrap


@patch
def request_validators_validate():
    """AWS makes a validator for `AWS::ApiGateway::RequestValidator` and enforces it on the methods that name it
    [https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-requestvalidator.html];
    ministack makes up an id and forgets which method named it."""

    def create(logical_id, properties, stack):
        validator_id = answer(
            gateway._create_request_validator(
                properties["RestApiId"],
                {
                    "name": properties.get("Name", logical_id),
                    "validateRequestBody": properties.get("ValidateRequestBody", False),
                    "validateRequestParameters": properties.get("ValidateRequestParameters", False),
                },
            ),
            "CreateRequestValidator",
        )["id"]
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
