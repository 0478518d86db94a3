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

REFERENCE = "\\ref"
"""What MathJax typesets without delimiters: a reference to an equation's number."""


class Search(Enum):
    """Whose way of searching holds."""

    MATHJAX2 = "mathjax2"
    MATHJAX = "mathjax"
    """MathJax 3 and 4."""
    KATEX = "katex"
    """KaTeX's auto-render, and Temml's, which is the same search."""
    KATEX_BY_TURNS = "katex-by-turns"
    """KaTeX's auto-render before 0.13: one pair of delimiters after the other."""


class Scope(NamedTuple):
    """The part of a page that an engine was told to read: a CSS selector, all it fits or one."""

    selector: str
    every: bool


class Delimiter(NamedTuple):
    """A pair of delimiters."""

    left: str
    right: str
    display: bool


@dataclass(frozen=True, slots=True)
class Rules:
    """What one engine takes for TeX in text, and where it does not look."""

    search: Search
    """How it looks for delimiters."""
    delimiters: tuple[Delimiter, ...]
    """Its delimiters, in the order in which they are tried."""
    environments: bool
    r"""`\begin{…}` opens an equation without delimiters."""
    escapes: bool
    r"""`\$` is no dollar."""
    skip_tags: frozenset[str]
    """Names of the elements whose text it does not read."""
    ignore: str
    """A pattern that the class of an element which it does not read has to match as a whole, as
    MathJax joins them."""
    process: str
    """The same of an element that it reads inside such a one."""
    scope: Scope | None = None
    """The part of the page that it reads; None for the whole page."""
    inline: frozenset[str] = frozenset()
    """Names of the environments that make no display equation."""

    @property
    def is_katex(self) -> bool:
        """Whether it is KaTeX's auto-render, or Temml's."""
        return self.search in (Search.KATEX, Search.KATEX_BY_TURNS)

    @property
    def needles(self) -> tuple[str, ...]:
        """Strings of which a text with display TeX has at least one."""
        lefts = tuple(pair.left for pair in self.delimiters if pair.display)
        return (*lefts, "\\begin") if self.environments else lefts

    @property
    def all_needles(self) -> tuple[str, ...]:
        """Strings of which a text with any TeX, also inline, has at least one."""
        lefts = [pair.left for pair in self.delimiters if not pair.display]
        references = () if self.is_katex else (REFERENCE, "\\eqref")
        return (*self.needles, *lefts, *references)


class Found(NamedTuple):
    """TeX found: `start`..`end` in the string, delimiters included."""

    start: int
    end: int
    display: bool
    left: str


def search(text: str, rules: Rules) -> list[Found]:
    """Return the formulas in a string, also inline ones and references, in their order."""
    if rules.search is Search.KATEX_BY_TURNS:
        return _by_turns(text, rules)
    starts = _starts(rules)
    pattern = starts.tidy
    patience = _PATIENCE
    katex = rules.search is Search.KATEX
    found: list[Found] = []
    position = 0
    while match := pattern.search(text, position):
        begin, end = match.span()
        position = end
        start = starts.kinds.get(match.lastgroup)
        if match.lastgroup == "reference":
            found.append(Found(begin, end, display=False, left=REFERENCE))
            continue
        if start is None:
            continue  # an escaped dollar
        left, close, display = start
        if left is None:
            left = match[0][: match.end("name") + 1 - begin]
            close = match["name"]
            display = close not in rules.inline
        if end - begin == len(left):  # no end, or braces that are not balanced
            stop = None
            environment = start.left is None
            if text.rfind("\\end" if environment else close) >= end:
                stop = _end(text, end, close, rules, environment=environment)
            if stop is None:
                # Thousands of starts without an end must not read the text thousands of times.
                pattern = starts.bare
                patience -= len(text) - end
                if katex or patience < 0:
                    break  # an unclosed formula ends KaTeX's search in this text
                continue
            end = position = stop
        found.append(Found(begin, end, display, left))
    return found


def _by_turns(text: str, rules: Rules) -> list[Found]:
    """Search for one pair of delimiters after the other, each in what the others have left."""
    rest = [(0, len(text))]
    found: list[Found] = []
    for left, right, display in rules.delimiters:
        before, rest = rest, []
        for begin, end in before:
            position = begin
            while (start := text.find(left, position, end)) >= 0:
                rest.append((position, start))
                position = start
                stop = _katex_end(text[:end], start + len(left), right)
                if stop is None:
                    break
                found.append(Found(start, stop, display, left))
                position = stop
            rest.append((position, end))
    return sorted(found)


_PATIENCE = 5_000_000
"""Characters that are read in vain in one text before the search in it is given up."""


class _Starts(NamedTuple):
    """What begins a formula: `tidy` takes its rest along, `bare` does not.

    `kinds` tells what each of the patterns' groups means.
    """

    tidy: re.Pattern[str]
    bare: re.Pattern[str]
    kinds: dict[str | None, _Start]


class _Start(NamedTuple):
    left: str | None
    """The left delimiter; None for an environment."""
    right: str
    display: bool


@lru_cache(maxsize=64)
def _starts(rules: Rules) -> _Starts:
    r"""Build the pattern for a start, together with the rest of its formula where that is tidy.

    Each alternative is `x(?P<kind>yz(?:rest)?)`: it begins with a plain character, so that the
    regular expression engine can skip to the next candidate, and it takes the formula up to its end
    if the braces in it are balanced, else the start alone.

    MathJax takes the longest delimiter that fits, KaTeX the first in the list. Of two pairs with
    the same left MathJax keeps the later.
    """
    old = rules.search is Search.MATHJAX2
    pairs = list(rules.delimiters)
    if not rules.is_katex:
        pairs = sorted(
            {pair.left: pair for pair in pairs}.values(), key=lambda p: (-len(p.left), p.left)
        )
    kinds: dict[str | None, _Start] = {f"d{i}": _Start(*pair) for i, pair in enumerate(pairs)}
    kinds["environment"] = _Start(None, "", display=True)
    gap = "" if old else r"\s*"
    patterns = []
    for tidy in (True, False):
        parts: list[str] = []
        for index, pair in enumerate(pairs):
            rest = _rest(re.escape(pair.right), pair.right[0]) if tidy else ""
            first, others = re.escape(pair.left[0]), re.escape(pair.left[1:])
            parts.append(rf"{first}(?P<d{index}>{others}(?:{rest})?)")
        if rules.environments:
            rest = _rest(rf"\\end{gap}\{{(?P=name)\}}", "\\") if tidy else ""
            begin = rf"\\(?P<environment>begin{gap}\{{(?P<name>[^}}]*)\}}"
            parts.append(rf"{begin}(?:{rest})?)")
        if rules.escapes:
            parts.append(r"\\(?P<escape>\\*\$)" if old else r"\\(?P<escape>[\\$])")
        if not rules.is_katex:
            parts.append(rf"\\(?P<reference>(?:eq)?ref{gap}\{{[^}}]*\}})")
        patterns.append(re.compile("|".join(parts) or "(?!)", re.DOTALL))
    return _Starts(patterns[0], patterns[1], kinds)


_DEEPEST = 8
"""Braces within braces that are matched at once; deeper ones are counted."""


_ESCAPED = r"\\(?:.|\Z)"
"""A backslash and what it escapes."""


def _nested() -> str:
    # Stretches of plain characters stand outside the alternatives: half as many steps. There is one
    # way only to match any text, so that nothing is gained by going back. The groups are not made
    # possessive to say so: before 3.11.5 Python matches those wrongly (cpython issue 106052).
    pattern = rf"\{{[^{{}}\\]*+(?:{_ESCAPED}[^{{}}\\]*+)*\}}"
    for _ in range(_DEEPEST):
        pattern = rf"\{{[^{{}}\\]*+(?:(?:{_ESCAPED}|{pattern})[^{{}}\\]*+)*\}}"
    return pattern


_NESTED = _nested()


def _rest(end: str, first: str) -> str:
    """Return a pattern for the rest of a formula whose braces are balanced, its end included.

    `end` is a pattern, `first` the character that it begins with. The pattern decides like the
    engines' loops, in one step of the regular expression engine instead of one for each backslash
    and brace, and fails where braces are not balanced.
    """
    if first in "{}":
        return "(?!)"
    if first == "\\":
        return rf"[^{{}}\\]*+(?:(?:(?!{end}){_ESCAPED}|{_NESTED})[^{{}}\\]*+)*{end}"
    other = re.escape(first)
    plain = rf"[^{{}}\\{other}]*+"
    return rf"{plain}(?:(?:{_ESCAPED}|(?!{end}){other}|{_NESTED}){plain})*{end}"


def _end(text: str, position: int, close: str, rules: Rules, *, environment: bool) -> int | None:
    """Return where an untidy formula ends, as its engine decides; None if it does not."""
    if rules.is_katex:
        return _katex_end(text, position, close)
    old = rules.search is Search.MATHJAX2
    return _mathjax_end(text, position, _pieces(close, environment=environment, old=old), old=old)


@lru_cache(maxsize=256)
def _pieces(close: str, *, environment: bool, old: bool) -> re.Pattern[str]:
    if environment:
        name = re.escape("{" + close + "}")
        end = rf"\\end{name}" if old else rf"\\end\s*{name}"
    else:
        end = re.escape(close)
    escaped = r"\\." if old else r"\\(?:[a-zA-Z]|.)"
    return re.compile(rf"(?P<end>{end})|{escaped}|(?P<open>\{{)|(?P<close>\}})")


def _mathjax_end(text: str, position: int, pieces: re.Pattern[str], *, old: bool) -> int | None:
    """Find the first end outside braces; a closing brace too many does not count.

    MathJax 2 takes the first end inside braces when there is none outside.
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
    return inside if old else None


@lru_cache(maxsize=64)
def _katex_pattern(right: str) -> re.Pattern[str]:
    return re.compile(rf"{re.escape(right)}|[\\{{}}]")


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
