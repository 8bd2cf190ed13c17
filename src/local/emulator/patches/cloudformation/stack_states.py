"""What the state of a stack allows."""

from ministack.services import cloudformation
from ministack.services.cloudformation import changesets, handlers, helpers

from patching import patch, wrap


@patch
def stacks_refuse_what_their_state_forbids():
    """AWS refuses an UPDATE change set for a stack in ROLLBACK_COMPLETE or with an operation in progress and a CREATE
    change set beside one in ROLLBACK_COMPLETE, and adds further CREATE change sets to the stack under review
    [https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html]; ministack accepts the first
    two, and makes another stack for the third."""

    @wrap("_create_change_set", changesets)
    def create(original, parameters):
        name, kind = (
            helpers._p(parameters, key, default) for key, default in (("StackName", ""), ("ChangeSetType", "UPDATE"))
        )
        stack = next(
            (stack for stack in cloudformation._stacks.values() if name in (stack["StackName"], stack["StackId"])), None
        )
        status = stack["StackStatus"] if stack else None
        if kind == "CREATE" and status == "ROLLBACK_COMPLETE":
            change_set = helpers._p(parameters, "ChangeSetName")
            return helpers._error(
                "AlreadyExistsException",
                f"Stack [{name}] already exists and cannot be created again with the changeSet [{change_set}].",
            )
        if kind == "UPDATE" and stack and (status == "ROLLBACK_COMPLETE" or status.endswith("_IN_PROGRESS")):
            return helpers._error(
                "ValidationError", f"Stack:{stack['StackId']} is in {status} state and can not be updated."
            )
        response = original(parameters)
        if kind == "CREATE" and status == "REVIEW_IN_PROGRESS" and response[0] == 200:
            response = keep_stack(stack, response)
        return response

    handlers._ACTION_HANDLERS["CreateChangeSet"] = changesets._create_change_set


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
