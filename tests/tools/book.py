"""A hook of MkDocs: the pages of the book that are not in docs/, the API reference among them."""

import json
import re
from pathlib import Path

import yaml
from mkdocs.structure.files import File

ROOT = Path(__file__).resolve().parents[2]
ELSEWHERE = {"CONTRIBUTING.md": "contributing.md", "CHANGELOG.md": "changelog.md"}
METHODS = ["get", "post", "put", "patch", "delete"]


class Contract(yaml.SafeLoader):
    """Takes CloudFormation's short forms as their arguments."""


def on_files(files, config):
    for source, page in ELSEWHERE.items():
        text = (ROOT / source).read_text()
        files.append(File.generated(config, page, content=from_docs(text)))
    contract = yaml.load((ROOT / "templates/openapi.yaml").read_text(), Loader=Contract)
    files.append(File.generated(config, "api-reference.md", content=reference(contract)))
    return files


def on_page_markdown(markdown, page, config, files):
    for source, target in ELSEWHERE.items():
        markdown = markdown.replace(f"](../{source}", f"]({target}")
    return markdown


def from_docs(text):
    """Links as they are from a page in docs/."""
    for source, page in ELSEWHERE.items():
        text = text.replace(f"]({source}", f"]({page}")
    return text.replace("](docs/", "](")


def reference(contract):
    """A section for each tag, with its operations."""
    info = contract["info"]
    lines = ["# API reference", "", f"{info.get('description', info['title'])}", ""]
    lines += ["From `templates/openapi.yaml`. [The API](api.md) says what callers can rely on beyond it.", ""]
    tags = {}
    for path, methods in contract["paths"].items():
        for method in METHODS:
            if method in methods:
                operation = methods[method]
                tags.setdefault(operation["tags"][0], []).append((method.upper(), path, operation))
    for tag, operations in tags.items():
        lines += [f"## {tag.capitalize()}", ""]
        for method, path, operation in operations:
            lines += described(contract, method, path, operation)
    return "\n".join(lines) + "\n"


def described(contract, method, path, operation):
    lines = [f"### {operation['summary']}", "", f"`{method} {path}` (`{operation['operationId']}`)", ""]
    if operation.get("description"):
        lines += [operation["description"].strip(), ""]
    lines += ["No token is needed." if operation.get("security") == [] else "Needs an access token.", ""]
    parameters = [resolved(contract, it) for it in operation.get("parameters", [])]
    if parameters:
        lines += ["| parameter | in | required | type | |", "|---|---|---|---|---|"]
        for it in parameters:
            required = "yes" if it.get("required") else ""
            kind = type_of(contract, it["schema"])
            lines.append(f"| `{it['name']}` | {it['in']} | {required} | {kind} | {cell(it.get('description', ''))} |")
        lines.append("")
    body = operation.get("requestBody", {}).get("content", {}).get("application/json")
    if body:
        lines += fields(contract, "Body", body["schema"])
        if "example" in body:
            lines += ["```json", json.dumps(body["example"], indent=2, default=str), "```", ""]
    lines += ["| status | |", "|---|---|"]
    answers = {status: resolved(contract, it) for status, it in operation["responses"].items()}
    lines += [f"| {status} | {cell(it['description'])} |" for status, it in answers.items()]
    lines.append("")
    for status, answer in answers.items():
        content = answer.get("content", {}).get("application/json", {})
        if status.startswith("2") and "schema" in content:
            lines += fields(contract, f"Answer {status}", content["schema"])
    return lines


def fields(contract, title, schema):
    schema = resolved(contract, schema)
    properties = dict(schema.get("properties", {}))
    required = set(schema.get("required", []))
    for part in schema.get("allOf", []):
        part = resolved(contract, part)
        properties |= part.get("properties", {})
        required |= set(part.get("required", []))
    if not properties:
        return [f"{title}: {type_of(contract, schema)}", ""]
    lines = [f"| {title} | required | type | |", "|---|---|---|---|"]
    for name, field in properties.items():
        text = cell(resolved(contract, field).get("description", ""))
        lines.append(f"| `{name}` | {'yes' if name in required else ''} | {type_of(contract, field)} | {text} |")
    return [*lines, ""]


def type_of(contract, schema):
    schema = resolved(contract, schema)
    if schema.get("type") == "array":
        return f"array of {type_of(contract, schema['items'])}"
    if "enum" in schema:
        return " or ".join(f"`{value}`" for value in schema["enum"])
    kind = schema.get("type") or "any"
    kind = " or ".join(kind) if isinstance(kind, list) else kind
    bounds = [
        f"{key} {schema[key]}" for key in ("format", "minimum", "maximum", "minLength", "maxLength") if key in schema
    ]
    return cell(", ".join([kind, *bounds]))


def resolved(contract, part):
    while "$ref" in part:
        value = contract
        for name in part["$ref"].removeprefix("#/").split("/"):
            value = value[name]
        part = value
    return part


def cell(text):
    return re.sub(r"\s+", " ", str(text)).strip().replace("|", "\\|")
