"""Put the wrappers and the assets into one page: pure, from a page to a page."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic

from mathfit import assets, decode, guard, rewrite
from mathfit.assets import SnippetOptions
from mathfit.decode import Raw
from mathfit.errors import PageError
from mathfit.find import FindOptions, Page, examine
from mathfit.remove import without_ours

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from turbohtml import Document

    from mathfit.rewrite import Size


@dataclass(frozen=True, slots=True)
class ApplyOptions:
    """How pages are rewritten.

    `assets` is None for assets inside the page, else the address of the folder where they lie,
    relative to the page (empty, or ending in `/`). `translate` lets browsers translate formulas.
    `guarded` is off only to measure what the guard costs.
    """

    find: FindOptions = field(default_factory=FindOptions)
    snippet: SnippetOptions = field(default_factory=SnippetOptions)
    assets: str | None = None
    translate: bool = False
    guarded: bool = True


@dataclass(frozen=True, slots=True)
class Applied(Generic[Raw]):
    """One page rewritten: the new page, and what was found (None: no engine and no math)."""

    html: Raw
    page: Page | None


def apply_html(
    html: Raw,
    *,
    engine: str = "auto",
    delimiters: Sequence[tuple[str, str]] = (),
    only: str | None = None,
    skip: str | None = None,
    min_scale: float = assets.DEFAULT_MIN_SCALE,
    translate: bool = False,
    assets_folder: str | None = None,
    sizes: Sequence[Size | None] | None = None,
    load: Callable[[str], str | None] | None = None,
) -> Raw:
    """Return a page whose display equations fit every screen.

    `html` is a whole page or a fragment, str or bytes; bytes are decoded as browsers do and the
    result has the same type. The assets are put inside the page unless `assets_folder` names the
    folder, relative to the page, where `mathfit.assets.assets()` have been written. `only` and
    `skip` are CSS selectors: an equation counts if it is, or lies in, an element that matches.
    `sizes` are the natural sizes in em of the equations in page order (None: not known). `load`
    gives the text of a script of the site by the address that the page uses for it.

    Pure: no file is read or written. Raises PageError when the result would not be the same page.
    """
    find = FindOptions(engine, tuple(delimiters), only, skip)
    snippet = SnippetOptions(min_scale)
    options = ApplyOptions(find, snippet, assets_folder, translate)
    return apply_page(html, options, sizes=sizes, load=load).html


def apply_page(
    html: Raw,
    options: ApplyOptions,
    *,
    sizes: Sequence[Size | None] | None = None,
    load: Callable[[str], str | None] | None = None,
) -> Applied[Raw]:
    """Do what `apply_html` does and tell what was found.

    What an earlier run put in is taken out first: so applying twice is applying once, and a newer
    version or other options replace the older.
    """
    source = without_ours(decode.read(html))
    html = source.raw
    examined = examine(source, options.find, load)
    if examined is None:
        return Applied(html, None)
    page, document = examined
    if not page.equations:
        return Applied(html, page)
    insertions = _insertions(page, document, options, sizes)
    changed = rewrite.insert(source, insertions)
    if options.guarded:
        _check(source, document, changed, page, rewrite.spans(insertions))
    return Applied(changed, page)


def _insertions(
    page: Page,
    document: Document,
    options: ApplyOptions,
    sizes: Sequence[Size | None] | None,
) -> list[rewrite.Insertion]:
    insertions = [
        rewrite.Insertion(page.assets_at, rewrite.Rank.ASSETS, _assets(page, document, options))
    ]
    for index, equation in enumerate(page.equations):
        size = sizes[index] if sizes is not None else None
        opening = rewrite.opening(translate=options.translate, size=size, xml=page.xml)
        insertions += rewrite.wrap(equation.start, equation.end, opening)
    return insertions


def _assets(page: Page, document: Document, options: ApplyOptions) -> str:
    # A <base> would turn a relative address into another one.
    if options.assets is None or document.select_one("base[href]") is not None:
        return assets.inline(options.snippet, xml=page.xml)
    return assets.linked(options.assets, options.snippet, xml=page.xml)


def _check(
    source: decode.Source[Raw],
    document: Document,
    changed: Raw,
    page: Page,
    inserted: list[tuple[int, int]],
) -> None:
    after = decode.read(changed)
    # The others' trees are gone before the second tree of the first parser is built.
    if not guard.same_for_others(source, after, xml=page.xml, wrappers=len(page.equations)):
        raise PageError("left as it was: the guard's other parsers read the changed page otherwise")
    if not guard.same_for_browsers(document, after.text, inserted):
        raise PageError("left as it was: the wrappers would change how the page is parsed")
