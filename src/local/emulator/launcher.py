"""Starts the local AWS emulator (ministack, at the exact version that `requirements.txt` pins), patched.

`srvls local up` starts it as `python launcher.py`, in a clean environment that has

    GATEWAY_PORT       the port to listen on, on 127.0.0.1 only
    AWS_ENDPOINT_URL   http://127.0.0.1:<that port>: handed to the Lambda functions, whose SDK then calls the emulator
    STATE_DIR          the folder that keeps the state; without it, nothing survives the process
    PATH, HOME, TMPDIR as everywhere; AWS credentials and profiles of the user are neither needed nor wanted

and may have

    AUTH=true                  verify signatures and enforce the IAM policies, of the Lambda roles too
    SRVLS_EMULATOR_PACE        seconds that each resource of a stack takes at least, so that a deploy can be watched
    SRVLS_EMULATOR_WITHOUT     names of patches to leave out (comma-separated), for tests: docs/emulator-patches.md
    SRVLS_EMULATOR_GRANTS      the file to write the grants of roles into that requests needed, for tests
    SRVLS_EMULATOR_LIFELINE    the process to end with, for tests
    LOG_LEVEL, LAMBDA_WARM_TTL_SECONDS, ...   as ministack documents them

It is ready when GET /_ministack/health answers 200. SIGTERM ends it, and every function with it, after the state has
been saved. It ends with one line on stderr and exit code 1 when it cannot start.
"""

import importlib.metadata
import os
import socket
import sys

import lifeline

MINISTACK_VERSION = "1.5.33"
HOST = "127.0.0.1"


def main():
    # Files that the starter left open, such as a lock that it holds, would otherwise stay open as long as this runs.
    os.closerange(3, os.sysconf("SC_OPEN_MAX"))
    lifeline.hold()
    installed = importlib.metadata.version("ministack")
    if installed != MINISTACK_VERSION:
        sys.exit(f"error: the patches are made for ministack {MINISTACK_VERSION}, but {installed} is installed")
    port = os.environ.get("GATEWAY_PORT", "4566")
    refuse_taken_port(int(port))
    configure(port)
    apply_patches(left_out())

    from ministack import app

    app.main()


def refuse_taken_port(port):
    with socket.socket() as probe:
        # As the server itself does: connections of a former process that linger do not take the port.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            sys.exit(f"error: cannot listen on {HOST}:{port}: {error.strerror}")


def configure(port):
    """Set what ministack reads from the environment while it is imported, and must not be left to the caller."""
    os.environ["BIND_HOST"] = HOST
    os.environ.setdefault("AWS_ENDPOINT_URL", f"http://{HOST}:{port}")
    os.environ["IOT_MTLS_ENABLED"] = "0"
    os.environ["SFTP_ENABLED"] = "0"
    state = os.environ.get("STATE_DIR")
    if state:
        os.environ["PERSIST_STATE"] = "1"
        os.environ["S3_PERSIST"] = "1"
        os.environ.setdefault("S3_DATA_DIR", os.path.join(state, "s3"))


def left_out():
    """The names of the patches that are not applied."""
    return set(filter(None, os.environ.get("SRVLS_EMULATOR_WITHOUT", "").split(",")))


def apply_patches(left_out):
    """Change ministack, which this imports, by all patches but those that are left out."""
    import needed_grants
    import patches

    registered = patches.registered()
    unknown = left_out - registered.keys()
    if unknown:
        sys.exit(f"error: no such patch: {', '.join(sorted(unknown))}")
    for name, apply in registered.items():
        if name not in left_out:
            apply()
    needed_grants.write_down()


if __name__ == "__main__":
    main()
