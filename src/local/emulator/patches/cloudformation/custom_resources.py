"""The events of custom resources."""

import html
import json
import re

from ministack.services import cloudformation
from ministack.services.cloudformation import changesets, handlers, stacks

from patching import patch, wrap


@patch
def custom_resource_events_carry_properties():
    """AWS gives the properties of a resource with its events, which leads to the function of a custom resource
    [https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_StackEvent.html]; ministack leaves them out.

    Only custom resources get them here: nothing asks for those of other resources."""
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
        if resolved := properties.get((stack_id, logical_id)):
            cloudformation._stack_events[stack_id][-1]["ResourceProperties"] = resolved

    @wrap("_describe_stack_events", handlers)
    def describe(original, parameters):
        status, headers, body = original(parameters)
        text = body.decode() if isinstance(body, bytes) else body
        known = {
            event["EventId"]: event["ResourceProperties"]
            for events in cloudformation._stack_events.values()
            for event in events
            if "ResourceProperties" in event
        }

        def with_properties(match):
            if match[1] not in known:
                return match[0]
            return f"{match[0]}<ResourceProperties>{html.escape(known[match[1]])}</ResourceProperties>"

        text = re.sub("<EventId>(.+?)</EventId>", with_properties, text)
        return status, headers, text.encode()

    handlers._ACTION_HANDLERS["DescribeStackEvents"] = handlers._describe_stack_events
