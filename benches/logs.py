"""A log group read by four tools, in one run: `python3 benches/logs.py`.

`srvls logs tail`, `aws logs filter-log-events`, `awslogs get` and `sam logs` take turns at one log group of the local
emulator, each into a file: how soon its first line comes, how many lines a second, and what memory it takes. All of
them get the same pages. What counts are the ratios: the numbers beside them are those of this machine, medians of all
rounds. Measure a release build by `--binary`: a debug build is the default, and no fair peer."""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

from deploy import aws_cli, built, installed
from stage import Stage

AWSLOGS = "awslogs==0.15.0"
GROUP = "/aws/apigateway/bench-local"
TEMPLATE = f"""Resources:
  ApiLogs:
    Type: AWS::Logs::LogGroup
    Properties: {{LogGroupName: {GROUP}, RetentionInDays: 1}}
"""


def main():
    args = arguments()
    venv, awslogs, srvls = installed(), installed_awslogs(), args.binary or built()
    with LogGroup(srvls) as stage:
        stage.fill(args.lines)
        taken = measured(stage, commands(srvls, venv, awslogs), args)
    print(f"\n{args.lines} lines, {args.rounds} rounds\n")
    print(table(taken, args.lines))


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lines", type=int, default=20_000, help="lines in the log group")
    parser.add_argument("--rounds", type=int, default=3, help="how often each reads it")
    parser.add_argument("--binary", type=Path, help="the srvls to measure, instead of a debug build")
    return parser.parse_args()


def installed_awslogs():
    """In an environment of its own: it pins botocore its own way."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "srvls"
    venv = cache / AWSLOGS.replace("==", "-")
    if not venv.exists():
        building = cache / f"{venv.name}.new-{os.getpid()}"
        shutil.rmtree(building, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", building], check=True)
        # It imports pkg_resources, which newer releases of setuptools do not have.
        pip = [building / "bin/python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, AWSLOGS, "setuptools<81"], check=True)
        building.rename(venv)
    return venv


def commands(srvls, venv, awslogs):
    """What each is called with. A script in `bin` names the folder in which it was installed; a module doesn't."""
    run = "import sys; from {} import {} as main; sys.argv[0] = '{}'; sys.exit(main())"
    return {
        "srvls logs tail": [srvls, "logs", "tail", "api", "--since", "1h"],
        "aws filter-log-events": [
            *(*aws_cli(venv), "logs", "filter-log-events"),
            *("--log-group-name", GROUP, "--output", "text", "--query", "events[].[timestamp,message]"),
        ],
        "awslogs get": [
            *(awslogs / "bin/python", "-c", run.format("awslogs.bin", "main", "awslogs")),
            *("get", GROUP, "--start=1h ago", "--no-color"),
        ],
        "sam logs": [
            *(venv / "bin/python", "-m", "samcli", "logs"),
            *("--cw-log-group", GROUP, "--start-time", "1hour ago"),
        ],
    }


class LogGroup(Stage):
    """An emulator with one log group."""

    def __init__(self, srvls):
        super().__init__(srvls, TEMPLATE)
        self.environment |= {
            "AWS_ENDPOINT_URL": self.endpoint,
            "SAM_CLI_TELEMETRY": "0",
        }

    def fill(self, lines):
        stream = {"logGroupName": GROUP, "logStreamName": "1"}
        self.call("logs", "CreateLogStream", stream)
        begin = int(time.time() * 1000) - 30 * 60 * 1000
        events = [{"timestamp": begin + number, "message": message(number)} for number in range(lines)]
        for start in range(0, lines, 1000):
            self.call("logs", "PutLogEvents", {**stream, "logEvents": events[start : start + 1000]})

    def read(self, command):
        """What the command took, and how many lines it printed."""
        taken, out = self.measured(command)
        with open(out) as file:
            return taken, sum(1 for _ in file)


def message(number):
    """A line of API Gateway's access log."""
    fields = {"requestId": f"g-{number:08}", "method": "GET", "resource": "/user/profile", "status": "200"}
    return json.dumps({**fields, "latency": str(number % 90), "errorType": "-"})


def measured(stage, tools, args):
    """By tool, what each round took."""
    taken = {tool: [] for tool in tools}
    for number in range(args.rounds):
        # Who is first alternates, as the machine may be busier at one time than at another.
        for tool in list(tools) if number % 2 else list(reversed(tools)):
            took, count = stage.read(tools[tool])
            if count < args.lines:
                raise SystemExit(f"{tool} printed {count} of {args.lines} lines")
            taken[tool].append(took)
            print(".", end="", flush=True, file=sys.stderr)
    return taken


def table(taken, lines):
    rows = [("", "first line", "to srvls", "lines/s", "to srvls", "MB", "to srvls"), ("---", *["--:"] * 6)]
    values = {tool: medians(rounds, lines) for tool, rounds in taken.items()}
    ours = next(iter(values.values()))
    for tool, (first, speed, megabytes) in values.items():
        ratios = [f"{of / to:.1f}x" for of, to in zip((first, speed, megabytes), ours, strict=True)]
        rows.append((tool, f"{first:.2f} s", ratios[0], f"{speed:,.0f}", ratios[1], f"{megabytes:.0f}", ratios[2]))
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def medians(rounds, lines):
    middle = [statistics.median(getattr(took, what) for took in rounds) for what in ("first", "seconds", "megabytes")]
    return middle[0], lines / middle[1], middle[2]


if __name__ == "__main__":
    main()
