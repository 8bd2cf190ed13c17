"""A process that is measured while it runs, and may be killed on its way."""

import os
import subprocess
import time
from pathlib import Path

# How often its memory is looked at.
INTERVAL = 0.01


class Process:
    """What a command took: seconds, those until the file of its output had something, and memory, at its peak: all that
    was resident, and what was its own, without the pages of files, such as of the program itself."""

    def __init__(self, command, environment, folder, output=subprocess.DEVNULL, until=None):
        """Runs it to its end, or kills it once `until` says so."""
        self.seconds = self.megabytes = self.own_megabytes = 0
        self.first, self.output = None, output
        self.killed = False
        self.began = time.perf_counter()
        errors = Path(folder) / "stderr.txt"
        with open(errors, "w") as stderr:
            self.child = subprocess.Popen(
                [str(part) for part in command], env=environment, cwd=folder, stdout=output, stderr=stderr
            )
            while self.child.poll() is None:
                self.look()
                if until and until():
                    self.child.kill()
                    self.child.wait()
                    self.killed = True
                    break
                time.sleep(INTERVAL)
        self.look()
        self.seconds, self.stderr = time.perf_counter() - self.began, errors.read_text()
        if self.child.returncode != 0 and not self.killed:
            raise SystemExit(f"{' '.join(map(str, command))}: {self.child.returncode}\n{self.stderr}")
        if until and not self.killed:
            raise SystemExit(f"{' '.join(map(str, command))}: ended before it could be killed")

    def look(self):
        if self.first is None and self.output != subprocess.DEVNULL and os.fstat(self.output.fileno()).st_size:
            self.first = time.perf_counter() - self.began
        # `wait4` would count the memory of this script as well, in which the child was made.
        try:
            status = Path(f"/proc/{self.child.pid}/status").read_text()
        except OSError:
            return
        lines = dict(line.split(":", 1) for line in status.splitlines())
        self.megabytes = max(self.megabytes, megabytes(lines, "VmHWM"))
        self.own_megabytes = max(self.own_megabytes, megabytes(lines, "RssAnon"))


def megabytes(status, name):
    # A process that has ended has none.
    return int(status.get(name, "0 kB").split()[0]) / 1024
