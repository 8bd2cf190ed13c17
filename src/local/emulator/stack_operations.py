"""CloudFormation: what a stack operation touches, and the events that tell of it."""

import asyncio
import contextvars
import html
import json
import os
import re
import time

from ministack.services import cloudformation
from ministack.services.cloudformation import changesets, handlers, stacks
from patching import patch, wrap

PACE = float(os.environ.get("SRVLS_EMULATOR_PACE", "0"))
STACK = "AWS::CloudFormation::Stack"
STARTED = ("CREATE_IN_PROGRESS", "UPDATE_IN_PROGRESS", "DELETE_IN_PROGRESS")


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
    operation = Operation(
        cloudformation._stacks[stack_name], is_update, (previous_stack or {}).get("_resources", {}))
    current.set(operation)
    stack_id = operation.stack["StackId"]
    running[stack_id] = asyncio.current_task()
    try:
        await original(stack_name, *arguments, is_update=is_update, previous_stack=previous_stack, **options)
    finally:
        running.pop(stack_id, None)
    if previous_stack and operation.stack["StackStatus"] == "UPDATE_ROLLBACK_COMPLETE":
        # AWS tells of the template that is live again; ministack goes on telling of the one that failed.
        operation.stack["_template_body"] = previous_stack["_template_body"]
    for logical_id in operation.unchanged & operation.stack["_resources"].keys():
        for key in ("ResourceStatus", "Timestamp"):
            operation.stack["_resources"][logical_id][key] = operation.previous[logical_id][key]


def operation_of(stack_id):
    """The operation that runs in this task, if it is on that stack and not on one nested in it."""
    operation = current.get()
    return operation if operation and operation.stack["StackId"] == stack_id else None


@patch
def a_deletion_ends_a_creation():
    """AWS stops creating a stack that is to be deleted; ministack does both, and the stack is there in the end."""

    @wrap("_delete_stack_async", stacks, handlers)
    async def delete(original, stack_name, stack_id, *arguments, **options):
        if task := running.get(stack_id):
            task.cancel()
            await asyncio.wait([task])
        await original(stack_name, stack_id, *arguments, **options)


@patch
def events_have_reasons():
    """AWS says who started an operation, when the creation of a resource is initiated, and which resources failed
    when it rolls back; ministack leaves these out."""

    @wrap("_add_event", stacks, changesets, handlers)
    def add(original, stack_id, stack_name, logical_id, resource_type, status, reason="", physical_id="", *more, **details):
        operation = operation_of(stack_id)
        of_stack = physical_id == stack_id
        if of_stack and status in STARTED and not reason:
            reason = "User Initiated"
        elif of_stack and status == "ROLLBACK_IN_PROGRESS" and operation and operation.failed:
            reason = f"The following resource(s) failed to create: [{', '.join(operation.failed)}]. " \
                     "Rollback requested by user."
        elif not of_stack and operation and status == "CREATE_COMPLETE":
            original(stack_id, stack_name, logical_id, resource_type, "CREATE_IN_PROGRESS",
                     "Resource creation Initiated", physical_id)
        elif not of_stack and operation and status == "CREATE_FAILED":
            operation.failed.append(logical_id)
        return original(stack_id, stack_name, logical_id, resource_type, status, reason, physical_id, *more, **details)


@patch
def events_tell_what_a_custom_resource_was_to_become():
    """AWS gives the properties of a resource with its events, from where it leads to the function of a custom resource;
    ministack does not. Of other resources nobody asks for them."""
    properties = {}

    @wrap("_provision_keeping_seed", stacks)
    def provision(original, resource_type, logical_id, resolved, stack_name):
        if resource_type.startswith("Custom::") or resource_type == "AWS::CloudFormation::CustomResource":
            stack_id = cloudformation._stacks[stack_name]["StackId"]
            properties[stack_id, logical_id] = json.dumps(resolved, default=str)
        return original(resource_type, logical_id, resolved, stack_name)

    @wrap("_add_event", stacks, changesets, handlers)
    def add(original, stack_id, stack_name, logical_id, *arguments, **details):
        original(stack_id, stack_name, logical_id, *arguments, **details)
        if told := properties.get((stack_id, logical_id)):
            cloudformation._stack_events[stack_id][-1]["ResourceProperties"] = told

    @wrap("_describe_stack_events", handlers)
    def describe(original, parameters):
        status, headers, body = original(parameters)
        text = body.decode() if isinstance(body, bytes) else body
        told = {event["EventId"]: event["ResourceProperties"] for events in cloudformation._stack_events.values()
                for event in events if "ResourceProperties" in event}
        text = re.sub("<EventId>(.+?)</EventId>", lambda match: match[0] + (
            f"<ResourceProperties>{html.escape(told[match[1]])}</ResourceProperties>" if match[1] in told else ""), text)
        return status, headers, text.encode()

    handlers._ACTION_HANDLERS["DescribeStackEvents"] = handlers._describe_stack_events


@patch
def updates_tell_of_what_changes():
    """In an update, AWS has events for the resources that change, and CREATE_* for new ones; ministack has UPDATE_*
    for all resources."""

    @wrap("_add_event", stacks, changesets, handlers)
    def add(original, stack_id, stack_name, logical_id, resource_type, status, reason="", physical_id="", *more, **details):
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
                *event[:6], operation.previous[logical_id]["PhysicalResourceId"])
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
    """AWS ends an update with UPDATE_COMPLETE_CLEANUP_IN_PROGRESS, in which it deletes what is no longer needed, with
    events; ministack deletes in silence before UPDATE_COMPLETE."""

    @wrap("_resolve_stack_outputs", stacks)
    def outputs(original, *arguments):
        resolved = original(*arguments)
        operation = current.get()
        if operation and operation.is_update:
            stack = operation.stack
            stack["StackStatus"] = "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS"
            stacks._add_event(stack["StackId"], stack["StackName"], stack["StackName"], STACK, stack["StackStatus"],
                              physical_id=stack["StackId"])
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


@patch
def operations_are_paced():
    """AWS takes seconds for each resource, while which the stack can be watched. ministack takes none, and answers
    no request meanwhile. With SRVLS_EMULATOR_PACE, each resource takes at least that long, on another thread."""
    if not PACE:
        return
    stacks._runs_on_worker_thread = lambda resource_type: True

    @wrap("_provision_keeping_seed", stacks)
    def provision(original, *arguments):
        time.sleep(PACE)
        return original(*arguments)

    @wrap("_update_keeping_seed", stacks)
    def update(original, resource_type, physical_id, old, new, *more):
        if old != new:
            time.sleep(PACE)
        return original(resource_type, physical_id, old, new, *more)

    @wrap("_delete_resource", stacks)
    def delete(original, *arguments):
        time.sleep(PACE)
        return original(*arguments)
