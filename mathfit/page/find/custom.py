"""Custom elements that typeset the TeX in them: known by their names, whoever defines them.

The name of a custom element has a hyphen. One of its words tells what it shows (`x-katex`,
`math-block`, `la-tex`), and an attribute or another word that it shows a display equation.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from turbohtml import Comment, Text

from mathfit.page.find.forms import Form, Holds

if TYPE_CHECKING:
    from turbohtml import Document, Element

# What one of the words of a name is, or all together.
_WORDS = frozenset(
    ("math", "maths", "mathjax", "tex", "latex", "katex", "temml", "formula", "equation")
)
_DISPLAY_WORDS = frozenset(("block", "display", "div"))
# Elements in which a reader writes, mathfit's own, and MathJax's output.
_NO_WORDS = frozenset(("field", "input", "editor", "keyboard", "fit", "mjx", "xml"))
# Attributes that tell a display equation unless their value says otherwise, and those that do only
# by their value.
_FLAGS = ("block", "display", "display-mode", "displaymode", "data-display", "data-display-mode")
_KINDS = ("mode", "type", "variant", "data-mode", "data-type")
_NO_VALUES = frozenset(("inline", "false", "none", "no", "0"))
_DISPLAY_VALUES = frozenset(("display", "block"))
_DISPLAY_CLASS = re.compile(r"(?:^| )(?:(?:\S+-)?(?:display|block)|(?:\S+-)?display-math)(?: |$)")
# Attributes that hold the TeX of an element without content.
_TEX = ("expression", "tex", "latex", "formula", "equation", "math", "value", "data-expr")

# Every custom element has one, and other elements' names have no hyphen.
_END_TAG = re.compile(r"</([a-zA-Z][a-zA-Z0-9]*-[a-zA-Z0-9-]*)")

FORM = Form(
    "element",
    "",
    "",
    Holds.ELEMENT,
    "custom elements: GitHub's math-renderer, MathLive's math-div, katex-element, a site's own",
)


def names(text: str) -> list[str]:
    """Return the names of such elements that a text may have: cheap where there are none."""
    written = {match[1].lower() for match in _END_TAG.finditer(text)}
    return sorted(name for name in written if _shows_math(name))


def elements(document: Document, source: str) -> list[Element]:
    """Return the custom elements of a page that hold TeX and nothing else, in page order."""
    known = names(source)
    if not known:
        return []
    return [element for element in document.select(", ".join(known)) if _holds_tex(element)]


def _shows_math(name: str) -> bool:
    words = set(name.split("-"))
    if words & _NO_WORDS:
        return False
    return bool(words & _WORDS) or name.replace("-", "") in _WORDS


def _holds_tex(element: Element) -> bool:
    if any(not isinstance(child, (Text, Comment)) for child in element.children):
        return False
    return bool(element.text.strip()) or any(element.attr(name) for name in _TEX)


def is_display(element: Element) -> bool:
    """Tell whether such an element says that it is a display equation."""
    if set(element.tag.split("-")) & _DISPLAY_WORDS:
        return True
    for name in _FLAGS:
        value = element.attr(name)
        if value is not None:
            return value.strip().lower() not in _NO_VALUES
    if any((element.attr(name) or "").strip().lower() in _DISPLAY_VALUES for name in _KINDS):
        return True
    return bool(_DISPLAY_CLASS.search(element.attr("class") or ""))
