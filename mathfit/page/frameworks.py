"""Which frameworks run one page, and which stretches of it they own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mathfit.frameworks import FRAMEWORKS, Framework, may_have_router
from mathfit.page import decode, tree

if TYPE_CHECKING:
    from collections.abc import Iterable

    from turbohtml import Document, Element


@dataclass(frozen=True, slots=True)
class Owned:
    """A stretch of a page that a framework hydrates."""

    start: int
    """The position where it begins."""
    end: int
    """The position after it."""
    by: str
    """The framework's name."""


def frameworks(text: str, document: Document) -> tuple[Framework, ...]:
    """Return the rows of the table that hold for a page: its text, and its tree."""
    found = [row for row in FRAMEWORKS if row.needle in text and _shows(row, document)]
    hydrates = any(row.owns and not row.hint for row in found)
    return tuple(row for row in found if not (row.hint and hydrates))


def router(html: bytes) -> str | None:
    """Return the router that runs a page."""
    text = decode.read(html).text
    if not may_have_router(text):
        return None
    found = frameworks(text, tree.parse(text, places=False))
    return next((row.name for row in found if row.router), None)


def owned(text: str, document: Document, rows: Iterable[Framework]) -> tuple[Owned, ...]:
    """Return the stretches of a page that these rows hydrate."""
    stretches = [
        _stretch(element, row, text)
        for row in rows
        if row.owns
        for element in document.select(row.owns)
    ]
    return tuple(sorted(stretches, key=lambda stretch: stretch.start))


def _shows(row: Framework, document: Document) -> bool:
    marks = document.select(row.mark)
    return any(row.says in mark.text for mark in marks) if row.says else bool(marks)


def _stretch(element: Element, row: Framework, text: str) -> Owned:
    location = element.source_location
    if location is None or element.tag in ("html", "body"):
        # The tags of these may be left out, and no equation stands outside of them.
        return Owned(0, len(text), row.name)
    end = location.end_tag
    # One without an end tag ends somewhere before the page does.
    return Owned(
        location.start_tag.start_offset, len(text) if end is None else end.end_offset, row.name
    )
