"""The values before and after, in a change set that is described with IncludePropertyValues."""

import json
import re

from ministack.services.cloudformation import changesets, handlers, helpers

from patching import patch, wrap

UNKNOWN = "{{changeSet:KNOWN_AFTER_APPLY}}"


MASK = "****"


INTRINSIC = re.compile(r"Ref|Condition|Fn::.*")


CONTEXT = ("Metadata", "DeletionPolicy", "UpdateReplacePolicy", "CreationPolicy", "UpdatePolicy")


@patch
def change_sets_show_values():
    """AWS shows, with IncludePropertyValues, each resource before and after the change, and the path, old value and new
    value of every difference
    [https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeChangeSet.html]; ministack ignores
    the parameter."""

    @wrap("_diff_resources", changesets)
    def diff(original, old, new, *more):
        changes = original(old, new, *more)
        for change in changes:
            change = change["ResourceChange"]
            before, after = (side.get("Resources", {}).get(change["LogicalResourceId"]) for side in (old, new))
            change["_values"] = {
                "before": context(before),
                "after": context(after),
                "details": with_values(change.get("Details", []), before, after),
            }
        return changes

    @wrap("_describe_change_set", changesets)
    def describe(original, parameters):
        response = original(parameters)
        include = helpers._p(parameters, "IncludePropertyValues", "false")
        if response[0] != 200 or include.lower() != "true":
            return response
        _id, change_set = changesets._find_change_set(
            helpers._p(parameters, "ChangeSetName"), helpers._p(parameters, "StackName")
        )
        return response[0], response[1], values_inserted(response[2].decode(), change_set).encode()

    handlers._ACTION_HANDLERS["DescribeChangeSet"] = changesets._describe_change_set


@patch
def change_sets_hide_secret_parameters():
    """AWS shows `****` for a parameter with NoEcho
    [https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html]; ministack shows
    its value in DescribeChangeSet."""

    @wrap("_describe_change_set", changesets)
    def describe(original, parameters):
        _id, change_set = changesets._find_change_set(
            helpers._p(parameters, "ChangeSetName"), helpers._p(parameters, "StackName")
        )
        for shown in (change_set or {}).get("Parameters", []):
            if change_set["_resolved_params"][shown["ParameterKey"]].get("NoEcho"):
                shown["ParameterValue"] = MASK
        return original(parameters)

    handlers._ACTION_HANDLERS["DescribeChangeSet"] = changesets._describe_change_set


def context(resource):
    """A side of a resource as its context: every value is text, as in AWS's answer; None if the side is missing."""
    if resource is None:
        return None
    described = {"Properties": as_text(resource.get("Properties") or {})}
    described.update({name: resource[name] for name in CONTEXT if name in resource})
    return described


def as_text(value):
    if isinstance(value, dict):
        if len(value) == 1 and INTRINSIC.fullmatch(next(iter(value))):
            return UNKNOWN
        return {name: as_text(member) for name, member in value.items()}
    if isinstance(value, list):
        return [as_text(entry) for entry in value]
    return ("true" if value else "false") if isinstance(value, bool) else str(value)


def with_values(details, before, after):
    """The details of a change, one for each value that differs, with its path and both values."""
    expanded = []
    for detail in details:
        target = detail["Target"]
        if target["Attribute"] != "Properties" or before is None or after is None:
            expanded.append(detail)
            continue
        old, new = (as_text((side.get("Properties") or {}).get(target["Name"], {})) for side in (before, after))
        missing = [target["Name"] not in (side.get("Properties") or {}) for side in (before, after)]
        found = differences(f"/Properties/{target['Name']}", None if missing[0] else old, None if missing[1] else new)
        for path, old_value, new_value in found or [(f"/Properties/{target['Name']}", old, UNKNOWN)]:
            kind = "Add" if old_value is None else "Remove" if new_value is None else "Modify"
            expanded.append(
                {
                    **detail,
                    "Target": {
                        **target,
                        "Path": path,
                        "AttributeChangeType": kind,
                        **({} if old_value is None else {"BeforeValue": plain(old_value)}),
                        **({} if new_value is None else {"AfterValue": plain(new_value)}),
                    },
                }
            )
    return expanded


def differences(path, old, new):
    """Path, old and new value of everything that differs, as deep as both sides have the same shape."""
    if old == new:
        return []
    if isinstance(old, dict) and isinstance(new, dict):
        return [
            difference
            for name in sorted(old.keys() | new.keys())
            for difference in differences(f"{path}/{name}", old.get(name), new.get(name))
        ]
    if isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        return [
            difference
            for position, pair in enumerate(zip(old, new, strict=True))
            for difference in differences(f"{path}/{position}", *pair)
        ]
    return [(path, old, new)]


def plain(value):
    return value if isinstance(value, str) else json.dumps(value, separators=(",", ":"))


def values_inserted(xml, change_set):
    """The answer of DescribeChangeSet with the values in each of its changes."""
    secrets = [
        parameter["Value"]
        for parameter in change_set["_resolved_params"].values()
        if parameter.get("NoEcho") and parameter["Value"]
    ]

    def element(name, value):
        for secret in secrets:
            value = value.replace(secret, MASK)
        return f"<{name}>{helpers._esc(value)}</{name}>"

    parts = xml.split("</ResourceChange>")
    for position, change in enumerate(change_set["Changes"]):
        values = change["ResourceChange"].get("_values")
        if not values:
            continue
        contexts = "".join(
            element(name, json.dumps(values[side], separators=(",", ":")))
            for name, side in (("BeforeContext", "before"), ("AfterContext", "after"))
            if values[side]
        )
        details = "".join(detail_xml(detail, element) for detail in values["details"])
        head = parts[position].rpartition("<Details>")[0]
        parts[position] = f"{head}<Details>{details}</Details>{contexts}"
    return "</ResourceChange>".join(parts)


def detail_xml(detail, element):
    target = "".join(
        element(name, detail["Target"][name])
        for name in (
            "Attribute",
            "Name",
            "RequiresRecreation",
            "Path",
            "BeforeValue",
            "AfterValue",
            "AttributeChangeType",
        )
        if detail["Target"].get(name) is not None
    )
    members = "".join(
        element(name, detail[name]) for name in ("Evaluation", "ChangeSource", "CausingEntity") if detail.get(name)
    )
    return f"<member><Target>{target}</Target>{members}</member>"
