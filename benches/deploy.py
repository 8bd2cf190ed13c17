"""One template deployed by three tools, in one run: `python3 benches/deploy.py`.

`srvls deploy`, `sam deploy` and `aws cloudformation package` + `deploy` ship the same package (`srvls package`) to the
same local emulator: first, again without a change, and with one changed function. What they leave must be the same
stack. What counts are the ratios: the seconds beside them are those of this machine, medians of all rounds.

The emulator finishes its operations at once, as AWS does not: this compares what the tools themselves add."""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import deploy_project
import deploy_stacks

HERE = Path(__file__).resolve().parent
WORKSPACE = HERE.parent
PEERS = ["aws-sam-cli==1.170.0", "awscli==1.46.3"]
STEPS = ("first deployment", "nothing changed", "one function changed")


def main():
    args = arguments()
    venv = installed()
    srvls = built()
    with tempfile.TemporaryDirectory(prefix="srvls-bench-") as folder:
        project = deploy_project.Project(Path(folder), srvls)
        try:
            seconds = measured(project, venv, args.rounds)
        finally:
            project.end()
    print(f"\n{args.rounds} rounds, {deploy_project.FUNCTIONS} functions; the three stacks were the same each time\n")
    print(table(seconds))


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3, help="stacks that each tool deploys")
    return parser.parse_args()


def installed():
    """The folder of a virtual environment with the peers, kept in the user's cache."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "srvls"
    venv = cache / ("peers-" + "-".join(pin.replace("==", "-") for pin in PEERS))
    if not venv.exists():
        print("Installing sam and aws (once, a minute or so)", file=sys.stderr)
        building = cache / f"{venv.name}.new-{os.getpid()}"
        subprocess.run([sys.executable, "-m", "venv", building], check=True)
        pip = [building / "bin/python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        # Each pins botocore its own way: two environments.
        subprocess.run([*pip, PEERS[0]], check=True)
        subprocess.run([sys.executable, "-m", "venv", building / "aws"], check=True)
        subprocess.run([building / "aws/bin/python", *pip[1:], PEERS[1]], check=True)
        building.rename(venv)
    return venv


def aws_cli(venv):
    """The AWS CLI of that folder. Its script names the Python of where it was installed, before it was moved."""
    return [venv / "aws/bin/python", venv / "aws/bin/aws"]


def built():
    subprocess.run(["cargo", "build", "--quiet", "--bin", "srvls"], cwd=WORKSPACE, check=True)
    return Path(os.environ.get("CARGO_TARGET_DIR") or WORKSPACE / "target") / "debug/srvls"


def measured(project, venv, rounds):
    """Seconds by tool and step, a list each."""
    tools = {
        "srvls": project.by_srvls,
        "sam": lambda stack, package: project.by_sam(venv / "bin/python", stack, package),
        "aws": lambda stack, package: project.by_aws(venv / "aws/bin/python", stack, package),
    }
    seconds = {tool: {step: [] for step in STEPS} for tool in tools}
    for number in range(rounds):
        # Who is first alternates, as the machine may be busier at one time than at another.
        turn = list(tools) if number % 2 else list(reversed(tools))
        for step, package in zip(STEPS, (project.before, project.before, project.after), strict=True):
            for tool in turn:
                began = time.perf_counter()
                tools[tool](f"bench-{tool}{number}", package)
                seconds[tool][step].append(time.perf_counter() - began)
                print(".", end="", flush=True, file=sys.stderr)
            deploy_stacks.compare(project.endpoint, venv, [f"bench-{tool}{number}" for tool in tools])
    return seconds


def table(seconds):
    tools = list(seconds)
    lines = [("", *tools, *(f"{tool}/srvls" for tool in tools[1:]))]
    lines.append(("---", *("--:" for _ in lines[0][1:])))
    for step in STEPS:
        medians = [statistics.median(seconds[tool][step]) for tool in tools]
        ratios = [f"{median / medians[0]:.1f}x" for median in medians[1:]]
        lines.append((step, *(f"{median:.1f} s" for median in medians), *ratios))
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


if __name__ == "__main__":
    main()
