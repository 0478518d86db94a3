"""Unpacking what `npm pack` has packed."""

from __future__ import annotations

import tarfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def unpack(archive: Path, folder: Path) -> None:
    """Unpack a tar archive of our own into a folder."""
    with tarfile.open(archive) as tar:
        # Debian 12's Python is 3.11.2, and `extractall(filter=...)` came with 3.11.4.
        if hasattr(tarfile, "data_filter"):
            tar.extraction_filter = tarfile.data_filter
        tar.extractall(folder)  # noqa: S202 - the archive is our own
