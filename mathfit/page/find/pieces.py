"""Inline formulas that a build typeset: their boxes, which no line is broken in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from turbohtml import Element

from mathfit.page.find.containers import holds_html
from mathfit.page.find.forms import NOT_WITHIN
from mathfit.page.find.model import Equation
from mathfit.page.find.text import outer_end

if TYPE_CHECKING:
    from collections.abc import Iterator

    from turbohtml import Document

# As in `pieces` of assets/src/selectors.js, but for the boxes that are several elements there
# (MathJax 4's CHTML where it breaks lines) and for MathML, which has another size in each browser.
_PIECE = (
    ".katex-html > .base, .katex-html > .katex-base, mjx-container > svg, .MathJax_SVG > svg, "
    "mjx-container > mjx-math:not([breakable]), .mjx-chtml > .mjx-math, .mjpage > svg"
)

FORM = "piece"
"""The form of what is an element of the source: no TeX begins so."""


def pieces(document: Document) -> Iterator[tuple[Element, Equation]]:
    """Return each box with its stretch of the source, in page order; those of equations too."""
    for element in document.select(_PIECE):
        parent, place, end = element.parent, element.source_location, outer_end(element)
        if not isinstance(parent, Element) or place is None or end is None:
            continue
        if holds_html(parent) and element.closest(NOT_WITHIN) is None:
            yield element, Equation(place.start_tag.start_offset, end, FORM)
