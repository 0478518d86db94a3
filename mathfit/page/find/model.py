"""What finding gives: pages with their engines and equations, as plain data."""

from __future__ import annotations

from dataclasses import dataclass

from mathfit.page.find.tex import Rules  # noqa: TC001  # dataclass fields stay inspectable


@dataclass(frozen=True, slots=True)
class Engine:
    """An engine that typesets the page in the reader's browser.

    `rules` has one entry for each time it reads the page: none where it takes no TeX out of text
    (KaTeX without auto-render), several where auto-render is called several times.
    """

    name: str
    version: str | None
    rules: tuple[Rules, ...] = ()


@dataclass(frozen=True, slots=True)
class Equation:
    """A display equation: `start`..`end` in the parsed text (code points), and its form.

    The wrapper goes around exactly that stretch. The form is a name from the table of forms, or
    what opens TeX in text. Of an inline formula that a build typeset, it is a box that no line is
    broken in (`pieces.FORM`).
    """

    start: int
    end: int
    form: str


@dataclass(frozen=True, slots=True)
class Left:
    """An equation that was seen and left as it is, with the reason, for a person to read."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Page:
    """One page with an engine or typeset math.

    `inline` are the inline formulas, where they were asked for. `assets_at` is the
    position (code points) where the assets take effect. `xml` tells that tags have to be written
    for an XML parser too.
    """

    engines: tuple[Engine, ...]
    equations: tuple[Equation, ...]
    left: tuple[Left, ...]
    assets_at: int
    xml: bool
    inline: tuple[Equation, ...] = ()


@dataclass(frozen=True, slots=True)
class FindOptions:
    """How to find: which engine to assume, display delimiters, CSS selectors to keep or leave.

    `engine` is "auto", or "mathjax", "katex", "mathml" to take that engine as given on every page.
    `delimiters` are pairs that replace the engine's own display delimiters. `inline`: inline
    formulas as well, those that the engine finds in text and the boxes of those that a build
    typeset.
    """

    engine: str = "auto"
    delimiters: tuple[tuple[str, str], ...] = ()
    only: str | None = None
    skip: str | None = None
    inline: bool = False
