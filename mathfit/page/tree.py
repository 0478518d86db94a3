"""Parse a page's text as a browser does, with the exact place of every tag.

A page that is XML may close a script in its start tag, `<script src="a.js"/>`. Read as HTML, such a
tag hides all that follows it. Nothing here reads XML with places: so the parser is given another
element there, one without content and of the same length, and every place stays what it is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import turbohtml
from lxml import etree

if TYPE_CHECKING:
    from turbohtml import Document, Element

PARSER = f"turbohtml {turbohtml.__version__}"
"""What finds the places in a page: another version may find others."""

# Pages that may be read as XML; what is written for XML is good HTML too.
_XHTML = re.compile(
    r"\s*<\?xml|(?:\s++|<!--(?:(?!-->).)*-->|<!(?!--)[^>]*>)*<html\s[^>]*xmlns=",
    re.IGNORECASE | re.DOTALL,
)
# Elements whose content HTML reads as text up to their end tag.
_CLOSED_AT_ONCE = re.compile(
    r"""<(script|style|title|textarea|iframe|noscript|noframes|noembed)(?=[\s/])"""
    r"""((?:[^<>"']|"[^"<]*"|'[^'<]*')*/>)"""
)
_EMPTY = "link"


def is_xhtml(text: str) -> bool:
    """Tell whether tags have to be written for an XML parser too."""
    return _XHTML.match(text) is not None


def parse(text: str, *, places: bool = True) -> Document:
    """Return a page's tree; without `places` it takes half the memory."""
    if is_xhtml(text) and _CLOSED_AT_ONCE.search(text) and _is_xml(text):
        text = _CLOSED_AT_ONCE.sub(lambda tag: f"<{_EMPTY:{len(tag[1])}}{tag[2]}", text)
    if places:
        return turbohtml.parse(text, source_locations=True, scripting=True)
    return turbohtml.parse(text, positions=False, scripting=True)


def scripts(document: Document, *, xml: bool) -> list[Element]:
    """Return a page's scripts, in its order, those among them that `parse` gave another name."""
    return document.select(f"script, {_EMPTY}[src]") if xml else document.find_all("script")


def _is_xml(text: str) -> bool:
    # A page that is not well-formed is HTML to everyone, with HTML's mistakes.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, encoding="utf-8")
    try:
        etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.ParseError, ValueError):
        return False
    return True
