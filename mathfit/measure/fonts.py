"""Copy the fonts that an engine's stylesheet names, so that readers ask no third party for them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from mathfit.browser.fetch import FetchError, fetch
from mathfit.engines import match_address
from mathfit.errors import PageError
from mathfit.page.assets import Asset
from mathfit.page.typeset import FROM_SITE

if TYPE_CHECKING:
    from mathfit.browser.network import Network

_RELATIVE = re.compile(r"""url\(\s*(["']?)(?!data:)([^)"']+)\1\s*\)""")
_SOURCES = re.compile(r"\bsrc:[^;}]+")
_NEWEST = [
    re.compile(rf"""url\("[^"]+\.{suffix}(?:\?[^"]*)?"\)(?:\s*format\([^)]*\))?""")
    for suffix in ("woff2", "woff")
]
_ADDRESS = re.compile(r'url\("(https?://[^"]+\.(woff2?|otf|ttf)(?:\?[^"]*)?)"\)')


def with_copies(css: str, network: Network) -> tuple[str, tuple[Asset, ...]]:
    """Return a stylesheet that names copies in the site's root, and these copies.

    Of a font that is there in several formats the newest alone is copied: every browser that can
    fit equations knows WOFF and WOFF2. Raises PageError where a font is not to be had.
    """
    copies: dict[str, Asset] = {}

    def copy(address: re.Match[str]) -> str:
        url, suffix = address[1], address[2]
        if url not in copies:
            copies[url] = Asset(suffix, raw=_file(url, network))
        return f'url("{FROM_SITE}{copies[url].name}")'

    return _ADDRESS.sub(copy, _SOURCES.sub(_newest, css)), tuple(copies.values())


def _newest(sources: re.Match[str]) -> str:
    found = next(filter(None, (one.search(sources[0]) for one in _NEWEST)), None)
    return f"src:{found[0]}" if found else sources[0]


def read_sheet(url: str, network: Network) -> str:
    """Return an engine's stylesheet, in ASCII, its fonts named by their whole addresses.

    Raises PageError where the stylesheet is not to be had.
    """
    base = f"https:{url}" if url.startswith("//") else url
    css = _file(base, network).decode("utf-8", "replace")

    def whole(address: re.Match[str]) -> str:
        return f'url("{urljoin(base, address[2])}")'

    css = _RELATIVE.sub(whole, css)
    return re.sub(r"[^ -~\n]", lambda letter: f"\\{ord(letter[0]):x} ", css)


def _file(url: str, network: Network) -> bytes:
    address = match_address(url)
    if address is None:
        raise PageError(f"{url} is no engine's, and is not copied")
    if network.packages is not None:
        found = network.packages.answer(address)
        if found is None:
            raise PageError(f"{url} is not in {network.packages.root}")
        return found.file.read_bytes()
    try:
        return fetch(url, lambda other: match_address(other) is not None).body
    except FetchError as error:
        raise PageError(f"{url} could not be copied: {error}") from None
