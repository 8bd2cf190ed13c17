"""The state on disk."""

import time

from ministack import app
from ministack.core.persistence import save_all

from background import every
from patching import patch, wrap

# Saved once nothing has been asked for that long, and under constant load at least this often.
QUIET_SECONDS = 2


LOADED_SECONDS = 60


class Activity:
    """When the last request came, and when the state was last saved."""

    requested = 0.0
    saved = 0.0


@patch
def state_is_saved_while_running():
    """AWS keeps whatever it has acknowledged
    [https://docs.aws.amazon.com/AmazonS3/latest/userguide/DataDurability.html]; ministack saves its state only when it
    is asked to end, so that a crash or `kill -9` loses everything since the start.

    Here the state is saved whenever the requests pause."""
    if not app.PERSIST_STATE:
        return

    @wrap("app", app)
    async def serve(original, scope, receive, send):
        # The emulator's own pages, such as the health check, change nothing.
        if scope["type"] == "http" and not scope["path"].startswith("/_ministack/"):
            Activity.requested = time.monotonic()
        await original(scope, receive, send)

    every(1, save_when_quiet)


def save_when_quiet():
    now = time.monotonic()
    if Activity.requested > Activity.saved and (
        now > Activity.requested + QUIET_SECONDS or now > Activity.saved + LOADED_SECONDS
    ):
        # Before the saving, so that a request that comes meanwhile is seen as a later one.
        Activity.saved = now
        save_all(app._build_persistence_save_dict())
