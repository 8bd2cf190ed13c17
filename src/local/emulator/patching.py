"""The list of patches, and the few ways in which a patch changes ministack.

A patch is a function that, once called, has replaced a piece of ministack. Its docstring says why it exists, in one
form: "AWS does this [page]; ministack does that." More may follow in paragraphs of their own. Every patch has a test
that fails without it: tests/emulator_patches.csv names the test.
"""

import functools
import json

from ministack.services.cloudformation import provisioners

# Every patch by its name, in the order of definition.
PATCHES = {}


def patch(apply):
    """Register `apply` under its own name, for the launcher to call."""
    PATCHES[apply.__name__] = apply
    return apply


def wrap(name, *modules):
    """Replace `name` in every one of `modules`; the replacement gets the original as its first argument."""

    def decorate(replacement):
        original = getattr(modules[0], name)
        wrapped = functools.wraps(original)(functools.partial(replacement, original))
        for module in modules:
            setattr(module, name, wrapped)
        return replacement

    return decorate


def wrap_resource(resource_type, operation):
    """Replace one operation (create, update, delete) of a CloudFormation resource type."""

    def decorate(replacement):
        handlers = provisioners._RESOURCE_HANDLERS[resource_type]
        handlers[operation] = functools.partial(replacement, handlers[operation])
        return replacement

    return decorate


def define_resource(resource_type, create, update, delete):
    """Teach CloudFormation a resource type, or replace what it does for one.

    create(logical_id, properties, stack) and update(physical_id, old, new, stack) return what `Ref` gives and
    the attributes of `Fn::GetAtt`; delete(physical_id, properties) returns nothing.
    """
    provisioners._RESOURCE_HANDLERS[resource_type] = {"create": create, "update": update, "delete": delete}


def answer(response, action):
    """The JSON that a service answered. Its refusal becomes the reason of the failed resource."""
    status, _headers, body = response
    if status >= 400:
        raise ValueError(f"{action}: {body.decode() if isinstance(body, bytes) else body}")
    return json.loads(body) if body else {}
