"""The events of an update."""

from ministack.services import cloudformation
from ministack.services.cloudformation import changesets, handlers, stacks

from patches.cloudformation.operation import current, operation_of
from patching import patch, wrap

STACK = "AWS::CloudFormation::Stack"


@patch
def updates_report_only_changes():
    """AWS has events in an update for the resources that change, and CREATE_* for new ones
    [https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html]; ministack has UPDATE_* for
    all resources."""

    @wrap("_add_event", stacks, changesets, handlers)
    def add(
        original, stack_id, stack_name, logical_id, resource_type, status, reason="", physical_id="", *more, **details
    ):
        operation = operation_of(stack_id)
        event = (stack_id, stack_name, logical_id, resource_type, status, reason, physical_id, *more)
        if not operation or not operation.is_update or physical_id == stack_id:
            return original(*event, **details)
        if logical_id not in operation.previous:
            if status.startswith("UPDATE_"):
                status = status.replace("UPDATE_", "CREATE_", 1)
            if status == "CREATE_COMPLETE":
                operation.stack["_resources"][logical_id]["ResourceStatus"] = status
            return original(*event[:4], status, *event[5:], **details)
        if status == "UPDATE_IN_PROGRESS" and not reason and not physical_id:
            operation.silent[logical_id] = lambda: original(
                *event[:6], operation.previous[logical_id]["PhysicalResourceId"]
            )
            return None
        begin = operation.silent.pop(logical_id, None)
        if begin and status == "UPDATE_COMPLETE":
            operation.unchanged.add(logical_id)
            return None
        if begin and status == "UPDATE_FAILED":
            begin()
        return original(*event, **details)

    @wrap("_update_keeping_seed", stacks)
    def update(original, resource_type, physical_id, old, new, stack_name, logical_id, attributes):
        operation = operation_of(cloudformation._stacks[stack_name]["StackId"])
        if operation and old != new and (begin := operation.silent.pop(logical_id, None)):
            begin()
        return original(resource_type, physical_id, old, new, stack_name, logical_id, attributes)


@patch
def updates_clean_up_visibly():
    """AWS ends an update with UPDATE_COMPLETE_CLEANUP_IN_PROGRESS, in which it deletes with events what is no longer
    needed [https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html]; ministack deletes in
    silence before UPDATE_COMPLETE."""

    @wrap("_resolve_stack_outputs", stacks)
    def outputs(original, *arguments):
        resolved = original(*arguments)
        operation = current.get()
        if operation and operation.is_update:
            stack = operation.stack
            stack["StackStatus"] = "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS"
            stacks._add_event(
                stack["StackId"],
                stack["StackName"],
                stack["StackName"],
                STACK,
                stack["StackStatus"],
                physical_id=stack["StackId"],
            )
            operation.cleaning_up = True
        return resolved

    @wrap("_delete_resource", stacks)
    def delete(original, resource_type, physical_id, properties, stack_name, logical_id):
        operation = current.get()
        if not (operation and operation.cleaning_up):
            return original(resource_type, physical_id, properties, stack_name, logical_id)
        event = (operation.stack["StackId"], stack_name, logical_id, resource_type)
        stacks._add_event(*event, "DELETE_IN_PROGRESS", physical_id=physical_id)
        original(resource_type, physical_id, properties, stack_name, logical_id)
        stacks._add_event(*event, "DELETE_COMPLETE", physical_id=physical_id)
