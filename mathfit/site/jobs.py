"""One job for each page of a site, in several processes where that pays, and what became of it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path  # resolved by typing.get_type_hints
from typing import TYPE_CHECKING, Generic, TypeVar

from mathfit.errors import MathfitError
from mathfit.page.find import Engine, Skipped  # resolved by typing.get_type_hints
from mathfit.site.allocator import keep_freed_memory
from mathfit.site.files import copy_as_it_was, read_page, write_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

Result = TypeVar("Result")

_POOL_PAYS_FROM = 40
"""Pages from which on starting worker processes costs less than it saves."""


@dataclass(frozen=True, slots=True)
class PageResult:
    """What became of one page."""

    page: Path
    """The page, relative to the site."""
    changed: bool = False
    """The page is not, or would not be, what it was."""
    equations: int = 0
    """How many display equations were found."""
    engines: tuple[Engine, ...] = ()
    """The engines that typeset the page in the reader's browser."""
    skipped: tuple[Skipped, ...] = ()
    """The equations that were seen and left as they are."""
    unread: tuple[int, ...] = ()
    """The lines of what looks like TeX, where no engine is known that reads it."""
    error: str | None = None
    """Why the page could not be processed."""
    measured: bool = False
    """Its equations have their sizes, measured at build time."""
    unmeasured: str | None = None
    """Why they have not, where they were to have them."""
    failed: bool = False
    """They have not for want of time or of a browser."""
    notes: tuple[str, ...] = ()
    """What a person should know and is no fault."""
    router: str | None = None
    """The router that puts other pages' content into it."""
    bare: bool = False
    """It has no equation and has, or would have, the assets all the same."""
    waits: bool = False
    """What becomes of it depends on the site's other pages, and what stands here may change."""


@dataclass(frozen=True, slots=True)
class PageJob(ABC, Generic[Result]):
    """What is done to one page after the other; an exception is that page's result.

    A page is read once. One that cannot be processed is copied to `out` as it was.
    """

    root: Path
    """The site's folder; pages are relative to it."""
    out: Path | None
    """The folder that is written to; None for the site's own."""
    write: bool
    """Off where nothing is to be written."""

    def __call__(self, page: Path) -> Result:
        """Read a page and work on it; never raises."""
        return self.attempt(page, lambda: self.work(page, read_page(self.root / page)))

    @abstractmethod
    def work(self, page: Path, raw: bytes) -> Result:
        """Do the work on a page that was read. May raise anything."""

    @abstractmethod
    def failed(self, page: Path, message: str) -> Result:
        """Return the result of a page that could not be processed."""

    def attempt(self, page: Path, step: Callable[[], Result]) -> Result:
        """Take a step with a page; what it raises becomes the page's result."""
        try:
            return step()
        except Exception as error:  # noqa: BLE001  # no page stops the work on all the others
            if self.write and self.out is not None:
                copy_as_it_was(self.root / page, self.out / page)
            return self.failed(page, error_message(error))

    def save(self, page: Path, raw: bytes, content: bytes) -> bool:
        """Write what became of a page, where that is wanted; tell whether it was changed."""
        changed = content != raw
        if self.write and (changed or self.out is not None):
            write_file((self.out or self.root) / page, content, self.root / page)
        return changed


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
