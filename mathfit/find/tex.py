"""Find TeX between delimiters in a string, as each engine itself does it.

Pure: from a string and rules to a list of spans. The engines differ where pages are untidy (an
unclosed delimiter, a brace too many, an escaped dollar), and a wrapper that disagrees with the
engine would split a formula, so each engine's own search is followed step by step.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import NamedTuple


class Search(Enum):
    """Whose way of searching holds."""

    MATHJAX2 = "mathjax2"
    MATHJAX = "mathjax"
    """MathJax 3 and 4."""
    KATEX = "katex"
    """KaTeX's auto-render, and Temml's, which is the same search."""


class Delimiter(NamedTuple):
    """A pair of delimiters."""

    left: str
    right: str
    display: bool


@dataclass(frozen=True, slots=True)
class Rules:
    """What one engine takes for TeX in text, and where it does not look.

    `ignore` and `process` are patterns that a whole class name has to match, as MathJax joins
    them; KaTeX's list of classes to leave out is written in the same way.
    """

    search: Search
    delimiters: tuple[Delimiter, ...]
    environments: bool
    escapes: bool
    skip_tags: frozenset[str]
    ignore: str
    process: str

    @property
    def needles(self) -> tuple[str, ...]:
        """Strings of which a text with display TeX has at least one."""
        lefts = tuple(pair.left for pair in self.delimiters if pair.display)
        return (*lefts, "\\begin") if self.environments else lefts


class Found(NamedTuple):
    """TeX found: `start`..`end` in the string, delimiters included."""

    start: int
    end: int
    display: bool
    left: str


def search(text: str, rules: Rules) -> list[Found]:
    """Return the formulas in a string, inline ones too, in order and without overlap."""
    if rules.search is Search.KATEX:
        return _search_katex(text, rules)
    return _search_mathjax(text, rules)


@lru_cache(maxsize=64)
def _start_pattern(rules: Rules) -> re.Pattern[str]:
    """Build MathJax's pattern for a start: longer delimiters first, then environments, escapes."""
    lefts = sorted({pair.left for pair in rules.delimiters}, key=lambda left: (-len(left), left))
    parts = [f"(?P<delimiter>{'|'.join(map(re.escape, lefts))})"] if lefts else []
    old = rules.search is Search.MATHJAX2
    if rules.environments:
        gap = "" if old else r"\s*"
        parts.append(rf"\\begin{gap}\{{(?P<environment>[^}}]*)\}}")
    if rules.escapes:
        parts.append(r"\\*\\\$" if old else r"\\[\\$]")
    parts.append(r"\\(?:eq)?ref\{[^}]*\}" if old else r"\\(?:eq)?ref\s*\{[^}]*\}")
    return re.compile("|".join(parts))


def _search_mathjax(text: str, rules: Rules) -> list[Found]:
    start_pattern = _start_pattern(rules)
    # Of two pairs with the same left, the later one holds: the engine keeps them by their left.
    pairs = {pair.left: pair for pair in rules.delimiters}
    old = rules.search is Search.MATHJAX2
    found: list[Found] = []
    position = 0
    while start := start_pattern.search(text, position):
        position = start.end()
        kind, left = start.lastgroup, start[0]
        if kind == "delimiter":
            _, right, display = pairs[left]
            ends = _ends(right, environment=False, old=old)
        elif kind == "environment":
            ends = _ends(start["environment"], environment=True, old=old)
            display = True
        else:
            continue  # an escaped dollar or a reference: passed over
        whole = ends.whole.match(text, position)
        end = whole.end() if whole else _balanced_end(text, position, ends.pieces, lenient=old)
        if end is not None:
            found.append(Found(start.start(), end, display, left))
            position = end
        if position == start.start():  # an empty delimiter would be found for ever
            position += 1
    return found


class _Ends(NamedTuple):
    """How a formula ends: `whole` matches one with balanced braces at once, `pieces` its parts."""

    whole: re.Pattern[str]
    pieces: re.Pattern[str]


@lru_cache(maxsize=512)
def _ends(close: str, *, environment: bool, old: bool) -> _Ends:
    if environment:
        name = re.escape("{" + close + "}")
        end = rf"\\end{name}" if old else rf"\\end\s*{name}"
    else:
        end = re.escape(close)
    escaped = r"\\." if old else r"\\(?:[a-zA-Z]|.)"
    pieces = re.compile(rf"(?P<end>{end})|{escaped}|(?P<open>\{{)|(?P<close>\}})")
    return _Ends(_whole(end, "\\" if environment else close[0]), pieces)


_DEEPEST = 8
"""Braces within braces that are matched at once; deeper ones are counted."""


@lru_cache(maxsize=512)
def _whole(end: str, first: str) -> re.Pattern[str]:
    """Build a pattern for the rest of a formula whose braces are balanced, its end included.

    `end` is a pattern, `first` the character that it begins with. The pattern decides like the
    engines' loops and gives up where braces are not balanced, but is one step of the regular
    expression engine instead of one for each backslash and brace.
    """
    nested = r"\{(?:[^{}\\]++|\\.?)*+\}"
    for _ in range(_DEEPEST):
        nested = rf"\{{(?:[^{{}}\\]++|\\.?|{nested})*+\}}"
    if first in "{}":
        return re.compile("(?!)")
    if first == "\\":
        return re.compile(rf"(?:[^{{}}\\]++|(?!{end})\\.?|{nested})*+(?:{end})", re.DOTALL)
    other = re.escape(first)
    part = rf"[^{{}}\\{other}]++|\\.?|(?!{end}){other}|{nested}"
    return re.compile(rf"(?:{part})*+(?:{end})", re.DOTALL)


def _balanced_end(
    text: str, position: int, pieces: re.Pattern[str], *, lenient: bool
) -> int | None:
    """Return where the formula ends: the first end outside braces.

    MathJax 2 (`lenient`) takes the first end inside braces when there is none outside.
    """
    depth = 0
    inside: int | None = None
    for match in pieces.finditer(text, position):
        kind = match.lastgroup
        if kind == "end":
            if depth == 0:
                return match.end()
            if inside is None:
                inside = match.end()
        elif kind == "open":
            depth += 1
        elif kind == "close" and depth:
            depth -= 1
    return inside if lenient else None


@lru_cache(maxsize=64)
def _left_pattern(delimiters: tuple[Delimiter, ...]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(pair.left) for pair in delimiters))


def _search_katex(text: str, rules: Rules) -> list[Found]:
    found: list[Found] = []
    if not rules.delimiters:
        return found
    left_pattern = _left_pattern(rules.delimiters)
    position = 0
    while start := left_pattern.search(text, position):
        # The first of the list that stands here, which need not be the longest.
        pair = next(p for p in rules.delimiters if text.startswith(p.left, start.start()))
        begin = start.start() + len(pair.left)
        whole = _whole(re.escape(pair.right), pair.right[0]).match(text, begin)
        end = whole.end() if whole else _katex_end(text, begin, pair.right)
        if end is None:
            break  # an unclosed formula ends the search in this text
        found.append(Found(start.start(), end, pair.display, pair.left))
        position = max(end, start.start() + 1)
    return found


@lru_cache(maxsize=64)
def _katex_pattern(right: str) -> re.Pattern[str]:
    return re.compile(rf"{re.escape(right)}|[\\\\{{}}]")


def _katex_end(text: str, position: int, right: str) -> int | None:
    """Find the right delimiter outside braces; a backslash hides the next character.

    Other than MathJax, a closing brace too many counts: `braceLevel` goes below zero.
    """
    depth = 0
    special = _katex_pattern(right)
    while match := special.search(text, position):
        at = match.start()
        if depth <= 0 and text.startswith(right, at):
            return at + len(right)
        character = text[at]
        if character == "\\":
            position = at + 2
        else:
            depth += (character == "{") - (character == "}")
            position = at + 1
    return None
