"""What the tests share: one emulator, one stack on it, and the ways to talk to both."""

import atexit
import functools
import http.client
import json
import os
import pathlib
import random
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

import boto3
from botocore.config import Config

from tests.template import template

LAUNCHER = pathlib.Path(__file__).parent.parent / "launcher.py"
STACK = "self-test"
INHERITED = ("PATH", "HOME", "SRVLS_EMULATOR_WITHOUT", "AUTH")


@functools.cache
def emulator():
    """The emulator that all tests use but those of the process itself; it has the stack of `template`."""
    folder = tempfile.TemporaryDirectory()
    started = Emulator(folder.name)
    atexit.register(folder.cleanup)
    atexit.register(started.close)
    own = Stacks(started)
    events = own.deploy(STACK, template(), "CREATE")
    if own.status(STACK) != "CREATE_COMPLETE":
        raise AssertionError([event for event in events if "FAILED" in event["ResourceStatus"]])
    return started


@functools.cache
def stacks():
    return Stacks(emulator())


def free_port():
    """One that stays so until it is used: Linux gives outgoing connections none below 32768."""
    while True:
        port = random.randrange(10_000, 20_000)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
                return port
            except OSError:
                pass


class Emulator:
    """One process of the launcher, on a free port."""

    def __init__(self, state, pass_fds=(), **environment):
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.state = state
        self.environment = environment
        self.pass_fds = pass_fds
        self.log = pathlib.Path(state, "emulator.log")
        self.start()

    def start(self):
        inherited = {name: os.environ[name] for name in INHERITED if name in os.environ}
        scratch = os.path.join(self.state, "scratch")
        os.makedirs(scratch, exist_ok=True)
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, LAUNCHER],
                stdout=log,
                stderr=log,
                env={
                    **inherited,
                    "GATEWAY_PORT": str(self.port),
                    "STATE_DIR": os.path.join(self.state, "state"),
                    "TMPDIR": scratch,
                    "SRVLS_EMULATOR_LIFELINE": str(os.getpid()),
                    "LOG_LEVEL": "WARNING",
                    **self.environment,
                },
                pass_fds=self.pass_fds,
            )
        wait_until(self.is_ready)

    def is_ready(self):
        if self.process.poll() is not None:
            raise AssertionError(f"the emulator ended: {self.log.read_text()}")
        try:
            return urllib.request.urlopen(f"{self.url}/_ministack/health").status == 200
        except OSError:
            return False

    def stop(self, number=signal.SIGTERM):
        self.process.send_signal(number)
        self.process.wait(PATIENCE_SECONDS)

    def close(self):
        self.stop()

    def client(self, service, key="test", secret="test"):
        return boto3.client(
            service,
            endpoint_url=self.url,
            region_name="us-east-1",
            aws_access_key_id=key,
            aws_secret_access_key=secret,
            config=Config(retries={"max_attempts": 0}),
        )


# The longest wait; only a failing test takes that long.
PATIENCE_SECONDS = 60


def wait_until(condition, seconds=PATIENCE_SECONDS):
    """The first true answer of `condition`."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if answer := condition():
            return answer
        time.sleep(0.1)
    raise AssertionError(f"not within {seconds} seconds: {condition}")


class Stacks:
    """Changes stacks as srvls does, with change sets."""

    def __init__(self, emulator):
        self.client = emulator.client("cloudformation")

    def change_set(self, stack, body, kind="UPDATE", parameters=()):
        name = f"change-{time.monotonic_ns()}"
        self.client.create_change_set(
            StackName=stack,
            ChangeSetName=name,
            ChangeSetType=kind,
            TemplateBody=json.dumps(body),
            Capabilities=["CAPABILITY_IAM"],
            Parameters=[{"ParameterKey": key, "ParameterValue": value} for key, value in dict(parameters).items()],
        )
        return name

    def deploy(self, stack, body, kind="UPDATE", parameters=()):
        """Execute a change set and wait; the events of the operation, in order."""
        name = self.change_set(stack, body, kind, parameters)
        token = f"token-{time.monotonic_ns()}"
        self.client.execute_change_set(StackName=stack, ChangeSetName=name, ClientRequestToken=token)
        wait_until(
            lambda: (
                self.status(stack).endswith(("_COMPLETE", "_FAILED"))
                and "REVIEW" not in self.status(stack)
                and "CLEANUP" not in self.status(stack)
            )
        )
        events = self.client.describe_stack_events(StackName=stack)["StackEvents"]
        return [event for event in reversed(events) if event.get("ClientRequestToken") == token]

    def status(self, stack):
        return self.client.describe_stacks(StackName=stack)["Stacks"][0]["StackStatus"]

    def resource(self, logical_id, stack=STACK):
        return self.client.describe_stack_resource(StackName=stack, LogicalResourceId=logical_id)[
            "StackResourceDetail"
        ]["PhysicalResourceId"]


class Reply:
    def __init__(self, response):
        self.status = response.status
        self.headers = {name.lower(): value for name, value in response.getheaders()}
        self.body = response.read()

    def json(self):
        return json.loads(self.body)


def call(path, method="GET", body=None, **headers):
    """A request to the stage, with the path exactly as given."""
    connection = http.client.HTTPConnection("127.0.0.1", emulator().port, timeout=20)
    connection.request(
        method,
        f"/_aws/execute-api/{stacks().resource('Api')}/v1{path}",
        body,
        {name.replace("_", "-"): value for name, value in headers.items()},
    )
    try:
        return Reply(connection.getresponse())
    finally:
        connection.close()
