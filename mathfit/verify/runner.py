"""A whole site through one browser: pages in parallel, a dead browser replaced by a new one."""

from __future__ import annotations

import asyncio
import re
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeVar

from mathfit.browser.launch import BrowserOptions, open_browser
from mathfit.browser.memory import guard_memory
from mathfit.verify.cache import Cache
from mathfit.verify.results import Fault, PageResult
from mathfit.verify.seat import Seat
from mathfit.verify.visit import VisitOptions, visit

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator, Sequence
    from pathlib import Path

    from playwright.async_api import Browser

    from mathfit.browser.find import FoundBrowser
    from mathfit.browser.memory import MemoryGuard
    from mathfit.browser.network import Network

Item = TypeVar("Item")

# Bytes without which a page can hold no mathematics, whatever scripts it loads.
_SIGNS = re.compile(rb"mathjax|katex|temml|math|\$|\\[\[(]|\\begin\b|tex", re.IGNORECASE)
_TRIES = 2


@dataclass(frozen=True, slots=True)
class RunOptions:
    """How a site is visited."""

    visit: VisitOptions
    browser: BrowserOptions = field(default_factory=BrowserOptions)
    jobs: int = 2
    memory: int = 1024
    """MB that the process of one page may take; 0 for no limit."""
    cache: Path | None = None
    """Where results are kept, so that pages which have not changed are not opened."""


def may_hold_mathematics(file: Path) -> bool:
    """Tell whether a page is worth opening; in doubt it is."""
    try:
        content = file.read_bytes()
    except OSError:
        return True
    return b"\0" in content[:400] or _SIGNS.search(content) is not None


def run(
    network: Network,
    pages: Sequence[str],
    options: RunOptions,
    on_start: Callable[[Browser, FoundBrowser], None] | None = None,
) -> Iterator[PageResult]:
    """Visit pages, yielding each result as it is done, in no particular order.

    Raises NoBrowserError where there is no browser.
    """
    yield from _iterate(_visit_all(network, pages, options, on_start))


async def _visit_all(
    network: Network,
    pages: Sequence[str],
    options: RunOptions,
    on_start: Callable[[Browser, FoundBrowser], None] | None,
) -> AsyncIterator[PageResult]:
    waiting = deque((page, 1) for page in pages)
    looked = options.cache is None
    while waiting:
        async with (
            open_browser(options.browser) as (browser, found),
            guard_memory(options.memory << 20) as guard,
        ):
            if on_start:
                on_start(browser, found)
            cache = _cache(network, options, f"{found.path} {browser.version}")
            if cache and not looked:
                looked = True
                async for known in _unchanged(cache, waiting):
                    yield known
            done: asyncio.Queue[PageResult | None] = asyncio.Queue()
            workers = [
                asyncio.create_task(
                    _work(browser, network, waiting, done, options.visit, guard, cache)
                )
                for _ in range(max(1, min(options.jobs, len(waiting))))
            ]
            try:
                running = len(workers)
                while running:
                    result = await done.get()
                    if result is None:
                        running -= 1
                    else:
                        yield result
                await asyncio.gather(*workers)
            finally:
                for worker in workers:
                    worker.cancel()
                    with suppress(asyncio.CancelledError, Exception):
                        await worker


def _cache(network: Network, options: RunOptions, browser: str) -> Cache | None:
    if options.cache is None:
        return None
    return Cache(options.cache / "verify", network, options.visit, browser)


async def _unchanged(cache: Cache, waiting: deque[tuple[str, int]]) -> AsyncIterator[PageResult]:
    """Yield the results that still hold, and take their pages from those that wait."""
    await asyncio.to_thread(cache.prune)
    for item in list(waiting):
        result = await asyncio.to_thread(cache.get, item[0])
        if result:
            waiting.remove(item)
            yield replace(result, unchanged=True)


async def _work(
    browser: Browser,
    network: Network,
    waiting: deque[tuple[str, int]],
    done: asyncio.Queue[PageResult | None],
    options: VisitOptions,
    guard: MemoryGuard,
    cache: Cache | None,
) -> None:
    from playwright.async_api import Error  # noqa: PLC0415

    seat = Seat()
    try:
        while waiting and browser.is_connected():
            page, attempt = waiting.popleft()
            try:
                done.put_nowait(await visit(browser, network, page, options, guard, cache, seat))
            except Error:
                if attempt < _TRIES:
                    waiting.append((page, attempt + 1))
                else:
                    why = "the browser ended while this page was open"
                    done.put_nowait(PageResult(page, faults=(Fault(page, "unfinished", why),)))
    finally:
        await seat.close()
        done.put_nowait(None)


def _iterate(source: AsyncIterator[Item]) -> Iterator[Item]:
    """Turn an asynchronous generator into a plain one; its tasks run while the caller waits."""
    end = object()

    async def step() -> Item | object:
        return await anext(source, end)

    with asyncio.Runner() as runner:
        try:
            while (item := runner.run(step())) is not end:
                yield item  # type: ignore[misc]
        finally:
            runner.run(_close(source))


async def _close(source: AsyncIterator[Item]) -> None:
    close = getattr(source, "aclose", None)
    if close is not None:
        await close()
