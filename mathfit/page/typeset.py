"""What an engine made of a page's formulas, and how it stands in the page beside their TeX.

The TeX goes into a `template` element: a browser keeps what is in one outside of the page, so that
no engine reads it and no reader sees it. The output follows the template, and both stand in one
element of mathfit's, so that `remove` knows where the output ends.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mathfit.page.assets import Asset  # resolved by typing.get_type_hints
from mathfit.page.size import Size

if TYPE_CHECKING:
    from collections.abc import Mapping

TYPESET = "math-fit-typeset"
"""The element around the TeX of a formula and what its engine made of it."""
PIECE = "math-fit-piece"
"""Stands in an output around a box that is wider than a line may be, numbered from 0."""
ASLEEP = "data-mathfit-asleep"
"""The attribute of a script that no browser is to run, or a stylesheet that none is to load."""
FROM_SITE = "mathfit-site:"
"""Stands in a stylesheet before the path of a file of the site."""
OPENING = re.compile(rf'<{TYPESET}(?: translate="no")?><template>')
BETWEEN = "</template>"
CLOSE = f"</{TYPESET}>"
# A `nomodule` script is one for browsers without modules: all others leave it alone, unloaded.
# A `disabled` stylesheet is not loaded either. Some serialisers repeat the name of such a flag.
FLAGS = ("nomodule", "disabled")
ASLEEP_ATTRIBUTES = re.compile(rf' {ASLEEP}(?:="")? (?:{"|".join(FLAGS)})(?:="(?:disabled)?")?')
# A module heeds no `nomodule`: it goes into a template whole.
ASLEEP_OPEN, ASLEEP_CLOSE = f"<template {ASLEEP}>", "</template>"


@dataclass(frozen=True, slots=True)
class Output:
    """What the engine made of one formula."""

    html: str
    """Its markup; a box that gets a wrapper of its own stands in a `PIECE` element."""
    pieces: tuple[Size, ...] = ()
    """The natural sizes of these boxes, in their order."""


@dataclass(frozen=True, slots=True)
class Typeset:
    """What the engine made of all formulas of one page."""

    equations: tuple[Output, ...]
    """One for each display equation, in page order."""
    inline: tuple[Output, ...]
    """One for each inline formula, in page order."""
    css: str = ""
    """The engine's rules that these outputs need, ASCII; empty where the page loads them itself."""
    fonts: tuple[Asset, ...] = ()
    """Copies of the fonts that these rules name."""
    sheets: tuple[str, ...] = ()
    """Addresses of stylesheets of the page whose rules these are: they are loaded no more."""

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Typeset:
        """Read back what `dataclasses.asdict` gave. Raises TypeError or KeyError else."""
        return cls(_outputs(data["equations"]), _outputs(data["inline"]), data["css"])


def _outputs(data: Any) -> tuple[Output, ...]:
    return tuple(Output(one["html"], tuple(Size(**size) for size in one["pieces"])) for one in data)


def opening(*, translate: bool) -> str:
    """Return what goes before the TeX of a formula."""
    return f"<{TYPESET}><template>" if translate else f'<{TYPESET} translate="no"><template>'


def closing(html: str) -> str:
    """Return what goes after the TeX of a formula: its output, in ASCII.

    A page's encoding may have no letter for a character of the output, or another browser may be
    told another encoding: a reference means the same everywhere.
    """
    written = html.encode("ascii", "xmlcharrefreplace").decode("ascii")
    return f"{BETWEEN}{written}{CLOSE}"


def asleep(flag: str, *, xml: bool) -> str:
    """Return the attributes that put a script or a stylesheet to sleep, with one of `FLAGS`."""
    return f' {ASLEEP}="" {flag}=""' if xml else f" {ASLEEP} {flag}"


_PIECE_TAG = re.compile(rf'<{PIECE} n="(\d+)">|</{PIECE}>')


def with_pieces(html: str, openings: tuple[str, ...], close: str) -> str:
    """Return an output whose pieces stand in wrappers, given as their start and end tags."""
    return _PIECE_TAG.sub(lambda tag: openings[int(tag[1])] if tag[1] else close, html)
