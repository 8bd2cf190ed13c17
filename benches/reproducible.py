"""The same package from two folders, in one run: `python3 benches/reproducible.py`.

HEAD is cloned twice, as two machines would have it: in another folder, with another cargo home, and building in another
place. `srvls package` makes every handler for AWS in each, with cargo-zigbuild where that is in PATH, and once more in
the second after a change of what is no code. Every file of the three packages must have the same bytes.

These are two whole builds with [profile.lambda], which take long; the lines of cargo tell how far they are."""

import argparse
import hashlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from deploy import WORKSPACE, built

CARGO_HOME = Path(os.environ.get("CARGO_HOME") or Path.home() / ".cargo")
STAGE = '\n[stages.aws]\nregion = "eu-west-1"\n'


def main():
    argparse.ArgumentParser(description=__doc__.splitlines()[0]).parse_args()
    srvls = built()
    with tempfile.TemporaryDirectory(prefix="srvls-same-") as folder:
        one = clone(Path(folder, "one/srvls"))
        two = clone(Path(folder, "two/deeper/srvls"))
        packages = [
            packaged(srvls, one, CARGO_HOME, one / "target"),
            packaged(srvls, two, other_cargo_home(Path(folder, "two/cargo")), Path(folder, "two/target")),
        ]
        (two / "README.md").write_text("no code")
        packages.append(packaged(srvls, two, Path(folder, "two/cargo"), Path(folder, "two/target")))
    compare(*packages)


def clone(folder):
    subprocess.run(["git", "clone", "--quiet", WORKSPACE, folder], check=True)
    with open(folder / "srvls.toml", "a") as config:
        config.write(STAGE)
    return folder


def other_cargo_home(folder):
    """What cargo downloaded, and nothing that it unpacked: the sources have other paths than in CARGO_HOME."""
    for part in ("cache", "index"):
        shutil.copytree(CARGO_HOME / "registry" / part, folder / "registry" / part)
    return folder


def packaged(srvls, folder, cargo_home, target):
    """The SHA-256 of each file of the package, by its path."""
    environment = {**os.environ, "CARGO_HOME": str(cargo_home), "CARGO_TARGET_DIR": str(target)}
    subprocess.run(["nice", srvls, "--stage", "aws", "package"], cwd=folder, env=environment, check=True)
    dist = folder / "dist"
    files = sorted(path for path in dist.rglob("*") if path.is_file())
    return {str(path.relative_to(dist)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def compare(*packages):
    names = sorted(set().union(*packages))
    differ = [name for name in names if len({package.get(name) for package in packages}) > 1]
    if differ:
        raise SystemExit(f"{len(differ)} of {len(names)} files differ: {', '.join(differ)}")
    print(f"\nall {len(names)} files of the {len(packages)} packages have the same bytes")


if __name__ == "__main__":
    main()
