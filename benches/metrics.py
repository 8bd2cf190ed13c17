"""The metrics of a stage read by srvls and by the AWS CLI, in one run: `python3 benches/metrics.py`.

`srvls metrics` and `srvls metrics show` take turns with `aws cloudwatch get-metric-data` at the local emulator, each
into a file: how soon the first of the answer comes, how long all of it takes, and what memory. Both get the same points
of the same series. For the overview, srvls also finds out which series there are, and reads those of yesterday and of
last week and the alarms; the CLI is given its queries. What counts are the ratios: the numbers beside them are those of
this machine, medians of all rounds. Measure a release build by `--binary`: a debug build is the default, and no fair
peer."""

import argparse
import csv
import datetime
import json
import statistics
import sys
import time
from pathlib import Path

from deploy import aws_cli, built, installed
from stage import Stage

# By name, CloudWatch's name and the statistic that srvls asks for.
METRICS = {
    "depth": ("ApproximateNumberOfMessagesVisible", "Maximum"),
    "age": ("ApproximateAgeOfOldestMessage", "Maximum"),
}
# The time of the overview and of one metric, and how long the emulator's queues have had messages.
OVERVIEW, CHART, FILLED = (datetime.timedelta(hours=hours) for hours in (1, 24, 25))
# More data do not fit into a call.
BATCH = 1000


def main():
    args = arguments()
    venv, srvls = installed(), args.binary or built()
    with Queues(srvls, args.queues) as stage:
        stage.fill()
        jobs = {
            f"{len(METRICS) * args.queues} series of an hour": (
                [srvls, "metrics", "--since", "1h", "-o", "csv"],
                stage.queries(OVERVIEW, stage.names),
            ),
            "one series of a day": (
                [srvls, "metrics", "show", "Q0.depth", "--since", "24h", "--period", "1m", "-o", "csv"],
                stage.queries(CHART, stage.names[:1], ["depth"]),
            ),
        }
        taken = {job: measured(stage, venv, *commands, args.rounds) for job, commands in jobs.items()}
    print(f"\n{args.queues} queues, {args.rounds} rounds\n")
    print(table(taken))


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--queues", type=int, default=50, help="queues of the stage, with two metrics each")
    parser.add_argument("--rounds", type=int, default=5, help="how often each reads them")
    parser.add_argument("--binary", type=Path, help="the srvls to measure, instead of a debug build")
    return parser.parse_args()


class Queues(Stage):
    """An emulator with queues that had messages all day."""

    def __init__(self, srvls, count):
        queues = [f"  Q{number}Queue: {{Type: AWS::SQS::Queue}}\n" for number in range(count)]
        names = [f"  Q{number}: {{Value: !GetAtt Q{number}Queue.QueueName}}\n" for number in range(count)]
        super().__init__(srvls, f"Resources:\n{''.join(queues)}Outputs:\n{''.join(names)}")
        self.environment["AWS_ENDPOINT_URL"] = self.endpoint
        self.count = count

    def __enter__(self):
        super().__enter__()
        outputs = json.loads(self.run("outputs", "-o", "json"))
        self.names = [outputs[f"Q{number}"] for number in range(self.count)]
        return self

    def fill(self):
        """A value for each minute: of a day for the first queue, of somewhat more than an hour for the others."""
        now = int(time.time()) // 60 * 60
        for number, name in enumerate(self.names):
            minutes = range(int((OVERVIEW * 2 if number else FILLED).total_seconds()) // 60)
            for metric, _ in METRICS.values():
                about = {"MetricName": metric, "Dimensions": [{"Name": "QueueName", "Value": name}]}
                data = [{**about, "Timestamp": now - 60 * minute, "Value": minute % 90} for minute in minutes]
                for start in range(0, len(data), BATCH):
                    batch = {"Namespace": "AWS/SQS", "MetricData": data[start : start + BATCH]}
                    self.call("monitoring", "PutMetricData", batch)

    def queries(self, span, names, metrics=METRICS):
        """The file with the queries of the CLI for these queues, and their time."""
        numbered = list(enumerate(names))
        queries = [query(f"q{number}_{metric}", name, metric) for number, name in numbered for metric in metrics]
        path = self.folder / f"queries-{len(queries)}.json"
        path.write_text(json.dumps(queries))
        return path, span

    def read(self, command):
        """What the command took, and what it printed."""
        taken, out = self.measured(command)
        return taken, out.read_text()


def query(name, queue, metric):
    metric, stat = METRICS[metric]
    about = {"Namespace": "AWS/SQS", "MetricName": metric, "Dimensions": [{"Name": "QueueName", "Value": queue}]}
    return {"Id": name, "MetricStat": {"Metric": about, "Period": 60, "Stat": stat}}


def by_cli(venv, queries, span):
    """Of whole minutes, as srvls asks for them."""
    now = datetime.datetime.now(datetime.UTC).replace(second=0, microsecond=0)
    return [
        *(*aws_cli(venv), "cloudwatch", "get-metric-data", "--output", "json"),
        *("--start-time", (now - span).isoformat(), "--end-time", now.isoformat()),
        *("--metric-data-queries", f"file://{queries}"),
    ]


def points_of_srvls(text):
    """A gap has no value."""
    return sum(1 for row in csv.DictReader(text.splitlines()) if row["v"])


def points_of_cli(text):
    return sum(len(series["Values"]) for series in json.loads(text)["MetricDataResults"])


def measured(stage, venv, ours, theirs, rounds):
    """By tool, what each round took."""
    taken = {"srvls": [], "aws": []}
    for number in range(rounds):
        points = {}
        # Who is first alternates, as the machine may be busier at one time than at another.
        for tool in ("srvls", "aws") if number % 2 else ("aws", "srvls"):
            command = ours if tool == "srvls" else by_cli(venv, *theirs)
            took, text = stage.read(command)
            points[tool] = points_of_srvls(text) if tool == "srvls" else points_of_cli(text)
            taken[tool].append(took)
            print(".", end="", flush=True, file=sys.stderr)
        # Between the two, a minute may have begun; each series has one point more or less then.
        if not points["aws"] or abs(points["srvls"] - points["aws"]) > len(json.loads(theirs[0].read_text())):
            raise SystemExit(f"not the same points: {points}")
    return taken


def table(taken):
    heads = [("first output", "first", "s", 2), ("all", "seconds", "s", 2), ("memory", "megabytes", "MB", 0)]
    rows = [("", *(cell for head, *_ in heads for cell in (f"srvls, {head}", "aws", "ratio"))), ("---", *["--:"] * 9)]
    for job, tools in taken.items():
        cells = []
        for _, what, unit, digits in heads:
            ours, theirs = (statistics.median(getattr(took, what) for took in tools[tool]) for tool in ("srvls", "aws"))
            cells += [f"{ours:.{digits}f} {unit}", f"{theirs:.{digits}f} {unit}", f"{theirs / ours:.1f}x"]
        rows.append((job, *cells))
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


if __name__ == "__main__":
    main()
