"""Which pages are worth parsing: told by a few looks at their text.

Each look reads the whole page where it fails. So the looks that fail on pages without math are
few, and the others come after them.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from mathfit.page.find.custom import names as custom_elements
from mathfit.page.find.forms import NEEDLES
from mathfit.page.find.script import CONFIGURES

if TYPE_CHECKING:
    from collections.abc import Callable

    from mathfit.page.find.model import FindOptions

# Every page with typeset math, or with an engine that the page names, has "math" or "katex" in it.
# The letters that both words share are looked for first: one look tells that neither is there.
_NAMES = re.compile("at(?:(?<=mat)h|(?<=kat)ex)")
# What names of forms have no "display" in them.
_WITHOUT_DISPLAY = ("katex-block", "d-math", "dt-math", "mjpage__block")
# Around the pieces of formulas that a build typeset.
_TYPESET = ("katex-html", "mjx-container", "mathjax_svg", "mjx-chtml", "mjpage")
_BACKSLASHED = re.compile(r"\\(?:\[|begin)")
# How TeX in text begins where a tool wrote its first character as a reference.
_REFERENCES = re.compile("&(?:#36|#x24|#92|#x5c|dollar|bsol);")
# No `<` within, so that thousands of tags without an end are not read thousands of times.
_SOURCES = re.compile(
    r"""<script\s(?:[^<>"']|"[^"<]*"|'[^'<]*')*?\bsrc\s*=\s*["']?([^"'\s<>]+)""", re.IGNORECASE
)


def may_have_math(folded: str, options: FindOptions) -> bool:
    """Tell cheaply whether a page is worth parsing; `folded` is its text in lower case."""
    told = options.engine != "auto"
    # Where no script of the page reads it, a person is told.
    if options.engine != "mathml" and _has_common_tex(folded):
        return True
    scripted = told or "<script" in folded  # without one, no engine reads TeX
    reads_tex = scripted and options.engine != "mathml"
    if scripted and custom_elements(folded):
        return True
    named = _NAMES.search(folded) is not None
    if not named and not scripted:
        return False
    if reads_tex and any(left.lower() in folded for left, _ in options.delimiters):
        return True
    if not named and not told:
        return False
    # No engine takes a single dollar for a delimiter where it is not told to.
    if options.inline and reads_tex and ("\\(" in folded or _tells_inline(folded)):
        return True
    if options.inline and any(name in folded for name in _TYPESET):
        return True
    displays = "display" in folded
    if reads_tex and (_REFERENCES.search(folded) or _tells_delimiters(folded, displays=displays)):
        return True
    return (
        named
        and (displays or any(name in folded for name in _WITHOUT_DISPLAY))
        and any(needle in folded for needle in NEEDLES)
    )


def configured_elsewhere(
    text: str, folded: str, options: FindOptions, load: Callable[[str], str | None] | None
) -> bool:
    """Tell whether a script of the site gives a page delimiters that are not the usual ones."""
    if load is None or options.engine == "mathml" or "<script" not in folded:
        return False
    bodies = filter(None, map(load, set(_SOURCES.findall(text))))
    return any(_configures(body, options.inline) for body in bodies)


@lru_cache(maxsize=512)
def _configures(script: str, inline: bool) -> bool:
    if not CONFIGURES.search(script):
        return False
    folded = script.lower()
    return _tells_delimiters(folded, displays=True) or (inline and _tells_inline(folded))


def _has_common_tex(folded: str) -> bool:
    if "\\" in folded and _BACKSLASHED.search(folded):
        return True
    # One character is found many times as fast as two, and there are seldom many.
    at = -1
    for _ in range(32):
        at = folded.find("$", at + 1)
        if at < 0:
            return False
        if folded.startswith("$$", at):
            return True
    return folded.find("$$", at) >= 0


def _tells_inline(folded: str) -> bool:
    """Tell whether delimiters of inline formulas may be configured."""
    return any(word in folded for word in ("inlinemath", "delimiters", "fences"))


def _tells_delimiters(folded: str, *, displays: bool) -> bool:
    """Tell whether delimiters may be configured: then TeX may begin with anything."""
    return (displays and "displaymath" in folded) or "delimiters" in folded
