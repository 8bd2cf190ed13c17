#!/usr/bin/env python3
"""Expand a SAM template into plain CloudFormation, offline: expand_sam.py TEMPLATE OUTPUT.json

cfn-lint no longer expands SAM, so it misses a reference to a missing resource in the source. The expansion is what
CloudFormation receives, so that is linted, too. TEMPLATE is the source, with its AWS::Include beside it, or the JSON
that `srvls deploy` packages.
"""

import json
import logging
import sys
from pathlib import Path

import boto3
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator
from samtranslator.yaml_helper import yaml_parse

REGION = "us-east-1"
ANY_ARTIFACT = "s3://artifacts/handler.zip"
# The property that says where code is.
CODE = {"AWS::Serverless::Function": "CodeUri", "AWS::Serverless::LayerVersion": "ContentUri"}


def expand(path: Path) -> dict:
    template = yaml_parse(path.read_text())
    for resource in template["Resources"].values():
        prepare(resource, path.parent)
    parameters = {name: parameter.get("Default", "") for name, parameter in template.get("Parameters", {}).items()}
    # No function uses a managed policy of SAM, so there is none to look up in AWS.
    translator = Translator({}, Parser(), boto_session=boto3.Session(region_name=REGION))
    return translator.translate(template, parameters)


def prepare(resource: dict, folder: Path) -> None:
    """Packages a resource of the source like `srvls deploy`; a packaged resource stays as it is."""
    properties = resource.get("Properties", {})
    code = CODE.get(resource["Type"])
    if code and is_local(properties.get(code, "in Globals")):
        properties[code] = ANY_ARTIFACT
    include = properties.get("DefinitionBody", {}).get("Fn::Transform")
    if include:
        properties["DefinitionBody"] = yaml_parse((folder / include["Parameters"]["Location"]).read_text())


def is_local(code_uri: object) -> bool:
    return isinstance(code_uri, str) and not code_uri.startswith("s3://")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    logging.disable(logging.WARNING)
    source, output = map(Path, sys.argv[1:])
    output.write_text(json.dumps(expand(source), indent=2))
