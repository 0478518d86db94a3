"""Prove, before a changed page is written, that only wrappers and assets were added to it.

Twice: the WHATWG tree that a browser builds is compared through the parser that found the places,
and again through a parser that shares no code with it. Each takes the wrappers out of the changed
page's tree; what is left must be the original's tree.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import turbohtml
from lxml import etree

from mathfit import rewrite
from mathfit.assets import SELECTOR

if TYPE_CHECKING:
    from turbohtml import Document

_WRAPPERS = f"{rewrite.OUTER}, {rewrite.ROOM}, {rewrite.INK}"
_OPENING = re.compile(rf"<{rewrite.OUTER}(?: [^<>]*)?><{rewrite.ROOM}><{rewrite.INK}>".encode())
_CLOSE = rewrite.CLOSE.encode()


def same_for_browsers(original: Document, changed: str, *, wrappers: int) -> bool:
    """Compare as browsers parse. `original` is normalised in place; `wrappers` is their number."""
    tree = turbohtml.parse(changed, positions=False, scripting=True)
    if len(tree.select(f"{rewrite.OUTER} > {rewrite.ROOM} > {rewrite.INK}")) != wrappers:
        return False
    tree.strip_tags(_WRAPPERS)
    tree.remove(SELECTOR)
    for document in (original, tree):
        if document.root is not None:
            document.root.normalize()
    return tree.equals(original)


def same_for_others(original: str, changed: str, *, xml: bool, wrappers: int) -> bool:
    """Compare through libxml2; where that sees a difference, BeautifulSoup has the last word.

    libxml2 knows no HTML5 and may close elements around a name it does not know, which says
    nothing about the page: so its "no" is heard again, its "yes" is final.
    """
    if xml and (verdict := _same_xml(original, changed, wrappers)) is not None:
        return verdict
    if "\0" not in original and _same_libxml2(original, changed, wrappers):
        return True
    return _same_soup(original, changed, wrappers)


def _same_libxml2(original: str, changed: str, wrappers: int) -> bool:
    try:
        before = etree.fromstring(_bytes(original), etree.HTMLParser(**_HTML))
        after = etree.fromstring(_bytes(changed), etree.HTMLParser(**_HTML))
    except (etree.ParseError, ValueError):
        return False
    return _same_trees(before, after, wrappers)


_HTML: dict[str, Any] = {"encoding": "utf-8", "huge_tree": True, "remove_blank_text": False}


def _same_xml(original: str, changed: str, wrappers: int) -> bool | None:
    """Compare as XML; None where the original is not well-formed, and so no XML to anyone."""
    options: dict[str, Any] = {"resolve_entities": False, "no_network": True, "encoding": "utf-8"}
    try:
        before = etree.fromstring(_bytes(original), etree.XMLParser(**options))
    except (etree.ParseError, ValueError):
        return None
    try:
        after = etree.fromstring(_bytes(changed), etree.XMLParser(**options))
    except (etree.ParseError, ValueError):
        return False
    return _same_trees(before, after, wrappers)


def _same_trees(before: etree._Element, after: etree._Element, wrappers: int) -> bool:
    for element in after.xpath("//*[@data-mathfit]"):
        _drop(element)
    # Serialised as XML every `<` of text and scripts is escaped: what reads as a tag is one.
    written, opened = _OPENING.subn(b"", _serialised(after))
    if opened != wrappers or written.count(_CLOSE) != wrappers:
        return False
    return written.replace(_CLOSE, b"") == _serialised(before)


def _serialised(root: etree._Element) -> bytes:
    written: bytes = etree.tostring(root.getroottree(), method="xml", encoding="utf-8")
    return written


def _drop(element: etree._Element) -> None:
    """Remove an element and leave the text that follows it."""
    parent, tail = element.getparent(), element.tail
    if parent is None:
        return
    before = element.getprevious()
    if tail:
        if before is None:
            parent.text = (parent.text or "") + tail
        else:
            before.tail = (before.tail or "") + tail
    parent.remove(element)


def _same_soup(original: str, changed: str, wrappers: int) -> bool:
    import warnings  # noqa: PLC0415  # rare: only where libxml2 saw a difference

    from bs4 import BeautifulSoup  # noqa: PLC0415

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        before = BeautifulSoup(original, "html.parser")
        after = BeautifulSoup(changed, "html.parser")
    count = 0
    for name in (rewrite.INK, rewrite.ROOM, rewrite.OUTER):
        for element in after.find_all(name):
            count += name == rewrite.OUTER
            element.unwrap()
    for element in after.select(SELECTOR):
        element.decompose()
    before.smooth()
    after.smooth()
    return count == wrappers and str(before) == str(after)


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")
