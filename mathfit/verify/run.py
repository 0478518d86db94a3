"""`verify` as one call: choose the pages, visit them, put the results together."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mathfit import __version__
from mathfit.verify import runner
from mathfit.verify.judge.compare import compare
from mathfit.verify.results import PageResult, Run

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from playwright.async_api import Browser

    from mathfit.browser.find import FoundBrowser
    from mathfit.browser.network import Network


@dataclass(frozen=True, slots=True)
class Shard:
    """Part `number` of `of`, counted from 1: every `of`-th page."""

    number: int
    of: int

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
        options: runner.RunOptions,
        shard: Shard | None = None,
    ) -> None:
        self._name = name
        self._network = network
        self._options = options
        self._shard = shard
        mine = shard.take(pages) if shard else list(pages)
        root = network.site.root
        self.pages = [page for page in mine if runner.may_hold_mathematics(root / page)]
        self._skipped = len(mine) - len(self.pages)
        self._results: list[PageResult] = []
        self._browser = ""
        self._seconds = 0.0

    def __iter__(self) -> Iterator[PageResult]:
        begun = time.perf_counter()
        results = runner.run(self._network, self.pages, self._options, self._started)
        for result in results:
            self._results.append(result)
            yield result
        self._seconds = time.perf_counter() - begun

    @property
    def pictures(self) -> Path | None:
        """The folder that pictures were written to."""
        return self._options.visit.pictures

    def compare(self, before: Mapping[str, PageResult]) -> None:
        """Add what is different from the same pages of the original site to the results."""
        ignored = self._options.visit.ignored
        for place, result in enumerate(self._results):
            old = before.get(result.page)
            if old and old.behaviour and result.behaviour:
                found = tuple(compare(result, old.behaviour, result.behaviour, ignored))
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

    def _started(self, browser: Browser, found: FoundBrowser) -> None:
        self._browser = f"{browser.browser_type.name} {browser.version} ({found.origin})"
