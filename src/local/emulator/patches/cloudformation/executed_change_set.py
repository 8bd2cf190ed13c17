"""The change set that a stack was last changed with."""

from ministack.services import cloudformation
from ministack.services.cloudformation import handlers

from patching import patch, wrap


@patch
def stacks_name_the_change_set_executed_last():
    """AWS names in DescribeStacks the change set that was executed last, which leads to the caller who started it
    [https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_Stack.html]; ministack leaves it out."""

    @wrap("_describe_stacks", handlers)
    def describe(original, parameters):
        status, headers, body = original(parameters)
        text = body.decode() if isinstance(body, bytes) else body
        # The newest of a stack comes last, and wins.
        executed = {
            change_set["StackId"]: name
            for name, change_set in cloudformation._change_sets.items()
            if change_set.get("ExecutionStatus", "").startswith("EXECUTE_")
        }
        for stack, change_set in executed.items():
            element = f"<StackId>{stack}</StackId>"
            text = text.replace(element, f"{element}<ChangeSetId>{change_set}</ChangeSetId>")
        return status, headers, text.encode()

    handlers._ACTION_HANDLERS["DescribeStacks"] = handlers._describe_stacks
