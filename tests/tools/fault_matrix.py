"""Runs the commands that write to accounts against a proxy that fails one AWS call in one way.

For every command, a run without faults lists its AWS calls. Then, for each call and each fault, the command runs again
on a user of its own, with that call failing. In every run these have to agree:

- what the command said: its exit, and the code of its error;
- what happened: the writes that the emulator accepted, and the state of the user;
- the record in the audit log: begun before the first write, and completed with how the command ended. What is missing
  there has to be said on stderr; a protected stage may not have written at all.

    fault_matrix.py --binary srvls --project DIR --upstream 127.0.0.1:4711 --pool POOL --client CLIENT --group LOG_GROUP

Ends with 1 if any run disagrees.
"""

import argparse
import asyncio
import base64
import collections
import contextlib
import hmac
import json
import os
import re
import shlex
import sys
import time

import boto3

from fault_proxy import FAULTS, MORE_FAULTS, Proxy

# Each command's calls that write, in order.
WRITES = {
    "disable": ["AdminDisableUser"],
    "enable": ["AdminEnableUser"],
    "contain": ["AdminDisableUser", "AdminUserGlobalSignOut"],
    "confirm": ["AdminConfirmSignUp"],
    "sign-out": ["AdminUserGlobalSignOut"],
}
# What its first call leaves the user as, where that can be seen.
STATES = {
    "disable": ("Enabled", False),
    "enable": ("Enabled", True),
    "contain": ("Enabled", False),
    "confirm": ("UserStatus", "CONFIRMED"),
}
PASSWORD = "Fault-Matrix-1!"


class Emulator:
    """The users of the runs, and the records of what was done to them."""

    def __init__(self, options):
        def client(service):
            return boto3.client(
                service,
                endpoint_url="http://{}:{}".format(*options.upstream),
                region_name="us-east-1",
                aws_access_key_id="test",
                aws_secret_access_key="test",
            )

        self.cognito, self.logs = client("cognito-idp"), client("logs")
        self.pool, self.client_id, self.group, self.count = options.pool, options.client, options.group, 0

    def new_user(self, verb):
        self.count += 1
        mail = f"fault-{os.getpid()}-{self.count}@example.com"
        email = {"Name": "email", "Value": mail}
        if verb == "confirm":
            self.cognito.sign_up(
                ClientId=self.client_id,
                SecretHash=self.secret_hash(mail),
                Username=mail,
                Password=PASSWORD,
                UserAttributes=[email],
            )
            return mail
        user = {"UserPoolId": self.pool, "Username": mail}
        verified = {"Name": "email_verified", "Value": "true"}
        self.cognito.admin_create_user(**user, MessageAction="SUPPRESS", UserAttributes=[email, verified])
        self.cognito.admin_set_user_password(**user, Password=PASSWORD, Permanent=True)
        if verb == "enable":
            self.cognito.admin_disable_user(**user)
        return mail

    def secret_hash(self, name):
        described = self.cognito.describe_user_pool_client(UserPoolId=self.pool, ClientId=self.client_id)
        secret = described["UserPoolClient"]["ClientSecret"]
        digest = hmac.digest(secret.encode(), (name + self.client_id).encode(), "sha256")
        return base64.b64encode(digest).decode()

    def state(self, mail):
        user = self.cognito.admin_get_user(UserPoolId=self.pool, Username=mail)
        return {name: user[name] for name in ("Enabled", "UserStatus")}

    def drop(self, mail):
        self.cognito.admin_delete_user(UserPoolId=self.pool, Username=mail)

    def record(self, reason):
        """The newest state of the record with this reason; None if there is none."""
        found = None
        with contextlib.suppress(self.logs.exceptions.ResourceNotFoundException):
            pages = self.logs.get_paginator("filter_log_events").paginate(
                logGroupName=self.group, filterPattern=f'"{reason}"'
            )
            for event in (event for page in pages for event in page["events"]):
                record = json.loads(event["message"])
                # Two ends of one record are one answer that was lost.
                if record["reason"] == reason and (found is None or found["outcome"] == "begun"):
                    found = record
        return found


async def run(options, command, fault=None, name=None, occurrence=1):
    async with Proxy(options.upstream, fault, name, occurrence) as proxy:
        environment = {key: value for key, value in os.environ.items() if not key.startswith(("AWS_", "SRVLS_"))}
        environment.update(AWS_ACCESS_KEY_ID="test", AWS_SECRET_ACCESS_KEY="test", AWS_EC2_METADATA_DISABLED="true")
        environment.update(AWS_CONFIG_FILE="/dev/null", AWS_SHARED_CREDENTIALS_FILE="/dev/null", NO_COLOR="1")
        began = time.monotonic()
        child = await asyncio.create_subprocess_exec(
            options.binary,
            *command,
            *("-o", "json", "--endpoint-url", f"http://127.0.0.1:{proxy.port}"),
            cwd=options.project,
            env=environment,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        ending = asyncio.create_task(child.communicate())
        done, _ = await asyncio.wait([ending], timeout=options.cap)
        if not done:
            child.kill()
        out, err = (part.decode(errors="replace") for part in await ending)
    return {
        "command": shlex.join(command[:2]),
        "fault": fault,
        "at": name and f"{name}#{occurrence}",
        "hit": proxy.hits > 0,
        # None if it had to be killed.
        "exit": child.returncode if done else None,
        "seconds": round(time.monotonic() - began, 2),
        "calls": proxy.calls,
        "stdout": out,
        "stderr": err,
    }


def accepted(call):
    return (call["upstream"] or 0) // 100 == 2


def disagreements(result, verb, protected):
    """What of the exit, the text, the user's state and the record does not fit together, in words."""
    places = collections.defaultdict(list)
    for place, call in enumerate(result["calls"]):
        if accepted(call):
            places[call["call"].split(":")[-1]].append(place)
    done = all(places[write] for write in WRITES[verb])
    first, *others = WRITES[verb]
    name, wanted = STATES.get(verb, (None, None))
    if name and bool(places[first]) != (result["after"][name] == wanted):
        yield f"the user is {result['after']}"
    if others and places[first] and not done and "disabled_only" not in result["stderr"]:
        yield "half of it was done, and no word of it"
    if result["exit"] is None:
        yield "it did not end"
    elif (result["exit"] == 0) != done:
        yield f"exit {result['exit']}, and the writes were {'' if done else 'not '}all done"
    if "panicked" in result["stderr"]:
        yield "it panicked"
    yield from record_disagreements(result, verb, places, protected)


def record_disagreements(result, verb, places, protected):
    record, warned = result["record"], "audit log" in result["stderr"]
    writes = [place for write in WRITES[verb] for place in places[write]]
    unrecorded = writes and min(places["PutLogEvents"], default=len(result["calls"])) > min(writes)
    if unrecorded and (protected or not warned):
        yield "written before the record began"
    if record is None:
        if writes and not warned:
            yield "no record, and no word of it"
        return
    if record["outcome"] == "begun":
        if not warned:
            yield "the record was not completed, and no word of it"
        return
    code = (re.search(r'"code":"(\w+)"', result["stderr"]) or [None, None])[1]
    if (record["outcome"] == "done") != (result["exit"] == 0) or record["code"] != code:
        yield f"the record says {record['outcome']} {record['code']}, srvls {result['exit']} {code}"
    if not re.fullmatch(r"user:[0-9a-f]{16}", record["target"] or "") and not warned:
        yield f"the record's target is {record['target']}"


def targets(calls):
    """Every call, and which of its name it is."""
    seen = collections.Counter()
    for call in calls:
        seen[call["call"]] += 1
        yield call["call"], seen[call["call"]]


async def matrix(options):
    emulator, gate, results = Emulator(options), asyncio.Semaphore(options.jobs), []

    async def one(verb, fault=None, name=None, occurrence=1):
        async with gate:
            mail = await asyncio.to_thread(emulator.new_user, verb)
            reason = mail.split("@")[0]
            command = ["user", verb, mail, "--yes", "--reason", reason]
            result = await run(options, command, fault, name, occurrence)
            result["after"] = await asyncio.to_thread(emulator.state, mail)
            result["record"] = await asyncio.to_thread(emulator.record, reason)
            await asyncio.to_thread(emulator.drop, mail)
        result["disagreements"] = list(disagreements(result, verb, options.protected))
        results.append(result)
        for disagreement in result["disagreements"]:
            print(f"{result['command']}, {fault} at {result['at']}: {disagreement}\n{result['stderr']}", flush=True)
        return result

    jobs = []
    for verb in options.verbs:
        base = await one(verb)
        places = [target for target in targets(base["calls"]) if not options.call or target[0] in options.call]
        jobs += [one(verb, fault, *place) for place in places for fault in options.faults]
    await asyncio.gather(*jobs)
    if options.out:
        with open(options.out, "a") as file:
            file.writelines(json.dumps(result) + "\n" for result in results)
    return summary(results)


def summary(results):
    """Prints what came of the runs, and returns how many disagree."""
    table = collections.defaultdict(collections.Counter)
    for result in results:
        record = result["record"]
        for row in (table[result["command"]], table["all"]):
            row["runs"] += 1
            row["done"] += result["exit"] == 0
            row["failed"] += result["exit"] not in (0, None)
            row["over 30 s"] += result["seconds"] > 30
            row["hang"] += result["exit"] is None
            row["recorded"] += record is not None and record["outcome"] != "begun"
            row["begun only"] += record is not None and record["outcome"] == "begun"
            row["unrecorded"] += record is None
            row["not hit"] += bool(result["fault"]) and not result["hit"]
            row["disagree"] += bool(result["disagreements"])
    total = table.pop("all")
    for name, row in [*table.items(), ("all", total)]:
        print(f"{name:14}" + ", ".join(f"{row[column]} {column}" for column in total))
    return total["disagree"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", required=True)
    parser.add_argument("--project", required=True, help="folder with srvls.toml and templates/")
    parser.add_argument("--upstream", required=True, help="the emulator, HOST:PORT")
    parser.add_argument("--pool", required=True, help="the user pool")
    parser.add_argument("--client", required=True, help="the pool's app client")
    parser.add_argument("--group", required=True, help="the log group of the audit trail")
    parser.add_argument("--protected", action="store_true", help="the stage is protected")
    parser.add_argument("--verb", action="append", dest="verbs", choices=WRITES, help="only these")
    parser.add_argument("--fault", action="append", dest="faults", choices=FAULTS + MORE_FAULTS, help="only these")
    parser.add_argument("--call", action="append", metavar="SERVICE:OPERATION", help="fail only these")
    parser.add_argument("--jobs", type=int, default=8, help="runs at a time")
    parser.add_argument("--cap", type=float, default=120, help="seconds that a run may take")
    parser.add_argument("--out", metavar="FILE", help="append every run as a line of JSON")
    options = parser.parse_args()
    host, port = options.upstream.rsplit(":", 1)
    options.upstream = (host, int(port))
    options.verbs = options.verbs or list(WRITES)
    options.faults = options.faults or FAULTS
    sys.exit(1 if asyncio.run(matrix(options)) else 0)


if __name__ == "__main__":
    main()
