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
    from collections.abc import Iterator, Sequence

SUFFIXES = (".html", ".htm", ".xhtml")


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

    @property
    def target(self) -> Path:
        """The folder that is written to."""
        return self.out or self.root


def open_site(
    path: Path,
    out: Path | None = None,
    include: Sequence[str] = (),
    exclude: Sequence[str] = (),
) -> Site:
    """Return the pages of a folder, or a single file as a site of one page.

    `include` and `exclude` are globs on the path below the folder, `*` matching `/` too. Raises
    UsageError for a path that is not there and for an `out` inside the site or around it.
    """
    if not path.exists():
        raise UsageError(f"no such file or folder: {path}")
    whole = path.is_dir()
    root = path if whole else path.parent
    if out is not None:
        _check_out(root, out, whole=whole)
    pages = _pages(root, include, exclude) if whole else [Path(path.name)]
    return Site(root, tuple(pages), out, whole)


def _check_out(root: Path, out: Path, *, whole: bool) -> None:
    if out.exists() and not out.is_dir():
        raise UsageError(f"--out is not a folder: {out}")
    site, target = root.resolve(), out.resolve()
    if target == site or (whole and target.is_relative_to(site)):
        raise UsageError(f"--out lies inside the site: {out}")
    if whole and site.is_relative_to(target):
        raise UsageError(f"--out lies around the site: {out}")


def _pages(root: Path, include: Sequence[str], exclude: Sequence[str]) -> Iterator[Path]:
    wanted, unwanted = _globs(include), _globs(exclude)
    for relative in _files(root):
        if relative.suffix.lower() not in SUFFIXES:
            continue
        name = relative.as_posix()
        if wanted and not any(glob.match(name) for glob in wanted):
            continue
        if not any(glob.match(name) for glob in unwanted):
            yield relative


def _globs(globs: Sequence[str]) -> list[re.Pattern[str]]:
    # A glob for a folder means what lies in it.
    return [re.compile(translate(glob + "*" if glob.endswith("/") else glob)) for glob in globs]


def _files(root: Path) -> Iterator[Path]:
    """Yield the regular files below a folder, sorted; links are not followed."""
    for folder, folders, names in os.walk(root, followlinks=False):
        folders.sort()
        for name in sorted(names):
            file = Path(folder, name)
            if not file.is_symlink() and file.is_file():
                yield file.relative_to(root)
