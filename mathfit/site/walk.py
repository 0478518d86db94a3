"""A site is a folder of pages: which files are pages, and which of them are wanted."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from fnmatch import translate
from itertools import compress, repeat
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING

from mathfit.errors import UsageError
from mathfit.machines.mirror import Mirror  # resolved by typing.get_type_hints
from mathfit.page.assets import FILE_NAME
from mathfit.site.files import Stamp, parts_among, stamp, stamp_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

SUFFIXES = (".html", ".htm", ".xhtml")
SCRIPTS = (".js", ".mjs", ".css")
_FONTS = (".woff2", ".woff", ".otf", ".ttf")
_LOOKED_AT = (*SUFFIXES, *SCRIPTS, *_FONTS)
_NAME = attrgetter("name")


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
    names: tuple[str, ...]
    """The paths of its pages below `root`, with `/`."""
    out: Path | None = None
    """The folder that is written to; None for rewriting in place."""
    whole: bool = True
    """Off where the site is a single file, whose folder is none of our business."""
    notes: tuple[FileNote, ...] = ()
    """Folders that cannot be listed."""
    stamps: tuple[Stamp, ...] = ()
    """What the files of its pages were like when they were listed, in the order of `names`."""
    scripts: tuple[tuple[str, Stamp], ...] = ()
    """Its scripts and stylesheets, with what their files were like: pages may depend on them."""
    leftovers: tuple[Path, ...] = ()
    """Files that a run which was killed left half-written."""
    mirror: Mirror | None = None
    """What `root` has of a site at an address; None where the site is a folder."""
    others: tuple[str, ...] = ()
    """The files at an address that are no pages; empty for a folder."""

    @property
    def pages(self) -> tuple[Path, ...]:
        """Its pages, relative to `root`."""
        return tuple(map(Path, self.names))

    @property
    def target(self) -> Path:
        """The folder that is written to."""
        return self.out or self.root

    @property
    def shown(self) -> str:
        """What is written to, as a person knows it."""
        return self.mirror.target.removeprefix("file://") if self.mirror else str(self.target)

    def seen(self) -> dict[str, str]:
        """Return what the pages at an address were like when they were listed."""
        return {name: stamp or "" for name, stamp in zip(self.names, self.stamps, strict=True)}


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
    stamps: list[Stamp] = field(default_factory=list)
    """What the files are like, in the order of `files`, None for those that no page depends on;
    empty where that was not asked for."""
    error: str | None = None
    """Why the folder cannot be listed."""

    @property
    def names(self) -> list[str]:
        """The paths of the files below where the walk began, with `/`."""
        if not self.folder.parts:
            return self.files
        # Not by Path, which takes longer than the listing.
        before = f"{self.folder.as_posix()}/"
        return [before + name for name in self.files]


def walk(root: Path, *, stamped: bool = False) -> Iterator[Listing]:
    """Yield each folder from `root` down, a folder before those in it, sorted by name.

    With `stamped` each page, script and stylesheet is looked at, too.
    """
    waiting = [Path()]
    while waiting:
        folder = waiting.pop()
        listing = Listing(folder, [], [], [])
        folders: list[str] = []
        try:
            with os.scandir(root / folder) as entries:
                for entry in sorted(entries, key=_NAME):
                    if not entry.is_file(follow_symlinks=False):
                        _place(entry, listing, folders)
                        continue
                    listing.files.append(name := entry.name)
                    if stamped:
                        # Nearly all names are in small letters: for speed.
                        wanted = name.endswith(_LOOKED_AT) or name.lower().endswith(_LOOKED_AT)
                        listing.stamps.append(_stamp(entry) if wanted else None)
        except OSError as error:
            message = f"cannot be read: {error.strerror or error}"
            yield Listing(folder, [], [], [], error=message)
            continue
        yield listing
        waiting += [folder / name for name in reversed(folders)]


def _place(entry: os.DirEntry[str], listing: Listing, folders: list[str]) -> None:
    """Put the name of what is no file where it belongs."""
    if entry.is_dir(follow_symlinks=False):
        folders.append(entry.name)
    elif entry.is_symlink():
        listing.links.append(entry.name)
    else:
        listing.others.append(entry.name)


def _stamp(entry: os.DirEntry[str]) -> Stamp:
    try:
        return stamp_of(entry.stat(follow_symlinks=False))
    except OSError:
        return None


def open_site(
    path: Path,
    out: Path | None = None,
    include: Sequence[str] = (),
    exclude: Sequence[str] = (),
    *,
    stamped: bool = False,
) -> Site:
    """Return the pages of a folder, or a single file as a site of one page.

    `include` and `exclude` are globs on the path below the folder, `*` matching `/` too. With
    `stamped` the files of a folder are looked at, too. Raises UsageError for a path that is not
    there or is neither a folder nor a regular file, for an `out` inside the site or around it, and
    where `include` leaves no page.
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
        beside = next(iter(walk(root)))
        leftovers = tuple(map(Path, parts_among(beside.files)))
        return Site(root, (path.name,), out, whole, stamps=(stamp(path),), leftovers=leftovers)
    listings = list(walk(root, stamped=stamped))
    names, stamps = pages_of(listings, include, exclude)
    if include and not names:
        raise UsageError(f"no page in {path} matches --include {' '.join(include)}")
    return Site(
        root,
        names,
        out,
        whole,
        notes=tuple(FileNote(one.folder, one.error) for one in listings if one.error),
        stamps=stamps,
        scripts=tuple(script for one in listings for script in scripts_of(one)),
        leftovers=tuple(one.folder / name for one in listings for name in parts_among(one.files)),
    )


def scripts_of(listing: Listing) -> Iterator[tuple[str, Stamp]]:
    """Yield the scripts and stylesheets of a folder that was walked with `stamped`.

    So are the files that mathfit has put into the site's root, as copies of fonts.
    """
    endings = SCRIPTS if listing.folder.parts else (*SCRIPTS, *_FONTS)
    # A list is made faster than a generator is asked.
    if [name for name in listing.files if name.endswith(endings)]:
        for name, seen in zip(listing.names, listing.stamps, strict=False):
            if name.endswith(SCRIPTS) or (name.endswith(endings) and FILE_NAME.fullmatch(name)):
                yield name, seen


def _check_out(root: Path, out: Path, *, whole: bool) -> None:
    if out.exists() and not out.is_dir():
        raise UsageError(f"--out is not a folder: {out}")
    site, target = root.resolve(), out.resolve()
    if target == site or (whole and target.is_relative_to(site)):
        raise UsageError(f"--out lies inside the site: {out}")
    if whole and site.is_relative_to(target):
        raise UsageError(f"--out lies around the site: {out}")


def pages_of(
    listings: Iterable[Listing], include: Sequence[str], exclude: Sequence[str]
) -> tuple[tuple[str, ...], tuple[Stamp, ...]]:
    """Return the pages among listed files that are wanted, with what their files were like."""
    wanted = wanted_by(include, exclude) if include or exclude else None
    names: list[str] = []
    stamps: list[Stamp] = []
    for listing in listings:
        # Nearly all names are in small letters: for speed.
        choice = [
            name.endswith(SUFFIXES) or name.lower().endswith(SUFFIXES) for name in listing.files
        ]
        if wanted is not None:
            choice = [
                is_page and wanted(name)
                for is_page, name in zip(choice, listing.names, strict=True)
            ]
        names.extend(compress(listing.names, choice))
        stamps.extend(compress(listing.stamps or repeat(None), choice))
    return tuple(names), tuple(stamps)


def wanted_by(include: Sequence[str], exclude: Sequence[str]) -> Callable[[str], bool]:
    """Return what tells whether a page is wanted by its path below the site, with `/`."""
    wanted, unwanted = _globs(include), _globs(exclude)

    def is_wanted(name: str) -> bool:
        return (not wanted or any(glob.match(name) for glob in wanted)) and not any(
            glob.match(name) for glob in unwanted
        )

    return is_wanted


def _globs(globs: Sequence[str]) -> list[re.Pattern[str]]:
    # A glob for a folder means what lies in it.
    return [re.compile(translate(glob + "*" if glob.endswith("/") else glob)) for glob in globs]
