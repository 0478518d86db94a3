"""What a run of `verify` found, as data: the same for the table, the JSON, JUnit and the report."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import PurePosixPath  # resolved by typing.get_type_hints

from mathfit.verify.judge.compare import Behaviour
from mathfit.verify.judge.fault import Fault
from mathfit.verify.judge.geometry import View


@dataclass(frozen=True, slots=True)
class Picture:
    """A screenshot of a page."""

    view: View
    """The view that it shows."""
    file: PurePosixPath
    """Its file, relative to the report."""
    width: int
    """Its width, CSS px."""
    height: int
    """Its height, CSS px."""


@dataclass(frozen=True, slots=True)
class VerifiedPage:
    """Everything about one page."""

    page: str
    """The page, relative to the site, with `/`."""
    engine: str | None = None
    """The engine with its version, as far as the page tells."""
    equations: int = 0
    """How many display equations it has, hidden ones too."""
    inline: int = 0
    """How many inline formulas it has."""
    views: int = 0
    """In how many views it was seen."""
    seconds: float = 0
    """How long that took."""
    faults: tuple[Fault, ...] = ()
    """Its faults and warnings."""
    pictures: tuple[Picture, ...] = ()
    """Its pictures for the report."""
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
    """The site, as it was named."""
    widths: tuple[int, ...]
    """Widths of the window, CSS px, ascending."""
    pages: tuple[VerifiedPage, ...]
    """The pages that were visited, in the site's order."""
    browser: str = ""
    """The browser with its version and how it was found."""
    version: str = ""
    """The version of mathfit."""
    seconds: float = 0
    """How long it took."""
    skipped: int = 0
    """Pages that hold no sign of mathematics and were not opened."""
    shard: str = ""
    """`K/N` where only a part of the pages was visited; else empty."""
    settings: tuple[str, ...] = field(default=())
    """Names of the settings that were entered besides the plain one."""
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
