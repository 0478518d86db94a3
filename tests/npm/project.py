"""A project with real tools from npm, in build/, that has the packed package installed."""

from __future__ import annotations

import fcntl
import hashlib
import shutil
import subprocess
from pathlib import Path

from tests.archives import unpack

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
BUILD = HERE / "build"
PACKAGE = ROOT / "npm"
LOCKED = ("package.json", "package-lock.json", ".npmrc")
PACKED = [PACKAGE, ROOT / "assets" / "dist", ROOT / "LICENSE"]


class LeftOutError(Exception):
    """The registry cannot be had here; the message says why."""


def run(*command: str | Path, cwd: Path) -> str:
    """Run a command to its end and return what it writes, both streams; a failure is an error."""
    done = subprocess.run(
        list(map(str, command)),
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


def _digest(paths: list[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            made = file.is_relative_to(PACKAGE) and {"dist", "LICENSE"} & set(file.parts)
            if file.is_file() and not made:
                digest.update(str(file.relative_to(ROOT)).encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def _is_current(stamp: Path, digest: str) -> bool:
    return stamp.is_file() and stamp.read_text(encoding="utf-8") == digest


def _get_tools() -> None:
    """Install what package-lock.json names, once."""
    stamp, digest = BUILD / ".stamp", _digest([HERE / name for name in LOCKED])
    if _is_current(stamp, digest):
        return
    for name in LOCKED:
        shutil.copy(HERE / name, BUILD / name)
    try:
        run("npm", "ci", "--ignore-scripts", cwd=BUILD)
    except AssertionError as error:
        raise LeftOutError(str(error)[-300:]) from error
    stamp.write_text(digest, encoding="utf-8")


def packed() -> Path:
    """Return what `npm pack` makes of the package as it is now."""
    BUILD.mkdir(exist_ok=True)
    with (BUILD / ".lock").open("w") as lock:
        # Tests run in several processes at once, and there is one folder to pack.
        fcntl.flock(lock, fcntl.LOCK_EX)
        return _pack()


def _pack() -> Path:
    stamp, digest = BUILD / ".packed", _digest(PACKED)
    if not _is_current(stamp, digest):
        for old in BUILD.glob("mathfit-*.tgz"):
            old.unlink()
        run("npm", "pack", "--pack-destination", BUILD, cwd=PACKAGE)
        stamp.write_text(digest, encoding="utf-8")
    return next(BUILD.glob("mathfit-*.tgz"))


def project() -> Path:
    """Return the project's folder. Raises LeftOutError where the tools cannot be had."""
    BUILD.mkdir(exist_ok=True)
    with (BUILD / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        _get_tools()
        installed = BUILD / "node_modules" / "mathfit"
        archive = _pack()
        stamp, digest = BUILD / ".installed", _digest(PACKED)
        if not _is_current(stamp, digest) or not installed.is_dir():
            shutil.rmtree(installed, ignore_errors=True)
            unpack(archive, installed)
            for file in (installed / "package").iterdir():
                file.rename(installed / file.name)
            (installed / "package").rmdir()
            stamp.write_text(digest, encoding="utf-8")
    return BUILD
