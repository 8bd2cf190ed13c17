"""CloudFormation: change sets and stack operations."""

from ministack.services.cloudformation import changesets, engine
from patching import patch, wrap


@patch
def change_sets_follow_conditions():
    """AWS compares what the conditions leave of both templates. ministack compares all resources: those of a false
    condition are listed as added, and a condition that flips changes nothing."""

    @wrap("_resolve_props_for_diff", changesets)
    def resolve(original, template, parameters, *stack):
        resolved = original(template, parameters, *stack)
        if not template:
            return resolved
        conditions = engine._evaluate_conditions(template, parameters)
        return {**resolved, "Resources": {
            name: resource for name, resource in resolved["Resources"].items()
            if conditions.get(resource.get("Condition"), True)}}
