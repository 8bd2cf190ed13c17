#!/usr/bin/env python3
"""What cfn-lint reports for variants of our templates: lint_all.py TEMPLATE...

Prints {TEMPLATE: {"source": [rule, ...], "expanded": [rule, ...]}}; "expanded" is null where the source has findings, as
one of the two is enough, and a template takes many seconds.
"""

import json
import logging
import sys
import tempfile
from multiprocessing import Pool
from pathlib import Path

from cfnlint.api import lint_file

from expand_sam import expand


def rules(path: Path) -> list[str]:
    return sorted(match.rule.id for match in lint_file(path))


def expanded(path: Path) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "expanded.json"
        try:
            output.write_text(json.dumps(expand(path)))
        except Exception as error:  # Whatever SAM fails on, it rejects the template.
            return [type(error).__name__]
        return rules(output)


def lint(template: str) -> tuple[str, dict]:
    path = Path(template)
    source = rules(path)
    return template, {"source": source, "expanded": None if source else expanded(path)}


if __name__ == "__main__":
    logging.disable(logging.WARNING)
    with Pool() as pool:
        json.dump(dict(pool.imap_unordered(lint, sys.argv[1:])), sys.stdout)
