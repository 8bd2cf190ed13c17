"""What it costs to build srvls, in one run: `python3 benches/build.py`.

HEAD is cloned and built from nothing; then one command, one handler and one unit test are edited. The CPU seconds of
all processes can be compared between two runs on one machine; the seconds on the clock depend on its cores, and on
what else it does. docs/building.md has what came out, and what each profile setting is for."""

import argparse
import os
import resource
import subprocess
import tempfile
import time
from pathlib import Path

WORKSPACE = Path(__file__).resolve().parent.parent


def main():
    args = arguments()
    with tempfile.TemporaryDirectory(prefix="srvls-build-") as folder:
        checkout = Path(folder, "srvls")
        subprocess.run(["git", "clone", "--quiet", "--no-checkout", WORKSPACE, checkout], check=True)
        subprocess.run(["git", "checkout", "--quiet", "--detach", args.revision], cwd=checkout, check=True)
        costs = Costs(checkout, Path(folder, "target"))
        measure(costs)
        if args.release:
            costs.of("cargo build --release --bin srvls", "build", "--release", "--bin", "srvls")
            size = (costs.target / "release/srvls").stat().st_size
            print(f"| the installed program | | {size / 1e6:.1f} MB |")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--revision", default="HEAD", help="the commit to build")
    parser.add_argument("--release", action="store_true", help="build what `cargo install` builds, too: takes long")
    return parser.parse_args()


def measure(costs):
    print("| step | seconds | CPU seconds |\n|---|---:|---:|", flush=True)
    handlers = [f"--bin={path.stem}" for path in sorted((costs.checkout / "lambdas/src/bin").glob("*.rs"))]
    costs.of("clean build of the CLI", "build", "--workspace", "--bin", "srvls")
    costs.of("then the handlers", "build", "--workspace", *handlers)
    costs.of("then the tests", "test", "--no-run")
    costs.of("first `cargo check`", "check", "--workspace")

    costs.edit("src/commands", "Show whether the stage is deployed", "Say whether the stage is deployed")
    costs.of("edit of a command to `cargo check`", "check", "--workspace")
    costs.of("edit of a command to the program", "build", "--workspace", "--bin", "srvls")

    costs.edit("lambdas/src/profile", "ApiError::PreconditionFailed", 'ApiError::NotFound("such version")')
    costs.of("edit of a handler to all handlers", "build", "--workspace", *handlers)

    costs.edit("src/artifacts", 'assert_eq!(content, b"code")', 'assert_ne!(content, b"")')
    costs.of("edit of a unit test to its answer", "test", "--bin", "srvls", "a_zip_holds_one_executable")


class Costs:
    def __init__(self, checkout, target):
        self.checkout, self.target = checkout, target

    def of(self, step, *command):
        """Runs cargo, and prints what it took."""
        environment = {**os.environ, "CARGO_TARGET_DIR": str(self.target)}
        environment.pop("RUSTC_WRAPPER", None)
        before, started = cpu(), time.monotonic()
        command = ["cargo", command[0], "--locked", "--quiet", *command[1:]]
        subprocess.run(command, cwd=self.checkout, env=environment, stdout=subprocess.DEVNULL, check=True)
        print(f"| {step} | {time.monotonic() - started:.1f} | {cpu() - before:.1f} |", flush=True)

    def edit(self, folder, old, new):
        """Replaces a text that one file below `folder` has."""
        found = [path for path in (self.checkout / folder).rglob("*.rs") if old in path.read_text()]
        if not found:
            raise SystemExit(f"no file in {folder} has: {old}")
        found[0].write_text(found[0].read_text().replace(old, new, 1))


def cpu():
    """Of all children that have ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


if __name__ == "__main__":
    main()
