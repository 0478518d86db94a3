"""Which engines a page has, and by which rules they read it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from mathfit.engines import engines_in_code, is_engine_itself, match_address
from mathfit.page.find import named, script
from mathfit.page.find import rules as default_rules
from mathfit.page.find.model import Engine, FindOptions
from mathfit.page.find.scripts import configurations, of_page, stylesheets, with_hidden

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from turbohtml import Document, Element

    from mathfit.engines import EngineAddress, EngineCode
    from mathfit.page.find.scripts import Script
    from mathfit.page.find.tex import Rules

# MathJax 2 combined configurations that do not read TeX out of the page.
_MATHJAX2_WITHOUT_TEX = re.compile(r"(?:MML|AM)_\w+(?:-full)?", re.IGNORECASE)
_MATHJAX_WITHOUT_TEX = re.compile(r"(?:^|/)(?:mml|asciimath)-\w+(?:-full|-nofont)*\.js$")


def engines(
    document: Document,
    scripts: Iterable[Element],
    load: Callable[[str], str | None] | None,
    options: FindOptions,
) -> tuple[list[Engine], list[Element]]:
    """Return a page's engines and the scripts that load or configure them, in page order.

    `scripts` are script elements, and the body for what it does when it is loaded. Where these tell
    of no engine that reads TeX out of text, or not of its version, more is looked at: scripts that
    other scripts load, the engines' own code, at last their stylesheets.
    """
    page = of_page(scripts, load)
    files, told = tuple(page.files), tuple(page.told)
    found, concerned = _read_scripts(tuple(page.scripts), files, told, options)
    known = any(engine.rules and engine.version is not None for engine in found)
    if options.engine == "auto" and not known:
        every = tuple(with_hidden(page, document, load))
        styles = tuple(stylesheets(document)) if _may_typeset(document, every) else ()
        files = tuple(page.files)
        found, concerned = _read_scripts(every, files, told, options, styles, hidden=True)
    return list(found), [page.elements[index] for index in concerned]


def _may_typeset(document: Document, scripts: Iterable[Script]) -> bool:
    """Tell whether a page may have an engine in a script that nothing is known of.

    Where a build has typeset the formulas, the engine's stylesheet needs no script.
    """
    unknown = any(
        one.source is not None and not one.text and match_address(one.source) is None
        for one in scripts
    )
    return unknown and document.select_one(".katex, math") is None


@lru_cache(maxsize=128)
def _read_scripts(
    scripts: tuple[Script, ...],
    files: tuple[str, ...],
    told: tuple[EngineAddress, ...],
    options: FindOptions,
    styles: tuple[EngineAddress, ...] = (),
    *,
    hidden: bool = False,
) -> tuple[tuple[Engine, ...], tuple[int, ...]]:
    """Return the engines of a page with these scripts, and which of its elements concern them.

    `files` are the texts of configurations that an engine loads by itself, before it looks at the
    page's own, `told` what themes hand to their scripts, `styles` the engines' stylesheets. Only
    what is `hidden` is looked for in the engines' own code. The pages of a site have the same
    scripts, nearly all of them: so the answer is kept.
    """
    addresses: list[tuple[EngineAddress, str]] = []
    code: list[EngineCode] = []
    configuration = script.Configuration()
    for file in files:
        script.read(file, configuration)
    concerned: dict[int, None] = {}
    for one in scripts:
        found = match_address(one.source) if one.source is not None else None
        inside = engines_in_code(one.text) if one.text and (hidden or found) else ()
        if hidden:
            code += inside
        if found is not None and one.source is not None:
            addresses.append((found, one.source))
        bundled = bool(inside)
        read = bool(one.text) and _read(one.text, addresses, configuration, bundled=bundled)
        if found is not None or read or (hidden and inside):
            concerned[one.element] = None
    seen = _Seen(addresses, told, configuration, code, styles)
    return tuple(_decide(seen, options)), tuple(sorted(concerned))


class _Seen(NamedTuple):
    """What a page's scripts tell of its engines."""

    addresses: list[tuple[EngineAddress, str]]
    told: Iterable[EngineAddress]
    configuration: script.Configuration
    code: list[EngineCode]
    styles: tuple[EngineAddress, ...]


def _read(
    body: str,
    addresses: list[tuple[EngineAddress, str]],
    configuration: script.Configuration,
    *,
    bundled: bool,
) -> bool:
    """Read one script's text; tell whether it has to do with an engine."""
    calls = len(configuration.auto_render)
    before = len(addresses)
    script.read(body, configuration, bundled=bundled)
    if not bundled:  # an engine names files of its own
        addresses += named.addresses(body)
    return (
        len(addresses) > before
        or len(configuration.auto_render) > calls
        or bool(script.CONFIGURES.search(body))
    )


def _decide(seen: _Seen, options: FindOptions) -> list[Engine]:
    configuration = seen.configuration
    versions: dict[str, str | None] = {}
    reads_tex = False
    auto_render = bool(configuration.auto_render)
    for address, url in seen.addresses:
        # The first that names a version tells it; its fonts and extensions have their own.
        if is_engine_itself(address.package):
            if versions.get(address.engine) is None:
                versions[address.engine] = address.version
        else:
            versions.setdefault(address.engine, None)
        reads_tex |= address.engine == "mathjax" and _mathjax_reads_tex(address.path, url)
        auto_render |= "auto-render" in address.path
    for inside in seen.code:
        if versions.get(inside.engine) is None:
            versions[inside.engine] = inside.version
        reads_tex |= inside.engine == "mathjax" and inside.reads_text
        auto_render |= inside.engine == "katex" and inside.reads_text
    if not versions and (configuration.hub or configuration.mathjax):
        versions["mathjax"] = None  # configured here, loaded by a script that is not known
        reads_tex = True
    if not versions and configuration.auto_render:
        versions["katex"] = None
    if not versions:
        versions = {style.engine: style.version for style in seen.styles}
        auto_render = True
    for address in seen.told:  # names no engine by itself: only the version of one that is there
        if versions.get(address.engine, "") is None:
            versions[address.engine] = address.version
    if configuration.hub and versions.get("mathjax", "") is None:
        versions["mathjax"] = "2"
    if options.engine != "auto":
        wanted = options.engine
        versions = {wanted: versions.get(wanted)} if wanted in ("mathjax", "katex") else {}
        reads_tex, auto_render = wanted == "mathjax", wanted == "katex"
    return [
        Engine(name, version, tuple(_rules(name, version, configuration, options)))
        if (reads_tex if name == "mathjax" else auto_render or name == "temml")
        else Engine(name, version)
        for name, version in versions.items()
    ]


def _mathjax_reads_tex(path: str, url: str) -> bool:
    if path.lower().endswith("mathjax.js"):
        combined = [name for name in configurations(url) if "/" not in name]
        return not combined or not all(_MATHJAX2_WITHOUT_TEX.fullmatch(n) for n in combined)
    return not _MATHJAX_WITHOUT_TEX.search(path)


def _rules(
    name: str, version: str | None, configuration: script.Configuration, options: FindOptions
) -> Iterable[Rules]:
    rules = default_rules.defaults(name, version)
    every = [rules]
    if name == "mathjax":
        every = [default_rules.mathjax(rules, configuration.mathjax)]
    elif configuration.auto_render:
        calls = configuration.auto_render
        every = [default_rules.auto_render(rules, call.scope, call.options) for call in calls]
    if options.delimiters:
        every = [default_rules.with_display(one, options.delimiters) for one in every]
    return dict.fromkeys(every)


def reads_across_breaks(rules: Rules) -> bool:
    """Tell whether an engine reads on across `<br>` and comments."""
    return not rules.is_katex
