"""What lies beside a page and still shows or names the page as it was before."""

from __future__ import annotations

import re
from hashlib import md5, sha1, sha256
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from mathfit.site.walk import FileNote, walk

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from mathfit.site.walk import Site

COMPRESSED = (".gz", ".br", ".zst")
"""What a server gives instead of a page, where it lies beside the page."""

# Lists of a site's files with digests of their content: what a service worker has stored before
# (Workbox: MD5; Angular: SHA-1), and sums to check a download by.
_LISTS = re.compile(
    r".*\.(?:js|mjs|json|txt|md5|sha1|sha256)|(?:md5|sha1|sha256)sums?", re.IGNORECASE
)
_LONGEST_LIST = 20_000_000
_SIZES = (32, 40, 64)
_DIGEST = re.compile(rb"(?<![0-9A-Za-z])[0-9a-fA-F]{32,64}(?![0-9A-Za-z])")


def compressed_notes(page: Path) -> tuple[str, ...]:
    """Return what is to be told of the compressed copies of a page (its file) that was changed."""
    return tuple(
        note_compressed(page.name, ending)
        for ending in COMPRESSED
        if page.with_name(page.name + ending).exists()
    )


def note_compressed(page: str, ending: str) -> str:
    """Return what is to be told of the compressed copy of a page (its name) that was changed."""
    return f"{page}{ending} beside it holds the page as it was: compress it again"


def digests(content: bytes) -> bytes:
    """Return the digests of a page that lists of files may have, in a row."""
    return b"".join(one(content, usedforsecurity=False).digest() for one in (md5, sha1, sha256))


def stale_lists(site: Site, before: Mapping[Path, bytes]) -> Iterator[FileNote]:
    """Yield the files of a site that name changed pages by a digest of what they were before.

    `before` has the digests of each page that was changed, as `digests` gives them.
    """
    pages: dict[bytes, Path] = {}
    for page, known in before.items():
        pages |= dict.fromkeys((known[:16], known[16:36], known[36:]), page)
    if not pages or not site.whole:
        return
    if site.mirror:
        for file in site.others:
            if _LISTS.fullmatch(PurePosixPath(file).name):
                site.mirror.bring(file)
    for listing in walk(site.target):
        for name in listing.files:
            if not _LISTS.fullmatch(name):
                continue
            found = _named(site.target / listing.folder / name, pages)
            if found:
                more = f" and {len(found) - 1} more" if len(found) > 1 else ""
                yield FileNote(
                    listing.folder / name,
                    f"names {found[0].as_posix()}{more} by a digest of what was there before: make "
                    "it again after mathfit",
                    failed=False,
                )


def _named(file: Path, pages: dict[bytes, Path]) -> list[Path]:
    """Return the pages whose digests stand in a file, each once."""
    try:
        if file.stat().st_size > _LONGEST_LIST:
            return []
        content = file.read_bytes()
    except OSError:
        return []
    known = (
        pages.get(bytes.fromhex(match.decode("ascii")))
        for match in _DIGEST.findall(content)
        if len(match) in _SIZES
    )
    return list(dict.fromkeys(page for page in known if page))
