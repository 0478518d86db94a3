"""What a run of `verify` found, as data: the same for the table, the JSON, JUnit and the report."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mathfit.verify.judge.checks import BY_NAME, Severity

if TYPE_CHECKING:
    from pathlib import PurePosixPath

    from mathfit.verify.judge.compare import Behaviour
    from mathfit.verify.judge.geometry import Box, View


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong (or, as a warning, worth a look) on one page in one view."""

    page: str
    kind: str
    detail: str
    view: View | None = None
    equation: int | None = None
    """Counted from 1 among the page's display equations; None for the page or an inline formula."""
    inline: int | None = None
    """Counted from 1 among the page's inline formulas."""
    tex: str = ""
    box: Box | None = None
    """The ink, in CSS px of the whole page, for cropping."""

    @property
    def severity(self) -> Severity:
        """As the table of checks has it."""
        return BY_NAME[self.kind].severity

    @property
    def where(self) -> str:
        """How messages call the formula."""
        if self.equation is not None:
            return f"equation {self.equation}"
        if self.inline is not None:
            return f"inline formula {self.inline}"
        return "page"


@dataclass(frozen=True, slots=True)
class Picture:
    """A screenshot of a page: its file relative to the report, and its size in CSS px."""

    view: View
    file: PurePosixPath
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class PageResult:
    """Everything about one page."""

    page: str
    engine: str | None = None
    equations: int = 0
    inline: int = 0
    views: int = 0
    seconds: float = 0
    faults: tuple[Fault, ...] = ()
    pictures: tuple[Picture, ...] = ()
    notes: tuple[str, ...] = ()
    """What a person should know and is no fault: hosts that were blocked, versions exchanged."""
    unchanged: bool = field(default=False, compare=False)
    """It was not opened: an earlier run's result holds."""
    behaviour: Behaviour | None = field(default=None, compare=False)
    """What --before compares; only where it was asked for, and never written out."""

    @property
    def failures(self) -> tuple[Fault, ...]:
        """The faults without the warnings."""
        return tuple(fault for fault in self.faults if fault.severity == "fault")

    @property
    def warnings(self) -> tuple[Fault, ...]:
        """The warnings without the faults."""
        return tuple(fault for fault in self.faults if fault.severity == "warning")

    @property
    def ok(self) -> bool:
        """True where there is no fault; warnings don't count."""
        return not self.failures


@dataclass(frozen=True, slots=True)
class Run:
    """A whole run."""

    site: str
    widths: tuple[int, ...]
    pages: tuple[PageResult, ...]
    browser: str = ""
    version: str = ""
    seconds: float = 0
    skipped: int = 0
    """Pages that hold no sign of mathematics and were not opened."""
    shard: str = ""
    settings: tuple[str, ...] = field(default=())
    unchanged: int = 0
    """Pages that were not opened because nothing has changed that they depend on."""

    @property
    def ok(self) -> bool:
        """True where no page has a fault."""
        return all(page.ok for page in self.pages)

    @property
    def faults(self) -> tuple[Fault, ...]:
        """All faults, page by page."""
        return tuple(fault for page in self.pages for fault in page.failures)

    @property
    def warnings(self) -> tuple[Fault, ...]:
        """All warnings, page by page."""
        return tuple(fault for page in self.pages for fault in page.warnings)

    @property
    def equations(self) -> int:
        """Display equations on all pages."""
        return sum(page.equations for page in self.pages)
