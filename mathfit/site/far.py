"""A site at an address: its pages, the rest of its files, and what is claimed of it."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from mathfit.errors import UsageError
from mathfit.machines.mirror import Mirror, forget
from mathfit.machines.store import is_safe
from mathfit.page.assets import FILE_NAME, is_ours
from mathfit.site.files import is_part
from mathfit.site.walk import FileNote, Listing, Site, pages_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def open_far_site(
    source: str,
    target: str | None = None,
    include: Sequence[str] = (),
    exclude: Sequence[str] = (),
) -> Site:
    """Return the pages of a folder at an address, as `open_site` does those of one that is here.

    `target` is the address to write to; None for rewriting in place. What lies in the folders of
    the machine's own stays until `Mirror.run` is forgotten. Raises UsageError where there is no
    such folder, a package is missing, the one address lies in the other, or no page matches.
    """
    source = source.rstrip("/")
    target = source if target is None else target.rstrip("/")
    if target != source and _overlap(source, target):
        raise UsageError(f"--out lies inside the site or around it: {target}")
    mirror = Mirror(source, target)
    try:
        return _site(mirror, include, exclude)
    except BaseException:
        forget(mirror.run)
        raise


def _site(mirror: Mirror, include: Sequence[str], exclude: Sequence[str]) -> Site:
    entries = sorted(mirror.stores[0].entries(), key=lambda entry: _as_walked(entry[0]))
    notes = tuple(
        FileNote(Path(name), "left alone: no file can have that name")
        for name, _ in entries
        if not is_safe(name)
    )
    listings = [
        Listing(folder, [name for _, name, _ in files], [], [], [seen for _, _, seen in files])
        for folder, files in (
            (Path(before), list(group))
            for before, group in groupby(
                (
                    (*_split(name), seen)
                    for name, seen in entries
                    if is_safe(name) and not is_part(_split(name)[1])
                ),
                key=lambda one: one[0],
            )
        )
    ]
    names, stamps = pages_of(listings, include, exclude)
    if include and not names:
        raise UsageError(f"no page in {mirror.source} matches --include {' '.join(include)}")
    pages = set(names)
    every = (name for one in listings for name in one.names)
    others = tuple(name for name in every if name not in pages)
    return Site(mirror.root, names, stamps=stamps, notes=notes, mirror=mirror, others=others)


def copy_far_rest(site: Site, mirror: Mirror) -> Iterator[FileNote]:
    """Copy the files that are no pages to where the site is written; yield what cannot be."""
    if mirror.in_place:
        return
    source, target = mirror.stores
    for name in site.others:
        try:
            source.copy(name, target)
        except Exception as error:  # noqa: BLE001  # a store's own errors have no common base
            why = getattr(error, "strerror", None) or " ".join(str(error).split())
            yield FileNote(Path(name), f"not copied: {why or type(error).__name__}")


def delete_far_assets(mirror: Mirror) -> None:
    """Delete the asset files of a site that was given back, unless somebody changed them."""
    target = mirror.stores[1]
    for name in target.names_at_top():
        if FILE_NAME.fullmatch(name) and is_ours(name, target.read(name)):
            target.delete(name)


def claimed(mirror: Mirror) -> tuple[list[Path], list[Path]]:
    """Return what a run reads and what it writes, as `claim` compares it."""
    writes = [_as_path(mirror.target)]
    return ([] if mirror.in_place else [_as_path(mirror.source)]), writes


def _as_path(address: str) -> Path:
    """Return a path that stands for an address: no folder of the machine has it."""
    protocol, _, path = address.partition("://")
    if protocol in {"file", "local"}:
        return Path(path)
    return Path("/", f"{protocol}:", *PurePosixPath(path).parts)


def _overlap(one: str, other: str) -> bool:
    first, second = _as_path(one), _as_path(other)
    return first.is_relative_to(second) or second.is_relative_to(first)


def _split(name: str) -> tuple[str, str]:
    folder, _, file = name.rpartition("/")
    return folder, file


def _as_walked(name: str) -> tuple[tuple[bool, str], ...]:
    """Return what sorts files as `walk` yields them: those of a folder before its folders."""
    *folders, file = name.split("/")
    return (*((True, folder) for folder in folders), (False, file))
