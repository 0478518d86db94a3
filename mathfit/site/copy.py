"""Copy what is no page of a site along with its pages, and name what cannot be copied."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from mathfit.site.far import copy_far_rest
from mathfit.site.files import copy_file, copy_link, is_part
from mathfit.site.walk import FileNote, walk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mathfit.site.walk import Listing, Site


def copy_rest(site: Site) -> Iterator[FileNote]:
    """Copy the files that are no pages to `out`, and yield what is not there afterwards.

    Links are copied where they stay in the site. A folder that cannot be read is a note of the
    site already.
    """
    if site.mirror:
        yield from copy_far_rest(site, site.mirror)
        return
    if site.out is None or not site.whole:
        return
    pages = set(site.pages)
    for listing in walk(site.root):
        try:
            (site.out / listing.folder).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            yield _not_copied(listing.folder, error)
            continue
        yield from _copy_folder(site, site.out, listing, pages)


def _copy_folder(site: Site, out: Path, listing: Listing, pages: set[Path]) -> Iterator[FileNote]:
    for name in listing.files:
        file = listing.folder / name
        if file in pages or is_part(name):
            continue
        try:
            copy_file(site.root / file, out / file)
        except OSError as error:
            yield _not_copied(file, error)
    for name in listing.links:
        link = listing.folder / name
        try:
            if _stays_inside(site.root / link, site.root):
                copy_link(site.root / link, out / link)
            else:
                yield FileNote(link, "not copied: the link leads out of the site", failed=False)
        except OSError as error:
            yield _not_copied(link, error)
    for name in listing.others:
        yield FileNote(listing.folder / name, "not copied: it is no regular file")


def _stays_inside(link: Path, root: Path) -> bool:
    """Tell whether a link leads to a place in the site. Raises OSError where it leads to itself."""
    with suppress(FileNotFoundError):
        link.stat()
    return link.resolve().is_relative_to(root.resolve())


def _not_copied(path: Path, error: OSError) -> FileNote:
    return FileNote(path, f"not copied: {error.strerror or error}")
