"""The state on disk."""

import asyncio
import functools
import hashlib
import json
import logging
import pathlib
import time

from ministack import app
from ministack.core import persistence
from ministack.core.persistence import save_all
from ministack.services import lambda_svc

from background import every
from patches.persistence.standstill import while_others_wait
from patching import patch, wrap

log = logging.getLogger("srvls.persistence")

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

    @wrap("_build_persistence_save_dict", app)
    def states(original):
        return {service: functools.partial(while_others_wait, get_state) for service, get_state in original().items()}

    @wrap("app", app)
    async def serve(original, scope, receive, send):
        # The emulator's own pages, such as the health check, change nothing.
        if scope["type"] != "http" or scope["path"].startswith("/_ministack/"):
            return await original(scope, receive, send)
        Activity.requested = time.monotonic()
        try:
            await original(scope, receive, send)
        finally:
            # What it changes until its end is to be saved, too.
            Activity.requested = time.monotonic()

    every(1, save_when_quiet)


async def save_when_quiet():
    now = time.monotonic()
    if Activity.requested > Activity.saved and (
        now > Activity.requested + QUIET_SECONDS or now > Activity.saved + LOADED_SECONDS
    ):
        # Before the saving, so that a request that comes meanwhile is seen as a later one.
        Activity.saved = now
        for service, get_state in app._build_persistence_save_dict().items():
            save_all({service: get_state})
            # A request need not wait for all of them.
            await asyncio.sleep(0)


@patch
def saving_takes_a_moment():
    """AWS answers while it stores
    [https://docs.aws.amazon.com/AmazonS3/latest/userguide/DataDurability.html]; ministack answers nothing while it
    saves, which takes seconds: it writes every file again, piece by piece, and hashes the code of all functions again.

    Here a file is written in one piece, and only if it has changed or is gone; the digest of a code is kept while a
    function has it."""
    digests, known, used = {}, {}, {}

    @wrap("save_state", persistence)
    def save(_original, service, data):
        path = pathlib.Path(persistence.STATE_DIR, f"{service}.json")
        state = {"__ministack_format__": persistence._state_format_version(service), "payload": data}
        try:
            # Unlike `json.dump`, this encodes in C.
            text = json.dumps(state, default=persistence._json_default).encode()
            digest = hashlib.sha256(text).digest()
            if digests.get(service) != digest or not path.exists():
                replace(path, text)
                digests[service] = digest
        except Exception:
            # The other services are still saved.
            log.exception("the state of %s could not be saved", service)

    @wrap("_write_code_blob", lambda_svc)
    def write_code(original, code):
        digest, _code = known.get(id(code), (None, None))
        if digest is None or not pathlib.Path(lambda_svc.CODE_BLOB_DIR, f"{digest}.zip").exists():
            digest = original(code)
        # With its digest, the code itself is kept, so that no other gets its id.
        used[id(code)] = (digest, code)
        return digest

    @wrap("_prune_orphan_code_blobs", lambda_svc)
    def prune(original, referenced):
        known.clear()
        known.update(used)
        used.clear()
        return original(referenced)


def replace(path, content):
    """The file has the old content or the new, also after a kill."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".tmp")
    try:
        unfinished.write_bytes(content)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
