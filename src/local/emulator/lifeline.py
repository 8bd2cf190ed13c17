"""The end of a test's emulator together with the test, even one that is killed and so ends nothing itself.

Only tests set SRVLS_EMULATOR_LIFELINE, to their process id. Every other emulator outlives the process that started it.
"""

import os
import pathlib
import signal
import sys
import threading
import time

LIFELINE = "SRVLS_EMULATOR_LIFELINE"
POLL_SECONDS = 1


def hold():
    """From now on, end as by SIGTERM when the process has ended that the variable names."""
    value = os.environ.get(LIFELINE)
    if not value:
        return
    born = birth(int(value)) if value.isdecimal() else None
    if born is None:
        sys.exit(f"error: {LIFELINE} is not the id of a running process: {value}")
    # A thread, as the server's loop may be busy, and isn't there yet while the emulator starts.
    threading.Thread(target=watch, args=(int(value), born), daemon=True).start()


def watch(process_id, born):
    while birth(process_id) == born:
        time.sleep(POLL_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)


def birth(process_id):
    """When the process began, which distinguishes it from a later one of the same id; None when it has ended, as a
    zombie has."""
    if not os.path.exists("/proc/self/stat"):
        return birth_without_proc(process_id)
    try:
        stat = pathlib.Path(f"/proc/{process_id}/stat").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return None
    # The name before may hold blanks and parentheses itself; the start time is field 22. See proc_pid_stat(5).
    state, *fields = stat.rpartition(b")")[2].split()
    return None if state in (b"Z", b"X") else fields[18]


def birth_without_proc(process_id):
    """On macOS the id alone has to do."""
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return None
    except PermissionError:
        # Another user's, but it runs.
        pass
    return b"unknown"
