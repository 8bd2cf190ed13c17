"""CloudFormation: change sets."""

from ministack.services import cloudformation
from ministack.services.cloudformation import changesets, engine, handlers, helpers
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


@patch
def stacks_refuse_what_their_state_forbids():
    """AWS accepts no UPDATE change set for a stack in ROLLBACK_COMPLETE or one that an operation runs on, and no
    CREATE change set beside one in ROLLBACK_COMPLETE; further CREATE change sets of a stack that is still under
    review belong to the same stack. ministack accepts the first two, and makes another stack for the third."""

    @wrap("_create_change_set", changesets)
    def create(original, parameters):
        name, kind = (helpers._p(parameters, key, default)
                      for key, default in (("StackName", ""), ("ChangeSetType", "UPDATE")))
        stack = next((stack for stack in cloudformation._stacks.values()
                      if name in (stack["StackName"], stack["StackId"])), None)
        status = stack["StackStatus"] if stack else None
        if kind == "CREATE" and status == "ROLLBACK_COMPLETE":
            change_set = helpers._p(parameters, "ChangeSetName")
            return helpers._error("AlreadyExistsException", f"Stack [{name}] already exists and cannot be created "
                                  f"again with the changeSet [{change_set}].")
        if kind == "UPDATE" and stack and (status == "ROLLBACK_COMPLETE" or status.endswith("_IN_PROGRESS")):
            return helpers._error("ValidationError", f"Stack:{stack['StackId']} is in {status} state and can not "
                                  "be updated.")
        response = original(parameters)
        if kind == "CREATE" and status == "REVIEW_IN_PROGRESS" and response[0] == 200:
            response = keep_stack(stack, response)
        return response

    handlers._ACTION_HANDLERS["CreateChangeSet"] = changesets._create_change_set


@patch
def stacks_name_the_change_set_executed_last():
    """AWS tells it with the stack, from where it leads to who is at work; ministack does not."""

    @wrap("_describe_stacks", handlers)
    def describe(original, parameters):
        status, headers, body = original(parameters)
        text = body.decode() if isinstance(body, bytes) else body
        # The newest of a stack comes last, and wins.
        executed = {change_set["StackId"]: name for name, change_set in cloudformation._change_sets.items()
                    if change_set.get("ExecutionStatus", "").startswith("EXECUTE_")}
        for stack, change_set in executed.items():
            told = f"<StackId>{stack}</StackId>"
            text = text.replace(told, f"{told}<ChangeSetId>{change_set}</ChangeSetId>")
        return status, headers, text.encode()

    handlers._ACTION_HANDLERS["DescribeStacks"] = handlers._describe_stacks


def keep_stack(stack, response):
    """Give the change set that has just been made, with another stack, to the stack that was there before."""
    made = cloudformation._stacks[stack["StackName"]]
    for change_set in cloudformation._change_sets.values():
        if change_set["StackId"] == made["StackId"]:
            change_set["StackId"] = stack["StackId"]
    cloudformation._stack_events.pop(made["StackId"], None)
    cloudformation._stacks[stack["StackName"]] = stack
    status, headers, body = response
    return status, headers, body.replace(made["StackId"].encode(), stack["StackId"].encode())
