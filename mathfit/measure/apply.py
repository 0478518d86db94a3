"""`apply --measure`: what is known goes into the pages at once, the rest through the browsers."""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from mathfit import __version__
from mathfit.browser.served import ORIGIN
from mathfit.errors import MathfitError, PageError
from mathfit.measure.read import Tagged
from mathfit.measure.runner import RunOptions
from mathfit.measure.runner import run as measure_all
from mathfit.page import assets, decode
from mathfit.page.apply import ApplyOptions, apply_page
from mathfit.page.find import examine
from mathfit.page.remove import remove_html
from mathfit.site.apply import Apply
from mathfit.site.files import copy_rest, read_page
from mathfit.site.jobs import PageResult, run
from mathfit.site.scripts import script_loader

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from mathfit.browser.network import Network
    from mathfit.measure.cache import Cache
    from mathfit.measure.measured import Measured
    from mathfit.site.walk import Site

Item = TypeVar("Item")

SCHEMA = 4
"""To be raised when numbers are read or kept in another way."""
MEMORY_EACH = 700_000_000
"""Bytes that a browser with one page may need."""


@dataclass(frozen=True, slots=True)
class MeasureOptions:
    """How pages are measured.

    `keep_script` leaves the script in every page, to correct numbers where the reader's fonts
    differ. `numbers` is where they stand: in the wrappers, in a stylesheet of the page, or where
    the page's own security policy (in a `meta` element) allows. `cache` may be None.
    """

    run: RunOptions
    network: Network
    keep_script: bool = False
    numbers: str = "auto"
    cache: Cache | None = None


def measure_site(
    site: Site, options: ApplyOptions, how: MeasureOptions, *, jobs: int, write: bool
) -> Iterator[PageResult]:
    """Rewrite the pages of a site with their equations' numbers, one result a page.

    First those whose numbers are known and those without equations, in the site's order; then the
    others as they get done. A page that cannot be measured is rewritten for measuring at read time.
    Raises NoBrowserError where there is no browser and one is needed.
    """
    work = _Work(Apply(site.root, site.out, options, write), how)
    if write:
        copy_rest(site)
    unknown: list[Path] = []
    for page, result in zip(site.pages, run(work, site.pages, jobs), strict=True):
        if result is None:
            unknown.append(page)
        else:
            yield result
    if unknown:
        for page, measured in _iterate(measure_all(how.network, unknown, work.tag, how.run)):
            yield work.keep(page, measured)
    if how.cache:
        how.cache.prune()


def browsers_within_means(jobs: int) -> int:
    """Return how many browsers may run at once: no more than the machine has memory for."""
    try:
        memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError, OSError):
        return jobs
    return max(1, min(jobs, memory // MEMORY_EACH))


@dataclass(frozen=True, slots=True)
class _Work:
    apply: Apply
    how: MeasureOptions

    def __call__(self, page: Path) -> PageResult | None:
        """Rewrite a page if nothing has to be measured for that; None where it has to be."""
        try:
            original = self._original(page)
            if not self._has_equations(page, original):
                return self.apply(page)
            cache, network = self.how.cache, self.how.network
            if cache is None:
                return None
            known = cache.get(self._key(page, original), network.site, network.packages)
            return None if known is None else self._finish(page, known)
        except (MathfitError, OSError) as error:
            return self.apply.failed(page, error)

    def tag(self, page: Path) -> Tagged:
        """Return the page to be opened: with the script, and each wrapper with its number."""
        original = self._original(page)
        options = replace(
            self._finding_inline(),
            assets="../" * (len(page.parts) - 1),
            tagged=True,
            guarded=False,
        )
        applied = apply_page(original, options, load=script_loader(self.apply.root, page))
        equations = applied.page.equations if applied.page else ()
        source = decode.read(original)
        instead = {f"{ORIGIN}/{file.name}": file.content.encode("ascii") for file in applied.files}
        instead[self.how.network.site.url(page.as_posix())] = applied.html
        lines = tuple(source.line(equation.start) for equation in equations)
        return Tagged(page.as_posix(), instead, lines)

    def keep(self, page: Path, measured: Measured) -> PageResult:
        """Keep what was measured for the next time, and rewrite the page."""
        try:
            if self.how.cache:
                self.how.cache.put(self._key(page, self._original(page)), measured)
            return self._finish(page, measured)
        except (MathfitError, OSError) as error:
            return self.apply.failed(page, error)

    def _finish(self, page: Path, measured: Measured) -> PageResult:
        options = self.apply.options
        raw = read_page(self.apply.root / page)
        if measured.reason is not None:
            result = self.apply.apply(page, raw, options)
            return replace(
                result, unmeasured=measured.reason, failed=measured.failed, notes=measured.notes
            )
        by_rule = self.how.numbers == "linked" or (self.how.numbers == "auto" and measured.by_rule)
        script = self.how.keep_script or measured.script is not None
        options = replace(options, script=script, numbers="linked" if by_rule else "inline")
        notes = measured.notes
        if not script:
            options = replace(options, find=self._finding_inline().find)
            try:
                result = self.apply.apply(page, raw, options, measured.sizes, measured.inline)
                return replace(result, notes=notes)
            except PageError:
                if not measured.inline:
                    raise
            options = replace(options, script=True)
            notes += ("keeps the script: its inline formulas stand where no wrapper can be",)
        # The script writes its numbers in em, over these, and finds inline formulas itself.
        sizes = [replace(size, ex=None, font=None) for size in measured.sizes]
        if measured.script is not None and not self.how.keep_script:
            notes += (f"keeps the script: {measured.script}",)
        return replace(self.apply.apply(page, raw, options, sizes), notes=notes)

    def _finding_inline(self) -> ApplyOptions:
        options = self.apply.options
        return replace(options, find=replace(options.find, inline=True))

    def _original(self, page: Path) -> bytes:
        return remove_html(read_page(self.apply.root / page))

    def _has_equations(self, page: Path, original: bytes) -> bool:
        load = script_loader(self.apply.root, page)
        found = examine(decode.read(original), self.apply.options.find, load)
        return found is not None and bool(found[0].equations)

    def _key(self, page: Path, original: bytes) -> str:
        """Return what tells this page, these options and this mathfit from all others."""
        network = self.how.network
        about = {
            "schema": SCHEMA,
            "version": __version__,
            "assets": [asset.name for asset in assets.assets()],
            "page": page.as_posix(),
            "find": asdict(self.apply.options.find),
            "snippet": asdict(self.apply.options.snippet),
            "browser": self.how.run.browser.name,
            "packages": network.packages is not None,
            "hosts": sorted(network.allowed_hosts),
        }
        digest = hashlib.sha256(json.dumps(about, sort_keys=True).encode())
        digest.update(original)
        return digest.hexdigest()


def _iterate(source: AsyncIterator[Item]) -> Iterator[Item]:
    """Turn an asynchronous iterator into a plain one; its tasks run while the caller waits."""
    end = object()

    async def step() -> Item | object:
        return await anext(source, end)

    with asyncio.Runner() as runner:
        try:
            while (item := runner.run(step())) is not end:
                yield item  # type: ignore[misc]
        finally:
            close = getattr(source, "aclose", None)
            if close is not None:
                runner.run(close())
