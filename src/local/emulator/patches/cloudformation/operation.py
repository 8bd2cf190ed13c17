"""The create or update of a stack that is in progress."""

import asyncio
import contextvars

from ministack.services import cloudformation
from ministack.services.cloudformation import changesets, handlers, stacks

from patching import wrap


class Operation:
    """One create or update of a stack, while it runs."""

    def __init__(self, stack, is_update, previous):
        self.stack = stack
        self.is_update = is_update
        self.previous = previous
        # Resources that have begun without an event, because they may turn out to be unchanged.
        self.silent = {}
        self.unchanged = set()
        self.failed = []
        self.cleaning_up = False


current = contextvars.ContextVar("current", default=None)


# The tasks of operations that run, by stack id.
running = {}


@wrap("_deploy_stack_async", stacks, changesets, handlers)
async def deploy(original, stack_name, *arguments, is_update=False, previous_stack=None, **options):
    operation = Operation(cloudformation._stacks[stack_name], is_update, (previous_stack or {}).get("_resources", {}))
    current.set(operation)
    stack_id = operation.stack["StackId"]
    running[stack_id] = asyncio.current_task()
    try:
        await original(stack_name, *arguments, is_update=is_update, previous_stack=previous_stack, **options)
    finally:
        running.pop(stack_id, None)
    if previous_stack and operation.stack["StackStatus"] == "UPDATE_ROLLBACK_COMPLETE":
        # AWS gives the template that is live again; ministack goes on giving the one that failed.
        operation.stack["_template_body"] = previous_stack["_template_body"]
    for logical_id in operation.unchanged & operation.stack["_resources"].keys():
        for key in ("ResourceStatus", "Timestamp"):
            operation.stack["_resources"][logical_id][key] = operation.previous[logical_id][key]


def operation_of(stack_id):
    """The operation that runs in this task, if it is on that stack and not on one nested in it."""
    operation = current.get()
    return operation if operation and operation.stack["StackId"] == stack_id else None
