"""Which text an engine reads: its skipped tags, its classes, and where HTML may stand at all."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from turbohtml import Element

from mathfit.page.find.containers import holds_html
from mathfit.page.find.forms import NO_MARKUP
from mathfit.page.find.tex import Search

if TYPE_CHECKING:
    from mathfit.page.find.tex import Rules


class Views:
    """Where in the tree an engine looks for TeX, and where an element can be put around it.

    `roots` are the elements that it was told to read; None for the body.
    """

    def __init__(self, rules: Rules, roots: list[Element] | None = None) -> None:
        self.rules = rules
        self._roots = roots
        self.ignore = _class_pattern(rules.ignore)
        self.process = _class_pattern(rules.process)
        self._seen: dict[Element, tuple[bool, bool]] = {}
        ignored = self.ignore is not None and self.ignore.search("") is not None
        processed = self.process is not None and self.process.search("") is not None
        # Options such as `ignoreHtmlClass: ".*|"` hold for our wrapper's empty class as well.
        self.hides_wrapper = not rules.is_katex and ignored and not processed

    def reads(self, element: Element) -> bool:
        """Tell whether the engine reads the text directly in an element, and HTML may go there."""
        if element.tag in NO_MARKUP or not holds_html(element):
            return False
        descends, ignored = self._view(element)
        return descends and not ignored

    def _view(self, element: Element) -> tuple[bool, bool]:
        if element in self._seen:
            return self._seen[element]
        parent = element.parent
        if (element.tag == "body") if self._roots is None else (element in self._roots):
            view = (True, False) if self.rules.is_katex else self._step(element, (True, False))
        elif isinstance(parent, Element) and parent.tag != "html":
            view = self._step(element, self._view(parent))
        else:
            view = (False, True)  # the head, or the content of a template
        self._seen[element] = view
        return view

    def _step(self, element: Element, above: tuple[bool, bool]) -> tuple[bool, bool]:
        """Return (the engine goes into the element, it ignores text there)."""
        descends, ignored = above
        if not descends:
            return above
        tag, names = element.tag, element.attr("class") or ""
        if tag.startswith("math-fit") or tag == "plaintext":
            return False, True
        if self.rules.is_katex:
            skipped = tag in self.rules.skip_tags or bool(self.ignore and self.ignore.search(names))
            return not skipped, False
        processed = bool(self.process and self.process.search(names))
        if not processed and tag in self.rules.skip_tags:
            return False, True
        if self.rules.search is Search.MATHJAX2 and _MATHJAX2_OWN.search(names):
            return False, True
        if element.attr("data-mjx"):
            return False, True
        ignores = bool(self.ignore and self.ignore.search(names))
        return True, (ignored or ignores) and not processed


_MATHJAX2_OWN = re.compile(r"(?:^| )MathJax")


@lru_cache(maxsize=64)
def _class_pattern(names: str) -> re.Pattern[str] | None:
    if not names:
        return None
    try:
        return re.compile(rf"(?:^| )(?:{names})(?: |$)")
    except re.error:
        return re.compile(rf"(?:^| )(?:{re.escape(names)})(?: |$)")
