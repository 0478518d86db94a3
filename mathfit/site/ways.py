"""Who works on the pages of a site: this process, several of this machine, or an executor.

Pages at an address are worked on in parts: those of a part are put into a folder, the work is done
there as on any site, and what has changed is written back.
"""

from __future__ import annotations

import hashlib
from concurrent.futures import Executor  # resolved by typing.get_type_hints
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeAlias, TypeVar

from mathfit.errors import MathfitError
from mathfit.machines.mirror import Mirror  # resolved by typing.get_type_hints
from mathfit.machines.parts import in_parts, part_size
from mathfit.page.assets import FILE_NAME
from mathfit.site.allocator import keep_freed_memory
from mathfit.site.jobs import PageJob, PageResult
from mathfit.site.stale import COMPRESSED, note_compressed
from mathfit.site.walk import Site  # resolved by typing.get_type_hints

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Result = TypeVar("Result")
Seen: TypeAlias = tuple[str, str]
"""A page of an address, and what its file was like when it was listed."""

_POOL_PAYS_FROM = 40
"""Pages from which on starting worker processes costs less than it saves."""


@dataclass(frozen=True, slots=True)
class Ways:
    """Who works on the pages of a site."""

    site: Site
    """The site."""
    jobs: int = 1
    """Processes of this machine to work with, where there is no executor."""
    executor: Executor | None = None
    """What works on parts of the site: any executor, on other machines too."""

    @property
    def here(self) -> bool:
        """Tell whether this machine works on files of its own."""
        return self.executor is None and self.site.mirror is None


def run(work: PageJob[Result], names: Sequence[str], ways: Ways) -> Iterator[Result]:
    """Do the work for each page, in their order.

    `names` are the pages' paths below the site, with `/`. Raises MathfitError where what works on
    them has ended.
    """
    mirror, executor = ways.site.mirror, ways.executor
    if mirror:
        yield from _run_far(work, names, ways, mirror)
    elif executor:
        size = part_size(executor, len(names), work.part_pages, per_worker=work.parts_per_worker)
        parts = in_parts(executor, work.part, names, size, partial(_lost, work))
        yield from chain.from_iterable(parts)
    else:
        yield from _run_here(work, names, ways.jobs)


def _run_here(work: PageJob[Result], names: Sequence[str], jobs: int) -> Iterator[Result]:
    # Paths are made as they are needed: each takes more memory than all that is known of a page.
    pages = map(Path, names)
    if jobs <= 1 or len(names) < _POOL_PAYS_FROM:
        keep_freed_memory()
        yield from map(work, pages)
        return
    # A small site starts without it.
    from mathfit.site.processes import in_processes  # noqa: PLC0415

    yield from in_processes(work, pages, jobs, max(1, min(16, len(names) // (4 * jobs))))


def _run_far(
    work: PageJob[Result], names: Sequence[str], ways: Ways, mirror: Mirror
) -> Iterator[Result]:
    """Do the work on pages at an address."""
    seen = ways.site.seen()
    items = ((name, seen[name]) for name in names)
    there = FarPart(work, mirror)
    executor, most = ways.executor, work.part_pages
    if executor:
        size = part_size(executor, len(names), most, per_worker=work.parts_per_worker)
        lost = partial(_lost_far, work)
        parts: Iterator[list[Result]] = in_parts(executor, there, items, size, lost)
    elif ways.jobs <= 1 or len(names) < _POOL_PAYS_FROM or not work.in_processes:
        parts = map(there, _chunks(items, most))
    else:
        from mathfit.site.processes import in_processes  # noqa: PLC0415

        size = max(1, min(most, len(names) // (4 * ways.jobs)))
        parts = in_processes(there, _chunks(items, size), ways.jobs, 1)
    beside = {name for name in ways.site.others if name.endswith(COMPRESSED)}
    for result in chain.from_iterable(parts):
        if isinstance(result, PageResult) and result.changed and result.was:
            endings = [one for one in COMPRESSED if f"{result.page.as_posix()}{one}" in beside]
            notes = tuple(note_compressed(result.page.name, one) for one in endings)
            yield replace(result, notes=(*notes, *result.notes))
        else:
            yield result


def _chunks(items: Iterable[Seen], size: int) -> Iterator[list[Seen]]:
    iterator = iter(items)
    while chunk := list(islice(iterator, size)):
        yield chunk


def _lost(work: PageJob[Result], name: str, why: str) -> list[Result]:
    return [work.failed(Path(name), f"cannot be processed: {why}")]


def _lost_far(work: PageJob[Result], item: Seen, why: str) -> list[Result]:
    return _lost(work, item[0], why)


@dataclass(frozen=True, slots=True)
class FarPart(Generic[Result]):
    """The work on some pages at an address, in whatever process does it."""

    work: PageJob[Result]
    """What is done to each page."""
    mirror: Mirror
    """The site, and what is written to."""

    def __call__(self, items: Sequence[Seen]) -> list[Result]:
        """Work on pages, and write back what has changed: assets first, then each page.

        Raises UsageError where a package for the address is missing.
        """
        mirror = self.mirror
        work = self.work.mirrored(mirror.root, mirror.bring)
        names = [name for name, _ in items]
        with mirror.pages(names) as failed:
            found = [name for name in names if name not in failed]
            before = {name: _digest(mirror.root / name) for name in found}
            done = dict(zip(found, work.part(found), strict=True))
            results: list[Result] = []
            for name, seen in items:
                page = Path(name)
                if name in failed:
                    results.append(work.failed(page, _message(failed[name])))
                    continue
                result = done[name]
                try:
                    if work.write:
                        self._put(name, seen, before[name])
                except Exception as error:  # noqa: BLE001  # a store's own errors have no base
                    result = work.failed(page, _message(error))
                results.append(result)
        return results

    def _put(self, name: str, seen: str, before: bytes) -> None:
        """Write a page to where it belongs, if it has changed, or copy it there."""
        mirror = self.mirror
        source, target = mirror.stores
        file = mirror.root / name
        if _digest(file) == before:
            if not mirror.in_place:
                source.copy(name, target)
            return
        for asset in sorted(mirror.root.glob("mathfit.*")):
            if FILE_NAME.fullmatch(asset.name):
                mirror.ensure(asset.name, asset.read_bytes())
        if mirror.in_place:
            source.rewrite(name, file.read_bytes(), seen)
        else:
            target.write(name, file.read_bytes(), like=source)


def _message(error: Exception) -> str:
    """Say in one line why a page could not be read from its store, or written to another."""
    if isinstance(error, MathfitError):
        return str(error)
    words = " ".join(str(error).split()) or type(error).__name__
    return f"cannot be read or written: {getattr(error, 'strerror', None) or words}"


def _digest(file: Path) -> bytes:
    return hashlib.sha256(file.read_bytes()).digest()
