"""What stands around the writing of a site's pages: a claim, the rest of the files, leftovers."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from mathfit.site.claim import claim
from mathfit.site.copy import copy_rest
from mathfit.site.far import claimed
from mathfit.site.files import parts_among
from mathfit.site.walk import FileNote, walk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mathfit.site.walk import Site


@contextmanager
def writing(site: Site, claims: Path, *, spread: bool = False) -> Iterator[tuple[FileNote, ...]]:
    """Have a site to oneself while its pages are written in the block.

    Before the block what an earlier run left half-written is deleted, and everything that is no
    page is copied to `site.out`; what could not be copied is yielded. `claims` is the folder where
    runs learn of each other. With `spread` the work is done by workers that may get lost: what they
    left half-written is deleted after the block. Raises BusyError where another run is at work on
    the same files.
    """
    if site.mirror:
        reads, writes = claimed(site.mirror)
    else:
        source = site.root if site.whole else site.root / site.names[0]
        writes = [source if site.out is None else site.out]
        reads = [] if site.out is None else [source]
    with claim(reads, writes, claims) as alone:
        if alone:
            _drop_leftovers(site)
        yield tuple(copy_rest(site))
        if alone and spread:
            # Workers that were lost in the midst of a file have left it, and nobody waits for it.
            _drop_leftovers(site, anew=True)


def _drop_leftovers(site: Site, *, anew: bool = False) -> None:
    """Delete the files of runs that were killed while they wrote them; look for them `anew`."""
    if site.mirror:
        return
    known = site.out is None and not (anew and site.whole)
    for leftover in site.leftovers if known else _leftovers(site.target):
        with suppress(OSError):
            (site.target / leftover).unlink()


def _leftovers(folder: Path) -> Iterator[Path]:
    for listing in walk(folder):
        yield from (listing.folder / name for name in parts_among(listing.files))
