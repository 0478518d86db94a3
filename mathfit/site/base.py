"""Below which path a site is served, as its own pages tell."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_ADDRESS = re.compile(
    rb"""\b(?:href|src)\s*=\s*["']?(/[^/"'\s>?#][^"'\s>?#]*\.(?:css|m?js))""", re.IGNORECASE
)
_ENOUGH = 20
"""Addresses after which a page that names no file of the site is given up."""
_DEEPEST = 3
"""Folders that a site may be served below."""


def base_of(root: Path, raw: bytes, bring: Callable[[str], None] | None = None) -> str | None:
    """Return the path that addresses of the site's root begin with (`/`, `/docs/`).

    It is what has to stand before a file of the site (`root`) to make an address of a script or a
    stylesheet that the page (`raw`) has. None where the page has no such address. `bring` puts a
    file of the site into `root`, where not all of them are there.
    """
    for address in _addresses(raw):
        steps = address.strip("/").split("/")
        if ".." in steps:
            continue
        for above in range(min(_DEEPEST + 1, len(steps))):
            path = Path(*steps[above:])
            if bring:
                bring(path.as_posix())
            if (root / path).is_file():
                return "/" + "".join(f"{step}/" for step in steps[:above])
    return None


def _addresses(raw: bytes) -> Iterator[str]:
    for number, match in enumerate(_ADDRESS.finditer(raw)):
        if number == _ENOUGH:
            return
        # A NUL is in no name of a file.
        if b"\0" not in (path := unquote_to_bytes(match.group(1))):
            yield path.decode("utf-8", "replace")
