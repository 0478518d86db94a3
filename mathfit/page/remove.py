"""Take out what `apply` put in, byte for byte.

What is ours is decided by the parser: real elements, whose tags are written exactly as `apply`
writes them. The same characters in a script, a comment or an attribute are the page's own.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import accumulate
from typing import TYPE_CHECKING

from turbohtml import Element

from mathfit.page import decode, rewrite, tree, typeset
from mathfit.page.assets import SELECTOR, START_TAG

if TYPE_CHECKING:
    from turbohtml import Document

    from mathfit.page.decode import Raw, Source

_SIGN = re.compile("math-?fit")


def remove_html(html: Raw) -> Raw:
    """Return a page without what mathfit put in: the bytes that `apply` was given.

    A page with neither comes back as it is. Pure; the type of the result is that of the input.
    """
    return without_ours(decode.read(html)).raw


def without_ours(source: Source[Raw]) -> Source[Raw]:
    """Return a page without mathfit's wrappers and assets, as it is where there are none."""
    if _SIGN.search(source.text) is None:
        return source
    spans = inserted(source.text, tree.parse(source.text))
    return decode.read(rewrite.delete(source, spans)) if spans else source


def inserted(text: str, document: Document) -> list[tuple[int, int]]:
    """Return the spans (code points of the parsed text) that `apply` put into a page."""
    spans: list[tuple[int, int]] = []
    for element in document.select(SELECTOR):
        span = _asset(text, element)
        if span is not None:
            spans.append(span)
    for element in document.select(f"[{rewrite.OWN}]"):
        if (place := element.source_location) is not None:
            start = rewrite.after_name(text, place.start_tag.start_offset)
            if written := rewrite.ATTRIBUTES.match(text, start):
                spans.append(written.span())
    for element in document.find_all(rewrite.OUTER):
        location = element.source_location
        if location is None:
            continue
        start = location.start_tag.start_offset
        opening = rewrite.OPENING.match(text, start)
        ink = _ink(element)
        if opening is None or ink is None or ink.source_location is None:
            continue
        end = ink.source_location.end_tag
        if end is None or not text.startswith(rewrite.CLOSE, end.start_offset):
            continue
        spans += [
            (start, opening.end()),
            (end.start_offset, end.start_offset + len(rewrite.CLOSE)),
        ]
    for element in document.select(f"[{typeset.ASLEEP}]"):
        if (place := element.source_location) is not None:
            if text.startswith(typeset.ASLEEP_OPEN, place.start_tag.start_offset) and place.end_tag:
                opened, closed = place.start_tag, place.end_tag
                spans.append((opened.start_offset, opened.end_offset))
                spans.append((closed.start_offset, closed.end_offset))
                continue
            start = rewrite.after_name(text, place.start_tag.start_offset)
            if written := typeset.ASLEEP_ATTRIBUTES.match(text, start):
                spans.append(written.span())
    outputs = _outputs(text, document)
    if not outputs:
        return sorted(spans)
    # The wrappers in an output go with it.
    within = [after for _, after in outputs]
    begins = [first for first, _ in within]
    reach = list(accumulate((last for _, last in within), max))
    spans = [
        (start, end)
        for start, end in spans
        if (at := bisect_left(begins, start)) == 0 or reach[at - 1] <= start
    ]
    return sorted([*spans, *(span for pair in outputs for span in pair)])


def _outputs(text: str, document: Document) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Return for each typeset formula what stands before its TeX, and what stands after it."""
    found = []
    for element in document.find_all(typeset.TYPESET):
        place = element.source_location
        first = element.children[0] if element.children else None
        if place is None or place.end_tag is None or not isinstance(first, Element):
            continue
        opening = typeset.OPENING.match(text, place.start_tag.start_offset)
        held = first.source_location
        if opening is None or first.tag != "template" or held is None or held.end_tag is None:
            continue
        before = (opening.start(), opening.end())
        found.append((before, (held.end_tag.start_offset, place.end_tag.end_offset)))
    return found


def _ink(outer: Element) -> Element | None:
    """Return the innermost of the wrapper's three elements, each the only child of the other."""
    inner: Element = outer
    for name in (rewrite.ROOM, rewrite.INK):
        children = inner.children
        child = children[0] if len(children) == 1 else None
        if not isinstance(child, Element) or child.tag != name:
            return None
        inner = child
    return inner


def _asset(text: str, element: Element) -> tuple[int, int] | None:
    location = element.source_location
    if location is None:
        return None
    start, end = location.start_tag.start_offset, location.start_tag.end_offset
    if not START_TAG.fullmatch(text, start, end):
        return None
    if location.end_tag is not None:
        return start, location.end_tag.end_offset
    return (start, end) if element.tag == "link" else None
