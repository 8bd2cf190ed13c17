"""Functions with a bootstrap of their own, as ours are."""

import io
import json
import zipfile

BOOTSTRAP = """#!/usr/bin/env python3
import http.client, json, os
connection = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])
while True:
    connection.request("GET", "/2018-06-01/runtime/invocation/next")
    event = connection.getresponse()
    request_id = event.headers["Lambda-Runtime-Aws-Request-Id"]
    event.read()
    print("TEXT", end="\\n" if "TEXT" else "", flush=True)
    connection.request("POST", f"/2018-06-01/runtime/invocation/{request_id}/response", json.dumps(os.getpid()))
    connection.getresponse().read()
"""


def archive(name, text):
    """The zip of a function with this one file."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as files:
        entry = zipfile.ZipInfo(name)
        entry.external_attr = 0o755 << 16
        files.writestr(entry, text)
    return content.getvalue()


def native_function(process, name, text=""):
    """A function with a bootstrap of its own, as ours are; it prints `text` and answers with its process id."""
    # IAM, where it is enforced, wants a role that exists.
    trust = {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "lambda.amazonaws.com"}}
        ],
    }
    process.client("iam").create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(trust))
    process.client("lambda").create_function(
        FunctionName=name,
        Runtime="provided.al2023",
        Handler="bootstrap",
        Timeout=60,
        Code={"ZipFile": archive("bootstrap", BOOTSTRAP.replace("TEXT", text))},
        Role=f"arn:aws:iam::000000000000:role/{name}",
    )


def invoke(process, name):
    return json.load(process.client("lambda").invoke(FunctionName=name)["Payload"])
