"""`verify` as one call: choose the pages, visit them, put the results together."""

from __future__ import annotations

import asyncio
import re
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from mathfit import __version__
from mathfit.browser.digest import depends_on, digest, key_of
from mathfit.browser.kept import Kept
from mathfit.browser.network import Network  # resolved by typing.get_type_hints
from mathfit.browser.pool import LOST, PoolOptions, iterate, visit_all
from mathfit.browser.served import SiteFiles
from mathfit.engines import ENGINES
from mathfit.machines.mirror import Mirror  # resolved by typing.get_type_hints
from mathfit.machines.parts import in_parts, part_size
from mathfit.own_digest import own_digest
from mathfit.verify.formats import as_json
from mathfit.verify.judge.compare import compare
from mathfit.verify.judge.fault import Fault
from mathfit.verify.options import RunOptions  # resolved by typing.get_type_hints
from mathfit.verify.results import Run, VerifiedPage
from mathfit.verify.seat import Seat
from mathfit.verify.visit import visit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from concurrent.futures import Executor
    from pathlib import Path

    from mathfit.browser.network import Traffic
    from mathfit.browser.pool import Opened

# Bytes without which a page can hold no mathematics, whatever scripts it loads.
_SIGNS = re.compile(
    rb"|".join([*(engine.name.encode() for engine in ENGINES), rb"math|\$|\\[\[(]|\\begin\b|tex"]),
    re.IGNORECASE,
)
# What a result depends on of mathfit itself: another check may find what this one did not.
CODE = (
    *("browser", "machines", "verify"),
    *(
        "defaults.py",
        "engines.py",
        "errors.py",
        "frameworks.py",
        "terminal.py",
        "own_digest.py",
        "user_cache.py",
    ),
)


def may_hold_mathematics(file: Path) -> bool:
    """Tell whether a page is worth opening; in doubt it is."""
    try:
        content = file.read_bytes()
    except OSError:
        return True
    return b"\0" in content[:400] or _SIGNS.search(content) is not None


@dataclass(frozen=True, slots=True)
class Shard:
    """A part of a site's pages: every `of`-th."""

    number: int
    """Which part, counted from 1."""
    of: int
    """How many parts there are."""

    def take(self, pages: Sequence[str]) -> list[str]:
        """Return this shard's pages. Together the shards are all pages, each once."""
        return list(pages[self.number - 1 :: self.of])

    def __str__(self) -> str:
        return f"{self.number}/{self.of}"


PART = 32
"""Pages that are visited together where a worker of an executor does that: it starts a browser."""


class Verification:
    """A run in progress: iterate over it for the pages as they get done, then ask for `run`."""

    def __init__(
        self,
        name: str,
        network: Network,
        pages: Sequence[str],
        options: RunOptions,
        shard: Shard | None = None,
        executor: Executor | None = None,
        mirror: Mirror | None = None,
    ) -> None:
        """Prepare to visit pages, given by their paths below the site, with `/`.

        With `executor` its workers visit them in parts, `options.jobs` pages at a time each: they
        have to see the site's folder, and those of the report and of results that are kept. A page
        whose worker was lost is tried again. `mirror` is what there is of a site at an address.
        """
        self._name = name
        self._network = network
        self._options = options
        self._shard = shard
        mine = shard.take(pages) if shard else list(pages)
        self._executor = executor
        self._mirror = mirror
        self._in_parts = executor is not None or mirror is not None
        root = network.site.root
        # In parts, those who visit pages look at them first.
        self.pages = [page for page in mine if self._in_parts or may_hold_mathematics(root / page)]
        """The pages to be visited, or looked at by those who visit them."""
        self._skipped = len(mine) - len(self.pages)
        self._results: list[VerifiedPage] = []
        self._browser = ""
        self._seconds = 0.0

    def __iter__(self) -> Iterator[VerifiedPage]:
        begun = time.perf_counter()
        for result in self._visited_in_parts() if self._in_parts else self._visited():
            self._results.append(result)
            yield result
        self._seconds = time.perf_counter() - begun

    def _visited(self) -> Iterator[VerifiedPage]:
        return run(self._network, self.pages, self._options, self._started)

    def _visited_in_parts(self) -> Iterator[VerifiedPage]:
        visit = VisitPart(self._network, self._options, self._mirror)
        if self._executor:
            size = part_size(self._executor, len(self.pages), PART, per_worker=1)
            parts = in_parts(self._executor, visit, self.pages, size, _lost)
        else:
            parts = map(visit, batched(self.pages, PART))
        for part in parts:
            self._browser = self._browser or part.browser
            self._skipped += part.skipped
            yield from part.pages

    @property
    def pictures(self) -> Path | None:
        """The folder that pictures were written to."""
        return self._options.visit.pictures

    def compare(self, before: Mapping[str, VerifiedPage]) -> None:
        """Add what is different from the same pages of the original site to the results."""
        ignored = self._options.visit.ignored
        for place, result in enumerate(self._results):
            old = before.get(result.page)
            if old and old.behaviour and result.behaviour:
                found = tuple(compare(result.page, old.behaviour, result.behaviour, ignored))
                self._results[place] = replace(result, faults=result.faults + found)

    @property
    def run(self) -> Run:
        """The run so far, pages in the site's order."""
        return Run(
            site=self._name,
            widths=tuple(sorted(set(self._options.visit.widths))),
            pages=tuple(sorted(self._results, key=lambda result: result.page)),
            browser=self._browser,
            version=__version__,
            seconds=self._seconds,
            skipped=self._skipped,
            shard=str(self._shard or ""),
            unchanged=sum(result.unchanged for result in self._results),
        )

    def _started(self, opened: Opened) -> None:
        self._browser = _named(opened)


def _named(opened: Opened) -> str:
    browser = opened.browser
    return f"{browser.browser_type.name} {browser.version} ({opened.found.origin})"


def _lost(page: str, why: str) -> VisitedPart:
    return VisitedPart((VerifiedPage(page, faults=(Fault(page, "unfinished", why),)),))


@dataclass(frozen=True, slots=True)
class VisitedPart:
    """What was found on some pages."""

    pages: tuple[VerifiedPage, ...]
    """The pages that were visited."""
    skipped: int = 0
    """Pages that hold no sign of mathematics and were not opened."""
    browser: str = ""
    """The browser that they were opened in; empty where none was started."""


@dataclass(frozen=True, slots=True)
class VisitPart:
    """The visit to some pages, in whatever process does it."""

    network: Network
    """What pages may reach."""
    options: RunOptions
    """How they are visited."""
    mirror: Mirror | None = None
    """What there is of a site at an address; None for a folder."""

    def __call__(self, pages: Sequence[str]) -> VisitedPart:
        """Visit pages. Raises NoBrowserError where there is no browser."""
        if self.mirror is None:
            return self._visit(self.network, pages)
        site = SiteFiles(self.mirror.root, self.mirror.bring)
        with self.mirror.pages(pages) as failed:
            found = [page for page in pages if page not in failed]
            visited = self._visit(replace(self.network, site=site), found)
        unread = tuple(
            VerifiedPage(page, faults=(Fault(page, "unfinished", f"cannot be read: {error}"),))
            for page, error in failed.items()
        )
        return replace(visited, pages=visited.pages + unread)

    def _visit(self, network: Network, pages: Sequence[str]) -> VisitedPart:
        browsers: list[str] = []
        mine = [page for page in pages if may_hold_mathematics(network.site.root / page)]
        visited = run(network, mine, self.options, lambda opened: browsers.append(_named(opened)))
        results = tuple(visited)
        return VisitedPart(results, len(pages) - len(mine), browsers[0] if browsers else "")


def batched(pages: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    """Yield the pages in parts, in their order; the last may be smaller."""
    for start in range(0, len(pages), size):
        yield pages[start : start + size]


def run(
    network: Network,
    pages: Sequence[str],
    options: RunOptions,
    on_start: Callable[[Opened], None] | None = None,
) -> Iterator[VerifiedPage]:
    """Visit pages, yielding each result as it is done, in no particular order.

    Raises NoBrowserError where there is no browser.
    """
    site = _Visits(network, options, on_start)
    pool = PoolOptions(options.browser, tabs=options.jobs, memory=options.memory)
    for _, result in iterate(visit_all(pages, site.worker, pool, site.started)):
        yield result


class _Visits:
    """What the tabs of a run share."""

    def __init__(
        self, network: Network, options: RunOptions, on_start: Callable[[Opened], None] | None
    ) -> None:
        self.network = network
        self.options = options.visit
        self._on_start = on_start
        self._kept = Kept(options.cache / "verify") if options.cache else None
        self._pruned = False

    def worker(self) -> _Tabs:
        """Return what opens one page after the other in a tab."""
        return _Tabs(self)

    async def started(self, opened: Opened) -> None:
        """Tell of a browser that was started."""
        if self._on_start:
            self._on_start(opened)
        if self._kept and not self._pruned:
            self._pruned = True
            await asyncio.to_thread(self._kept.prune)

    def known(self, opened: Opened, page: str) -> VerifiedPage | None:
        """Return the result of an earlier run that still holds."""
        if self._kept is None:
            return None
        found = self._kept.get(self._key(opened, page), self.network)
        try:
            pictures = found["pictures"].items()
            result = as_json.from_data(found["run"]).pages[0]
        except (ValueError, KeyError, IndexError, TypeError, AttributeError):
            return None
        report = self.options.pictures
        if report and any(digest(report / file) != known for file, known in pictures):
            return None
        return replace(result, unchanged=True)

    def keep(self, opened: Opened, result: VerifiedPage, traffic: Traffic) -> None:
        """Keep what was found on a page. What did not finish is tried again the next time."""
        if self._kept is None or any(fault.kind == "unfinished" for fault in result.faults):
            return
        report = self.options.pictures
        pictures = {str(one.file): digest(report / one.file) for one in result.pictures if report}
        run = as_json.to_data(Run("", self.options.widths, (result,)))
        key = self._key(opened, result.page)
        depends = depends_on(self.network, traffic)
        self._kept.put(key, depends, {"pictures": pictures, "run": run})

    def _key(self, opened: Opened, page: str) -> str:
        options = self.options
        about: dict[str, Any] = {
            "page": page,
            "browser": f"{opened.found.path} {opened.browser.version}",
            "widths": options.widths,
            "both_ways": options.both_ways,
            "ignored": sorted(options.ignored),
            "min_scale": options.min_scale,
            "settings": options.settings,
            "pictures": options.pictures is not None,
        }
        return key_of(self.network, own_digest(*CODE), **about)


class _Tabs:
    """Visits one page after the other, in the same tab where that is possible."""

    def __init__(self, visits: _Visits) -> None:
        self._visits = visits
        self._seat = Seat()

    async def visit(self, opened: Opened, page: str) -> VerifiedPage:
        """Visit one page, unless what an earlier run found still holds."""
        visits = self._visits
        known = await asyncio.to_thread(visits.known, opened, page)
        if known:
            return known
        result, traffic = await visit(opened, visits.network, page, visits.options, self._seat)
        await asyncio.to_thread(visits.keep, opened, result, traffic)
        return result

    def give_up(self, page: str) -> VerifiedPage:
        """Say that the page ended its browser whenever it was opened."""
        return VerifiedPage(page, faults=(Fault(page, "unfinished", LOST),))

    async def close(self) -> None:
        """Close the tab that waits for another page."""
        await self._seat.close()
