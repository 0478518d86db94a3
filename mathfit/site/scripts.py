"""Read the scripts of a site, by the addresses that its pages use."""

from __future__ import annotations

import posixpath
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable

_LONGEST_SCRIPT = 5_000_000
"""Bytes; MathJax with all it has is 2.2 million."""


def script_loader(
    root: Path, page: Path, bring: Callable[[str], None] | None = None
) -> Callable[[str], str | None]:
    """Return the function that reads a script of the site by the address a page uses.

    `bring` puts a file of the site into `root`, where not all of them are there.
    """

    def load(address: str) -> str | None:
        try:
            parts = urlsplit(address)
        except ValueError:
            return None
        if parts.scheme or parts.netloc or not parts.path:
            return None
        path = unquote(parts.path)
        if not path.startswith("/"):
            return _script(root, page.parent / path, bring)
        # A site may be served below a folder that its own files do not lie in.
        steps = path.strip("/").split("/")
        for skipped in range(min(3, len(steps))):
            found = _script(root, Path(*steps[skipped:]), bring)
            if found is not None:
                return found
        return None

    return load


def forget_scripts() -> None:
    """Have scripts read again that were read before: the site was built anew since."""
    _script.cache_clear()


@lru_cache(maxsize=512)
def _script(root: Path, relative: Path, bring: Callable[[str], None] | None) -> str | None:
    try:
        if bring:
            bring(posixpath.normpath(relative.as_posix()))
        file = (root / relative).resolve()
        if not file.is_relative_to(root.resolve()) or not file.is_file():
            return None
        if file.stat().st_size > _LONGEST_SCRIPT:
            return None
        return file.read_bytes().decode("latin-1")
    except (OSError, ValueError):
        return None
