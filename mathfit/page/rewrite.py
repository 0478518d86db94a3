"""What mathfit puts into a page, and how: insertions at positions, nothing else.

The wrapper is three nested custom elements: legal wherever text is, hit by no site's rules for
`span` or `div`, and recognisable byte for byte when it is to be taken out again.

KaTeX's output has three such levels of its own (`.katex-display`, `.katex`, `.katex-html`). There
the outermost gets attributes: what a framework compares with its own tree, when it takes a page
over in the browser, has no element more.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from mathfit.page.decode import Raw, Source
    from mathfit.page.size import Size

OUTER, ROOM, INK = "math-fit", "math-fit-room", "math-fit-ink"
CLOSE = f"</{INK}></{ROOM}></{OUTER}>"
OWN = "data-mathfit"
"""The attribute of an element that is a wrapper without being one of ours."""
OWN_INDEX = f"{OWN}-n"
"""The attribute that tells such an element from the page's others."""
MARK = "math-fit-mark"
"""Stands around each inline formula of a page that is opened to be measured; an attribute where
the formula is an element already, so that the engine's own rules for it hold."""


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
class Wrapping:
    """How the wrappers of one page are written."""

    translate: bool = False
    """Let browsers translate the formulas' text."""
    xml: bool = False
    """Write tags for an XML parser too."""
    min_scale: float | None = None
    """The smallest scale of an equation, where it is not the default."""
    by_rule: bool = False
    """The sizes stand in a stylesheet, whose rules name the wrappers by their index."""


def opening(
    wrapping: Wrapping = Wrapping(),
    size: Size | None = None,
    index: int | None = None,
) -> str:
    """Return a wrapper's start tags.

    `size` is that of a formula measured at build time. `index` tells this wrapper from the page's
    others, where that is needed.
    """
    none = '=""' if wrapping.xml else ""
    attributes = "" if wrapping.translate else ' translate="no"'
    inner = ""
    if size is None:
        if index is not None:
            attributes += f' n="{index}"'
        return f"<{OUTER}{attributes}><{ROOM}><{INK}>"
    attributes += f" {_kind(size)}" + (f'="{index}"' if wrapping.by_rule else none)
    attributes += "".join(f" {flag}{none}" for flag in size.flags)
    if not wrapping.by_rule:
        attributes += f' style="{size.outer_style(wrapping.min_scale)}"'
        inner = f' style="{style}"' if (style := size.inner_style()) else ""
    return f"<{OUTER}{attributes}><{ROOM}><{INK}{inner}>"


def attributes(wrapping: Wrapping, size: Size | None, index: int | None) -> str:
    """Return the attributes of an element that is a wrapper as it is; empty where it needs none."""
    named = f' {OWN_INDEX}="{index}"' if index is not None else ""
    if size is None:
        return named
    marks = " ".join(("fit", *size.flags, *(("fixed",) if size.px is not None else ())))
    style = "" if wrapping.by_rule else f' style="{size.own_style(wrapping.min_scale)}"'
    return f' {OWN}="{marks}"{named}{style}'


def _kind(size: Size) -> str:
    """Return the attribute that says what a wrapper does with its size."""
    return "hold" if size.held else "fit"


def rules(
    sizes: Iterable[tuple[int, Size]],
    min_scale: float | None = None,
    own: Container[int] = (),
) -> str:
    """Return the stylesheet with the sizes of wrappers, each by its wrapper's index.

    `own` are the indices of those that are elements of the page's.
    """
    written: list[str] = []
    for index, size in sizes:
        if index in own:
            written.append(f'[{OWN_INDEX}="{index}"]{{{size.own_style(min_scale)}}}')
            continue
        wrapper = f'{OUTER}[{_kind(size)}="{index}"]'
        written.append(f"{wrapper}{{{size.outer_style(min_scale)}}}")
        if style := size.inner_style():
            written.append(f"{wrapper}>{ROOM}>{INK}{{{style}}}")
    return "\n".join(written)


# Start tags as `opening` writes them, in this and every released version.
OPENING = re.compile(
    rf'<{OUTER}(?: translate="no")?'
    r'(?: (?:fit|hold)(?:="\d*")?(?: (?:long|rtl|lazy|inline|sized)(?:="")?)*'
    r'(?: style="[^"<>]*")?)?>'
    rf'<{ROOM}><{INK}(?: style="[^"<>]*")?>'
)


# The same of attributes. The parser says where the start tag of an element with them begins.
ATTRIBUTES = re.compile(
    rf' {OWN}="fit(?: (?:long|rtl|lazy|fixed))*"(?: {OWN_INDEX}="\d+")?(?: style="[^"<>]*")?'
)


def wrap(
    start: int, end: int, open_tags: str, close_tags: str | None = None
) -> tuple[Insertion, Insertion]:
    """Return the two insertions that put the wrapper around `start`..`end` of the parsed text."""
    closing = CLOSE if close_tags is None else close_tags
    return Insertion(start, Rank.OPEN, open_tags), Insertion(end, Rank.CLOSE, closing)


def mark(start: int, end: int, index: int) -> tuple[Insertion, Insertion]:
    """Return the two insertions that tell an inline formula's TeX from the page's others."""
    return (
        Insertion(start, Rank.OPEN, f'<{MARK} n="{index}">'),
        Insertion(end, Rank.CLOSE, f"</{MARK}>"),
    )


_TAG_NAME = re.compile(r"<[^\s/>]+")


def mark_element(source: Source[Raw], start: int, index: int) -> Insertion:
    """Return the insertion that tells an element from the page's others: an attribute.

    `start` is where its start tag begins in the parsed text (code points).
    """
    return give(source, start, f' {MARK}="{index}"')


def give(source: Source[Raw], start: int, attributes: str) -> Insertion:
    """Return the insertion of attributes into the start tag that begins at `start`."""
    return Insertion(after_name(source.text, start), Rank.OPEN, attributes)


def after_name(text: str, start: int) -> int:
    """Return the position behind the name of the start tag that begins at `start`."""
    name = _TAG_NAME.match(text, start)
    return name.end() if name else start


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
