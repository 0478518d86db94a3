"""Read and write the files of a site: whole or not at all, and everything else copied along."""

from __future__ import annotations

import os
import shutil
import tempfile
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from mathfit.errors import MathfitError

if TYPE_CHECKING:
    from mathfit.site.walk import Site

# The first bytes of files that people rename by mistake: no page starts with them.
_NOT_HTML = (b"\x89PNG", b"%PDF-", b"PK\x03\x04", b"GIF8", b"\xff\xd8\xff", b"\x1f\x8b", b"\x7fELF")


def read_page(file: Path) -> bytes:
    """Return a page's bytes. Raises OSError, or MathfitError for what is plainly no page."""
    raw = file.read_bytes()
    if raw.startswith(_NOT_HTML):
        raise MathfitError("is not HTML")
    return raw


def write_file(file: Path, content: bytes, like: Path | None = None) -> None:
    """Write a file whole or not at all, with the permissions of `like` (or those it had)."""
    file.parent.mkdir(parents=True, exist_ok=True)
    model = like if like is not None else file
    handle, name = tempfile.mkstemp(prefix=f".{file.name[:80]}.", suffix=".tmp", dir=file.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        if model.exists():
            shutil.copymode(model, temporary)
        else:
            temporary.chmod(0o666 & ~_umask())
        temporary.replace(file)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


@lru_cache(maxsize=1)
def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def copy_rest(site: Site) -> None:
    """Copy the files that are no pages to `out`; links are copied where they stay in the site."""
    if site.out is None or not site.whole:
        return
    pages = set(site.pages)
    for folder, folders, names in os.walk(site.root, followlinks=False):
        here = Path(folder)
        there = site.out / here.relative_to(site.root)
        there.mkdir(parents=True, exist_ok=True)
        for name in [*folders, *names]:
            file = here / name
            if file.is_symlink():
                _copy_link(file, there / name, site.root)
            elif file.is_file() and file.relative_to(site.root) not in pages:
                copy_as_it_was(file, there / name)


def _copy_link(link: Path, copy: Path, root: Path) -> None:
    if link.resolve().is_relative_to(root.resolve()) and not copy.is_symlink():
        copy.symlink_to(link.readlink())


def copy_as_it_was(file: Path, copy: Path) -> None:
    """Copy a file that is not to be changed; one that cannot be read is left out."""
    try:
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(file, copy)
    except OSError:
        return  # a page that cannot be read is named by its result; nothing to copy


def ensure(file: Path, content: bytes) -> None:
    """Write a file unless it is there."""
    try:
        if file.read_bytes() == content:
            return
    except OSError:
        pass
    write_file(file, content)
