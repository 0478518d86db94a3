"""What finding gives: pages with their engines and equations, as plain data.

A position is a code point of the parsed text, counted from 0.
"""

from __future__ import annotations

from dataclasses import dataclass

from mathfit.frameworks import Framework  # resolved by typing.get_type_hints
from mathfit.page.find.tex import Rules  # resolved by typing.get_type_hints


@dataclass(frozen=True, slots=True)
class Engine:
    """An engine that typesets the page in the reader's browser."""

    name: str
    """`mathjax`, `katex` or `temml`."""
    version: str | None
    """The version that the page asks for, as it is written there; None where it does not say."""
    rules: tuple[Rules, ...] = ()
    """An entry for each time that the engine reads the page: none where it takes no TeX out of text
    (KaTeX without auto-render), several where auto-render is called several times."""


@dataclass(frozen=True, slots=True)
class Equation:
    """A display equation or an inline formula; its wrapper goes around exactly this stretch."""

    start: int
    """The position where it begins."""
    end: int
    """The position after it."""
    form: str
    """A name from the table of forms, or what opens TeX in text. An inline formula that a build
    typeset is a box in which no line is broken (`pieces.FORM`)."""
    owner: str | None = None
    """The framework that hydrates what it lies in: then no wrapper may stand in the page's HTML."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """An equation that was seen and gets no wrapper."""

    line: int
    """Its line in the source, counted from 1."""
    reason: str
    """Why, for a person to read."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page with an engine, with typeset math, or with what looks like TeX."""

    engines: tuple[Engine, ...]
    """The engines that typeset it in the reader's browser."""
    equations: tuple[Equation, ...]
    """The display equations, in page order."""
    skipped: tuple[Skipped, ...]
    """The equations that get no wrapper, in page order."""
    assets_at: int
    """The position where the assets take effect."""
    xml: bool
    """Tags have to be written for an XML parser too."""
    inline: tuple[Equation, ...] = ()
    """The inline formulas in page order, where they were asked for."""
    unread: tuple[int, ...] = ()
    """The lines of what looks like display TeX, where no engine is known that reads it."""
    frameworks: tuple[Framework, ...] = ()
    """What runs the page in the reader's browser: rows of the table of frameworks."""

    @property
    def router(self) -> str | None:
        """The router that puts other pages' content into this one."""
        return next((row.name for row in self.frameworks if row.router), None)


@dataclass(frozen=True, slots=True)
class FindOptions:
    """What to take for an equation."""

    engine: str = "auto"
    """`auto`, or `mathjax`, `katex`, `mathml` to take that engine as given on every page."""
    delimiters: tuple[tuple[str, str], ...] = ()
    """Pairs of delimiters that replace the engine's own display delimiters."""
    only: str | None = None
    """A CSS selector: only equations that are, or lie in, an element that matches."""
    skip: str | None = None
    """A CSS selector: no equations that are, or lie in, an element that matches."""
    inline: bool = False
    """Find inline formulas as well: those that the engine finds in text, and the boxes of those
    that a build typeset."""
