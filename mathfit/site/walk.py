"""A site is a folder of pages: which files are pages, and which of them are wanted."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from fnmatch import translate
from pathlib import Path
from typing import TYPE_CHECKING

from mathfit.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

SUFFIXES = (".html", ".htm", ".xhtml")
_SCRIPTS = (".js", ".mjs", ".css")


@dataclass(frozen=True, slots=True)
class FileNote:
    """What a person should know of a file or a folder of a site."""

    path: Path
    """The file, relative to the site."""
    message: str
    """What became of the file."""
    failed: bool = True
    """Something could not be done."""


@dataclass(frozen=True, slots=True)
class Site:
    """Where pages are read and written."""

    root: Path
    """The site's folder."""
    pages: tuple[Path, ...]
    """Its pages, relative to `root`."""
    out: Path | None = None
    """The folder that is written to; None for rewriting in place."""
    whole: bool = True
    """Off where the site is a single file, whose folder is none of our business."""
    notes: tuple[FileNote, ...] = ()
    """Folders that cannot be listed."""
    scripts: tuple[Path, ...] = ()
    """Its scripts and stylesheets, relative to `root`: pages may depend on them."""

    @property
    def target(self) -> Path:
        """The folder that is written to."""
        return self.out or self.root


@dataclass(frozen=True, slots=True)
class Listing:
    """What lies in one folder."""

    folder: Path
    """The folder, relative to where the walk began."""
    files: list[str]
    """Names of the regular files, sorted."""
    links: list[str]
    """Names of the symbolic links, sorted; none is followed."""
    others: list[str]
    """Names of pipes, sockets and devices, sorted."""
    error: str | None = None
    """Why the folder cannot be listed."""


def walk(root: Path) -> Iterator[Listing]:
    """Yield each folder from `root` down, a folder before those in it, sorted by name."""
    waiting = [Path()]
    while waiting:
        folder = waiting.pop()
        listing = Listing(folder, [], [], [])
        folders: list[str] = []
        try:
            with os.scandir(root / folder) as entries:
                for entry in sorted(entries, key=lambda entry: entry.name):
                    _place(entry, listing, folders)
        except OSError as error:
            yield Listing(folder, [], [], [], f"cannot be read: {error.strerror or error}")
            continue
        yield listing
        waiting += [folder / name for name in reversed(folders)]


def _place(entry: os.DirEntry[str], listing: Listing, folders: list[str]) -> None:
    if entry.is_file(follow_symlinks=False):  # nearly all are
        listing.files.append(entry.name)
    elif entry.is_dir(follow_symlinks=False):
        folders.append(entry.name)
    elif entry.is_symlink():
        listing.links.append(entry.name)
    else:
        listing.others.append(entry.name)


def open_site(
    path: Path,
    out: Path | None = None,
    include: Sequence[str] = (),
    exclude: Sequence[str] = (),
) -> Site:
    """Return the pages of a folder, or a single file as a site of one page.

    `include` and `exclude` are globs on the path below the folder, `*` matching `/` too. Raises
    UsageError for a path that is not there or is neither a folder nor a regular file, for an `out`
    inside the site or around it, and where `include` leaves no page.
    """
    if not path.exists():
        raise UsageError(f"no such file or folder: {path}")
    whole = path.is_dir()
    if not whole and not path.is_file():
        raise UsageError(f"neither a folder nor a regular file: {path}")
    root = path if whole else path.parent
    if out is not None:
        _check_out(root, out, whole=whole)
    if not whole:
        return Site(root, (Path(path.name),), out, whole)
    listings = list(walk(root))
    pages = tuple(_pages(listings, include, exclude))
    if include and not pages:
        raise UsageError(f"no page in {path} matches --include {' '.join(include)}")
    notes = tuple(FileNote(one.folder, one.error) for one in listings if one.error)
    scripts = tuple(path for one in listings for path in scripts_of(one))
    return Site(root, pages, out, whole, notes, scripts)


def scripts_of(listing: Listing) -> Iterator[Path]:
    """Yield the scripts and stylesheets in a folder, relative to where the walk began."""
    for name in listing.files:
        if name.endswith(_SCRIPTS):
            yield listing.folder / name


def _check_out(root: Path, out: Path, *, whole: bool) -> None:
    if out.exists() and not out.is_dir():
        raise UsageError(f"--out is not a folder: {out}")
    site, target = root.resolve(), out.resolve()
    if target == site or (whole and target.is_relative_to(site)):
        raise UsageError(f"--out lies inside the site: {out}")
    if whole and site.is_relative_to(target):
        raise UsageError(f"--out lies around the site: {out}")


def _pages(
    listings: Iterable[Listing], include: Sequence[str], exclude: Sequence[str]
) -> Iterator[Path]:
    wanted, unwanted = _globs(include), _globs(exclude)
    for listing in listings:
        for file in listing.files:
            if not file.lower().endswith(SUFFIXES):
                continue
            page = listing.folder / file
            name = page.as_posix()
            if wanted and not any(glob.match(name) for glob in wanted):
                continue
            if not any(glob.match(name) for glob in unwanted):
                yield page


def _globs(globs: Sequence[str]) -> list[re.Pattern[str]]:
    # A glob for a folder means what lies in it.
    return [re.compile(translate(glob + "*" if glob.endswith("/") else glob)) for glob in globs]
