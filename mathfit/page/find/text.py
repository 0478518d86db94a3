"""Text as an engine sees it, and where each of its characters stands in the source.

An engine reads the text nodes of one parent in a row (MathJax also across `<br>`, `<wbr>` and
comments). The parser tells where elements stand, not where text does: so the source after the last
known tag is read along with the nodes that the tree has there, and every character has to agree.
Where it does not (text that the parser moved out of a table, say) the text has no place.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from turbohtml import Comment, Element, Text

from mathfit.page.find.forms import NO_MARKUP

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from turbohtml import Node

# What stands between text and text for MathJax.
_BREAKS = {"br": "\n", "wbr": ""}

_TOKEN = re.compile(
    r"""
      <!--(?P<comment>-?>|.*?(?:--!?>|\Z))
    | <(?P<close>/?)(?P<tag>[a-zA-Z][^\s/>]*)(?:[^>"']|"[^"]*"|'[^']*')*>
    | <[!?/](?P<bogus>[^>]*)(?:>|\Z)
    """,
    re.VERBOSE | re.DOTALL,
)
_REFERENCE = re.compile(r"&(?:#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[A-Za-z][A-Za-z0-9]*;?)|\0")


@dataclass(slots=True)
class TextRun:
    """Text that an engine reads in one go, and its places in the source."""

    parent: Element
    """The element in which it begins."""
    text: str = ""
    """The text, as the engine reads it."""
    starts: list[int] = field(default_factory=list)
    """The positions in `text` where its pieces begin. A piece is either as long as its text, or one
    character reference."""
    places: list[tuple[int, int]] = field(default_factory=list)
    """The start and the end of each piece in the source, in code points."""
    located: bool = True
    """All its places are certain."""

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Return where `start`..`end` of the text stands in the source (`end` > `start`)."""
        return self._place(start)[0], self._place(end - 1)[1]

    def _place(self, index: int) -> tuple[int, int]:
        piece = bisect_right(self.starts, index) - 1
        begin, (first, last) = self.starts[piece], self.places[piece]
        after = self.starts[piece + 1] if piece + 1 < len(self.starts) else len(self.text)
        if last - first == after - begin:
            at = first + index - begin
            return at, at + 1
        return first, last


def runs(text_nodes: Iterable[Text], source: str, *, joined: bool) -> Iterator[TextRun]:
    """Yield the runs that hold the given text nodes (in document order), each once.

    `joined`: text goes on across `<br>`, `<wbr>` and comments, as MathJax reads it.
    """
    done: set[Text] = set()
    for node in text_nodes:
        if node in done:
            continue
        group = _group(node)
        done.update(member for member in group if isinstance(member, Text))
        parent = node.parent
        if not isinstance(parent, Element):
            continue
        begin = _begin(group[0], parent, source)
        found = _read(group, parent, source, begin, joined=joined)
        if not all(run.located for run in found):
            found = _search(group, parent, source, joined=joined) or found
        yield from found


def _search(
    group: list[Node], parent: Element, source: str, *, joined: bool
) -> list[TextRun] | None:
    """Look for the one place after a tag where the source reads as the group does.

    Needed where the parser opened the parent itself, as it does to mend misnested markup.
    """
    first = next(node.data for node in group if isinstance(node, Text))
    match = _PLAIN_START.match(first)
    if match is None:
        return None
    found: list[TextRun] | None = None
    for place in re.finditer(">" + re.escape(match[0]), source):
        runs_here = _read(group, parent, source, place.start() + 1, joined=joined)
        if all(run.located for run in runs_here):
            if found is not None:
                return None  # two places would do
            found = runs_here
    return found


_PLAIN_START = re.compile(r"[^<&\0]{1,20}")


def _group(node: Node) -> list[Node]:
    """Return the siblings around a text node that are text, comments or breaks."""
    first = node
    while (before := first.previous_sibling) is not None and _joins(before):
        first = before
    group = [first]
    while (after := group[-1].next_sibling) is not None and _joins(after):
        group.append(after)
    return group


def _joins(node: Node) -> bool:
    return isinstance(node, (Text, Comment)) or (isinstance(node, Element) and node.tag in _BREAKS)


def _begin(first: Node, parent: Element, source: str) -> int | None:
    """Return where in the source the content of a group begins, if a tag tells."""
    before = first.previous_sibling
    if before is not None:
        return outer_end(before)
    location = parent.source_location
    if location is not None:
        return location.start_tag.end_offset
    if parent.tag == "body":
        return _implied_body(parent, source)
    return None


# What the parser passes over or puts before the body.
_BEFORE_BODY = re.compile(
    r"(?:\s|<!--.*?-->|<![^>]*>|</(?!(?:body|html|br)[\s/>])[^>]*>)*", re.DOTALL | re.IGNORECASE
)


def _implied_body(body: Element, source: str) -> int:
    """Return where the text that opens a body without a tag begins."""
    head = body.previous_sibling
    while head is not None and not isinstance(head, Element):
        head = head.previous_sibling
    end = _inner_end(head) if head is not None else None
    if end is None:
        html_element = body.parent
        location = html_element.source_location if isinstance(html_element, Element) else None
        end = location.start_tag.end_offset if location is not None else 0
    match = _BEFORE_BODY.match(source, end)
    return match.end() if match else end


def _inner_end(head: Element) -> int | None:
    """Return where a head ends, or at least the last element in it."""
    end = outer_end(head)
    if end is None:
        inside = [child for child in head.children if isinstance(child, Element)]
        end = outer_end(inside[-1]) if inside else None
    return end


def outer_end(node: Node) -> int | None:
    """Return the position after an element; None for one that ends in text and has no end tag."""
    if not isinstance(node, Element):
        return None
    location = node.source_location
    if location is not None and location.end_tag is not None:
        return location.end_tag.end_offset
    children = node.children
    if children:
        return outer_end(children[-1])
    return location.start_tag.end_offset if location is not None else None


def _read(
    group: list[Node], parent: Element, source: str, begin: int | None, *, joined: bool
) -> list[TextRun]:
    """Read the source along with the group; its runs are not located from where they differ."""
    done: list[TextRun] = []
    run = TextRun(parent)
    position = begin
    for node in group:
        if isinstance(node, Text):
            if position is not None:
                position = _read_text(node.data, source, position, run)
            if position is None:
                run.located = False
            run.text += node.data
            continue
        kind = "comment" if isinstance(node, Comment) else node.tag  # type: ignore[attr-defined]
        if position is not None:
            position = _read_break(kind, source, position)
        if joined:
            gap = _BREAKS.get(kind, "")
            if gap:
                run.starts.append(len(run.text))
                run.places.append((position or 0, position or 0))
                run.text += gap
        else:
            done.append(run)
            run = TextRun(parent)
    return [*done, run]


def _read_break(kind: str, source: str, position: int) -> int | None:
    """Return the position after the comment or break that the tree has here."""
    while match := _TOKEN.match(source, position):
        position = match.end()
        if match["comment"] is not None or match["bogus"] is not None:
            if kind == "comment":
                return position
            return None
        if match["tag"].lower() == kind:
            return position
        # any other tag is one that the parser dropped, or put elsewhere
        after = _after(match, source)
        if after is None:
            return None
        position = after
    return None


def _read_text(data: str, source: str, position: int, run: TextRun) -> int | None:
    """Match a text node with the source; add its pieces to the run; return the position after."""
    end = source.find("<", position)
    written = source[position : end if end >= 0 else len(source)]
    if written == data:
        run.starts.append(len(run.text))
        run.places.append((position, position + len(data)))
        return position + len(data)
    if _read_references(data, written, position, run):
        return position + len(written)
    return _read_untidy(data, source, position, run)


def _read_references(data: str, written: str, position: int, run: TextRun) -> bool:
    """Match text that has character references, but no tag or `<` in it."""
    starts: list[int] = []
    places: list[tuple[int, int]] = []
    parts: list[str] = []
    at = len(run.text)
    done = 0
    for match in _REFERENCE.finditer(written):
        first, last = match.span()
        decoded = _decoded(match[0])
        if first > done:
            starts.append(at)
            places.append((position + done, position + first))
            parts.append(written[done:first])
            at += first - done
        if decoded:
            starts.append(at)
            places.append((position + first, position + last))
            parts.append(decoded)
            at += len(decoded)
        done = last
    if done < len(written):
        starts.append(at)
        places.append((position + done, position + len(written)))
        parts.append(written[done:])
    if not starts or "".join(parts) != data:
        return False
    run.starts += starts
    run.places += places
    return True


@lru_cache(maxsize=1024)
def _decoded(reference: str) -> str:
    return "" if reference == "\0" else html.unescape(reference)


def _read_untidy(data: str, source: str, position: int, run: TextRun) -> int | None:
    """Match text with `<` or with tags in it that the parser dropped, piece by piece."""
    done = 0
    base = len(run.text)
    while done < len(data):
        if source.startswith(data[done], position) and data[done] not in "<&":
            # The longest stretch that needs no decoding.
            length = min(_plain_end(source, position) - position, len(data) - done)
            if source[position : position + length] != data[done : done + length]:
                return None
            step, after = length, position + length
        elif match := _TOKEN.match(source, position):
            if match["tag"] is None:
                return None  # a comment would be a node of its own
            # a tag that the parser dropped, or put elsewhere with what it holds
            step, passed = 0, _after(match, source)
            if passed is None:
                return None
            after = passed
        elif match := _REFERENCE.match(source, position):
            decoded = _decoded(match[0])
            if not data.startswith(decoded, done):
                return None
            step, after = len(decoded), match.end()
        elif source.startswith(data[done], position):
            step, after = 1, position + 1
        else:
            return None
        if step:
            run.starts.append(base + done)
            run.places.append((position, after))
        done += step
        position = after
    return position


def _after(tag: re.Match[str], source: str) -> int | None:
    """Return the position after a tag that is none of the run's.

    That is after its end tag where it is an element all the same, with text that is no part of the
    run; None where that has no end.
    """
    name = tag["tag"].lower()
    if tag["close"] or name not in _HOLDING_TEXT:
        return tag.end()
    depth = 1
    for end in re.compile(rf"<(/?){name}(?=[\s/>])[^>]*>", re.IGNORECASE).finditer(
        source, tag.end()
    ):
        depth += -1 if end[1] else name == "template"
        if not depth:
            return end.end()
    return None


_HOLDING_TEXT = NO_MARKUP - {"option", "optgroup", "select"}

_SPECIAL = re.compile(r"[<&\0]")


def _plain_end(source: str, position: int) -> int:
    match = _SPECIAL.search(source, position)
    return match.start() if match else len(source)
