"""A table copied into a file by several readers, in one run: `python3 benches/tables.py`.

`srvls table export`, `aws dynamodb scan`, dynein's `dy export` and a bare client that reads the same segments and keeps
nothing take turns at one table of the local emulator. The bare client shows what the emulator itself takes. What counts
are the ratios: the seconds and megabytes beside them are those of this machine, medians of all rounds.

dynein is on no package registry, so it takes part where its `dy` is on the PATH, or given with `--dynein`."""

import argparse
import json
import shutil
import statistics
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from deploy import aws_cli, built, installed
from process import Process
from two_tables import TwoTables, segment

SEGMENTS = 4
# As large as those of `srvls table export`.
PAGE = {"Limit": 1000}


def main():
    args = arguments()
    aws, srvls = aws_cli(installed()), args.binary or built()
    with Readers(srvls, aws, args.dynein) as readers:
        readers.fill(args.items)
        taken = measured(readers.all(), args.rounds, args.items)
    print(f"\n{args.items} items, {args.rounds} rounds\n")
    print(table(taken))


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--items", type=int, default=20_000, help="items of the table")
    parser.add_argument("--rounds", type=int, default=3, help="how often each reads it")
    parser.add_argument("--binary", type=Path, help="the srvls to measure, instead of a debug build")
    parser.add_argument("--dynein", type=Path, default=shutil.which("dy"), help="dynein's program, `dy`")
    return parser.parse_args()


class Readers(TwoTables):
    """Each answers what it took, and how many items it read."""

    def __init__(self, srvls, aws, dynein):
        super().__init__(srvls)
        self.aws, self.dynein = aws, dynein

    def all(self):
        readers = {"srvls": self.export, "aws": self.scan, "bare client": self.bare}
        if self.dynein:
            return {**readers, "dynein": self.dynein_export}
        print("dynein is left out: there is no `dy`", file=sys.stderr)
        return readers

    def export(self):
        out = self.emptied("export.jsonl")
        flags = ["--out", out, "--reveal", "--segments", SEGMENTS]
        taken = Process([self.srvls, "table", "export", "Things", *flags], self.environment, self.folder)
        return taken, lines(out)

    def scan(self):
        flags = ["--endpoint-url", self.endpoint, "--output", "json"]
        taken, out = self.measured([*self.aws, "dynamodb", "scan", "--table-name", self.names["Things"], *flags])
        return taken, len(json.loads(out.read_text())["Items"])

    def dynein_export(self):
        out = self.emptied("dynein.jsonl")
        flags = ["--region", "local", "--port", self.port, "--format", "jsonl", "--output-file", out]
        command = [self.dynein, "export", "--table", self.names["Things"], *flags]
        return Process(command, self.environment, self.folder), lines(out)

    def bare(self):
        """The same pages, only counted."""
        taken, out = self.measured([sys.executable, __file__, "--bare", self.endpoint, self.names["Things"]])
        return taken, int(out.read_text())

    def emptied(self, name):
        (self.folder / name).unlink(missing_ok=True)
        return self.folder / name


def lines(path):
    with open(path) as file:
        return sum(1 for _ in file)


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
    rows = [("", "seconds", "to srvls", "MB", "to srvls"), ("---", "--:", "--:", "--:", "--:")]
    ours = medians(taken["srvls"])
    for reader, rounds in taken.items():
        seconds, megabytes = medians(rounds)
        ratios = f"{seconds / ours[0]:.1f}x", f"{megabytes / ours[1]:.1f}x"
        rows.append((reader, f"{seconds:.1f}", ratios[0], f"{megabytes:.0f}", ratios[1]))
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def medians(rounds):
    return [statistics.median(getattr(took, what) for took in rounds) for what in ("seconds", "megabytes")]


def bare(endpoint, name):
    with ThreadPoolExecutor(SEGMENTS) as pool:
        counts = pool.map(lambda index: sum(1 for _ in segment(endpoint, name, index, SEGMENTS, PAGE)), range(SEGMENTS))
        print(sum(counts))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--bare"]:
        bare(*sys.argv[2:])
    else:
        main()
