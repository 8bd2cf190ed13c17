#!/usr/bin/env python3
"""What parliament reports for the policies of the personas: lint_personas.py REPORT...

The reports are those of `srvls doctor --persona NAME -o json`. Prints [[issue, statement and action], ...].

Parliament has the service authorization reference: which actions there are, and which resource types and condition keys
each of them supports. Two things that it does not look at are checked here with its data: condition keys of a resource
type, and actions that apply to none of the resources beside them.
"""

import contextlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from parliament import UnknownActionException, analyze_policy_string, enhance_finding, is_arn_strictly_valid
from parliament.statement import get_arn_format, get_privilege_info

RESOURCE_TAG = "aws:ResourceTag/"
# A global key that parliament does not know.
VIA_A_SERVICE = "aws:ViaAWSService"


def parliament(statement: dict) -> Iterator[str]:
    document = {"Version": "2012-10-17", "Statement": [statement]}
    for finding in analyze_policy_string(json.dumps(document)).findings:
        yield enhance_finding(finding).issue


def resource_types(action: str) -> list[dict]:
    """The resource types that the action supports, with ARN format and condition keys."""
    info = get_privilege_info(*action.split(":"))
    names = {entry["resource_type"].strip("*") for entry in info["resource_types"]} - {""}
    types = [kind for kind in info["service_resources"] if kind["resource"] in names]
    return [kind | {"format": get_arn_format(kind["resource"], info["service_resources"])} for kind in types]


def own(action: str, statement: dict) -> Iterator[str]:
    types = resource_types(action)
    applies = any(
        resource == "*" or is_arn_strictly_valid(kind["resource"], kind["format"], resource)
        for resource in statement["Resource"]
        for kind in types
    )
    if types and not applies:
        yield "APPLIES_TO_NO_RESOURCE"
    if not types and statement["Resource"] != ["*"]:
        yield "SUPPORTS_NO_RESOURCE"
    keys = {key for by_operator in statement.get("Condition", {}).values() for key in by_operator}
    tagged = any(key.startswith(RESOURCE_TAG) for kind in types for key in kind["condition_keys"])
    if any(key.startswith(RESOURCE_TAG) for key in keys) and not tagged:
        yield "UNKNOWN_CONDITION_FOR_ACTION"


def as_parliament_knows_it(statement: dict) -> dict:
    conditions = {
        operator: {key: value for key, value in keys.items() if not key.startswith((RESOURCE_TAG, VIA_A_SERVICE))}
        for operator, keys in statement.get("Condition", {}).items()
    }
    return statement | {"Condition": {operator: keys for operator, keys in conditions.items() if keys}}


def findings(reports: list[dict]) -> list[tuple[str, str]]:
    found = set()
    documents = [policy["document"] for report in reports for policy in report["policies"]]
    for statement in (statement for document in documents for statement in document["Statement"]):
        for action in statement["Action"]:
            # One action at a time: an unknown one would hide what is wrong with the others.
            alone = as_parliament_knows_it(statement) | {"Action": [action]}
            issues = set(parliament({key: value for key, value in alone.items() if value}))
            with contextlib.suppress(UnknownActionException):
                issues |= set(own(action, statement))
            found |= {(issue, f"{statement['Sid']} {action}") for issue in issues}
    return sorted(found)


if __name__ == "__main__":
    json.dump(findings([json.loads(Path(path).read_text()) for path in sys.argv[1:]]), sys.stdout)
