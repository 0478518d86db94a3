"""What mathfit puts into a page, and how: insertions at positions, nothing else.

The wrapper is three nested custom elements: legal wherever text is, hit by no site's rules for
`span` or `div`, and recognisable byte for byte when it is to be taken out again.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mathfit.decode import Raw, Source

OUTER, ROOM, INK = "math-fit", "math-fit-room", "math-fit-ink"
CLOSE = f"</{INK}></{ROOM}></{OUTER}>"


class Rank(IntEnum):
    """Which of several insertions at one position comes first."""

    CLOSE = 0
    ASSETS = 1
    OPEN = 2


class Insertion(NamedTuple):
    """Text to put at a position of the parsed text (code points); insertions sort by place."""

    position: int
    rank: Rank
    text: str


@dataclass(frozen=True, slots=True)
class Size:
    """An equation's natural size in em of the text around it."""

    width: float
    height: float


def opening(*, translate: bool = False, size: Size | None = None, xml: bool = False) -> str:
    """Return the wrapper's start tags.

    `translate` lets a browser translate the formula's text. `size` are the numbers of an equation
    measured at build time.
    """
    attributes = "" if translate else ' translate="no"'
    if size is not None:
        fit = 'fit=""' if xml else "fit"
        width, height = f"{size.width:.4g}em", f"{size.height:.4g}em"
        attributes += f' {fit} style="--mathfit-w:{width};--mathfit-h:{height}"'
    return f"<{OUTER}{attributes}><{ROOM}><{INK}>"


def wrap(start: int, end: int, open_tags: str) -> tuple[Insertion, Insertion]:
    """Return the two insertions that put the wrapper around `start`..`end` of the parsed text."""
    return Insertion(start, Rank.OPEN, open_tags), Insertion(end, Rank.CLOSE, CLOSE)


def insert(source: Source[Raw], insertions: Iterable[Insertion]) -> Raw:
    """Return the page with the insertions; every byte of the page stays, in its order."""
    ordered = sorted(insertions)
    offsets = source.offsets([insertion.position for insertion in ordered])
    raw = source.raw
    encoded = {text: source.encode(text) for text in {insertion.text for insertion in ordered}}
    pieces: list[Raw] = []
    done = 0
    for insertion, offset in zip(ordered, offsets, strict=True):
        pieces += (raw[done:offset], encoded[insertion.text])
        done = offset
    pieces.append(raw[done:])
    return raw[:0].join(pieces)


def spans(insertions: Iterable[Insertion]) -> list[tuple[int, int]]:
    """Return where each insertion stands in the changed page's parsed text, ascending."""
    found: list[tuple[int, int]] = []
    shift = 0
    for insertion in sorted(insertions):
        start = insertion.position + shift
        found.append((start, start + len(insertion.text)))
        shift += len(insertion.text)
    return found


def delete(source: Source[Raw], spans: Iterable[tuple[int, int]]) -> Raw:
    """Return the page without the given spans of the parsed text (they do not overlap)."""
    ordered = sorted(spans)
    offsets = source.offsets([position for span in ordered for position in span])
    raw = source.raw
    pieces: list[Raw] = []
    done = 0
    for start, end in zip(offsets[::2], offsets[1::2], strict=True):
        pieces.append(raw[done:start])
        done = end
    pieces.append(raw[done:])
    return raw[:0].join(pieces)
