"""What `verify` does on each page, and how it goes through a site."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path  # resolved by typing.get_type_hints

from mathfit import defaults
from mathfit.browser.launch import BrowserOptions


@dataclass(frozen=True, slots=True)
class VisitOptions:
    """What to do on each page."""

    widths: tuple[int, ...]
    """Widths of the window, CSS px."""
    both_ways: bool = False
    """Turn to each width from both of its neighbours, and load at every width."""
    timeout: float = defaults.TIMEOUT
    """Seconds for one load until everything is typeset, and for one turn."""
    ignored: frozenset[str] = frozenset()
    """Names of the checks to leave out."""
    min_scale: float = defaults.MIN_SCALE
    """The scale below which equations may scroll."""
    pictures: Path | None = None
    """The folder of the report; None for no pictures."""
    settings: tuple[str, ...] = ()
    """Names of the settings of settings.py to enter with besides the plain one."""
    looks: Path | None = None
    """A folder for lossless pictures of each formula; None where nothing is compared."""


@dataclass(frozen=True, slots=True)
class RunOptions:
    """How a site is visited."""

    visit: VisitOptions
    """What to do on each page."""
    browser: BrowserOptions = field(default_factory=BrowserOptions)
    """Which browser to start."""
    jobs: int = 2
    """How many pages are open at once."""
    memory: int = defaults.MEMORY
    """MB that the process of one page may take; 0 for no limit."""
    cache: Path | None = None
    """Where results are kept, so that pages which have not changed are not opened."""
