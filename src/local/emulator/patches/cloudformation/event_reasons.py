"""The reasons in stack events."""

from ministack.services.cloudformation import changesets, handlers, stacks

from patches.cloudformation.operation import operation_of
from patching import patch, wrap

STARTED = ("CREATE_IN_PROGRESS", "UPDATE_IN_PROGRESS", "DELETE_IN_PROGRESS")


@patch
def events_have_reasons():
    """AWS says in its events who started an operation, when the creation of a resource is initiated, and which
    resources failed when it rolls back
    [https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_StackEvent.html]; ministack leaves these
    reasons out."""

    @wrap("_add_event", stacks, changesets, handlers)
    def add(
        original, stack_id, stack_name, logical_id, resource_type, status, reason="", physical_id="", *more, **details
    ):
        operation = operation_of(stack_id)
        of_stack = physical_id == stack_id
        if of_stack and status in STARTED and not reason:
            reason = "User Initiated"
        elif of_stack and status == "ROLLBACK_IN_PROGRESS" and operation and operation.failed:
            reason = (
                f"The following resource(s) failed to create: [{', '.join(operation.failed)}]. "
                "Rollback requested by user."
            )
        elif not of_stack and operation and status == "CREATE_COMPLETE":
            original(
                stack_id,
                stack_name,
                logical_id,
                resource_type,
                "CREATE_IN_PROGRESS",
                "Resource creation Initiated",
                physical_id,
            )
        elif not of_stack and operation and status == "CREATE_FAILED":
            operation.failed.append(logical_id)
        return original(stack_id, stack_name, logical_id, resource_type, status, reason, physical_id, *more, **details)
