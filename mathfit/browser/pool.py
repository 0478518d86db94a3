"""Many pages through one browser or several; a browser that ends costs its pages a second try.

A page that was open when its browser ended is tried again in a new one. Was the browser ended by
it twice, the page is given up, and all others go on.
"""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from playwright.async_api import Browser

from mathfit import defaults
from mathfit.browser.find import FoundBrowser
from mathfit.browser.launch import BrowserOptions, open_browser
from mathfit.browser.memory import MemoryGuard, guard_memory

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator


Item = TypeVar("Item")
Result = TypeVar("Result")
_Item_contra = TypeVar("_Item_contra", contravariant=True)
_Result_co = TypeVar("_Result_co", covariant=True)
_TRIES = 2
LOST = "the browser ended while this page was open"
"""Why a page is given up."""


@dataclass(frozen=True, slots=True)
class PoolOptions:
    """Which browser, how many of them, and what the pages in them may take."""

    browser: BrowserOptions = field(default_factory=BrowserOptions)
    """Which browser to start."""
    browsers: int = 1
    """How many browsers run at once."""
    tabs: int = 1
    """How many pages one browser has open at once."""
    memory: int = defaults.MEMORY
    """MB that the process of one page may take; 0 for no limit."""


@dataclass(slots=True)
class Opened:
    """A browser that runs."""

    browser: Browser
    """Playwright's browser."""
    found: FoundBrowser
    """The program, and how it was found."""
    guard: MemoryGuard
    """What ends pages that take too much memory."""
    spoilt: bool = False
    """A page has made it useless: no other page is to be opened in it."""

    @property
    def good(self) -> bool:
        """Tell whether another page can be opened in it."""
        return self.browser.is_connected() and not self.spoilt


class Worker(Protocol[_Item_contra, _Result_co]):
    """Opens one page after the other in one browser."""

    async def visit(self, opened: Opened, item: _Item_contra, /) -> _Result_co:
        """Open the page of an item; raises playwright's Error where the browser is gone."""

    def give_up(self, item: _Item_contra, /) -> _Result_co:
        """Return the result of a page that ended its browser whenever it was opened."""

    async def close(self) -> None:
        """Close what is still open."""


class _Pool(Generic[Item, Result]):
    def __init__(
        self,
        items: Iterable[Item],
        worker: Callable[[], Worker[Item, Result]],
        options: PoolOptions,
        started: Callable[[Opened], Awaitable[None]] | None,
    ) -> None:
        self.waiting = deque((item, 1) for item in items)
        self.worker = worker
        self.options = options
        self.started = started
        self.done: asyncio.Queue[tuple[Item, Result] | BaseException | None] = asyncio.Queue()

    async def drive(self, guard: MemoryGuard) -> None:
        """Take pages until there are none, with one browser after the other."""
        try:
            while self.waiting:
                async with open_browser(self.options.browser) as (browser, found):
                    opened = Opened(browser, found, guard)
                    if self.started:
                        await self.started(opened)
                    await self._use(opened)
        except Exception as error:  # noqa: BLE001  # told to whoever waits for results
            self.done.put_nowait(error)
        finally:
            self.done.put_nowait(None)

    async def _use(self, opened: Opened) -> None:
        count = max(1, min(self.options.tabs, len(self.waiting)))
        tabs = [asyncio.create_task(self._work(opened)) for _ in range(count)]
        try:
            await asyncio.gather(*tabs)
        finally:
            await _end(tabs)

    async def _work(self, opened: Opened) -> None:
        from playwright.async_api import Error  # noqa: PLC0415

        worker = self.worker()
        try:
            while self.waiting and opened.good:
                item, attempt = self.waiting.popleft()
                try:
                    self.done.put_nowait((item, await worker.visit(opened, item)))
                except Error:
                    if attempt < _TRIES:
                        self.waiting.append((item, attempt + 1))
                    else:
                        self.done.put_nowait((item, worker.give_up(item)))
        finally:
            await worker.close()


async def visit_all(
    items: Iterable[Item],
    worker: Callable[[], Worker[Item, Result]],
    options: PoolOptions,
    started: Callable[[Opened], Awaitable[None]] | None = None,
) -> AsyncIterator[tuple[Item, Result]]:
    """Yield each item with its result, as they get done.

    `worker` makes a worker for each tab. `started` is told of each browser before a page is opened
    in it. Raises NoBrowserError where there is no browser.
    """
    pool = _Pool(items, worker, options, started)
    count = max(1, min(options.browsers, len(pool.waiting)))
    async with guard_memory(options.memory << 20) as guard:
        drivers = [asyncio.create_task(pool.drive(guard)) for _ in range(count)]
        running = count
        try:
            while running:
                result = await pool.done.get()
                if result is None:
                    running -= 1
                elif isinstance(result, BaseException):
                    raise result
                else:
                    yield result
        finally:
            await _end(drivers)


async def _end(tasks: Iterable[asyncio.Task[None]]) -> None:
    tasks = list(tasks)
    for task in tasks:
        task.cancel()
    for task in tasks:
        with suppress(asyncio.CancelledError, Exception):
            await task


def iterate(source: AsyncIterator[Item]) -> Iterator[Item]:
    """Turn an asynchronous iterator into a plain one; its tasks run while the caller waits."""
    end = object()
    running: asyncio.Task[Any] | None = None

    async def step() -> Item | object:
        nonlocal running
        running = asyncio.current_task()
        return await anext(source, end)

    async def close() -> None:
        if running and not running.done():  # a signal has come while it waited
            running.cancel()
            with suppress(asyncio.CancelledError):
                await running
        if (aclose := getattr(source, "aclose", None)) is not None:
            await aclose()

    with asyncio.Runner() as runner:
        try:
            while (item := runner.run(step())) is not end:
                yield item  # type: ignore[misc]
        finally:
            runner.run(close())
