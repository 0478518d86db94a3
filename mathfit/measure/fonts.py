"""Copy the fonts that an engine's stylesheet names, so that readers ask no third party for them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mathfit.browser.fetch import FetchError, fetch
from mathfit.engines import match_address
from mathfit.errors import PageError
from mathfit.page.assets import Asset
from mathfit.page.typeset import FROM_SITE

if TYPE_CHECKING:
    from mathfit.browser.network import Network

_ADDRESS = re.compile(r'url\("(https?://[^"]+\.(woff2?|otf|ttf)(?:\?[^"]*)?)"\)')


def with_copies(css: str, network: Network) -> tuple[str, tuple[Asset, ...]]:
    """Return a stylesheet that names copies in the site's root, and these copies.

    Raises PageError where a font is not to be had.
    """
    copies: dict[str, Asset] = {}

    def copy(address: re.Match[str]) -> str:
        url, suffix = address[1], address[2]
        if url not in copies:
            copies[url] = Asset(suffix, raw=_font(url, network))
        return f'url("{FROM_SITE}{copies[url].name}")'

    return _ADDRESS.sub(copy, css), tuple(copies.values())


def _font(url: str, network: Network) -> bytes:
    address = match_address(url)
    if address is None:
        raise PageError(f"its font {url} is no engine's, and is not copied")
    if network.packages is not None:
        found = network.packages.answer(address)
        if found is None:
            raise PageError(f"its font {url} is not in {network.packages.root}")
        return found.file.read_bytes()
    try:
        return fetch(url, lambda other: match_address(other) is not None).body
    except FetchError as error:
        raise PageError(f"its font {url} could not be copied: {error}") from None
