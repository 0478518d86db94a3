"""Equations that are elements: the forms of the table, and the stretch that each takes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from turbohtml import Element, Namespace, Text

from mathfit.page.find import custom
from mathfit.page.find.forms import CODE, FORMS, NOT_WITHIN, Form, Holds
from mathfit.page.find.tex import Delimiter
from mathfit.page.find.text import TextRun, runs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from turbohtml import Document, Node

# Block elements whose start tag ends an open paragraph: a wrapper before them would end with it.
_ENDS_PARAGRAPH = frozenset(("div", "p", "table", "section", "figure", "pre", "center", "ul", "ol"))
_MATHJAX2_DISPLAY = re.compile(r"(?:^| )(?:MathJax_(?:SVG_)?Display|MJXc-display)\b")
_MATHJAX2_PART = re.compile(r"(?:^| )(?:MathJax_(?:SVG_)?Display|MJXc-display|MathJax_Preview)\b")
_DISPLAY_TYPE = re.compile(r";\s*mode\s*=\s*display\b", re.IGNORECASE)
_COMMON = (
    Delimiter("$$", "$$", display=True),
    Delimiter("\\[", "\\]", display=True),
    Delimiter("\\begin{", "}", display=True),
)


_WHOLE = (Holds.TYPESET, Holds.ELEMENT)
_TYPESET = tuple(form for form in FORMS if form.holds in _WHOLE)
_ANY_FORM = ", ".join(form.selector for form in FORMS)
_ANY_TYPESET = ", ".join(form.selector for form in _TYPESET)


@dataclass(frozen=True, slots=True)
class Container:
    """An element that is an equation, or would be if it could get a wrapper."""

    element: Element
    """The element."""
    form: Form
    """Its form."""
    start: int
    """The position where it begins, in code points of the parsed text."""
    end: int
    """The position after it."""
    reason: str = ""
    """Why it gets no wrapper; empty where it does."""


class Reading(Enum):
    """Whether an engine finds TeX in the text of an element of a form."""

    UNKNOWN = "unknown"
    """It may be a script of the page that hands the element to the engine."""
    READS = "reads"
    """It does, in a wrapper as well."""
    NOT_IN_WRAPPER = "not in a wrapper"
    """It does, but the page's options hide from it what is in other elements (Material)."""


def containers(
    document: Document,
    source: str,
    *,
    engine: bool,
    delimiters: Sequence[Delimiter],
    reading: Reading = Reading.UNKNOWN,
) -> list[Container]:
    """Return the equations of the table's forms, in source order, none inside another.

    `source` is the parsed text. Without an `engine` only typeset math counts.
    """
    forms = FORMS if engine else _TYPESET
    found: list[Container] = []
    # One walk over the tree for all forms together: matches are far fewer than elements.
    for element in document.select(_ANY_FORM if engine else _ANY_TYPESET):
        for form in forms:
            if element.matches(form.selector) and _is_equation(element, form, delimiters):
                if not _excluded(element, form):
                    found.append(_container(element, form, source, reading))
                break
    for element in custom.elements(document, source):
        display = custom.is_display(element) or _delimited(element, delimiters)
        if display and not _excluded(element, custom.FORM):
            found.append(_container(element, custom.FORM, source, reading))
    return _outermost(found)


def holds_html(element: Element) -> bool:
    """Tell whether what stands in an element is HTML: in SVG, a wrapper would draw nothing."""
    return element.namespace is Namespace.HTML or element.tag.lower() == "foreignobject"


def _excluded(element: Element, form: Form) -> bool:
    parent = element.parent
    if not isinstance(parent, Element) or not holds_html(parent):
        return True
    around = element.closest(NOT_WITHIN)
    if around is None and form.holds not in _WHOLE:
        around = element.closest(CODE)
    return around is not None and around is not element


def _outermost(found: list[Container]) -> list[Container]:
    """Keep one of those that lie in one another.

    A formula typeset at build time is kept and the container around it is not: the wrapper belongs
    next to the ink. But a table of LaTeXML, and what MathJax 2 wrote, is one equation as a whole.
    """
    order = sorted(found, key=lambda c: (c.start, -c.end))
    kept: list[Container] = []
    for container in order:
        last = kept[-1] if kept else None
        if last is None or container.start >= last.end:
            kept.append(container)
        elif container.form.holds is Holds.TYPESET and last.form.holds in (
            Holds.TEX,
            Holds.DELIMITED,
        ):
            kept[-1] = container
    return kept


def _is_equation(element: Element, form: Form, delimiters: Sequence[Delimiter]) -> bool:
    match form.holds:
        case Holds.TYPESET | Holds.ELEMENT:
            return True
        case Holds.SCRIPT:
            return _is_display_script(element) and not _is_typeset(element)
        case Holds.TEX:
            return _only_text(element) or _delimited(element, delimiters)
        case Holds.DELIMITED:
            return _delimited(element, delimiters)


def _only_text(element: Element) -> bool:
    tags = {child.tag for child in element.iter_elements()}
    return bool(element.text.strip()) and tags <= {"br", "wbr", "code"}


def _delimited(element: Element, delimiters: Sequence[Delimiter]) -> bool:
    """Tell whether display TeX between delimiters is all the text directly in an element.

    Other elements may stand before and after the TeX: a number, a link to the equation.
    """
    texts = [""]
    scripted = False
    for child in element.children:
        if isinstance(child, Text):
            texts[-1] += child.data
        elif isinstance(child, Element):
            scripted |= _is_display_script(child)
            if child.tag in _BREAKS:
                texts[-1] += _BREAKS[child.tag]
            elif _is_beside(child):
                texts.append("")
    if scripted:
        return len(texts) == 1  # beside a number, the script alone is the equation
    written = [text.strip() for text in texts if text.strip()]
    if len(written) != 1:
        return False
    text = written[0]
    for left, right, _ in (*delimiters, *_COMMON):
        if text.startswith(left) and text.endswith(right) and len(text) >= len(left) + len(right):
            return True
    return False


_BREAKS = {"br": "\n", "wbr": ""}


def _is_beside(child: Element) -> bool:
    """Tell whether a child of an equation's element is no part of what the engine typesets."""
    return child.tag not in _BREAKS and not _is_display_script(child) and not _part(child)


def _tex(element: Element, form: Form, source: str, reading: Reading) -> TextRun | None:
    """Return the TeX in an element where the wrapper is to stand around that alone.

    There the engine puts its output: what a theme says of the element holds for it as before, and
    what stands beside it is not scaled with it.
    """
    if form.holds not in (Holds.DELIMITED, Holds.TEX) or reading is Reading.NOT_IN_WRAPPER:
        return None
    inside = [child for child in element.children if isinstance(child, Element)]
    if any(_is_display_script(child) for child in inside):
        return None
    reads = form.holds is Holds.DELIMITED and reading is Reading.READS
    if not reads and not any(map(_is_beside, inside)):
        return None
    if form.holds is Holds.TEX and _only_text(element):
        return None
    texts = [child for child in element.children if isinstance(child, Text)]
    written = [run for run in runs(texts, source, joined=True) if run.text.strip()]
    return written[0] if len(written) == 1 else None


def _container(element: Element, form: Form, source: str, reading: Reading) -> Container:
    tex = _tex(element, form, source, reading)
    if tex is not None:
        if not tex.located:
            return Container(element, form, 0, 0, "its place in the source is not certain")
        begin = len(tex.text) - len(tex.text.lstrip())
        return Container(element, form, *tex.place(begin, len(tex.text.rstrip())))
    first, last = element, element
    if form.holds is Holds.SCRIPT or form.name == "mathjax2":
        first, last = _with_preview(element)
    opened, finish = first.source_location, last.source_location
    if opened is None or finish is None:
        return Container(element, form, 0, 0, "the parser moved it")
    start = opened.start_tag.start_offset
    if finish.end_tag is None:
        return Container(element, form, start, start, "its element has no end tag")
    if first is element and _ends_paragraph(element):
        if opened.end_tag and (form.holds is Holds.DELIMITED or form.name == "mathjax2"):
            # Inside is as good: an engine that reads text replaces what is between delimiters, and
            # what MathJax 2 wrote is inside its element.
            inside = (opened.start_tag.end_offset, opened.end_tag.start_offset)
            return Container(element, form, *inside)
        return Container(element, form, start, start, "it ends a paragraph that is still open")
    return Container(element, form, start, finish.end_tag.end_offset)


def _with_preview(element: Element) -> tuple[Element, Element]:
    """Return the first and last of the elements that MathJax 2 puts in a row for one formula."""
    first = last = element
    while (before := _beside(first, forward=False)) is not None and _part(before):
        first = before
    after = _beside(last, forward=True)
    if after is not None and element.tag != "script" and _is_display_script(after):
        last = after
    return first, last


def _is_display_script(element: Element) -> bool:
    return element.tag == "script" and bool(_DISPLAY_TYPE.search(element.attr("type") or ""))


def _is_typeset(script: Element) -> bool:
    """Tell whether MathJax 2 has put its output before a script: that is an equation itself."""
    before = _beside(script, forward=False)
    return before is not None and bool(_MATHJAX2_DISPLAY.search(before.attr("class") or ""))


def _part(element: Element) -> bool:
    return bool(_MATHJAX2_PART.search(element.attr("class") or ""))


def _beside(element: Element, *, forward: bool) -> Element | None:
    node: Node | None = element
    while node is not None:
        node = node.next_sibling if forward else node.previous_sibling
        if isinstance(node, Element):
            return node
        if isinstance(node, Text) and node.data.strip():
            return None
    return None


def _ends_paragraph(element: Element) -> bool:
    """Tell whether an element's start tag is what ended the paragraph before it."""
    if element.tag not in _ENDS_PARAGRAPH:
        return False
    before = element.previous_sibling
    if not isinstance(before, Element) or before.tag != "p":
        return False
    location = before.source_location
    return location is not None and location.end_tag is None
