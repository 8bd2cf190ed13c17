"""The deletion of a stack that is still being created."""

import asyncio

from ministack.services.cloudformation import handlers, stacks

from patches.cloudformation.operation import running
from patching import patch, wrap


@patch
def a_deletion_ends_a_creation():
    """AWS stops creating a stack that is to be deleted
    [https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DeleteStack.html]; ministack does both, and
    the stack exists in the end."""

    @wrap("_delete_stack_async", stacks, handlers)
    async def delete(original, stack_name, stack_id, *arguments, **options):
        if task := running.get(stack_id):
            task.cancel()
            await asyncio.wait([task])
        await original(stack_name, stack_id, *arguments, **options)
