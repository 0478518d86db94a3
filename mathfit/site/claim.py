"""One run at a time on the same files.

Each run has a record in a folder of the user's, with the folders that it reads and writes, and a
lock that the system gives up with the process, however that ends. Nothing is put into a site. Runs
of other users and of other machines are not seen.
"""

from __future__ import annotations

import json
import os
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from filelock import FileLock, Timeout

from mathfit.errors import MathfitError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_BEGINNING = 20.0
"""Seconds to wait for other runs that begin at the same moment."""


class BusyError(MathfitError):
    """Another run is at work on the same files: nothing was done."""


@contextmanager
def claim(reads: Sequence[Path], writes: Sequence[Path], folder: Path) -> Iterator[bool]:
    """Have files and folders to oneself while the block runs.

    No other run may write what is read here, nor read or write what is written here; a folder
    stands for all that lies in it. `folder` keeps the records. Yields False where that folder
    cannot be used, and nothing is claimed then. Raises BusyError where another run has a claim.
    """
    mine = {
        "process": os.getpid(),
        "reads": [str(path.resolve()) for path in reads],
        "writes": [str(path.resolve()) for path in writes],
    }
    record = folder / f"{os.urandom(8).hex()}.json"
    lock = FileLock(record.with_suffix(".lock"))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / "begin.lock", timeout=_BEGINNING):
            for other in _running(folder):
                if path := _conflict(mine, other):
                    raise BusyError(
                        f"another mathfit (process {other['process']}) is at work on {path}: run "
                        "this again when that has ended"
                    )
            lock.acquire()
            record.write_text(json.dumps(mine), encoding="utf-8")
    except (OSError, Timeout):
        yield False
        return
    try:
        yield True
    finally:
        record.unlink(missing_ok=True)
        lock.release()
        _drop(record)


def _running(folder: Path) -> Iterator[dict[str, Any]]:
    """Yield the records of the runs that have not ended, and delete all others."""
    for record in sorted(folder.glob("*.json")):
        lock = FileLock(record.with_suffix(".lock"), timeout=0)
        try:
            lock.acquire()
        except Timeout:
            with suppress(OSError, ValueError):  # it has ended since
                yield json.loads(record.read_text(encoding="utf-8"))
            continue
        lock.release()
        _drop(record)


def _drop(record: Path) -> None:
    for file in (record, record.with_suffix(".lock")):
        with suppress(OSError):
            file.unlink(missing_ok=True)


def _conflict(mine: dict[str, Any], other: dict[str, Any]) -> str | None:
    """Return the file or folder that two runs must not have at the same time; None for none."""
    pairs = [(one, two) for one in mine["writes"] for two in other["writes"] + other["reads"]]
    pairs += [(one, two) for one in mine["reads"] for two in other["writes"]]
    return next((two for one, two in pairs if _overlap(Path(one), Path(two))), None)


def _overlap(one: Path, other: Path) -> bool:
    return one.is_relative_to(other) or other.is_relative_to(one)
