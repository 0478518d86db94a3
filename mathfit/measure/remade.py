"""Pages as an earlier run made them of the same bytes: without a parser, and proven before.

What is made of a page follows from its bytes, the options, what was measured and the scripts of the
site that were read for it. Where all these are the same, the page is what it was. The guard has
proven it then, and a digest tells that it is the same page: so a site that was built anew costs
little more than to read and write it.
"""

from __future__ import annotations

import base64
import hashlib
import time
import zlib
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from mathfit.page import assets
from mathfit.page.apply import Applied  # resolved by typing.get_type_hints
from mathfit.page.assets import Asset
from mathfit.site import told
from mathfit.site.jobs import Basis, PageResult

if TYPE_CHECKING:
    from collections.abc import Callable

    from mathfit.browser.digest import Dependencies
    from mathfit.browser.kept import Kept
    from mathfit.browser.network import Network

_FAST = 1
"""How hard zlib tries: a page of typeset formulas becomes an eighth of its size all the same."""


@dataclass(slots=True)
class Making:
    """What comes up while something is made of a page."""

    read: dict[str, str | None] = field(default_factory=dict)
    """The addresses of the scripts that were read -> the SHA-256 of each, None for none there."""
    applied: Applied[bytes] | None = None
    """What was made of it last."""

    def reading(self, load: Callable[[str], str | None]) -> Callable[[str], str | None]:
        """Return a function that reads a script of the site and notes that it was read."""

        def noted(address: str) -> str | None:
            script = load(address)
            self.read[address] = _digest(script)
            return script

        return noted

    def hear(self, applied: Applied[bytes]) -> None:
        """Note what was made of the page."""
        self.applied = applied


@dataclass(frozen=True, slots=True)
class Remade:
    """What an earlier run made of a page."""

    html: bytes
    """The new page."""
    files: tuple[Asset, ...]
    """The files that the page loads from the folder of the assets."""
    result: PageResult
    """What there is to tell of the page, on what it rests, and until when that is good."""


def remember(kept: Kept, key: str, depends: Dependencies, making: Making, done: PageResult) -> None:
    """Keep what was made of a page, where that follows from the key and what the others have.

    A page with a router also depends on which files the site has, and copies of fonts are large.
    """
    applied = making.applied
    if applied is None or done.basis is None or not (done.measured or done.typeset) or done.router:
        return
    if any(file.raw for file in applied.files):
        return
    made = {
        "html": base64.b64encode(zlib.compress(applied.html, _FAST)).decode("ascii"),
        "digest": hashlib.sha256(applied.html).hexdigest(),
        "files": [file.name if file.name in _own() else _plain(file) for file in applied.files],
        "read": making.read,
        "told": told.to_json(done),
        "until": done.basis.until,
    }
    kept.put(key, depends, made)


def remade(
    kept: Kept, key: str, page: str, network: Network, load: Callable[[str], str | None]
) -> Remade | None:
    """Return what an earlier run made of a page; None where that is not kept or holds no more."""
    entry = kept.find(key, network)
    if entry is None:
        return None
    made = entry.result
    with suppress(KeyError, TypeError, ValueError, AttributeError, zlib.error):
        if made["until"] < time.time():
            return None
        if any(_digest(load(address)) != then for address, then in made["read"].items()):
            return None
        html = zlib.decompress(base64.b64decode(made["html"]))
        if hashlib.sha256(html).hexdigest() != made["digest"]:
            return None
        files = tuple(
            _own()[file] if isinstance(file, str) else Asset(file["suffix"], file["content"])
            for file in made["files"]
        )
        basis = Basis(entry.depends.to_text(), made["until"])
        return Remade(html, files, told.from_json(page, made["told"], basis=basis))
    return None


def own_files() -> list[str]:
    """Return the names of mathfit's own files that pages may load or hold, in one order."""
    return list(_own())


@cache
def _own() -> dict[str, Asset]:
    own = (*assets.assets(), assets.measured_sheet(), assets.enlarging())
    return {file.name: file for file in own}


def _plain(file: Asset) -> dict[str, str]:
    return {"suffix": file.suffix, "content": file.content}


@lru_cache(maxsize=512)
def _digest(script: str | None) -> str | None:
    return None if script is None else hashlib.sha256(script.encode("latin-1")).hexdigest()
