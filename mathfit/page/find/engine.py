"""Which engines a page has, and by which rules they read it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from mathfit.engines import is_engine_itself, match_address
from mathfit.page.find import rules as default_rules
from mathfit.page.find import script
from mathfit.page.find.model import Engine, FindOptions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from turbohtml import Element

    from mathfit.engines import EngineAddress
    from mathfit.page.find.tex import Rules

# Addresses in scripts that put the engine's own script into the page.
_ADDRESS_IN_SCRIPT = re.compile(r"""["'`]([^"'`\s<>]{1,300}\.m?js(?:[?#][^"'`\s<>]*)?)["'`]""")
_JAVASCRIPT = re.compile(
    r"|module|text/x-mathjax-config|(?:text|application)/(?:x-)?(?:javascript|ecmascript)",
    re.IGNORECASE,
)
# MathJax 2 combined configurations that do not read TeX out of the page.
_MATHJAX2_WITHOUT_TEX = re.compile(r"(?:MML|AM)_\w+(?:-full)?", re.IGNORECASE)
_MATHJAX_WITHOUT_TEX = re.compile(r"(?:^|/)(?:mml|asciimath)-\w+(?:-full|-nofont)*\.js$")

_LONGEST_DATA = 10_000
"""Characters from which on JSON is a page's content rather than its configuration."""


def engines(
    scripts: Iterable[Element],
    load: Callable[[str], str | None] | None,
    options: FindOptions,
) -> tuple[list[Engine], list[Element]]:
    """Return a page's engines and the scripts that load or configure them, in page order.

    `scripts` are script elements, and the body for what it does when it is loaded.
    """
    elements: list[Element] = []
    texts: list[tuple[str | None, str]] = []
    files: list[str] = []
    told: list[EngineAddress] = []
    for element in scripts:
        handler = element.attr("onload")
        if handler and "renderMathInElement" in handler:
            texts.append((None, handler))
            elements.append(element)
        if element.tag == "body":
            continue
        kind = (element.attr("type") or "").strip()
        if kind == "application/json" and len(data := element.text) < _LONGEST_DATA:
            told += [address for address, _ in _addresses(data)]
        if not _JAVASCRIPT.fullmatch(kind.partition(";")[0].strip()):
            continue
        source = element.attr("src")
        if source is None:
            texts.append((None, element.text))
        elif load is None:
            texts.append((source, ""))
        elif match_address(source) is not None:
            texts.append((source, ""))
            files += filter(None, map(load, _configuration_files(source)))
        else:
            texts.append((source, load(source) or ""))
        elements.append(element)
    found, concerned = _read_scripts(tuple(texts), tuple(files), tuple(told), options)
    return list(found), [elements[index] for index in concerned]


@lru_cache(maxsize=128)
def _read_scripts(
    texts: tuple[tuple[str | None, str], ...],
    files: tuple[str, ...],
    told: tuple[EngineAddress, ...],
    options: FindOptions,
) -> tuple[tuple[Engine, ...], tuple[int, ...]]:
    """Return the engines of a page with these scripts, and which of the scripts concern them.

    `texts` are (address or None, text), `files` the texts of configurations that an engine loads
    by itself, before it looks at the page's own, `told` what themes (NexT) hand to their scripts.
    The pages of a site have the same scripts, nearly all of them: so the answer is kept.
    """
    addresses: list[tuple[EngineAddress, str]] = []
    configuration = script.Configuration()
    for file in files:
        script.read(file, configuration)
    concerned: list[int] = []
    for index, (source, body) in enumerate(texts):
        found = match_address(source) if source is not None else None
        if found is not None and source is not None:
            addresses.append((found, source))
            concerned.append(index)
        elif body and _read(body, addresses, configuration):
            concerned.append(index)
    return tuple(_decide(addresses, told, configuration, options)), tuple(concerned)


def _read(
    body: str, addresses: list[tuple[EngineAddress, str]], configuration: script.Configuration
) -> bool:
    """Read one script's text; tell whether it has to do with an engine."""
    calls = len(configuration.auto_render)
    before = len(addresses)
    script.read(body, configuration)
    addresses += _addresses(body)
    return (
        len(addresses) > before
        or len(configuration.auto_render) > calls
        or bool(script.CONFIGURES.search(body))
    )


def _addresses(text: str) -> list[tuple[EngineAddress, str]]:
    """Return the engines' addresses that a text names between quotes, stylesheets left out."""
    if not ("athjax" in text.lower() or "katex" in text or "temml" in text):
        return []
    found = [(match_address(match[1]), match[1]) for match in _ADDRESS_IN_SCRIPT.finditer(text)]
    return [
        (address, url)
        for address, url in found
        if address is not None and not address.path.endswith(".css")
    ]


def _decide(
    addresses: list[tuple[EngineAddress, str]],
    told: Iterable[EngineAddress],
    configuration: script.Configuration,
    options: FindOptions,
) -> list[Engine]:
    versions: dict[str, str | None] = {}
    reads_tex = False
    auto_render = bool(configuration.auto_render)
    for address, url in addresses:
        # The first that names a version tells it; its fonts and extensions have their own.
        if is_engine_itself(address.package):
            if versions.get(address.engine) is None:
                versions[address.engine] = address.version
        else:
            versions.setdefault(address.engine, None)
        reads_tex |= address.engine == "mathjax" and _mathjax_reads_tex(address.path, url)
        auto_render |= "auto-render" in address.path
    if not addresses and (configuration.hub or configuration.mathjax):
        versions["mathjax"] = None  # configured here, loaded by a script that is not known
        reads_tex = True
    if not addresses and configuration.auto_render:
        versions["katex"] = None
    for address in told:  # names no engine by itself: only the version of one that is there
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


def _configuration_files(url: str) -> list[str]:
    """Return the addresses of the files that MathJax 2 is told to load by its own address.

    A name without a root is that of a file in its folder `config`; those that MathJax brings along
    have no `/` in them, and say nothing of delimiters.
    """
    if not urlsplit(url).path.lower().endswith("mathjax.js"):
        return []
    names = [name if name.endswith(".js") else f"{name}.js" for name in _names(url) if "/" in name]
    path = url.partition("?")[0]
    folder = path[: path.rfind("/") + 1] + "config/"
    return [name if _ROOTED.match(name) else folder + name for name in names]


_ROOTED = re.compile(r"[a-z]+://|\[|/")


def _names(url: str) -> list[str]:
    """Return what stands in the address of MathJax 2 as its configurations."""
    names = ",".join(parse_qs(urlsplit(url).query).get("config", [])).split(",")
    return [name for name in names if name]


def _mathjax_reads_tex(path: str, url: str) -> bool:
    if path.lower().endswith("mathjax.js"):
        combined = [name for name in _names(url) if "/" not in name]
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
