"""A table and a user pool copied elsewhere although every copy is killed twice: `python3 benches/copies.py`.

Each export and each import is killed after a third and after two thirds of its work, and run again. The copy has to be
equal item by item, and user by user, with nothing lost and nothing doubled. Users move through a proxy that refuses one
request to Cognito of nine, and loses the answer about one user of twenty who are created. A tenth of that is copied
without a kill before, which shows whether memory grows with the size."""

import argparse
import json
from pathlib import Path

from deploy import built
from overloaded import Overloaded
from process import Process
from two_pools import TwoPools
from two_tables import TwoTables

# Thirds of the work.
KILLED_AFTER = (1, 2)


def main():
    args = arguments()
    srvls = args.binary or built()
    rows = []
    for what, count, copy in (("items", args.items, copied_table), ("users", args.users, copied_pool)):
        for size in (count // 10, count):
            if size:
                rows.extend(copy(srvls, size, KILLED_AFTER if size == count else ()))
        if count:
            print(f"{count} {what}: equal, nothing lost, nothing doubled", flush=True)
    print("\n" + table(rows))


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--items", type=int, default=100_000, help="items of the table; 0 leaves it out")
    parser.add_argument("--users", type=int, default=10_000, help="users of the pool; 0 leaves it out")
    parser.add_argument("--binary", type=Path, help="the srvls to measure, instead of a debug build")
    return parser.parse_args()


class Row:
    """The runs of one copy."""

    def __init__(self, what, runs, report):
        self.what, self.report = what, report
        self.kills = sum(run.killed for run in runs)
        self.megabytes = max(run.megabytes for run in runs)
        self.seconds = sum(run.seconds for run in runs)


def copied_table(srvls, items, kills):
    with TwoTables(srvls) as stage:
        stage.fill(items)
        # One segment: for each page, the emulator sorts the whole table, and four such pages at once take it too long.
        export = ["table", "export", "Things", "--out", "things.jsonl", "--reveal", "--segments", "1"]
        exported = survived(stage, export, "things.jsonl.state.json", lambda state: state["rows"], items, kills)
        check(exported.report["items"] == items, exported.report)
        # In batches: the emulator takes half an hour for as many single writes.
        imports = ["table", "import", "Copies", "things.jsonl", "--on-conflict", "overwrite", "--yes"]
        state = f"things.jsonl.into-{stage.names['Copies']}.state.json"
        imported = survived(stage, imports, state, lambda state: state["counts"]["rows"], items, kills)
        check((imported.report["rows"], imported.report["rejected"]) == (items, 0), imported.report)
        stage.compare(items)
    return named(f"{items} items", exported, imported)


def copied_pool(srvls, users, kills):
    with TwoPools(srvls) as stage, Overloaded(stage.port) as proxy:
        stage.fill(users)
        # Cognito's own rate would take 20 minutes, and the emulator has none.
        fast = ["--rate", "1000"]
        export = ["user", "export", "--all", "--out", "users.jsonl", "--endpoint-url", proxy.endpoint, *fast]
        exported = survived(stage, export, "users.jsonl.state.json", lambda state: state["rows"], users, kills)
        check(exported.report["users"] == users, exported.report)
        imports = ["user", "import", "users.jsonl", "--yes", *stage.elsewhere(proxy.endpoint), *fast]
        state = f"users.jsonl.into-{stage.to_pool}.state.json"
        imported = survived(stage, imports, state, lambda state: state["counts"]["counts"]["rows"], users, kills)
        check(imported.report["rejected"] == 0, imported.report)
        stage.compare(users)
        check(proxy.throttled > users // 10 and proxy.lost >= users // 40, (proxy.throttled, proxy.lost))
        print(f"{users} users: {proxy.throttled} requests refused, {proxy.lost} answers lost", flush=True)
    return named(f"{users} users", exported, imported)


def survived(stage, arguments, state, rows, count, kills):
    """What all runs of a copy took that is killed after these thirds of its work, and its report."""
    state, out = stage.folder / state, stage.folder / "report.json"
    command = [stage.srvls, *arguments, "-o", "json"]

    def past(part):
        return lambda: rows_of(state, rows) > count * part // 3

    runs = [Process(command, stage.environment, stage.folder, until=past(part)) for part in kills]
    with open(out, "w") as file:
        runs.append(Process(command, stage.environment, stage.folder, file))
    for run in runs[1:]:
        check("going on after the " in run.stderr, run.stderr)
    check(not state.exists(), f"{state.name} stays")
    return Row("", runs, json.loads(out.read_text()))


def rows_of(state, rows):
    try:
        return rows(json.loads(state.read_text()))
    except (OSError, ValueError):
        # There is none yet, or none any more.
        return 0


def named(what, exported, imported):
    exported.what, imported.what = f"{what}, exported", f"{what}, imported"
    return [exported, imported]


def check(is_so, otherwise):
    if not is_so:
        raise SystemExit(f"not as it should be: {otherwise}")


def table(rows):
    lines = [("", "kills", "MB at most", "seconds"), ("---", "--:", "--:", "--:")]
    lines.extend((row.what, str(row.kills), f"{row.megabytes:.0f}", f"{row.seconds:.0f}") for row in rows)
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


if __name__ == "__main__":
    main()
