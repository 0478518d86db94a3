"""Results of earlier runs, a file each: good until something changes that they depend on.

A result ends some time after it was made, used or not. What changes unseen, as the machine's fonts
do, would otherwise never come into one that is asked for every day.
"""

from __future__ import annotations

import json
import os
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from mathfit.browser.digest import Dependencies

if TYPE_CHECKING:
    from pathlib import Path

    from mathfit.browser.network import Network

KEPT_DAYS = 90
"""Days for which a result is good."""
_GOOD_FOR = KEPT_DAYS * 86400


@dataclass(frozen=True, slots=True)
class Entry:
    """A result that still holds."""

    result: Any
    """The result, as JSON has it."""
    depends: Dependencies
    """What it depends on."""
    until: float
    """When it is good no more, in seconds since the epoch."""


class Kept:
    """The results in a folder, which many may share.

    Where the folder cannot be used, every call does as if nothing were kept.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, key: str, network: Network) -> Any:
        """Return a result as JSON has it, if all that it depends on is as it was; else None."""
        found = self.find(key, network)
        return found.result if found else None

    def find(self, key: str, network: Network) -> Entry | None:
        """Return the same with what it depends on, and until when it is good."""
        file = self._file(key)
        with suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
            made = file.stat().st_mtime
            if made < _oldest():
                return None
            entry = json.loads(file.read_text(encoding="utf-8"))
            depends = Dependencies(**entry["depends"])
            if depends.hold(network.site, network.packages):
                return Entry(entry["result"], depends, made + _GOOD_FOR)
        return None

    def put(self, key: str, depends: Dependencies | None, result: Any) -> Entry | None:
        """Keep a result; one of which nobody knows what it depends on is not kept: then None."""
        if depends is None:
            return None
        file = self._file(key)
        part = file.with_suffix(f".{os.getpid()}")
        with suppress(OSError):
            file.parent.mkdir(parents=True, exist_ok=True)
            entry = {"depends": asdict(depends), "result": result}
            part.write_text(json.dumps(entry, ensure_ascii=False), encoding="utf-8")
            part.replace(file)
        return Entry(result, depends, time.time() + _GOOD_FOR)

    def prune(self) -> None:
        """Throw away what is good no more."""
        with suppress(OSError):
            for file in self._folder.iterdir():  # also what a killed run has left half-written
                if file.stat().st_mtime < _oldest():
                    file.unlink()

    def _file(self, key: str) -> Path:
        return self._folder / f"{key}.json"


def _oldest() -> float:
    return time.time() - _GOOD_FOR
