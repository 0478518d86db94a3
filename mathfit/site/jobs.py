"""One job for each page of a site, in several processes where that pays, and what became of it."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from mathfit.errors import MathfitError
from mathfit.site.allocator import keep_freed_memory

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from mathfit.page.find import Engine, Left

Result = TypeVar("Result")

_POOL_PAYS_FROM = 40
"""Pages from which on starting worker processes costs less than it saves."""


@dataclass(frozen=True, slots=True)
class PageResult:
    """What became of one page: `error` says why it could not be processed.

    `measured` tells that its equations have their numbers, `unmeasured` why they have not where
    they were to have them, and `failed` that this is for want of time or of a browser.
    """

    page: Path
    changed: bool = False
    equations: int = 0
    engines: tuple[Engine, ...] = ()
    left: tuple[Left, ...] = ()
    error: str | None = None
    measured: bool = False
    unmeasured: str | None = None
    failed: bool = False
    notes: tuple[str, ...] = ()


def run(work: Callable[[Path], Result], pages: Sequence[Path], jobs: int) -> Iterator[Result]:
    """Do the work for each page, in their order, in `jobs` processes where that pays."""
    if jobs <= 1 or len(pages) < _POOL_PAYS_FROM:
        keep_freed_memory()
        yield from map(work, pages)
        return
    with ProcessPoolExecutor(jobs, initializer=keep_freed_memory) as pool:
        yield from pool.map(work, pages, chunksize=max(1, min(16, len(pages) // (4 * jobs))))


def error_message(error: Exception) -> str:
    """Say in one line why a page could not be processed."""
    if isinstance(error, OSError) and error.strerror:
        return f"cannot be read or written: {error.strerror}"
    if isinstance(error, (MathfitError, OSError)):
        return str(error)
    return f"left as it was, by a mistake in mathfit: {type(error).__name__}: {error}"
