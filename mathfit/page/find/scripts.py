"""Which scripts a page has and loads: their addresses, their texts, and what these load in turn."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qs, urljoin, urlsplit

from turbohtml import Element  # resolved by typing.get_type_hints

from mathfit.engines import EngineAddress, match_address
from mathfit.page.find import named

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from turbohtml import Document

    Load = Callable[[str], str | None]

_JAVASCRIPT = re.compile(
    r"|module|text/x-mathjax-config|(?:text|application)/(?:x-)?(?:javascript|ecmascript)",
    re.IGNORECASE,
)
_MODULE_MAP = re.compile(r"(?:\w+-)?importmap(?:-shim)?", re.IGNORECASE)
# Where the address stands that a loader takes: require.js, and what delays scripts.
_LATER = ("data-main", "data-src", "data-lazy-src", "data-rocket-src", "data-litespeed-src")
_AHEAD = 'link[rel~="modulepreload" i][href], link[rel~="preload" i][as="script" i][href]'
_STYLESHEET = 'link[rel~="stylesheet" i][href]'

_LONGEST_DATA = 10_000
"""Characters from which on JSON is a page's content rather than its configuration."""
_MOST_FOLLOWED = 64
"""Scripts that are read because others name them."""


class Script(NamedTuple):
    """One script of a page, or one that another of its scripts names."""

    source: str | None
    """Its address; None for one that stands in the page."""
    text: str
    """Its text; empty where that is not known."""
    element: int
    """The index of the element that it belongs to."""


@dataclass(slots=True)
class Scripts:
    """The scripts of one page."""

    elements: list[Element] = field(default_factory=list)
    """The elements that they stand in or are loaded by."""
    scripts: list[Script] = field(default_factory=list)
    """The scripts, in page order."""
    files: list[str] = field(default_factory=list)
    """The texts of configurations that an engine loads by itself."""
    told: list[EngineAddress] = field(default_factory=list)
    """What themes (NexT) hand to their scripts: which version they are to load."""


def of_page(elements: Iterable[Element], load: Load | None) -> Scripts:
    """Return the scripts of a page.

    `elements` are its script elements, and the body for what it does when it is loaded.
    """
    page = Scripts()
    handlers: list[tuple[Element, str]] = []
    for element in elements:
        handler = element.attr("onload")
        if handler and "renderMathInElement" in handler:
            handlers.append((element, handler))
        if element.tag == "body":
            continue
        kind = (element.attr("type") or "").strip()
        if kind == "application/json" and len(data := element.text) < _LONGEST_DATA:
            page.told += [address for address, _ in named.addresses(data)]
        if _MODULE_MAP.fullmatch(kind):
            _add(page, element, None, element.text)
        for name in _LATER:
            if (later := element.attr(name)) is not None:
                _add_file(page, element, later, load)
        if not _JAVASCRIPT.fullmatch(kind.partition(";")[0].strip()):
            continue
        source = element.attr("src")
        if source is None:
            _add(page, element, None, element.text)
        else:
            _add_file(page, element, source, load)
    # They run when all scripts have said what their names stand for.
    for element, handler in handlers:
        _add(page, element, None, handler)
    return page


def _add(page: Scripts, element: Element, source: str | None, text: str) -> None:
    page.scripts.append(Script(source, text, len(page.elements)))
    page.elements.append(element)


def _add_file(page: Scripts, element: Element, source: str, load: Load | None) -> None:
    """Add a script by its address, with its text where that may tell more than the address."""
    found = match_address(source)
    text = load(source) if load and (found is None or found.by_name) else None
    _add(page, element, source, text or "")
    if load and found is not None:
        page.files += filter(None, map(load, configuration_files(source)))


def with_hidden(page: Scripts, document: Document, load: Load | None) -> list[Script]:
    """Return the scripts of a page, those that it loads ahead, and those that others name."""
    for link in document.select(_AHEAD):
        if (source := link.attr("href")) is not None:
            _add_file(page, link, source, load)
    found = list(page.scripts)
    if load is None:
        return found
    known = {script.source for script in found}
    followed = 0
    for script in found:  # grows while it is read
        for name in named.other_scripts(script.text) if script.text else ():
            for address in _places(name, script.source):
                if address in known or followed >= _MOST_FOLLOWED:
                    continue
                known.add(address)
                text = load(address)
                if text is not None:
                    followed += 1
                    found.append(Script(address, text, script.element))
                    break
    return found


def _places(name: str, source: str | None) -> list[str]:
    """Return the addresses that a name in a script may mean, likely ones first.

    A module's is relative to the module, any other to the page, a bundler's to the site's root.
    """
    try:
        beside = urljoin(source or "", name)
    except ValueError:
        return []
    return list(dict.fromkeys((beside, name, "/" + name.lstrip("./"))))


def stylesheets(document: Document) -> list[EngineAddress]:
    """Return the stylesheets of engines that a page loads."""
    found = [match_address(link.attr("href") or "") for link in document.select(_STYLESHEET)]
    return [address for address in found if address is not None]


def configuration_files(url: str) -> list[str]:
    """Return the addresses of the files that MathJax 2 is told to load by its own address.

    A name without a root is that of a file in its folder `config`; those that MathJax brings along
    have no `/` in them, and say nothing of delimiters.
    """
    if not urlsplit(url).path.lower().endswith("mathjax.js"):
        return []
    names = configurations(url)
    names = [name if name.endswith(".js") else f"{name}.js" for name in names if "/" in name]
    path = url.partition("?")[0]
    folder = path[: path.rfind("/") + 1] + "config/"
    return [name if _ROOTED.match(name) else folder + name for name in names]


_ROOTED = re.compile(r"[a-z]+://|\[|/")


def configurations(url: str) -> list[str]:
    """Return what stands in the address of MathJax 2 as its configurations."""
    names = ",".join(parse_qs(urlsplit(url).query).get("config", [])).split(",")
    return [name for name in names if name]
