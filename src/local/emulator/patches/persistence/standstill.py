"""A copy of what other threads change."""

import contextlib
import sys

ATTEMPTS = 10


def while_others_wait(get_state):
    """The state of a service, which the threads of functions change: they come to a standstill while it is copied."""
    interval = sys.getswitchinterval()
    # A copy takes less. A thread that waits already may still run once, hence the attempts.
    sys.setswitchinterval(1)
    try:
        for _ in range(ATTEMPTS - 1):
            with contextlib.suppress(RuntimeError):
                return get_state()
        return get_state()
    finally:
        sys.setswitchinterval(interval)
