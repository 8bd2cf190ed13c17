"""Our handlers beside Python's, in one run: `python3 benches/handlers.py`.

`get_profile` and a Python handler for the same operation (boto3 on AWS's runtime client, `peer/`) run in turn under
AWS's runtime interface emulator and ask the same DynamoDB, which answers at once; the authorizer's look at a token runs
in turn with PyJWT's. What counts are the ratios: the numbers beside them are those of this machine, medians of all
rounds."""

import argparse
import contextlib
import os
import statistics
import subprocess
import sys
from pathlib import Path

import tools
from emulation import Emulation
from report import Row, table
from tokens import ours_and_theirs

MIB = 1024


def main():
    args = arguments()
    folder, executables = tools.installed(), tools.built()
    bootstrap = executables["get_profile"]
    with dynamodb() as port:
        peers = {
            "rust": ([bootstrap], bootstrap.parent, environment(port)),
            "python": (
                [folder / "venv/bin/python", "-m", "awslambdaric", "get_profile.lambda_handler"],
                folder / "peer",
                environment(port),
            ),
        }
        rounds = [measure(folder / "emulator", peers, args.events, number) for number in range(args.rounds)]
    tokens = ours_and_theirs(executables["verify_token"], folder / "venv/bin/python", args.rounds)
    ours, theirs = (medians([each[peer] for each in rounds]) for peer in ("rust", "python"))
    packages = package_sizes(bootstrap, folder / "peer")
    rows = [Row(what, unit, ours[what], theirs[what]) for what, unit in MEASURES.items()]
    rows.append(Row("package, zipped", "MiB", *packages))
    rows.extend(Row(what, "µs", *pair) for what, pair in tokens.items())
    print(f"\n{args.rounds} rounds of {args.events} events, Python {sys.version.split()[0]}\n")
    print(table(rows))


MEASURES = {
    "start to first answer": "ms",
    "of that, init": "ms",
    "warm event, p50": "ms",
    "warm event, p99": "ms",
    "resident memory": "MiB",
    "proportional memory": "MiB",
}


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=15, help="cold starts of each handler")
    parser.add_argument("--events", type=int, default=300, help="events that each of them answers")
    return parser.parse_args()


def measure(emulator, peers, events, number):
    """One start of each; who is first alternates, as the machine may be busier at one time than at another."""
    turn = list(peers) if number % 2 else list(reversed(peers))
    print(".", end="", flush=True, file=sys.stderr)
    return {peer: start(emulator, *peers[peer], events) for peer in turn}


def start(emulator, command, cwd, variables, events):
    emulation = Emulation(emulator, command, cwd, variables)
    try:
        cold = emulation.invoke()
        for _ in range(events - 1):
            emulation.invoke()
        memory = emulation.memory()
        warm = statistics.quantiles(emulation.invocations_ms()[1:], n=100)
        figures = (cold, emulation.init_ms(), warm[49], warm[98], memory["Rss"] / MIB, memory["Pss"] / MIB)
        return dict(zip(MEASURES, figures, strict=True))
    finally:
        emulation.end()


def medians(rounds):
    return {what: statistics.median(each[what] for each in rounds) for what in MEASURES}


def environment(port):
    """What Lambda and the template would set, and nothing of this machine's."""
    return {
        "PATH": os.environ["PATH"],
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_REGION": "us-east-1",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
        "ALLOWED_ORIGIN": "https://app.example.com",
        "CALLER_ADDRESS": "truncated",
        "EDGE_ENABLED": "true",
        "RATE_LIMITS_TABLE": "limits",
        "USER_POOL_ID": "us-east-1_benchmark",
        "USER_PROFILES_TABLE": "profiles",
        "USER_RATE_LIMIT": "1000000",
        "USER_BYTE_LIMIT": "1000000000",
    }


@contextlib.contextmanager
def dynamodb():
    command = [sys.executable, tools.HERE / "dynamodb.py"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield int(process.stdout.readline())
        process.stdin.close()


def package_sizes(bootstrap, peer):
    """In MiB. Lambda's Python runtime brings a boto3, too; AWS advises to pin and ship one's own."""
    theirs = [path for path in Path(peer).rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    sizes = tools.zipped_size(bootstrap.parent, [bootstrap]), tools.zipped_size(peer, theirs)
    return [size / MIB**2 for size in sizes]


if __name__ == "__main__":
    main()
