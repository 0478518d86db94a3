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
from mathfit.browser.pool import LOST, PoolOptions, iterate, visit_all
from mathfit.engines import ENGINES
from mathfit.own_digest import own_digest
from mathfit.verify.formats import as_json
from mathfit.verify.judge.compare import compare
from mathfit.verify.judge.fault import Fault
from mathfit.verify.results import Run, VerifiedPage
from mathfit.verify.seat import Seat
from mathfit.verify.visit import visit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from mathfit.browser.network import Network, Traffic
    from mathfit.browser.pool import Opened
    from mathfit.verify.options import RunOptions

# Bytes without which a page can hold no mathematics, whatever scripts it loads.
_SIGNS = re.compile(
    rb"|".join([*(engine.name.encode() for engine in ENGINES), rb"math|\$|\\[\[(]|\\begin\b|tex"]),
    re.IGNORECASE,
)
# What a result depends on of mathfit itself: another check may find what this one did not.
CODE = (
    *("browser", "verify"),
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


class Verification:
    """A run in progress: iterate over it for the pages as they get done, then ask for `run`."""

    def __init__(
        self,
        name: str,
        network: Network,
        pages: Sequence[str],
        options: RunOptions,
        shard: Shard | None = None,
    ) -> None:
        self._name = name
        self._network = network
        self._options = options
        self._shard = shard
        mine = shard.take(pages) if shard else list(pages)
        root = network.site.root
        self.pages = [page for page in mine if may_hold_mathematics(root / page)]
        self._skipped = len(mine) - len(self.pages)
        self._results: list[VerifiedPage] = []
        self._browser = ""
        self._seconds = 0.0

    def __iter__(self) -> Iterator[VerifiedPage]:
        begun = time.perf_counter()
        for result in run(self._network, self.pages, self._options, self._started):
            self._results.append(result)
            yield result
        self._seconds = time.perf_counter() - begun

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
        browser = opened.browser
        self._browser = f"{browser.browser_type.name} {browser.version} ({opened.found.origin})"


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
