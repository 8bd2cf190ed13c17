"""What a JSON body lacks, in the words of the validator that API Gateway uses."""

import json

from ministack.services import apigateway_v1 as gateway


def validation_errors(schema, body):
    """The text of `$context.error.validationErrorString` for a body that its model refuses."""
    try:
        document = json.loads(body)
    except (TypeError, ValueError):
        return "Invalid JSON"
    return "[" + ", ".join(complaints(schema, document, schema)) + "]"


def complaints(schema, value, root):
    """Each complaint about `value`, outermost first."""
    if "$ref" in schema:
        schema, root = gateway._resolve_schema_ref(schema["$ref"], root)
    types = schema.get("type")
    allowed = types if isinstance(types, list) else [types] if types else []
    if allowed and not any(gateway._JSON_TYPES[name](value) for name in allowed):
        found = next(name for name in ("integer", *gateway._JSON_TYPES) if gateway._JSON_TYPES[name](value))
        return [f"instance type ({found}) does not match any allowed primitive type (allowed: {compact(allowed)})"]
    found = []
    if "enum" in schema and value not in schema["enum"]:
        found.append(
            f"instance value ({compact(value)}) not found in enum (possible values: {compact(schema['enum'])})"
        )
    if isinstance(value, str):
        found += text_complaints(schema, value)
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        found += number_complaints(schema, value)
    elif isinstance(value, list):
        found += list_complaints(schema, value, root)
    elif isinstance(value, dict):
        found += object_complaints(schema, value, root)
    for part in schema.get("allOf", []):
        found += complaints(part, value, root)
    return found


def text_complaints(schema, value):
    if len(value) < schema.get("minLength", 0):
        yield f'string "{value}" is too short (length: {len(value)}, required minimum: {schema["minLength"]})'
    if len(value) > schema.get("maxLength", len(value)):
        yield f'string "{value}" is too long (length: {len(value)}, maximum allowed: {schema["maxLength"]})'
    if "pattern" in schema and not gateway._regex_search(schema["pattern"], value):
        yield f'ECMA 262 regex "{schema["pattern"]}" does not match input string "{value}"'


def number_complaints(schema, value):
    if value < schema.get("minimum", value):
        yield f"numeric instance is lower than the required minimum (minimum: {schema['minimum']}, found: {value})"
    if value > schema.get("maximum", value):
        yield f"numeric instance is greater than the required maximum (maximum: {schema['maximum']}, found: {value})"


def list_complaints(schema, value, root):
    if len(value) < schema.get("minItems", 0):
        yield (
            f"array is too short: must have at least {schema['minItems']} elements "
            f"but instance has {len(value)} elements"
        )
    if len(value) > schema.get("maxItems", len(value)):
        yield (
            f"array is too long: must have at most {schema['maxItems']} elements but instance has {len(value)} elements"
        )
    for entry in value:
        yield from complaints(schema.get("items", {}), entry, root)


def object_complaints(schema, value, root):
    properties = schema.get("properties", {})
    missing = sorted(set(schema.get("required", [])) - value.keys())
    if missing:
        yield f"object has missing required properties ({compact(missing)})"
    unknown = sorted(value.keys() - properties.keys())
    if unknown and schema.get("additionalProperties") is False:
        yield f"object instance has properties which are not allowed by the schema: {compact(unknown)}"
    for name in properties.keys() & value.keys():
        yield from complaints(properties[name], value[name], root)


def compact(value):
    return json.dumps(value, separators=(",", ":"))
