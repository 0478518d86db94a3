"""Put the wrappers and the assets into one page: pure, from a page to a page."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import Enum
from typing import TYPE_CHECKING, Generic

from mathfit.defaults import MIN_SCALE
from mathfit.errors import PageError
from mathfit.frameworks import may_have_router
from mathfit.page import assets, decode, guard, rewrite, serving, typeset
from mathfit.page.assets import SnippetOptions
from mathfit.page.decode import Raw
from mathfit.page.find import (
    Equation,
    FindOptions,
    Page,
    examine,
    examine_without_math,
    is_whole,
)
from mathfit.page.find.pieces import FORM as PIECE
from mathfit.page.remove import without_ours

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from turbohtml import Document

    from mathfit.page.size import Size


_KATEX_INK = "katex-html"
"""The class of the innermost of KaTeX's own three levels; KaTeX's MathML output lacks it."""
_WRAPPER = (f"<{rewrite.OUTER} ", f"<{rewrite.OUTER}>")
_LARGE = 500_000
"""Characters from which on the memory of a page's tree matters more than the time to build it."""


class Bare(Enum):
    """Which pages without equations get the assets."""

    NONE = "none"
    """None."""
    ROUTED = "routed"
    """Those whose router puts other pages' content into them."""
    ALL = "all"
    """Every whole page."""


@dataclass(frozen=True, slots=True)
class ApplyOptions:
    """How pages are rewritten."""

    find: FindOptions = field(default_factory=FindOptions)
    """What to take for an equation."""
    snippet: SnippetOptions = field(default_factory=SnippetOptions)
    """What the page tells the script."""
    assets: str | None = None
    """The address of the folder where the assets lie, relative to the page (empty, or ending in
    `/`); None for assets inside the page."""
    translate: bool = False
    """Let browsers translate formulas."""
    guarded: bool = True
    """Prove that nothing else was changed; off only to measure what that costs."""
    script: bool = False
    """Keep the script on a page whose equations were measured at build time."""
    by_rule: bool = False
    """Write the sizes measured at build time into a stylesheet instead of style attributes."""
    tagged: bool = False
    """Give each wrapper its index, so that what a browser measures can be told apart; such a page
    is not for readers."""
    enlarge: bool | None = None
    """Let readers open a shrunken equation at its natural size; None: on the pages that have the
    script."""
    bare: Bare = Bare.NONE
    """Which pages without equations get the assets."""
    root: str = ""
    """The way from the page to the site's root: empty, or ending in `/`."""


@dataclass(frozen=True, slots=True)
class Applied(Generic[Raw]):
    """One page, rewritten."""

    html: Raw
    """The new page."""
    page: Page | None
    """What was found; None for a page with no engine and no math."""
    files: tuple[assets.Asset, ...] = ()
    """The files that the page loads from the folder of the assets."""
    bare: bool = False
    """The page has no formula and got the assets all the same."""


def apply_html(
    html: Raw,
    *,
    engine: str = "auto",
    delimiters: Sequence[tuple[str, str]] = (),
    only: str | None = None,
    skip: str | None = None,
    min_scale: float = MIN_SCALE,
    translate: bool = False,
    enlarge: bool | None = None,
    every_page: bool = False,
    assets_folder: str | None = None,
    sizes: Sequence[Size | None] | None = None,
    load: Callable[[str], str | None] | None = None,
) -> Raw:
    """Return a page whose display equations fit every screen.

    `html` is a whole page or a fragment, str or bytes; bytes are decoded as browsers do and the
    result has the same type. The assets are put inside the page unless `assets_folder` names the
    folder, relative to the page, where they have been written (see `Applied.files`). `only` and
    `skip` are CSS selectors: an equation counts if it is, or lies in, an element that matches.
    `sizes` are the natural sizes in em of the equations in page order (None: not known). `load`
    gives the text of a script of the site by the address that the page uses for it. With
    `every_page` a page without equations gets the assets too: a router may bring some in.

    Pure: no file is read or written. Raises PageError when the result would not be the same page.
    """
    find = FindOptions(engine, tuple(delimiters), only, skip)
    snippet = SnippetOptions(min_scale)
    bare = Bare.ALL if every_page else Bare.NONE
    options = ApplyOptions(find, snippet, assets_folder, translate, enlarge=enlarge, bare=bare)
    return apply_page(html, options, sizes=sizes, load=load).html


def apply_page(
    html: Raw,
    options: ApplyOptions,
    *,
    sizes: Sequence[Size | None] | None = None,
    inline: Sequence[tuple[int, Size]] = (),
    outputs: typeset.Typeset | None = None,
    load: Callable[[str], str | None] | None = None,
    base: Callable[[], str | None] | None = None,
) -> Applied[Raw]:
    """Do what `apply_html` does and tell what was found.

    `inline` are the natural sizes of those inline formulas that may be wider than a line, by their
    place among the page's inline formulas (`FindOptions.inline`). `outputs` are what the engine
    made of all formulas: they are put beside the TeX, and the engine is put to sleep. `base` gives
    the address of the site's root where that is known: a router may put what stands in one page's
    head into another page, where an address that is relative would be another one.

    What an earlier run put in is taken out first: so applying twice is applying once, and a newer
    version or other options replace the older.
    """
    source = without_ours(decode.read(html))
    html = source.raw
    examined = examine(source, options.find, load)
    inline_alone = False
    if (examined is None or not examined[0].equations) and outputs is None and not options.tagged:
        with_inline = _with_inline(source, options.find, load)
        inline_alone = with_inline is not None
        examined = with_inline or examined
    if examined is None and _may_get_assets(source.text, options.bare):
        examined = examine_without_math(source)
    if examined is None:
        return Applied(html, None)
    page, document = examined
    formulas = bool(page.equations) or (page.inline and (outputs or options.tagged or inline_alone))
    if not formulas and not _gets_assets(page, source.text, options.bare):
        return Applied(html, page)
    if sizes is not None and len(sizes) != len(page.equations):
        raise PageError(f"{len(sizes)} sizes for {len(page.equations)} equations")
    if inline and max(index for index, _ in inline) >= len(page.inline):
        raise PageError(f"{len(page.inline)} inline formulas, and sizes for more")
    asleep: list[rewrite.Insertion] = []
    if outputs is not None:
        _check_outputs(source, page, outputs)
        asleep = _asleep(source, document, page, load, outputs)
    own = _own(source, page)
    if sizes is not None:
        # Of two style attributes the first counts, and the page's would be lost.
        styled = {index for index in own if _has_style(source, page.equations[index])}
        sizes = [None if index in styled else size for index, size in enumerate(sizes)]
    insertions = _insertions(source, page, options, sizes, inline, own, outputs)
    insertions += asleep
    wanted = _needs(options, page, sizes, inline, own)
    if outputs is not None and not page.equations:
        wanted = assets.at_build_time(script=options.script)
    needs: assets.Needs = _with_enlarging(wanted, options)
    if options.assets is not None and page.router and base and (root := base()) is not None:
        options = replace(options, assets=root)
    linked: bool = _is_linked(document, page, options)
    if outputs is not None and outputs.css:
        to_root = "" if linked else options.root
        css = outputs.css.replace(typeset.FROM_SITE, to_root)
        needs = replace(needs, sheets=(*needs.sheets, assets.Asset("css", css)))
    tags = (
        assets.linking_tags(options.assets or "", options.snippet, needs, xml=page.xml)
        if linked
        else assets.embedding_tags(options.snippet, needs, xml=page.xml)
    )
    insertions.append(rewrite.Insertion(page.assets_at, rewrite.Rank.ASSETS, tags))
    changed = rewrite.insert(source, insertions)
    if options.guarded:
        # A large page is parsed again rather than kept: so one parser's trees are there at a time.
        original = document if len(source.text) < _LARGE else source.text
        del document, examined
        attributes = sum(sizes is not None and sizes[index] is not None for index in own)
        wrappers = sum(insertion.text.startswith(_WRAPPER) for insertion in insertions)
        count = len(outputs.equations) + len(outputs.inline) if outputs else 0
        added = guard.Added(wrappers, attributes, count, _sleepers(asleep))
        _check(source, original, changed, rewrite.spans(insertions), added, xml=page.xml)
    files = (*(needs.files if linked else ()), *(outputs.fonts if outputs else ()))
    return Applied(changed, page, files, bare=not page.equations and not inline_alone)


def is_wrapped(equation: Equation) -> bool:
    """Tell whether an equation or an inline formula gets a wrapper in the page's HTML."""
    return equation.owner is None


def left_to_script(source: decode.Source[Raw], page: Page) -> Equation | None:
    """Return the first equation that no size can be written for in the page's HTML."""
    own = _own(source, page)
    left = (one for at, one in enumerate(page.equations) if at not in own and not is_wrapped(one))
    return next(left, None)


def _with_inline(
    source: decode.Source[Raw], find: FindOptions, load: Callable[[str], str | None] | None
) -> tuple[Page, Document] | None:
    """Return a whole page without equations that has inline formulas: the script fits these."""
    if not is_whole(source.text):
        return None
    examined = examine(source, replace(find, inline=True), load)
    if examined is None or examined[0].equations or not examined[0].inline:
        return None
    return examined


def _may_get_assets(text: str, bare: Bare) -> bool:
    """Tell whether a page without math is worth parsing for the assets."""
    return bare is Bare.ALL or (bare is Bare.ROUTED and may_have_router(text))


def _gets_assets(page: Page, text: str, bare: Bare) -> bool:
    """Tell whether a page without equations gets the assets."""
    wanted = bare is Bare.ALL or (bare is Bare.ROUTED and page.router is not None)
    return wanted and is_whole(text)


def _own(source: decode.Source[Raw], page: Page) -> frozenset[int]:
    """Return the indices of the equations whose own elements are wrapper, room and ink."""
    return frozenset(
        index
        for index, equation in enumerate(page.equations)
        if equation.form == "katex"
        and source.text.find(_KATEX_INK, equation.start, equation.end) >= 0
    )


def _has_style(source: decode.Source[Raw], equation: Equation) -> bool:
    start_tag = source.text[equation.start : source.text.find(">", equation.start)]
    return "style" in start_tag.lower()


def _min_scale(options: ApplyOptions) -> float | None:
    """Return the smallest scale where the stylesheet does not know it."""
    wanted = options.snippet.min_scale
    return None if wanted == MIN_SCALE else wanted


def _needs(
    options: ApplyOptions,
    page: Page,
    sizes: Sequence[Size | None] | None,
    inline: Sequence[tuple[int, Size]],
    own: frozenset[int],
) -> assets.Needs:
    if sizes is None or not page.equations:
        return assets.at_read_time()
    # A router brings in what was not measured, and what has no wrapper is left to the script.
    left = not all(map(is_wrapped, page.equations))
    script = options.script or None in sizes or left or page.router is not None
    rules = ""
    if options.by_rule:
        by_index = [
            (index, size)
            for index, size in enumerate(sizes)
            if size is not None and (index in own or is_wrapped(page.equations[index]))
        ]
        # In the stylesheet inline formulas are counted on from the equations.
        by_index += [
            (len(page.equations) + index, size)
            for index, size in inline
            if is_wrapped(page.inline[index])
        ]
        rules = rewrite.rules(by_index, _min_scale(options), own)
    return assets.at_build_time(script=script, rules=rules)


def _with_enlarging(needs: assets.Needs, options: ApplyOptions) -> assets.Needs:
    wanted = needs.script is not None if options.enlarge is None else options.enlarge
    return replace(needs, enlarge=assets.enlarging()) if wanted and not options.tagged else needs


def _insertions(
    source: decode.Source[Raw],
    page: Page,
    options: ApplyOptions,
    sizes: Sequence[Size | None] | None,
    inline: Sequence[tuple[int, Size]],
    own: frozenset[int],
    outputs: typeset.Typeset | None,
) -> list[rewrite.Insertion]:
    wrapping = rewrite.Wrapping(options.translate, page.xml, _min_scale(options), options.by_rule)
    named = options.tagged or wrapping.by_rule
    insertions: list[rewrite.Insertion] = []
    for index, equation in enumerate(page.equations):
        if index not in own and not is_wrapped(equation):
            continue
        size = sizes[index] if sizes is not None else None
        named_so = index if named and (options.tagged or size is not None) else None
        if index in own:
            if attributes := rewrite.attributes(wrapping, size, named_so):
                insertions.append(rewrite.give(source, equation.start, attributes))
            continue
        opening = rewrite.opening(wrapping, size, named_so)
        if outputs is None:
            insertions += rewrite.wrap(equation.start, equation.end, opening)
            continue
        before, after = _typeset(wrapping, outputs.equations[index])
        insertions += rewrite.wrap(
            equation.start, equation.end, opening + before, after + rewrite.CLOSE
        )
    if outputs is not None:
        for formula, output in zip(page.inline, outputs.inline, strict=True):
            insertions += rewrite.wrap(formula.start, formula.end, *_typeset(wrapping, output))
    for index, size in inline:
        formula = page.inline[index]
        if not is_wrapped(formula):
            continue
        named_so = len(page.equations) + index if named else None
        opening = rewrite.opening(wrapping, size, named_so)
        insertions += rewrite.wrap(formula.start, formula.end, opening)
    if options.tagged:
        for index, formula in enumerate(page.inline):
            if not is_wrapped(formula):
                continue
            if formula.form == PIECE:
                insertions.append(rewrite.mark_element(source, formula.start, index))
            else:
                insertions += rewrite.mark(formula.start, formula.end, index)
    return insertions


def _typeset(wrapping: rewrite.Wrapping, output: typeset.Output) -> tuple[str, str]:
    """Return what goes before the TeX of a formula, and after it."""
    openings = tuple(rewrite.opening(wrapping, size) for size in output.pieces)
    html = typeset.with_pieces(output.html, openings, rewrite.CLOSE)
    return typeset.opening(translate=wrapping.translate), typeset.closing(html)


def _check_outputs(source: decode.Source[Raw], page: Page, outputs: typeset.Typeset) -> None:
    if (len(outputs.equations), len(outputs.inline)) != (len(page.equations), len(page.inline)):
        raise PageError("the page has other formulas than its engine typeset")
    for one in (*page.equations, *page.inline):
        if "template" in source.text[one.start : one.end].lower() or not is_wrapped(one):
            raise PageError(f"the formula in line {source.line(one.start)} has no place for it")


def _asleep(
    source: decode.Source[Raw],
    document: Document,
    page: Page,
    load: Callable[[str], str | None] | None,
    outputs: typeset.Typeset,
) -> list[rewrite.Insertion]:
    """Return what puts the engine's scripts and those of its stylesheets to sleep."""
    found: serving.Serving = serving.serving(source, document, page, load)
    if found.stays is not None:
        raise PageError(found.stays)
    flags = [(start, "nomodule") for start in found.scripts]
    flags += [(start, "disabled") for start, sheet in found.sheets if sheet in outputs.sheets]
    asleep = [
        rewrite.give(source, start, typeset.asleep(flag, xml=page.xml)) for start, flag in flags
    ]
    for start, end in found.modules:
        asleep += rewrite.wrap(start, end, typeset.ASLEEP_OPEN, typeset.ASLEEP_CLOSE)
    return asleep


def _sleepers(asleep: list[rewrite.Insertion]) -> int:
    return sum(insertion.text != typeset.ASLEEP_CLOSE for insertion in asleep)


def _is_linked(document: Document, page: Page, options: ApplyOptions) -> bool:
    # A <base> would turn a relative address into another one, and so do some routers.
    if options.assets is None or document.select_one("base[href]") is not None:
        return False
    return options.assets.startswith("/") or not any(row.swaps_head for row in page.frameworks)


def _check(
    source: decode.Source[Raw],
    original: Document | str,
    changed: Raw,
    inserted: list[tuple[int, int]],
    added: guard.Added,
    *,
    xml: bool,
) -> None:
    after = decode.read(changed)
    # The others' trees are gone before the second tree of the first parser is built.
    if not guard.same_for_others(source, after, xml=xml, added=added):
        raise PageError("left as it was: the guard's other parsers read the changed page otherwise")
    if not guard.same_for_browsers(original, after.text, inserted):
        raise PageError("left as it was: the wrappers would change how the page is parsed")
