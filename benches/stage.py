"""A stage on a local emulator of its own, and another one that srvls reaches as it reaches AWS."""

import json
import os
import subprocess
import tempfile
import urllib.error
import urllib.request
from pathlib import Path

from emulation import free_port
from process import Process

# The second stage has no emulator that srvls knows of: only an endpoint.
CONFIG = """app = 'bench'
default_stage = 'local'
template = 'template.yaml'
[stages.local]
emulator = true
[stages.other]
region = 'us-east-1'
"""
SERVICES = {
    "dynamodb": "DynamoDB_20120810",
    "cognito-idp": "AWSCognitoIdentityProviderService",
    "logs": "Logs_20140328",
    "monitoring": "GraniteServiceVersion20100801",
}


class Stage:
    """With these resources deployed. It lasts as long as a `with` block."""

    def __init__(self, srvls, template):
        self.srvls, self.port = srvls, free_port()
        self.endpoint = f"http://127.0.0.1:{self.port}"
        self.place = tempfile.TemporaryDirectory(prefix="srvls-bench-")
        self.folder = Path(self.place.name)
        (self.folder / "srvls.toml").write_text(CONFIG)
        (self.folder / "template.yaml").write_text(f"AWSTemplateFormatVersion: '2010-09-09'\n{template}")
        self.environment = {
            **os.environ,
            "SRVLS_LOCAL_PORT": str(self.port),
            "SRVLS_LOCAL_DIR": str(self.folder / ".srvls"),
            "SRVLS_CONFIG": str(self.folder / "srvls.toml"),
            "XDG_STATE_HOME": str(self.folder / "state"),
            "HOME": str(self.folder),
            "XDG_CACHE_HOME": os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache"),
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_REGION": "us-east-1",
            # The AWS CLI reads only this one.
            "AWS_DEFAULT_REGION": "us-east-1",
        }

    def __enter__(self):
        try:
            self.run("deploy", "--yes")
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        try:
            # At once: nothing of it is kept.
            self.run("local", "down", "--force")
        finally:
            self.place.cleanup()

    def run(self, *arguments):
        command = [str(part) for part in (self.srvls, *arguments)]
        done = subprocess.run(command, env=self.environment, cwd=self.folder, capture_output=True, text=True)
        if done.returncode != 0:
            raise SystemExit(f"{' '.join(command)} failed:\n{done.stdout}\n{done.stderr}")
        return done.stdout

    def measured(self, command):
        """What the command took, and the file with what it printed."""
        out = self.folder / "printed.txt"
        with open(out, "w") as file:
            return Process(command, self.environment, self.folder, file), out

    def elsewhere(self, endpoint=None):
        """The flags with which srvls reaches the other stage."""
        return "--stage", "other", "--endpoint-url", endpoint or self.endpoint

    def call(self, service, operation, request):
        return call(self.endpoint, service, operation, request)


def call(endpoint, service, operation, request):
    """The answer of the emulator, past srvls."""
    headers = {
        "X-Amz-Target": f"{SERVICES[service]}.{operation}",
        "Content-Type": "application/x-amz-json-1.0",
        # It tells the services apart by this, and verifies no signature.
        "Authorization": f"AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/{service}/aws4_request, "
        "SignedHeaders=host, Signature=0",
    }
    request = urllib.request.Request(endpoint, json.dumps(request).encode(), headers)
    try:
        with urllib.request.urlopen(request) as response:
            return json.loads(response.read() or b"{}")
    except urllib.error.HTTPError as error:
        raise SystemExit(f"{operation}: {error.read().decode()}") from error
