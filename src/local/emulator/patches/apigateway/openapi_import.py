"""An OpenAPI document becomes the resources of a REST API, as API Gateway's import makes them.

ministack's own import reads only the paths, the lower-case HTTP methods, the security and three members of an
integration; it drops all the rest without a word. Here: ../developerguide/api-gateway-swagger-extensions.html
"""

import json
import re

from ministack.services import apigateway_v1 as gateway

from patching import answer

PARAMETER_LOCATIONS = {"query": "querystring", "header": "header", "path": "path"}
SCHEMA_REFERENCE = re.compile(r"^#/(components/schemas|definitions)/")
EXTENSION = "x-amazon-apigateway-"


def import_document(api_id, document):
    """Add everything that `document` says to the REST API, which has no methods, models or validators yet."""
    refuse_unimportable(document)
    import_api_settings(gateway._rest_apis[api_id], document)
    import_models(api_id, document)
    for response_type, response in document.get(EXTENSION + "gateway-responses", {}).items():
        answer(
            gateway._put_gateway_response(
                api_id,
                response_type,
                {
                    "statusCode": response.get("statusCode"),
                    "responseParameters": response.get("responseParameters", {}),
                    "responseTemplates": response.get("responseTemplates", {}),
                },
            ),
            "PutGatewayResponse",
        )
    operations = OperationImport(api_id, document)
    for path, path_item in document.get("paths", {}).items():
        operations.add_path(path, resolve(document, path_item))


def refuse_unimportable(document):
    """Raise what API Gateway answers for documents that it does not import."""
    problems = [
        f"Model name must be alphanumeric: {name}"
        for name in schemas(document)
        if not re.fullmatch(r"[a-zA-Z0-9]+", name)
    ]
    problems += [
        f"Invalid model specified: the reference {reference} does not exist"
        for reference in sorted(schema_references(document))
        if SCHEMA_REFERENCE.sub("", reference) not in schemas(document)
    ]
    variables = {}
    for path in document.get("paths", {}):
        segments = path.strip("/").split("/")
        for position, segment in enumerate(segments):
            if not segment.startswith("{") or segment.endswith("+}"):
                continue
            sibling = variables.setdefault("/".join(segments[:position]), segment)
            if sibling != segment:
                problems.append(
                    f"Unable to create resource at path '{path}': A sibling ({sibling}) of this resource "
                    "already has a variable path part -- only one is allowed"
                )
    if problems:
        raise ValueError("Errors found during import:\n\t" + "\n\t".join(problems))


def schemas(document):
    """The named schemas, wherever the version of OpenAPI keeps them."""
    return (document.get("components") or {}).get("schemas") or document.get("definitions") or {}


def schema_references(node):
    """Every reference to a named schema below `node`."""
    if isinstance(node, list):
        return set().union(*map(schema_references, node))
    if not isinstance(node, dict):
        return set()
    reference = node.get("$ref")
    own = {reference} if isinstance(reference, str) and SCHEMA_REFERENCE.match(reference) else set()
    return own.union(*map(schema_references, node.values()))


def resolve(document, node):
    """`node`, or what its `$ref` into the document points at; a missing target refuses the import."""
    while isinstance(node, dict) and isinstance(node.get("$ref"), str):
        reference = node["$ref"]
        node = document
        for part in reference.removeprefix("#/").split("/"):
            node = node.get(part.replace("~1", "/").replace("~0", "~")) if isinstance(node, dict) else None
        if node is None:
            raise ValueError(f"Errors found during import:\n\tThe reference {reference} does not exist")
    return node or {}


def import_api_settings(api, document):
    """The settings of the API itself; what the template's own properties set, wins."""
    api["binaryMediaTypes"] = api.get("binaryMediaTypes") or document.get(EXTENSION + "binary-media-types", [])
    api["apiKeySource"] = document.get(EXTENSION + "api-key-source", api.get("apiKeySource"))
    api["policy"] = api.get("policy") or document.get(EXTENSION + "policy")
    if api.get("minimumCompressionSize") is None:
        api["minimumCompressionSize"] = document.get(EXTENSION + "minimum-compression-size")
    endpoint = document.get(EXTENSION + "endpoint-configuration", {})
    if "disableExecuteApiEndpoint" in endpoint:
        api["disableExecuteApiEndpoint"] = endpoint["disableExecuteApiEndpoint"]


def import_models(api_id, document):
    """One model per named schema. Each carries all the others, so that its references resolve in itself."""
    definitions = {name: with_local_references(schema) for name, schema in schemas(document).items()}
    for name, schema in definitions.items():
        answer(
            gateway._create_model(
                api_id,
                {
                    "name": name,
                    "contentType": "application/json",
                    "description": schema.get("description", ""),
                    "schema": json.dumps({**schema, "definitions": definitions}),
                },
            ),
            "CreateModel",
        )


def with_local_references(schema):
    """A copy of `schema` whose references to named schemas point into its own definitions."""
    if isinstance(schema, list):
        return [with_local_references(entry) for entry in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        key: SCHEMA_REFERENCE.sub("#/definitions/", value)
        if key == "$ref" and isinstance(value, str)
        else with_local_references(value)
        for key, value in schema.items()
    }


class OperationImport:
    """Adds the operations of one document to one REST API."""

    def __init__(self, api_id, document):
        self.api_id = api_id
        self.document = document
        self.inline_models = 0
        self.authorizations = gateway._import_security_schemes(api_id, document)
        self.validators = {
            name: answer(
                gateway._create_request_validator(api_id, {"name": name, **validator}), "CreateRequestValidator"
            )["id"]
            for name, validator in document.get(EXTENSION + "request-validators", {}).items()
        }

    def add_path(self, path, path_item):
        resource_id = self.resource_id(path)
        shared_parameters = path_item.get("parameters", [])
        for key, operation in path_item.items():
            if key == EXTENSION + "any-method":
                self.add_operation(resource_id, "ANY", operation, shared_parameters)
            elif key.lower() in gateway._OPENAPI_HTTP_METHODS:
                self.add_operation(resource_id, key.upper(), operation, shared_parameters)

    def resource_id(self, path):
        """The resource at `path`, made with its parents where they are missing."""
        resources = gateway._resources[self.api_id]
        current = next(key for key, resource in resources.items() if resource["path"] == "/")
        for segment in filter(None, path.split("/")):
            child = next(
                (
                    key
                    for key, resource in resources.items()
                    if resource["parentId"] == current and resource["pathPart"] == segment
                ),
                None,
            )
            current = (
                child
                or answer(gateway._create_resource(self.api_id, current, {"pathPart": segment}), "CreateResource")["id"]
            )
        return current

    def add_operation(self, resource_id, method, operation, shared_parameters):
        location = (self.api_id, resource_id, method)
        answer(gateway._put_method(*location, self.method(operation, shared_parameters)), "PutMethod")
        for status, response in operation.get("responses", {}).items():
            response = resolve(self.document, response)
            headers = {f"method.response.header.{header}": False for header in response.get("headers", {})}
            answer(
                gateway._put_method_response(
                    *location,
                    str(status),
                    {
                        "responseParameters": headers,
                        "responseModels": self.models(response.get("content", {})),
                    },
                ),
                "PutMethodResponse",
            )
        integration = operation.get(EXTENSION + "integration")
        if integration:
            self.add_integration(location, integration)

    def method(self, operation, shared_parameters):
        """The request of PutMethod."""
        security = operation.get("security", self.document.get("security"))
        parameters, body = {}, resolve(self.document, operation.get("requestBody")).get("content", {})
        for parameter in shared_parameters + operation.get("parameters", []):
            parameter = resolve(self.document, parameter)
            if parameter["in"] in PARAMETER_LOCATIONS:
                name = f"method.request.{PARAMETER_LOCATIONS[parameter['in']]}.{parameter['name']}"
                parameters[name] = bool(parameter.get("required"))
            elif parameter["in"] == "body":
                body = {"application/json": parameter}
        return {
            **gateway._method_security(security, self.authorizations),
            "operationName": operation.get("operationId", ""),
            "requestValidatorId": self.validator_id(operation),
            "requestParameters": parameters,
            "requestModels": self.models(body),
        }

    def validator_id(self, operation):
        key = EXTENSION + "request-validator"
        name = operation.get(key) or self.document.get(key)
        if name is not None and name not in self.validators:
            raise ValueError(f"Errors found during import:\n\tInvalid request validator: {name}")
        return self.validators.get(name)

    def models(self, content):
        """The model of each media type; a schema written in place becomes a model of its own."""
        names = {}
        for media_type, described in content.items():
            schema = described.get("schema") or {}
            if SCHEMA_REFERENCE.match(schema.get("$ref", "")):
                names[media_type] = SCHEMA_REFERENCE.sub("", schema["$ref"])
            elif schema:
                names[media_type] = self.inline_model(media_type, schema)
        return names

    def inline_model(self, media_type, schema):
        self.inline_models += 1
        name = f"MODEL{self.inline_models:06d}"
        definitions = with_local_references(schemas(self.document))
        answer(
            gateway._create_model(
                self.api_id,
                {
                    "name": name,
                    "contentType": media_type,
                    "schema": json.dumps({**with_local_references(schema), "definitions": definitions}),
                },
            ),
            "CreateModel",
        )
        return name

    def add_integration(self, location, integration):
        answer(
            gateway._put_integration(
                *location,
                {
                    "type": integration["type"].upper(),
                    "httpMethod": integration.get("httpMethod"),
                    "uri": integration.get("uri"),
                    "credentials": integration.get("credentials"),
                    "connectionType": integration.get("connectionType", "INTERNET"),
                    "requestParameters": integration.get("requestParameters", {}),
                    "requestTemplates": integration.get("requestTemplates", {}),
                    "passthroughBehavior": integration.get("passthroughBehavior", "when_no_match").upper(),
                    "timeoutInMillis": integration.get("timeoutInMillis", 29000),
                    "contentHandling": integration.get("contentHandling"),
                    "cacheKeyParameters": integration.get("cacheKeyParameters", []),
                },
            ),
            "PutIntegration",
        )
        for pattern, response in integration.get("responses", {}).items():
            answer(
                gateway._put_integration_response(
                    *location,
                    str(response.get("statusCode", "200")),
                    {
                        "selectionPattern": "" if pattern == "default" else str(pattern),
                        "responseParameters": response.get("responseParameters", {}),
                        "responseTemplates": response.get("responseTemplates", {}),
                        "contentHandling": response.get("contentHandling"),
                    },
                ),
                "PutIntegrationResponse",
            )
