"""Runs the commands that read against a proxy that fails one AWS call in one way, and judges what they answer.

For every command, a run without faults records the answer and its AWS calls. Then, for each call (of many of one
name: the first, the middle and the last) and each fault, the command runs again with that call failing. A run is one
of these:

- right: the answer is the same as without the fault;
- partial: another answer, which names the call that failed;
- clear: an error that names the call that failed;
- WRONG: another answer that doesn't name it; FALSE: "not found", though it is there; UNCLEAR: an error that doesn't
  name it; SLOW: it took longer than --limit; HANG: it had to be killed; PANIC: it crashed.

Ends with 1 if any run is one of the last. The stage is deployed on the emulator at --upstream; the user whom the
commands are about is made here, and deleted at the end. The whole matrix, on a release build:

    cargo build --release --locked
    target/release/srvls deploy --yes                       # the local stage, on its port (here 4566)
    target/release/srvls package --out /tmp/package         # for `diff`
    python3 tests/tools/fault_reads.py --binary target/release/srvls --project . --upstream 127.0.0.1:4566 \\
        --artifacts /tmp/package --out fault_reads.jsonl

That is ten faults at about two hundred calls; --more adds seven faults. A part of it: --read 'table list' --fault
denied-always --call dynamodb:DescribeTable, with --show for what each run said. It needs boto3, as the tests' tools do.
"""

import argparse
import asyncio
import collections
import json
import re
import shlex
import sys
import time

import boto3

from fault_matrix import run, targets
from fault_proxy import FAULTS, IAM_PREFIX, MORE_FAULTS

READS = [
    "status",
    "outputs",
    "releases",
    "watch",
    "audit --since 1h",
    "alarms",
    "alarms show {alarm}",
    "alarms history {alarm}",
    "logs tail get_profile --since 1h",
    "user lookup {email}",
    "user lookup {sub}",
    "user list",
    "user list --status confirmed",
    "user group list",
    "user group list {sub}",
    "user mfa status {email}",
    "user timeline {sub}",
    "table list",
    "table describe AppData",
    "table get UserProfiles {sub}",
    "table query AppData {sub}",
    "table scan AppData --limit 200",
    "doctor",
]
# These take a package, and have CloudFormation compute change sets.
PREVIEWS = ["diff --artifacts {artifacts}", "deploy --dry-run --artifacts {artifacts}"]
GOOD = ["right", "partial", "clear"]
BAD = ["WRONG", "FALSE", "UNCLEAR", "SLOW", "HANG", "PANIC"]
# What differs from run to run, or while others write.
VOLATILE = [
    (r"\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)", "TIME"),
    (r"\b\d+ ?(ms|s|m|h|d) ago", "AGO"),
    (r"\b\d+(\.\d+)? (ms|s)\b", "DURATION"),
    (r'"duration_ms": \d+', "DURATION"),
    (r'"(item_count|size_bytes)": \d+', "SIZE"),
    (r"127\.0\.0\.1:\d+", "ENDPOINT"),
]


class Person:
    """The user whom the lookups and tables are about."""

    def __init__(self, options, outputs):
        def client(service):
            return boto3.client(
                service,
                endpoint_url="http://{}:{}".format(*options.upstream),
                region_name="us-east-1",
                aws_access_key_id="test",
                aws_secret_access_key="test",
            )

        self.cognito, self.tables, self.outputs = client("cognito-idp"), client("dynamodb"), outputs
        self.email = f"fault-reads-{time.time_ns()}@example.com"
        self.account = {"UserPoolId": outputs["UserPoolId"], "Username": self.email}

    def __enter__(self):
        attributes = [{"Name": "email", "Value": self.email}, {"Name": "email_verified", "Value": "true"}]
        self.cognito.admin_create_user(**self.account, MessageAction="SUPPRESS", UserAttributes=attributes)
        self.cognito.admin_set_user_password(**self.account, Password="Fault-Reads-1!", Permanent=True)
        found = self.cognito.admin_get_user(**self.account)["UserAttributes"]
        self.sub = next(attribute["Value"] for attribute in found if attribute["Name"] == "sub")
        self.keys = [("UserProfilesTable", {"userId": {"S": self.sub}})]
        self.keys += [("AppDataTable", {"userId": {"S": self.sub}, "dataId": {"S": str(n)}}) for n in range(3)]
        rest = {"email": {"S": self.email}, "category": {"S": "notes"}, "timestamp": {"S": "2026-11-22T00:00:00.000Z"}}
        for table, key in self.keys:
            self.tables.put_item(TableName=self.outputs[table], Item={**rest, **key})
        return self

    def __exit__(self, *_):
        for table, key in self.keys:
            self.tables.delete_item(TableName=self.outputs[table], Key=key)
        self.cognito.admin_delete_user(**self.account)


def plain(text):
    for pattern, name in VOLATILE:
        text = re.sub(pattern, name, text)
    try:
        return json.dumps(json.loads(text), sort_keys=True)
    except ValueError:
        return text


def names_the_call(result, base):
    """Whether the run says which call failed: as AWS's action, or for what has none, as something it doesn't know."""
    service, operation = result["at"].rsplit("#", 1)[0].split(":", 1)
    said = result["stdout"] + result["stderr"]
    if service == "http":
        skips = [one["stdout"].count('"skip"') for one in (result, base)]
        return skips[0] > skips[1] or "warning:" in result["stderr"]
    # A REST path has no name of an action: any action of the service will do.
    action = rf"\b{re.escape(IAM_PREFIX.get(service, service))}:[A-Z]\w*"
    # The seconds of an answer's optional part are over at whichever call comes after a slow one.
    return operation in said or "in time" in said or (" " in operation and re.search(action, said) is not None)


def judge(result, base, limit):
    said = result["stdout"] + result["stderr"]
    if "srvls crashed" in said or "panicked" in said or result["exit"] == 101:
        return "PANIC"
    if not result["hit"]:
        return "not hit"
    if result["exit"] is None:
        return "HANG"
    if result["seconds"] > limit:
        return "SLOW"
    same = plain(result["stdout"]) == plain(base["stdout"])
    if result["exit"] == base["exit"] and same:
        return "right"
    named = names_the_call(result, base)
    if result["exit"] in (0, base["exit"]):
        return "partial" if named else "WRONG"
    if named:
        return "clear"
    return "FALSE" if '"not_found"' in result["stderr"] else "UNCLEAR"


def sample(calls, wanted):
    """Each call of a name that occurs up to three times; of more, the first, the middle and the last."""
    every = [(name, count) for name, count in targets(calls) if not wanted or name in wanted]
    last = dict(every)
    return [(name, count) for name, count in every if count in (1, (last[name] + 1) // 2, last[name])]


async def answer(options, command):
    result = await run(options, shlex.split(command))
    if result["exit"] != 0:
        sys.exit(f"{command} fails without any fault: {result['stderr']}")
    return json.loads(result["stdout"])


async def matrix(options):
    outputs, alarms = await answer(options, "outputs"), await answer(options, "alarms")
    with Person(options, outputs) as person:
        values = {"email": person.email, "sub": person.sub, "alarm": alarms["alarms"][0]["name"]}
        values["artifacts"] = options.artifacts
        reads = options.reads or READS + (PREVIEWS if options.artifacts else [])
        return summary(await everything(options, [read.format(**values) for read in reads]))


async def everything(options, commands):
    # Previews of one stack get in each other's way.
    one_by_one, gate, results = asyncio.Semaphore(1), asyncio.Semaphore(options.jobs), []

    async def one(command, base, fault, name, occurrence):
        async with one_by_one if "--artifacts" in command else gate:
            result = await run(options, shlex.split(command), fault, name, occurrence)
        verdict = judge(result, base, options.limit)
        if verdict == "WRONG":
            # Others may have changed the stage meanwhile.
            again = await run(options, shlex.split(command))
            if again["exit"] == base["exit"]:
                verdict = judge(result, again, options.limit)
        result |= {"command": command, "verdict": verdict}
        results.append(result)
        if options.show or result["verdict"] in BAD:
            said = f"{result['stdout'][-2000:]}\n{result['stderr']}"
            run_ = f"{command}, {fault} at {result['at']}: exit {result['exit']}, {result['seconds']} s"
            print(f"{result['verdict']}: {run_}\n{said}", flush=True)

    jobs = []
    for command in commands:
        base, again = [await run(options, shlex.split(command)) for _ in range(2)]
        places = sample(base["calls"], options.calls)
        note = "" if plain(base["stdout"]) == plain(again["stdout"]) else ", its answers differ without any fault"
        print(f"{command}: exit {base['exit']}, {len(base['calls'])} calls, {len(places)} to fail{note}", flush=True)
        jobs += [one(command, base, fault, *place) for place in places for fault in options.faults]
    print(f"{len(jobs)} runs", flush=True)
    await asyncio.gather(*jobs)
    if options.out:
        with open(options.out, "a") as file:
            file.writelines(json.dumps(result) + "\n" for result in results)
    return results


def summary(results):
    """Prints what came of the runs, and returns how many are bad."""
    table = collections.defaultdict(collections.Counter)
    for result in results:
        for row in (table[" ".join(result["command"].split()[:2])], table["all"]):
            row["runs"] += 1
            row[result["verdict"]] += 1
    total = table.pop("all", collections.Counter())
    columns = ["runs", *GOOD, *BAD, "not hit"]
    print(f"{'':24}" + "".join(f"{column:>9}" for column in columns))
    for name, row in [*table.items(), ("all", total)]:
        print(f"{name:24}" + "".join(f"{row[column]:9}" for column in columns))
    return sum(total[verdict] for verdict in BAD)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", required=True)
    parser.add_argument("--project", required=True, help="folder with srvls.toml and templates/")
    parser.add_argument("--upstream", required=True, help="the emulator, HOST:PORT")
    parser.add_argument("--artifacts", metavar="DIR", help="a package: runs the previews of a deployment too")
    parser.add_argument("--read", action="append", dest="reads", help="only this command, such as 'table list'")
    parser.add_argument("--fault", action="append", dest="faults", choices=FAULTS + MORE_FAULTS, help="only these")
    parser.add_argument("--more", action="store_true", help="also the faults that are like others")
    parser.add_argument("--call", action="append", dest="calls", metavar="SERVICE:OPERATION", help="fail only these")
    parser.add_argument("--jobs", type=int, default=8, help="runs at a time")
    parser.add_argument("--limit", type=float, default=15, help="seconds that an answer may take")
    parser.add_argument("--cap", type=float, default=60, help="seconds after which a run is killed")
    parser.add_argument("--show", action="store_true", help="print what each run said")
    parser.add_argument("--out", metavar="FILE", help="append every run as a line of JSON")
    options = parser.parse_args()
    host, port = options.upstream.rsplit(":", 1)
    options.upstream = (host, int(port))
    options.faults = options.faults or [*FAULTS, *(MORE_FAULTS if options.more else [])]
    sys.exit(1 if asyncio.run(matrix(options)) else 0)


if __name__ == "__main__":
    main()
