"""What an earlier run found, page by page: good until something changes that the page depends on.

Not the changes that git tells of: a built site is seldom in git, and a page also changes when its
theme's stylesheet, the engine, the browser or mathfit does. So a page's entry names each file that
it was seen to load, by its content, and each that it asked for in vain.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mathfit import __version__
from mathfit.engines import match_address
from mathfit.verify.formats import as_json
from mathfit.verify.results import PageResult, Run

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mathfit.browser.network import Network, Traffic
    from mathfit.verify.visit import VisitOptions

KEPT_DAYS = 90
"""What no run asked for in so many days is thrown away."""


@dataclass(frozen=True, slots=True)
class Cache:
    """The entries of one site, browser and set of options, in a folder that many may share."""

    folder: Path
    network: Network
    options: VisitOptions
    browser: str

    def get(self, page: str) -> PageResult | None:
        """Return what is known of a page, if all that it depends on is as it was."""
        file = self._file(page)
        try:
            entry = json.loads(file.read_text(encoding="utf-8"))
            if not self._holds(entry):
                return None
            result = as_json.from_data(entry["run"]).pages[0]
        except (OSError, ValueError, KeyError, IndexError, TypeError):
            return None
        with suppress(OSError):
            os.utime(file)
        return result

    def put(self, result: PageResult, traffic: Traffic) -> None:
        """Keep what was found on a page. What did not finish is tried again the next time."""
        if any(fault.kind == "unfinished" for fault in result.faults):
            return
        if any(not _never_changes(url) for url in traffic.network):
            return
        root = self.network.site.root.resolve()
        entry = {
            "files": {
                file.relative_to(root).as_posix(): digest(file) for file in sorted(traffic.files)
            },
            "missing": sorted(traffic.missing_files),
            "packages": traffic.packages,
            "pictures": self._pictures(result),
            "run": as_json.to_data(Run("", self.options.widths, (result,))),
        }
        with suppress(OSError):
            file = self._file(result.page)
            file.parent.mkdir(parents=True, exist_ok=True)
            part = file.with_suffix(f".{os.getpid()}")
            part.write_text(json.dumps(entry, ensure_ascii=False), encoding="utf-8")
            part.replace(file)

    def prune(self) -> None:
        """Throw away what has not been asked for in a long time."""
        oldest = time.time() - KEPT_DAYS * 86400
        with suppress(OSError):
            for file in self.folder.glob("*.json"):
                if file.stat().st_mtime < oldest:
                    file.unlink()

    def _file(self, page: str) -> Path:
        options = replace(self.options, pictures=None, looks=None, timeout=0)
        network = self.network
        parts = (
            page,
            __version__,
            _own_digest(),
            self.browser,
            repr(replace(options, ignored=frozenset())),
            sorted(self.options.ignored),
            self.options.pictures is not None,
            sorted(network.allowed_hosts),
            network.packages is not None,
        )
        name = hashlib.sha256(repr(parts).encode()).hexdigest()[:40]
        return self.folder / f"{name}.json"

    def _holds(self, entry: dict[str, Any]) -> bool:
        site, packages = self.network.site, self.network.packages
        if any(digest(site.root / name) != known for name, known in entry["files"].items()):
            return False
        if any(site.file(url) is not None for url in entry["missing"]):
            return False
        for asked, version in entry["packages"].items():
            name, _, wanted = asked.rpartition("@")
            package = packages.choose(name, wanted or None) if packages else None
            if package is None or package.version != version:
                return False
        report = self.options.pictures
        return report is None or all(
            digest(report / file) == known for file, known in entry["pictures"].items()
        )

    def _pictures(self, result: PageResult) -> dict[str, str]:
        report = self.options.pictures
        return {str(one.file): digest(report / one.file) for one in result.pictures if report}


def digest(file: Path) -> str:
    """Return the SHA-256 of a file's content, in hex; of nothing where it cannot be read."""
    try:
        status = file.stat()
        return _digest(file, status.st_mtime_ns, status.st_size)
    except OSError:
        return ""


@cache
def _digest(file: Path, _modified: int, _size: int) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


@cache
def _own_digest() -> str:
    """Return a digest of everything that judges: another check may find what this one did not."""
    whole = hashlib.sha256()
    for source in _sources(Path(str(files("mathfit.verify")))):
        whole.update(source.read_bytes())
    return whole.hexdigest()


def _sources(folder: Path) -> Iterable[Path]:
    return sorted([*folder.rglob("*.py"), *folder.rglob("*.js")])


def _never_changes(url: str) -> bool:
    """Tell whether an address names one version of an engine, which no one replaces."""
    address = match_address(url)
    return bool(address and address.version and address.version.count(".") >= 2)
