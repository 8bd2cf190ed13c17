"""The conditions of a template, in change sets."""

from ministack.services.cloudformation import changesets, engine

from patching import patch, wrap


@patch
def change_sets_follow_conditions():
    """AWS compares what the conditions leave of both templates
    [https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/conditions-section-structure.html]; ministack
    compares all resources, so that those of a false condition are listed as added and a condition that flips changes
    nothing."""

    @wrap("_resolve_props_for_diff", changesets)
    def resolve(original, template, parameters, *stack):
        resolved = original(template, parameters, *stack)
        if not template:
            return resolved
        conditions = engine._evaluate_conditions(template, parameters)
        return {
            **resolved,
            "Resources": {
                name: resource
                for name, resource in resolved["Resources"].items()
                if conditions.get(resource.get("Condition"), True)
            },
        }
