"""A digest of mathfit's own code: a result that is kept holds as long as the code that made it."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_PACKAGE = Path(__file__).parent


@cache
def own_digest(*rooms: str) -> str:
    """Return a digest of mathfit's own code that a result depends on.

    `rooms` are folders and files of the package, as `measure` and `engines.py`.
    """
    whole = hashlib.sha256()
    for room in ("__init__.py", *sorted(rooms)):  # the version stands there
        for source in _sources(_PACKAGE / room):
            whole.update(f"\n{source.relative_to(_PACKAGE).as_posix()}\n".encode())
            whole.update(source.read_bytes())
    return whole.hexdigest()


def _sources(path: Path) -> Iterable[Path]:
    return [path] if path.is_file() else sorted([*path.rglob("*.py"), *path.rglob("*.js")])
