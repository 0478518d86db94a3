"""One job for each page of a site, and what became of the page."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable  # resolved by typing.get_type_hints
from dataclasses import dataclass, field, replace
from pathlib import Path  # resolved by typing.get_type_hints
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from mathfit.errors import MathfitError
from mathfit.page.find import Engine, Skipped  # resolved by typing.get_type_hints
from mathfit.site.allocator import keep_freed_memory
from mathfit.site.files import Stamp, copy_file, hard_links, read_page, write_file
from mathfit.site.stale import compressed_notes, digests

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Self

Result = TypeVar("Result")

FRONT = Path("index.html")
"""The site's front page, relative to the site."""


@dataclass(frozen=True, slots=True)
class Basis:
    """What sizes that were measured rest on, besides the page and the options."""

    depends: str
    """What the page was seen to load, as `Dependencies.to_text` writes it."""
    until: float
    """When the sizes are good no more, whatever is as it was: seconds since the epoch."""


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
    typeset: bool = False
    """What its engine made of its formulas stands in it, and the engine is asleep."""
    untypeset: str | None = None
    """Why that is not so, where it was wanted."""
    failed: bool = False
    """They have not for want of time or of a browser."""
    notes: tuple[str, ...] = ()
    """What a person should know and is no fault."""
    remarks: tuple[str, ...] = ()
    """The same, of what holds at every run: also where the page is as an earlier run left it."""
    router: str | None = None
    """The router that puts other pages' content into it."""
    inline: int = 0
    """How many inline formulas there are, on a page that has no equation."""
    bare: bool = False
    """It has no equation and has, or would have, the assets all the same."""
    waits: bool = False
    """What becomes of it depends on the site's other pages, and what stands here may change."""
    was: bytes = b""
    """Digests of what it was before, where it was written anew."""
    left_as: tuple[Stamp, Stamp] | None = None
    """What its file was like in the end, and the one in `out`; None where that is not certain."""
    basis: Basis | None = None
    """What its sizes rest on; None where nothing was measured, or that is to be done again."""

    @property
    def quiet(self) -> bool:
        """There is nothing to tell of the page."""
        return not (
            self.changed
            or self.equations
            or self.inline
            or self.engines
            or self.skipped
            or self.unread
            or self.error
            or self.unmeasured
            or self.untypeset
            or self.notes
            or self.remarks
            or self.router
            or self.bare
        )


@dataclass(frozen=True, slots=True)
class Saved:
    """What came of the writing of a page."""

    changed: bool
    """The page is not, or would not be, what it was."""
    notes: tuple[str, ...] = ()
    """What a person should know of it."""
    was: bytes = b""
    """Digests of what it was before, where it was written anew."""
    stamp: Stamp = None
    """What the file is like that was written."""


@dataclass(frozen=True, slots=True)
class PageJob(ABC, Generic[Result]):
    """What is done to one page after the other; an exception is that page's result.

    A page is read once. One that cannot be processed is copied to `out` as it was.
    """

    part_pages: ClassVar[int] = 64
    """Pages that a worker of an executor gets at once: a cluster needs some milliseconds for each
    part, and the last part of a site should not take long."""
    parts_per_worker: ClassVar[int] = 4
    """Parts that each worker is to get at least, so that none is idle at the end."""
    in_processes: ClassVar[bool] = True
    """The processor is what the work waits for: several processes are faster."""
    root: Path
    """The site's folder; pages are relative to it."""
    out: Path | None
    """The folder that is written to; None for the site's own."""
    write: bool
    """Off where nothing is to be written."""
    keep_time: bool = field(default=False, kw_only=True)
    """A page that was changed keeps the time of its last change."""
    bring: Callable[[str], None] | None = field(default=None, kw_only=True)
    """Puts a file of the site into `root` that is not there yet; None where all are."""

    def left(self, result: PageResult, before: Stamp) -> PageResult:
        """Add to a result what the page's file was left as.

        `before` is what the file was like when it was read, None where that is not certain.
        """
        if result.error:
            return replace(result, left_as=None)
        written = result.left_as[1] if result.left_as else None
        now = written if result.changed and self.out is None else before
        known = now and (self.out is None or written)
        return replace(result, left_as=(now, written) if known else None)

    def __call__(self, page: Path) -> Result:
        """Read a page and work on it; never raises."""
        return self.attempt(page, lambda: self.work(page, read_page(self.root / page)))

    @abstractmethod
    def work(self, page: Path, raw: bytes) -> Result:
        """Do the work on a page that was read. May raise anything."""

    @abstractmethod
    def failed(self, page: Path, message: str) -> Result:
        """Return the result of a page that could not be processed."""

    def part(self, names: Sequence[str]) -> list[Result]:
        """Do the work on several pages, a result for each in their order; never raises."""
        keep_freed_memory()
        return [self(Path(name)) for name in names]

    def mirrored(self, root: Path, bring: Callable[[str], None]) -> Self:
        """Return the same job for a folder in which files of the site are put as needed."""
        return replace(self, root=root, out=None, bring=bring)

    def attempt(self, page: Path, step: Callable[[], Result]) -> Result:
        """Take a step with a page; what it raises becomes the page's result."""
        try:
            return step()
        except Exception as error:  # noqa: BLE001  # no page stops the work on all the others
            return self.failed(page, error_message(error) + self._copy_instead(page))

    def _copy_instead(self, page: Path) -> str:
        """Copy a page that is not changed; return what there is to add to its message."""
        if not self.write or self.out is None:
            return ""
        try:
            copy_file(self.root / page, self.out / page)
        except OSError as error:
            return f"; not copied: {error.strerror or error}"
        return ""

    def save(self, page: Path, raw: bytes, content: bytes) -> Saved:
        """Write what became of a page, where that is wanted."""
        changed = content != raw
        if not self.write or not (changed or self.out is not None):
            return Saved(changed)
        model = self.root / page
        links = hard_links(model) if self.out is None else 1
        keep_time = self.keep_time or not changed
        written = write_file(self._target(page), content, model, keep_time=keep_time)
        if not changed:
            return Saved(changed, stamp=written)
        notes = compressed_notes(model)
        if links > 1:
            others = "the other is" if links == 2 else "the others are"
            notes += (
                f"a file of its own now: it was one of {links} hard links, {others} as before",
            )
        return Saved(changed, notes, digests(raw), written)

    def _target(self, page: Path) -> Path:
        if self.out is not None:
            return self.out / page
        file = self.root / page
        # A file put in the place of a link would leave what the link leads to as it was.
        return file.resolve() if file.is_symlink() else file


def error_message(error: Exception) -> str:
    """Say in one line why a page could not be processed."""
    if isinstance(error, OSError) and error.strerror:
        return f"cannot be read or written: {error.strerror}"
    if isinstance(error, (MathfitError, OSError)):
        return str(error)
    return f"left as it was, by a mistake in mathfit: {type(error).__name__}: {error}"
