"""What was measured before, in one SQLite file: good until something changes that it depends on."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import sys
import time
from contextlib import closing, suppress
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from mathfit.measure.measured import Dependencies, Measured

if TYPE_CHECKING:
    from mathfit.browser.network import Traffic
    from mathfit.browser.packages import PackageFolder
    from mathfit.browser.served import SiteFiles

FILE_NAME = "measured.sqlite3"
KEPT_DAYS = 90
"""What nobody asked for in so many days is thrown away."""
# Pictures and films change no equation; nor do other pages that a script reads (a search index).
_NO_MATTER = frozenset(
    (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".ico", ".svg", ".mp4", ".webm", ".mp3")
) | {".pdf", ".html", ".htm"}
_SCHEMA = """CREATE TABLE IF NOT EXISTS pages (
  key TEXT PRIMARY KEY, result TEXT NOT NULL, used INTEGER NOT NULL) WITHOUT ROWID"""


def default_folder() -> Path:
    """Return the user's folder for caches, as the system has it."""
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return base / "mathfit"


class Cache:
    """The measured pages of one user.

    Where the file cannot be used, every call does as if nothing were kept.
    """

    def __init__(self, folder: Path) -> None:
        self._file = folder / FILE_NAME

    def get(self, key: str, site: SiteFiles, packages: PackageFolder | None) -> Measured | None:
        """Return what is known of a page, if all that it depends on is as it was."""
        with suppress(OSError, sqlite3.Error, ValueError, KeyError, TypeError):
            if not self._file.is_file():
                return None
            with closing(self._open()) as connection:
                query = "SELECT result FROM pages WHERE key = ?"
                row = connection.execute(query, (key,)).fetchone()
                if row is None:
                    return None
                measured = Measured.from_json(json.loads(row[0]))
                if not _holds(measured.dependencies, site, packages):
                    return None
                connection.execute("UPDATE pages SET used = ? WHERE key = ?", (_today(), key))
                return measured
        return None

    def put(self, key: str, measured: Measured) -> None:
        """Keep a page's numbers. What failed is tried again the next time."""
        if measured.failed:
            return
        with suppress(OSError, sqlite3.Error), closing(self._open()) as connection:
            row = (key, json.dumps(measured.to_json()), _today())
            connection.execute("INSERT OR REPLACE INTO pages VALUES (?, ?, ?)", row)

    def prune(self) -> None:
        """Throw away what has not been asked for in a long time."""
        with suppress(OSError, sqlite3.Error):
            if self._file.is_file():
                with closing(self._open()) as connection:
                    old = _today() - KEPT_DAYS
                    connection.execute("DELETE FROM pages WHERE used < ?", (old,))

    def _open(self) -> sqlite3.Connection:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        try:
            return _connect(self._file)
        except sqlite3.OperationalError:
            raise  # locked, or read-only
        except sqlite3.DatabaseError:
            self._file.unlink()  # no database any more, and all in it can be measured again
            return _connect(self._file)


def _connect(file: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(file, timeout=10, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute(_SCHEMA)
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _today() -> int:
    return int(time.time() // 86400)


def dependencies(site: SiteFiles, traffic: Traffic) -> Dependencies:
    """Return what a page was seen to depend on while it was open."""
    root = site.root.resolve()
    files = {
        file.relative_to(root).as_posix(): digest_of(file)
        for file in sorted(traffic.files)
        if file.suffix.lower() not in _NO_MATTER
    }
    missing = sorted(
        url for url in traffic.missing_files if Path(_path(url)).suffix.lower() not in _NO_MATTER
    )
    return Dependencies(files, missing, dict(sorted(traffic.packages.items())))


def _holds(known: Dependencies, site: SiteFiles, packages: PackageFolder | None) -> bool:
    for name, digest in known.files.items():
        if digest_of(site.root / name) != digest:
            return False
    if any(site.file(url) is not None for url in known.missing):
        return False
    for asked, version in known.packages.items():
        name, _, wanted = asked.rpartition("@")
        package = packages.choose(name, wanted or None) if packages else None
        if package is None or package.version != version:
            return False
    return True


def _path(url: str) -> str:
    return unquote(urlsplit(url).path)


def digest_of(file: Path) -> str:
    """Return the SHA-256 of a file's content, in hex; of nothing where it cannot be read."""
    try:
        status = file.stat()
        return _digest(file, status.st_mtime_ns, status.st_size)
    except OSError:
        return ""


@lru_cache(maxsize=4096)
def _digest(file: Path, _modified: int, _size: int) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()
