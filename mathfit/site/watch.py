"""Tell when the pages of a folder have been built anew."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from mathfit.errors import UsageError
from mathfit.page.assets import FILE_NAME
from mathfit.site.walk import SCRIPTS, SUFFIXES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from watchfiles import Change

REST = 300
"""Milliseconds without a change after which a generator is taken to be done.

A page that is rewritten while its generator has the file open loses what is written after that.
"""
_LONGEST = 600_000
"""Milliseconds for which a generator may go on without such a rest."""
_LOOK = 500
"""Milliseconds between two looks at whether the folder is still the same one."""


def rebuilt(path: Path) -> Iterator[None]:
    """Yield once the folder, or the page, is watched, and each time it was built anew since.

    Where a generator deletes the folder and makes it again, the new one is watched. Raises
    UsageError where the package that watches is not installed, or the folder around is gone.
    """
    try:
        from watchfiles import watch  # noqa: PLC0415  # an extra
    except ImportError:
        raise UsageError("--watch needs a package more: pip install 'mathfit[watch]'") from None
    folder = path if path.is_dir() else path.parent
    counts = _counts(None if path == folder else path)
    while True:
        _wait_for(folder)
        same = _identity(folder)
        begun = False
        with closing(
            watch(
                folder,
                watch_filter=counts,
                step=REST,
                debounce=_LONGEST,
                rust_timeout=_LOOK,
                yield_on_timeout=True,
            )
        ) as batches:
            for changes in batches:
                if _identity(folder) != same:
                    break
                # What changed before the watch had begun is told by no event.
                if changes or not begun:
                    begun = True
                    yield


def _counts(page: Path | None) -> Callable[[Change, str], bool]:
    """Return what tells the files that a page's rewriting may depend on."""

    def count(_change: Change, name: str) -> bool:
        file = name.replace("\\", "/").rpartition("/")[2]
        if page is not None:
            return file == page.name
        return file.lower().endswith((*SUFFIXES, *SCRIPTS)) and not FILE_NAME.fullmatch(file)

    return count


def _identity(folder: Path) -> tuple[int, int] | None:
    try:
        status = folder.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _wait_for(folder: Path) -> None:
    from watchfiles import watch  # noqa: PLC0415  # an extra

    if folder.is_dir():
        return
    try:
        with closing(
            watch(
                folder.parent,
                watch_filter=None,
                recursive=False,
                rust_timeout=_LOOK,
                yield_on_timeout=True,
            )
        ) as looks:
            for _ in looks:
                if folder.is_dir():
                    return
    except FileNotFoundError:
        pass
    raise UsageError(f"no such folder any more: {folder.parent}")
