"""A table copied into a file by three readers, in one run: `python3 benches/tables.py`.

`srvls table export`, `aws dynamodb scan` and a bare client that reads the same segments and keeps nothing take turns at
one table of the local emulator. The bare client shows what the emulator itself takes. `srvls table import` then writes
the file into a second table, which must have equal items. What counts are the ratios: the seconds and megabytes beside
them are those of this machine, medians of all rounds."""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from deploy import built, installed
from emulation import free_port

SEGMENTS = 4
TABLE = """    Type: AWS::DynamoDB::Table
    Metadata:
      srvls: {Suppress: [{Id: SRV502, Reason: bench}, {Id: SRV503, Reason: bench}, {Id: SRV505, Reason: bench}]}
    Properties:
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{AttributeName: owner, AttributeType: S}, {AttributeName: id, AttributeType: S}]
      KeySchema: [{AttributeName: owner, KeyType: HASH}, {AttributeName: id, KeyType: RANGE}]
"""
TEMPLATE = f"AWSTemplateFormatVersion: '2010-09-09'\nResources:\n  ThingsTable:\n{TABLE}  CopiesTable:\n{TABLE}"
CONFIG = "app = 'bench'\ndefault_stage = 'local'\ntemplate = 'template.yaml'\n[stages.local]\nemulator = true\n"


def main():
    args = arguments()
    aws, srvls = installed() / "aws/bin/aws", args.binary or built()
    with tempfile.TemporaryDirectory(prefix="srvls-bench-") as folder:
        stage = Stage(Path(folder), srvls, aws)
        try:
            stage.fill(args.items)
            readers = {"srvls": stage.export, "aws": stage.scan, "bare client": stage.bare}
            taken = measured(readers, args.rounds, args.items)
            written = stage.copy(args.items)
        finally:
            stage.end()
    print(f"\n{args.items} items, {args.rounds} rounds; the copy in the second table was equal item by item\n")
    print(table(taken))
    print(f"\n`srvls table import`: {written.seconds:.1f} s, {written.megabytes:.0f} MB")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--items", type=int, default=20_000, help="items of the table")
    parser.add_argument("--rounds", type=int, default=3, help="how often each reads it")
    parser.add_argument("--binary", type=Path, help="the srvls to measure, instead of a debug build")
    return parser.parse_args()


class Taken:
    """What a process took."""

    def __init__(self, command, environment, output):
        began = time.perf_counter()
        process = subprocess.Popen(command, env=environment, stdout=output, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        # `wait4` took it already.
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            raise SystemExit(f"{command}: {process.returncode}")
        self.seconds, self.megabytes = time.perf_counter() - began, usage.ru_maxrss / 1024


class Stage:
    """An emulator with two tables."""

    def __init__(self, folder, srvls, aws):
        self.folder, self.srvls, self.aws, self.port = folder, srvls, aws, free_port()
        self.endpoint = f"http://127.0.0.1:{self.port}"
        (folder / "srvls.toml").write_text(CONFIG)
        (folder / "template.yaml").write_text(TEMPLATE)
        self.environment = {
            **os.environ,
            "SRVLS_LOCAL_PORT": str(self.port),
            "SRVLS_LOCAL_DIR": str(folder / ".srvls"),
            "SRVLS_CONFIG": str(folder / "srvls.toml"),
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_REGION": "us-east-1",
        }
        self.run("deploy", "--yes")
        tables = json.loads(self.run("table", "list", "-o", "json"))["tables"]
        self.names = {table["logical_name"]: table["physical_name"] for table in tables}

    def run(self, *arguments):
        command = [self.srvls, *arguments]
        done = subprocess.run(command, env=self.environment, cwd=self.folder, stdout=subprocess.PIPE, check=True)
        return done.stdout

    def fill(self, items):
        text = "0123456789" * 15
        with open(self.folder / "things.jsonl", "w") as file:
            for number in range(items):
                item = {"owner": f"owner-{number % 500}", "id": f"{number:08}", "text": text, "number": number}
                file.write(json.dumps({**item, "tags": {"$string_set": ["a", "b"]}}) + "\n")
        self.run("table", "import", "Things", self.folder / "things.jsonl", "--on-conflict", "overwrite", "--yes")

    def export(self):
        out = self.folder / "export.jsonl"
        out.unlink(missing_ok=True)
        flags = ["--out", out, "--reveal", "--segments", str(SEGMENTS)]
        taken = Taken([self.srvls, "table", "export", "Things", *flags], self.environment, subprocess.DEVNULL)
        with open(out) as file:
            return taken, sum(1 for _ in file)

    def scan(self):
        out = self.folder / "scan.json"
        flags = ["--endpoint-url", self.endpoint, "--output", "json"]
        with open(out, "w") as file:
            command = [self.aws, "dynamodb", "scan", "--table-name", self.names["Things"], *flags]
            taken = Taken(command, self.environment, file)
        return taken, len(json.loads(out.read_text())["Items"])

    def bare(self):
        """The same pages, only counted."""
        command = [sys.executable, __file__, "--bare", self.endpoint, self.names["Things"]]
        out = self.folder / "bare.txt"
        with open(out, "w") as file:
            taken = Taken(command, self.environment, file)
        return taken, int(out.read_text())

    def copy(self, items):
        command = [self.srvls, "table", "import", "Copies", self.folder / "export.jsonl", "--yes"]
        taken = Taken(command, self.environment, subprocess.DEVNULL)
        rows = [
            sorted(json.dumps(item, sort_keys=True) for item in segment(self.endpoint, self.names[table], 0, 1))
            for table in ("Things", "Copies")
        ]
        if rows[0] != rows[1] or len(rows[0]) != items:
            raise SystemExit("the copy is not equal")
        return taken

    def end(self):
        self.run("local", "down")


def measured(readers, rounds, items):
    """By reader, what each round took."""
    taken = {reader: [] for reader in readers}
    for number in range(rounds):
        # Who is first alternates, as the machine may be busier at one time than at another.
        for reader in list(readers) if number % 2 else list(reversed(readers)):
            took, count = readers[reader]()
            if count != items:
                raise SystemExit(f"{reader} read {count} of {items} items")
            taken[reader].append(took)
            print(".", end="", flush=True, file=sys.stderr)
    return taken


def table(taken):
    lines = [("", "seconds", "to srvls", "MB", "to srvls"), ("---", "--:", "--:", "--:", "--:")]
    ours = medians(taken["srvls"])
    for reader, rounds in taken.items():
        seconds, megabytes = medians(rounds)
        ratios = f"{seconds / ours[0]:.1f}x", f"{megabytes / ours[1]:.1f}x"
        lines.append((reader, f"{seconds:.1f}", ratios[0], f"{megabytes:.0f}", ratios[1]))
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def medians(rounds):
    return [statistics.median(getattr(took, what) for took in rounds) for what in ("seconds", "megabytes")]


def segment(endpoint, name, index, total):
    """The items of a segment, page by page."""
    start = {}
    while True:
        request = {"TableName": name, "Segment": index, "TotalSegments": total, "Limit": 1000, **start}
        page = call(endpoint, "Scan", request)
        yield from page["Items"]
        if "LastEvaluatedKey" not in page:
            return
        start = {"ExclusiveStartKey": page["LastEvaluatedKey"]}


def call(endpoint, operation, request):
    headers = {
        "X-Amz-Target": f"DynamoDB_20120810.{operation}",
        "Content-Type": "application/x-amz-json-1.0",
        "Authorization": "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/dynamodb/aws4_request, "
        "SignedHeaders=host, Signature=0",
    }
    request = urllib.request.Request(endpoint, json.dumps(request).encode(), headers)
    with urllib.request.urlopen(request) as response:
        return json.loads(response.read())


def bare(endpoint, name):
    with ThreadPoolExecutor(SEGMENTS) as pool:
        counts = pool.map(lambda index: sum(1 for _ in segment(endpoint, name, index, SEGMENTS)), range(SEGMENTS))
        print(sum(counts))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--bare"]:
        bare(*sys.argv[2:])
    else:
        main()
