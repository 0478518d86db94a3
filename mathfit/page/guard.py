"""Prove, before a changed page is written, that only wrappers and assets were added to it.

Twice: the WHATWG tree that a browser builds is compared through the parser that found the places,
and again through parsers that share no code with it. Each takes the wrappers out of the changed
page's tree; what is left must be the original's tree.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from lxml import etree
from selectolax.lexbor import LexborHTMLParser
from turbohtml import DocumentFragment, Element

from mathfit.errors import PageError
from mathfit.page import rewrite, tree, typeset
from mathfit.page.assets import SELECTOR
from mathfit.page.decode import BYTEWISE
from mathfit.page.remove import inserted as removable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bs4 import BeautifulSoup
    from turbohtml import Document

    from mathfit.page.decode import Raw, Source

    Span = tuple[int, int]

_WRAPPERS = f"{rewrite.OUTER}, {rewrite.ROOM}, {rewrite.INK}"
_HTML_OPENING = re.compile(
    rf"<{rewrite.OUTER}(?: [^<>]*)?><{rewrite.ROOM}><{rewrite.INK}(?: [^<>]*)?>"
)
_XML_OPENING = re.compile(_HTML_OPENING.pattern.encode())
_HTML_OUTPUT = re.compile(
    rf"{typeset.OPENING.pattern}(.*?){typeset.BETWEEN}.*?{typeset.CLOSE}", re.DOTALL
)
_XML_OUTPUT = re.compile(_HTML_OUTPUT.pattern.encode(), re.DOTALL)
_XML_ASLEEP = re.compile(typeset.ASLEEP_ATTRIBUTES.pattern.encode())
_HTML_MODULE = re.compile(
    rf'<template {typeset.ASLEEP}="">(<script .*?</script>)</template>', re.DOTALL
)
_XML_MODULE = re.compile(_HTML_MODULE.pattern.encode(), re.DOTALL)
_XML_CLOSE = rewrite.CLOSE.encode()
_OPENS = f"<{rewrite.OUTER}"
_ATTRIBUTES = (rewrite.OWN, rewrite.OWN_INDEX, "style")
_ASSET_ATTRIBUTE = ' data-mathfit=""'
_HTML_ASSET = re.compile(
    r'<(?:link (?:[^<>]* )?data-mathfit=""[^<>]*>'
    r'|(script|style) (?:[^<>]* )?data-mathfit=""[^<>]*>.*?</\1>)',
    re.DOTALL,
)
_XML_ATTRIBUTES = re.compile(rewrite.ATTRIBUTES.pattern.encode())
_XML_ASSET = re.compile(
    rb'<(?:link|(script|style)) (?:[^<>]* )?data-mathfit=""[^<>]*(?:/>|>[^<]*</\1>)'
)


_MOST_ATTRIBUTES = 8_000
_VALUE = re.compile(r""""[^"]*"|'[^']*'""")


def same_for_browsers(original: Document | str, changed: str, inserted: Sequence[Span]) -> bool:
    """Compare as browsers parse, and see that `remove` would find exactly what was put in.

    `original` is the page's text or, where there is one, its tree, which is changed: it loses what
    may look like ours. `inserted` are the spans of the insertions in `changed`, ascending. The
    second condition also proves that each wrapper still holds its equation: an element that the
    parser ended early has no end tag where ours is.
    """
    after = tree.parse(changed)
    if _joined(removable(changed, after)) != _joined(inserted):
        return False
    if isinstance(original, str):
        # A tree with places takes more than twice the memory. So this one is dropped before the
        # next is built.
        del after
        after = tree.parse(changed, places=False)
        original = tree.parse(original, places=False)
    for document in (original, after):
        _take_outputs(document)
        document.strip_tags(_WRAPPERS)
        document.remove(SELECTOR)
        _take_attributes(document)
        if document.root is not None:
            document.root.normalize()
    return after.equals(original)


def _take_outputs(document: Document) -> None:
    """Put what the templates of typeset formulas hold in the place of these formulas."""
    for element in document.find_all(typeset.TYPESET):
        template = element.children[0] if element.children else None
        if not isinstance(template, Element) or template.tag != "template":
            continue
        for content in template.children:
            if isinstance(content, DocumentFragment):
                for child in list(content.children):
                    element.insert_before(child)
        element.decompose()
    for template in document.select(f"template[{typeset.ASLEEP}]"):
        for content in template.children:
            if isinstance(content, DocumentFragment):
                for child in list(content.children):
                    template.insert_before(child)
        template.decompose()
    for script in document.select(f"[{typeset.ASLEEP}]"):
        for name in (typeset.ASLEEP, *typeset.FLAGS):
            if name in script.attrs:
                del script.attrs[name]


def _take_attributes(document: Document) -> None:
    for element in document.select(f"[{rewrite.OWN}]"):
        for name in _ATTRIBUTES:
            if name in element.attrs:
                del element.attrs[name]


def _joined(spans: Iterable[Span]) -> list[Span]:
    """Return the spans with those that touch made one."""
    joined: list[Span] = []
    for start, end in spans:
        if joined and joined[-1][1] == start:
            start = joined.pop()[0]  # noqa: PLW2901
        joined.append((start, end))
    return joined


def same_for_others(
    original: Source[Raw], changed: Source[Raw], *, xml: bool, added: Added
) -> bool:
    """Compare through parsers that share no code with the one that found the places.

    Lexbor's "yes" is final, and nearly always what it says. Where it sees a difference, libxml2
    and then Python's own HTML parser under BeautifulSoup are heard: each knows another HTML, so
    that a "no" of one may say nothing about the page. XHTML is for libxml2 alone. Raises PageError
    for a page on which Lexbor would take minutes.
    """
    if _has_endless_tag(original.text):
        raise PageError(f"left as it was: a tag has more than {_MOST_ATTRIBUTES:,} attributes")
    if xml and (verdict := _same_xml(_bytes(original), _bytes(changed), added)) is not None:
        return verdict
    before, after = _bytes(original), _bytes(changed)
    return (
        _same_lexbor(before, after, added)
        or ("\0" not in original.text and _same_libxml2(before, after, added))
        or _same_soup(original.text, changed.text, added)
    )


def _has_endless_tag(text: str) -> bool:
    """Tell whether a tag has more attributes than is good for Lexbor, which compares each pair."""
    return any(
        len(_VALUE.sub("", piece).partition(">")[0].split()) > _MOST_ATTRIBUTES
        for piece in text.split("<")
        if len(piece) > 2 * _MOST_ATTRIBUTES
    )


def _same_lexbor(original: bytes, changed: bytes, added: Added) -> bool:
    try:
        before = _reduced_html(_by_lexbor(original))
        after = _reduced_html(_by_lexbor(changed))
    except (ValueError, RuntimeError):
        return False
    return after == before.with_(added)


def _by_lexbor(page: bytes) -> str:
    """Return a page's serialised tree, without what stands behind the template of a formula.

    Typeset formulas are ten times as long as all else, and take longer to write than to read.
    """
    document = LexborHTMLParser(page)
    # No element is looked at that went with another.
    nested = document.css_first(f"{typeset.TYPESET} {typeset.TYPESET}")
    for element in () if nested else document.css(typeset.TYPESET):
        template = element.first_child
        if template is None or template.tag != "template":
            continue
        while (output := template.next) is not None:
            output.decompose()
    return document.html or ""


class Added(NamedTuple):
    """How many of each was put into a page."""

    wrappers: int
    """Wrappers, of three elements each."""
    attributes: int = 0
    """Elements of the page that got attributes."""
    outputs: int = 0
    """Formulas that stand typeset beside their TeX."""
    asleep: int = 0
    """Scripts and stylesheets that were put to sleep."""


class _Reduced(NamedTuple):
    """A serialised tree without what is ours, and how many of each went."""

    text: str | bytes
    opened: int
    """Start tags of wrappers."""
    closed: int
    """End tags of wrappers."""
    attributes: int
    """Elements with attributes of ours."""
    outputs: int
    """Formulas that stand typeset beside their TeX."""
    asleep: int
    """Scripts and stylesheets that are asleep."""

    def with_(self, added: Added) -> _Reduced:
        """Return what the same page with something added is to give."""
        return _Reduced(
            self.text,
            self.opened + added.wrappers,
            self.closed + added.wrappers,
            self.attributes + added.attributes,
            self.outputs + added.outputs,
            self.asleep + added.asleep,
        )


def _reduced_html(written: str) -> _Reduced:
    """Return a serialised tree without what is ours.

    Where the same characters stand in a script they are counted and taken out in both trees.
    """
    written = _without_assets(written)
    written, outputs = _HTML_OUTPUT.subn(r"\1", written)
    written, asleep = typeset.ASLEEP_ATTRIBUTES.subn("", written)
    written, modules = _HTML_MODULE.subn(r"\1", written)
    asleep += modules
    pieces: list[str] = []
    done = at = 0
    while (at := written.find(_OPENS, at)) >= 0:
        opening = _HTML_OPENING.match(written, at)
        at += len(_OPENS)
        if opening is not None:
            pieces.append(written[done : opening.start()])
            done = at = opening.end()
    opened = len(pieces)
    if pieces:
        written = "".join([*pieces, written[done:]])
    pieces = written.split(rewrite.CLOSE)
    written, attributes = rewrite.ATTRIBUTES.subn("", "".join(pieces))
    return _Reduced(written, opened, len(pieces) - 1, attributes, outputs, asleep)


def _without_assets(written: str) -> str:
    pieces: list[str] = []
    done = at = 0
    while (at := written.find(_ASSET_ATTRIBUTE, at)) >= 0:
        start = written.rfind("<", done, at)
        asset = _HTML_ASSET.match(written, start) if start >= 0 else None
        at += len(_ASSET_ATTRIBUTE)
        if asset is not None:
            pieces.append(written[done:start])
            done = at = asset.end()
    return "".join([*pieces, written[done:]]) if pieces else written


def _same_libxml2(original: bytes, changed: bytes, added: Added) -> bool:
    try:
        before = etree.fromstring(original, etree.HTMLParser(**_HTML))
        after = etree.fromstring(changed, etree.HTMLParser(**_HTML))
    except (etree.ParseError, ValueError):
        return False
    # It gives no tree at all for a page of comments.
    return before is not None and after is not None and _same_trees(before, after, added)


_HTML: dict[str, Any] = {"encoding": "utf-8", "huge_tree": True, "remove_blank_text": False}


def _same_xml(original: bytes, changed: bytes, added: Added) -> bool | None:
    """Compare as XML; None where the original is not well-formed, and so no XML to anyone."""
    options: dict[str, Any] = {"resolve_entities": False, "no_network": True, "encoding": "utf-8"}
    try:
        before = etree.fromstring(original, etree.XMLParser(**options))
    except (etree.ParseError, ValueError):
        return None
    try:
        after = etree.fromstring(changed, etree.XMLParser(**options))
    except (etree.ParseError, ValueError):
        return False
    return _same_trees(before, after, added)


def _same_trees(before: etree._Element, after: etree._Element, added: Added) -> bool:
    # The original may have elements of these names too, written by hand.
    return _reduced(after) == _reduced(before).with_(added)


def _reduced(root: etree._Element) -> _Reduced:
    """Return a serialised tree without what is ours.

    Serialised as XML every `<` of text, attributes and scripts is escaped: what reads as a tag is
    one.
    """
    written: bytes = etree.tostring(root.getroottree(), method="xml", encoding="utf-8")
    if _ASSET_ATTRIBUTE.encode() in written:
        written = _XML_ASSET.sub(b"", written)
    written, outputs = _XML_OUTPUT.subn(rb"\1", written)
    written, asleep = _XML_ASLEEP.subn(b"", written)
    written, modules = _XML_MODULE.subn(rb"\1", written)
    asleep += modules
    written, opened = _XML_OPENING.subn(b"", written)
    written, attributes = _XML_ATTRIBUTES.subn(b"", written)
    closed = written.count(_XML_CLOSE)
    written = written.replace(_XML_CLOSE, b"")
    return _Reduced(written, opened, closed, attributes, outputs, asleep)


def _same_soup(original: str, changed: str, added: Added) -> bool:
    import warnings  # noqa: PLC0415  # rare: only where libxml2 saw a difference

    import bs4  # noqa: PLC0415

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            before = bs4.BeautifulSoup(original, "html.parser")
            after = bs4.BeautifulSoup(changed, "html.parser")
    except bs4.ParserRejectedMarkup:
        return False
    return _reduced_soup(after) == _reduced_soup(before).with_(added)


def _reduced_soup(soup: BeautifulSoup) -> _Reduced:
    outputs = soup.find_all(typeset.TYPESET)
    for element in outputs:
        if (template := element.find("template", recursive=False)) is not None:
            element.insert_before(template)
            template.unwrap()
            element.decompose()
    asleep = soup.select(f"[{typeset.ASLEEP}]")
    for element in asleep:
        if element.name == "template":
            element.unwrap()
        for name in (typeset.ASLEEP, *typeset.FLAGS):
            del element[name]
    outer = soup.find_all(rewrite.OUTER)
    for element in [*outer, *soup.find_all([rewrite.ROOM, rewrite.INK])]:
        element.unwrap()
    for element in soup.select(SELECTOR):
        element.decompose()
    own = soup.select(f"[{rewrite.OWN}]")
    for element in own:
        for name in _ATTRIBUTES:
            del element[name]
    soup.smooth()
    return _Reduced(str(soup), len(outer), len(outer), len(own), len(outputs), len(asleep))


def _bytes(page: Source[Raw]) -> bytes:
    """Return a page for libxml2: its own bytes where they can be taken for UTF-8.

    Bytes that are none are read the same in both pages.
    """
    if isinstance(page.raw, bytes) and page.codec == BYTEWISE:
        return page.raw[page.bom :] if page.bom else page.raw
    return page.text.encode("utf-8", "replace")
