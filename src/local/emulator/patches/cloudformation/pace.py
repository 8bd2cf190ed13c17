"""The time that an operation takes."""

import os
import time

from ministack.services.cloudformation import stacks

from patching import patch, wrap

PACE = float(os.environ.get("SRVLS_EMULATOR_PACE", "0"))


@patch
def operations_are_paced():
    """AWS takes seconds for each resource, and the stack stays readable meanwhile
    [https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html]; ministack takes no time,
    and answers no request until the operation has ended.

    Only with SRVLS_EMULATOR_PACE, in seconds: each resource takes at least that long, on another thread."""
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
