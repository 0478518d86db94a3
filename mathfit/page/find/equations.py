"""Find the equations of one page: engine, forms of the table, TeX in text."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from turbohtml import Element, NodeIterator, Text

from mathfit.page import frameworks, tree
from mathfit.page.find import rules as default_rules
from mathfit.page.find.containers import Container, Reading, containers
from mathfit.page.find.engine import engines, reads_across_breaks
from mathfit.page.find.model import Equation, FindOptions, Page, Skipped
from mathfit.page.find.pieces import pieces
from mathfit.page.find.tex import Delimiter, Rules, search
from mathfit.page.find.text import TextRun, outer_end, runs
from mathfit.page.find.views import Views
from mathfit.page.find.worth import configured_elsewhere, may_have_math

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from turbohtml import Document, Node

    from mathfit.page.decode import Raw, Source

_SHOW_TEXT = 4  # the DOM's NodeFilter.SHOW_TEXT

_AMP = re.compile(r"<html[^>]*\s(?:amp|\u26a1|\xe2\x9a\xa1)(?:4\w+)?[\s=>]", re.IGNORECASE)


def examine(
    source: Source[Raw],
    options: FindOptions,
    load: Callable[[str], str | None] | None = None,
) -> tuple[Page, Document] | None:
    """Return a page's engines and equations with its tree; None for a page without math.

    `load` gives the text of a script of the site, by the address that the page uses, or None.
    """
    text = source.text
    folded = source.folded()
    if not may_have_math(folded, options) and not configured_elsewhere(text, folded, options, load):
        return None
    if _AMP.search(text[:2000]):
        return None
    document = tree.parse(text)
    xml = tree.is_xhtml(text)
    scripts = tree.scripts(document, xml=xml)
    if "onload" in text and (body := document.find("body")) is not None:
        scripts.append(body)
    found_engines, concerned = engines(
        document, scripts, load and _of_site(document, load), options
    )
    page_rules = [rules for engine in found_engines for rules in engine.rules]
    delimiters = [pair for rules in page_rules for pair in rules.delimiters if pair.display]
    elements = [
        container
        for container in containers(
            document,
            text,
            engine=bool(found_engines),
            delimiters=delimiters,
            reading=_reading(page_rules),
        )
        if _wanted(container.element, options, source)
    ]
    skipped = [Skipped(_line(source, c), c.reason) for c in elements if c.reason]
    equations = [Equation(c.start, c.end, c.form.name) for c in elements if not c.reason]
    taken = _Taken(equations)
    inline = [
        piece
        for element, piece in (pieces(document) if options.inline else ())
        if not taken.overlaps(piece.start, piece.end) and _wanted(element, options, source)
    ]
    for rules in page_rules:
        taken = _Taken(equations + inline)
        for display, equation in _in_text(document, source, rules, options, taken, skipped):
            (equations if display else inline).append(equation)
    unread = () if page_rules else _unread(document, source, options, equations)
    if not found_engines and not equations and not inline and not unread:
        return None
    rows = frameworks.frameworks(text, document)
    hydrated = frameworks.owned(text, document, rows)
    page = Page(
        tuple(found_engines),
        _with_owners(equations, hydrated),
        tuple(sorted(skipped, key=lambda item: item.line)),
        assets_at(document, text, concerned),
        xml,
        _with_owners(inline, hydrated),
        unread,
        rows,
    )
    return page, document


def examine_without_math(source: Source[Raw]) -> tuple[Page, Document] | None:
    """Return a page as `examine` does where it finds nothing; None for what is no whole page."""
    text = source.text
    if not is_whole(text) or _AMP.search(text[:2000]):
        return None
    document = tree.parse(text)
    rows = frameworks.frameworks(text, document)
    at, xml = assets_at(document, text, ()), tree.is_xhtml(text)
    return Page((), (), (), at, xml, frameworks=rows), document


def is_whole(text: str) -> bool:
    """Tell a page from a part of one, and from a file that proves who owns the site."""
    return _WHOLE.search(text) is not None


_WHOLE = re.compile(r"<(?:!doctype|html|head|body)[\s>]", re.IGNORECASE)


def _with_owners(
    equations: Iterable[Equation], hydrated: Sequence[frameworks.Owned]
) -> tuple[Equation, ...]:
    """Return the equations in page order, each with the framework in whose part it stands."""
    ordered = sorted(equations, key=lambda equation: equation.start)
    if not hydrated:
        return tuple(ordered)

    def owner(equation: Equation) -> str | None:
        inside = (part.by for part in hydrated if part.start <= equation.start < part.end)
        return next(inside, None)

    return tuple(replace(equation, owner=owner(equation)) for equation in ordered)


def _of_site(document: Document, load: Callable[[str], str | None]) -> Callable[[str], str | None]:
    """Return `load` for addresses with the site's own host too, which the page itself tells."""

    @lru_cache(maxsize=1)
    def host() -> str:
        page = document.select_one(_OWN_ADDRESS)
        told = (page.attr("href") or page.attr("content")) if page is not None else None
        return urlsplit(told or "").netloc

    def own(address: str) -> str | None:
        try:
            parts = urlsplit(address)
            if not parts.netloc:
                return load(address)
            return load(parts.path) if parts.netloc == host() else None
        except ValueError:
            return None

    return own


_OWN_ADDRESS = 'link[rel~="canonical" i][href], meta[property="og:url"]'


def _reading(page_rules: Sequence[Rules]) -> Reading:
    """Tell how engines with these rules read the text of elements that hold TeX."""
    if not page_rules:
        return Reading.UNKNOWN
    hidden = any(Views(rules).hides_wrapper for rules in page_rules)
    return Reading.NOT_IN_WRAPPER if hidden else Reading.READS


def _unread(
    document: Document, source: Source[Raw], options: FindOptions, known: Sequence[Equation]
) -> tuple[int, ...]:
    """Return the lines of what looks like display TeX, where nothing is known to read it."""
    if options.engine != "auto":
        return ()
    taken = _Taken(known)
    forms = containers(document, source.text, engine=True, delimiters=())
    found = [
        (container.start, container.end)
        for container in forms
        if not container.reason
        and not taken.overlaps(container.start, container.end)
        and _wanted(container.element, options, source)
    ]
    in_text = _in_text(document, source, default_rules.MATHJAX4, options, taken, [])
    found += [(one.start, one.end) for display, one in in_text if display]
    lines = (source.line(start) for start, end in found if _TEX.search(source.text[start:end]))
    return tuple(sorted(set(lines)))


# Two dollars and brackets with a backslash have other uses: then no formula is between them.
_TEX = re.compile(
    r"\\(?!begin|end)[a-zA-Z]|[\^_]\s*[\w{(\\]|\\\[[^\]]*[=<>+/*-]|\\begin\{(?:align|equ|gather)"
    r"|^<script"
)


def _line(source: Source[Raw], container: Container) -> int:
    return container.element.source_line or source.line(container.start)


def _wanted(element: Element, options: FindOptions, source: Source[Raw]) -> bool:
    if options.only and element.closest(source.as_read(options.only)) is None:
        return False
    return not (options.skip and element.closest(source.as_read(options.skip)) is not None)


def _in_text(
    document: Document,
    source: Source[Raw],
    rules: Rules,
    options: FindOptions,
    taken: _Taken,
    skipped: list[Skipped],
) -> list[tuple[bool, Equation]]:
    """Return what the engine finds in text, each with whether it is a display equation."""
    rules = _as_read(rules, source)
    body = document.find("body")
    needles = rules.all_needles if options.inline else rules.needles
    if body is None or not needles:
        return []
    roots = _roots(document, rules)
    views = Views(rules, roots)
    # Most text has neither a dollar nor a backslash: two quick looks before all needles.
    one, other = _first_characters(needles)
    anywhere = not (options.only or options.skip)
    candidates = [
        node
        for node in _texts(roots or [body])
        if isinstance(node, Text)
        and (one in (data := node.data) or other in data)
        and _has_any(data, needles)
        and isinstance(parent := node.parent, Element)
        and views.reads(parent)
        and (anywhere or _wanted(parent, options, source))
    ]
    found: list[tuple[bool, Equation]] = []
    for run in runs(candidates, source.text, joined=reads_across_breaks(rules)):
        found.extend(_in_run(run, rules, source, taken, skipped, views, inline=options.inline))
    return found


def _roots(document: Document, rules: Rules) -> list[Element] | None:
    """Return the elements that the engine was told to read; None for the body."""
    if rules.scope is None:
        return None
    try:
        chosen = document.select(rules.scope.selector)
    except ValueError:
        return None
    if not rules.scope.every:
        chosen = chosen[:1]
    return None if any(element.tag in ("body", "html") for element in chosen) else chosen


def _texts(roots: list[Element]) -> Iterable[Node]:
    if len(roots) == 1:
        return NodeIterator(roots[0], _SHOW_TEXT)
    # One may lie in the other.
    return dict.fromkeys(node for root in roots for node in NodeIterator(root, _SHOW_TEXT))


def _has_any(data: str, needles: tuple[str, ...]) -> bool:
    # A loop rather than any(): this runs for each stretch of text of each page.
    for needle in needles:  # noqa: SIM110
        if needle in data:
            return True
    return False


def _first_characters(needles: tuple[str, ...]) -> tuple[str, str]:
    """Return two strings of which every text with a needle has one (the empty string: always)."""
    firsts = sorted({needle[0] for needle in needles})
    if len(firsts) > 2:
        return "", ""
    return firsts[0], firsts[-1]


def _as_read(rules: Rules, source: Source[Raw]) -> Rules:
    """Return the rules with delimiters as the parsed text would hold them."""
    if all(pair.left.isascii() and pair.right.isascii() for pair in rules.delimiters):
        return rules
    pairs = tuple(
        Delimiter(source.as_read(pair.left), source.as_read(pair.right), pair.display)
        for pair in rules.delimiters
    )
    return replace(rules, delimiters=pairs)


def _in_run(
    run: TextRun,
    rules: Rules,
    source: Source[Raw],
    taken: _Taken,
    skipped: list[Skipped],
    views: Views,
    *,
    inline: bool,
) -> Iterable[tuple[bool, Equation]]:
    for found in search(run.text, rules):
        if not found.display:
            # One that has no place here is measured when it is read.
            if inline and run.located and not views.hides_wrapper:
                start, end = run.place(found.start, found.end)
                if not taken.overlaps(start, end):
                    yield False, Equation(start, end, found.left)
            continue
        if not run.located:
            line = run.parent.source_line or 1
            skipped.append(Skipped(line, "its place in the source is not certain"))
            return
        start, end = run.place(found.start, found.end)
        if taken.overlaps(start, end):
            continue
        if views.hides_wrapper:
            start, end = _around_parent(run, found.start, found.end) or (0, 0)
            if not end:
                reason = "the page's options hide it from its engine in a wrapper"
                skipped.append(Skipped(source.line(run.place(found.start, found.end)[0]), reason))
                continue
        form = "\\begin" if found.left.startswith("\\begin") else found.left
        yield True, Equation(start, end, form)


def _around_parent(run: TextRun, start: int, end: int) -> tuple[int, int] | None:
    """Return the stretch of the parent element, where the formula is all it holds."""
    if run.text[:start].strip() or run.text[end:].strip() or len(run.parent.children) != 1:
        return None
    location, last = run.parent.source_location, outer_end(run.parent)
    if location is None or location.end_tag is None or last is None or run.parent.tag == "p":
        return None
    return location.start_tag.start_offset, last


class _Taken:
    """The stretches of the equations found so far."""

    def __init__(self, equations: Iterable[Equation]) -> None:
        ordered = sorted((equation.start, equation.end) for equation in equations)
        self._starts = [start for start, _ in ordered]
        self._ends = [end for _, end in ordered]

    def overlaps(self, start: int, end: int) -> bool:
        """Tell whether a stretch has characters that belong to an equation."""
        before = bisect_left(self._starts, end) - 1
        return before >= 0 and self._ends[before] > start


# Before the head: space, comments whatever they are written like, and end tags that mean nothing.
_PROLOGUE = re.compile(
    r"(?:\s+|<!--.*?-->|<[?!][^>]*>|</(?!(?:head|body|html|br)[\s/>])[^>]*>)*",
    re.DOTALL | re.IGNORECASE,
)


def assets_at(document: Document, text: str, concerned: Iterable[Element]) -> int:
    """Return the position where the assets take effect.

    That is before the engine's first script in the head, else at the head's end, also of a head
    that only the parser infers.
    """
    head = document.find("head")
    if head is not None:
        for element in concerned:
            if element.parent is head and (place := element.source_location) is not None:
                return place.start_tag.start_offset
        location = head.source_location
        if location is not None and location.end_tag is not None:
            return location.end_tag.start_offset
        inside = [child for child in head.children if isinstance(child, Element)]
        if inside and (end := outer_end(inside[-1])) is not None:
            return end
        if location is not None:
            return location.start_tag.end_offset
    root = document.root
    location = root.source_location if root is not None else None
    start = location.start_tag.end_offset if location is not None else 0
    match = _PROLOGUE.match(text, start)
    return match.end() if match else start
