#!/usr/bin/env python3
"""Says of every patch of the local emulator what it is for, and which test fails without it.

The table of patches and tests is tests/emulator_patches.csv; docs/emulator-patches.md is made of it and of the patches'
docstrings. Run `record` with the Python of the emulator's environment (src/local/emulator/requirements.txt), or name it
with --python. The other commands need nothing but Python 3.10.
"""

import argparse
import ast
import csv
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
EMULATOR = ROOT / "src/local/emulator"
TABLE = ROOT / "tests/emulator_patches.csv"
PAGE = ROOT / "docs/emulator-patches.md"
FORM = re.compile(r"AWS (.+) \[(https://docs\.aws\.amazon\.com/[^\s\]]+)\]; ministack (.+)\.")
PIPE = r"\|"
FAILED = re.compile(r"^(?:FAIL|ERROR): (\w+) \(([\w.]+)\)", re.MULTILINE)
INTRODUCTION = """\
# The patches of the local emulator

<!-- Made by `python3 tests/tools/emulator_patches.py page`: change the patches' docstrings instead. -->

The local stage runs on [ministack](https://pypi.org/project/ministack/), at the version that
`src/local/emulator/requirements.txt` pins. Where ministack differs from AWS, a patch in `src/local/emulator/patches/`
changes it, so that templates, handlers and commands meet on the local stage what they meet on AWS.

Every patch has a test that fails without it. For tests, `SRVLS_EMULATOR_WITHOUT=name,name` in the environment of
`srvls local up`, or of the tests in `src/local/emulator/tests`, leaves patches out.

    tests/tools/emulator_patches.py record           # leave out each patch in turn, and note which test fails
    tests/tools/emulator_patches.py record NAME...   # only these, after a change to them or to their tests
    tests/tools/emulator_patches.py verify NAME...   # the same, without changing the table
    tests/tools/emulator_patches.py page             # make this page

A new patch is a function with `@patch` in the folder of its service. Add its module to `MODULES` in
`patches/__init__.py` and to `FILES` in `src/local/emulator.rs`, its test to `src/local/emulator/tests`, and record it.

"""


@dataclass(frozen=True)
class Patch:
    name: str
    service: str
    docstring: str

    def explanation(self) -> re.Match | None:
        """What AWS does, its page, and what ministack does."""
        return FORM.fullmatch(" ".join(self.docstring.split("\n\n")[0].split()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    commands.add_parser("check", help="check that every patch is explained, has a test, and is on the page")
    commands.add_parser("page", help="write docs/emulator-patches.md")
    verify = commands.add_parser("verify", help="check that the recorded tests fail without their patches")
    record = commands.add_parser("record", help="find the test that fails without a patch, and write the table")
    for command in (verify, record):
        command.add_argument("patch", nargs="*", help="only these patches; otherwise all")
        command.add_argument("--python", default=sys.executable, help="the Python of the emulator's environment")
    arguments = parser.parse_args()
    if arguments.command == "page":
        PAGE.write_text(page())
    elif arguments.command == "check":
        end_with(problems())
    else:
        known = {patch.name for patch in patches()}
        end_with([f"{name}: no such patch" for name in arguments.patch if name not in known])
        run = unnoticed if arguments.command == "verify" else record_failures
        end_with(run(arguments.patch or sorted(known), arguments.python))


def end_with(complaints: list[str]) -> None:
    """End as failed, if there is a complaint."""
    if complaints:
        sys.exit("\n".join(complaints))


def patches() -> list[Patch]:
    """Every patch that the launcher applies, in the order of services."""
    settings = constants(EMULATOR / "patches/__init__.py")
    found = []
    for module in sorted(settings["MODULES"]):
        folder, name = module.split(".")
        found += patches_in(EMULATOR / "patches" / folder / f"{name}.py", settings["SERVICES"][folder])
    return sorted(found, key=lambda patch: patch.service)


def patches_in(path: Path, service: str) -> list[Patch]:
    functions = (node for node in ast.parse(path.read_text()).body if isinstance(node, ast.FunctionDef))
    return [
        Patch(node.name, service, ast.get_docstring(node) or "")
        for node in functions
        if any(isinstance(decorator, ast.Name) and decorator.id == "patch" for decorator in node.decorator_list)
    ]


def constants(path: Path) -> dict:
    """The constants of a module that cannot be imported without ministack."""
    assignments = (node for node in ast.parse(path.read_text()).body if isinstance(node, ast.Assign))
    return {node.targets[0].id: ast.literal_eval(node.value) for node in assignments}


def tests() -> set[str]:
    """The name of every test, as unittest takes it."""
    return {
        f"tests.{path.stem}.{group.name}.{test.name}"
        for path in (EMULATOR / "tests").glob("test_*.py")
        for group in ast.parse(path.read_text()).body
        if isinstance(group, ast.ClassDef)
        for test in group.body
        if isinstance(test, ast.FunctionDef) and test.name.startswith("test_")
    }


def table() -> dict[str, str]:
    """The test that fails without a patch, by the name of the patch."""
    with TABLE.open(newline="") as file:
        return {row["patch"]: row["test"] for row in csv.DictReader(file)}


def problems() -> list[str]:
    """What is missing or stale."""
    recorded, known, there = table(), {patch.name for patch in patches()}, tests()
    listed = {module.replace(".", "/") for module in constants(EMULATOR / "patches/__init__.py")["MODULES"]}
    unlisted = [
        path.relative_to(EMULATOR)
        for path in sorted((EMULATOR / "patches").rglob("*.py"))
        if patches_in(path, "") and str(path.relative_to(EMULATOR / "patches").with_suffix("")) not in listed
    ]
    return [
        *(f"{path}: not in MODULES, so its patches are never applied" for path in unlisted),
        *(
            f"{patch.name}: its docstring is not of the form {FORM.pattern}"
            for patch in patches()
            if not patch.explanation()
        ),
        *(f"{name}: not in {TABLE.name}: run `record {name}`" for name in sorted(known - recorded.keys())),
        *(f"{name}: in {TABLE.name}, but there is no such patch" for name in sorted(recorded.keys() - known)),
        *(f"{name}: there is no test {test}" for name, test in recorded.items() if test not in there),
        *([f"{PAGE.name} is not what `page` makes"] if not PAGE.exists() or PAGE.read_text() != page() else []),
    ]


def page() -> str:
    recorded = table()
    rows = ["| Service | Patch | AWS | ministack | Test that fails without it |", "|---|---|---|---|---|"]
    for patch in patches():
        aws, link, ministack = patch.explanation().groups() if patch.explanation() else ("?", "", "?")
        test = recorded.get(patch.name, "?").removeprefix("tests.")
        cells = (patch.service, f"`{patch.name}`", f"{aws} ([AWS]({link}))", ministack, f"`{test}`")
        rows.append(f"| {' | '.join(cell.replace('|', PIPE) for cell in cells)} |")
    return INTRODUCTION + "\n".join(rows) + "\n"


def failures(without: str, names: list[str], python: str) -> list[str]:
    """Those of the tests (all, if none is named) that fail when the patch is left out."""
    run = subprocess.run(
        [python, "-m", "unittest", *names],
        cwd=EMULATOR,
        env={**os.environ, "SRVLS_EMULATOR_WITHOUT": without},
        capture_output=True,
        text=True,
    )
    # Python 3.10 gives the class in brackets, later ones the method too.
    failed = {place if place.endswith(f".{name}") else f"{place}.{name}" for name, place in FAILED.findall(run.stderr)}
    # When a class cannot be set up, none of its tests passes.
    found = [test for test in sorted(tests()) if failed & {test, f"{test.rpartition('.')[0]}.setUpClass"}]
    if run.returncode and not found:
        sys.exit(f"the tests did not run:\n{run.stderr}")
    return [test for test in found if test in names] if names else found


def unnoticed(names: list[str], python: str) -> list[str]:
    """The patches whose recorded test does not fail without them."""
    recorded, passed = table(), []
    for name in names:
        failed = name in recorded and failures(name, [recorded[name]], python)
        print(f"{name}: {'fails' if failed else 'PASSES'} without it", flush=True)
        if not failed:
            passed.append(f"{name}: {recorded.get(name, 'no test')} passes without it")
    return passed


def record_failures(names: list[str], python: str) -> list[str]:
    """Write into the table which test fails without each patch; the patches that no test misses."""
    recorded, there, missed = table(), tests(), []
    broken = failures("", [], python)
    if broken:
        return [f"{test}: fails with every patch" for test in broken]
    for name in names:
        likely = [recorded[name]] if recorded.get(name) in there else []
        # Of all tests, the one that says the most is a matter of judgement: change the table, and record again.
        failed = (likely and failures(name, likely, python)) or failures(name, [], python)
        print(f"{name}: {failed[0] if failed else 'no test fails'}", flush=True)
        recorded.pop(name, None)
        if failed:
            recorded[name] = failed[0]
        else:
            missed.append(f"{name}: no test fails without it")
        write(recorded)
    PAGE.write_text(page())
    return missed


def write(recorded: dict[str, str]) -> None:
    with TABLE.open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("patch", "test"))
        writer.writerows(sorted(recorded.items()))


if __name__ == "__main__":
    main()
