"""Work that the emulator does by itself, from time to time."""

import asyncio
import inspect
import logging

from ministack import app

from patching import wrap

log = logging.getLogger("srvls.background")
jobs = []


def every(seconds, work):
    """Call `work` (no arguments; it may be a coroutine function) every so many seconds, once the emulator is ready."""
    jobs.append((seconds, work))


@wrap("_run_ready_scripts", app)
async def run_ready_scripts(original):
    running = [asyncio.create_task(repeat(seconds, work)) for seconds, work in jobs]
    await asyncio.gather(original(), *running)


async def repeat(seconds, work):
    while True:
        await asyncio.sleep(seconds)
        try:
            result = work()
            if inspect.isawaitable(result):
                await result
        except Exception:
            # The next round may succeed; the emulator goes on without.
            log.exception("background work failed")
