"""One function under AWS's runtime interface emulator, from its start to its end."""

import json
import re
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path

EVENT = {
    "resource": "/user/profile",
    "path": "/user/profile",
    "httpMethod": "GET",
    "headers": {"Accept": "application/json"},
    "multiValueHeaders": {"Accept": ["application/json"]},
    "queryStringParameters": None,
    "multiValueQueryStringParameters": None,
    "pathParameters": None,
    "stageVariables": None,
    "requestContext": {
        "accountId": "123456789012",
        "apiId": "abc",
        "authorizer": {"userId": "ada", "groups": ""},
        "httpMethod": "GET",
        "identity": {"sourceIp": "127.0.0.1"},
        "path": "/v1/user/profile",
        "protocol": "HTTP/1.1",
        "requestId": "c6af9ac6-7b61-11e6-9a41-93e8deadbeef",
        "resourceId": "abc",
        "resourcePath": "/user/profile",
        "stage": "v1",
    },
    "body": None,
    "isBase64Encoded": False,
}
INIT = re.compile(r"INIT REPORT\(durationMs: ([\d.]+)\)")
INVOCATION = re.compile(r"INVOKE RTDONE\(status: success, .*duration: ([\d.]+)ms\)")


class Emulation:
    """The emulator around `command`. It starts the function with the first event, as Lambda does."""

    def __init__(self, emulator, command, cwd, environment):
        self.port, runtime_port = free_port(), free_port()
        # `end` closes it.
        self.log = tempfile.NamedTemporaryFile("w", prefix="rie-", suffix=".log")  # noqa: SIM115
        self.process = subprocess.Popen(
            [
                emulator,
                "--runtime-interface-emulator-address",
                f"127.0.0.1:{self.port}",
                "--runtime-api-address",
                f"127.0.0.1:{runtime_port}",
                *command,
            ],
            cwd=cwd,
            env=environment,
            stdout=self.log,
            stderr=subprocess.STDOUT,
        )
        wait_for(self.port)

    def invoke(self):
        """Milliseconds from the event to the answer, which must be the profile."""
        url = f"http://127.0.0.1:{self.port}/2015-03-31/functions/function/invocations"
        began = time.perf_counter()
        with urllib.request.urlopen(url, data=json.dumps(EVENT).encode()) as response:
            text = response.read()
        elapsed = time.perf_counter() - began
        answer = json.loads(text)
        if answer.get("statusCode") != 200 or json.loads(answer["body"])["name"] != "Ada Lovelace":
            raise SystemExit(f"not the profile: {text.decode()}\n{Path(self.log.name).read_text()}")
        return elapsed * 1000

    def init_ms(self):
        """What Lambda would call the init duration: until the function asks for its first event."""
        return float(INIT.search(Path(self.log.name).read_text())[1])

    def invocations_ms(self):
        """Each event's time in the function, without the emulator's own."""
        return [float(duration) for duration in INVOCATION.findall(Path(self.log.name).read_text())]

    def memory(self):
        """Resident and proportional set size of the function, in KiB."""
        # Linux files a child under the thread that started it.
        threads = Path(f"/proc/{self.process.pid}/task").iterdir()
        (child,) = [child for thread in threads for child in (thread / "children").read_text().split()]
        rollup = Path(f"/proc/{child}/smaps_rollup").read_text()
        return {name: int(re.search(rf"^{name}:\s+(\d+) kB", rollup, re.M)[1]) for name in ("Rss", "Pss")}

    def end(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(10)
        self.log.close()


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def wait_for(port):
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except ConnectionRefusedError:
            time.sleep(0.01)
    raise SystemExit(f"nothing listens on port {port}")
