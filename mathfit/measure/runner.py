"""Many pages through several browsers; one that hangs or dies costs its page, and a new browser.

Each page has a browser to itself while it is open: so it is certain which page ended it, and no
other page waits for one that keeps the processor.
"""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from mathfit.browser.launch import BrowserOptions, open_browser
from mathfit.measure.measured import Measured
from mathfit.measure.read import SpoiltError, Tagged, measure

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable

    from playwright.async_api import Browser

    from mathfit.browser.network import Network

Item = TypeVar("Item")
_TRIES = 2


@dataclass(frozen=True, slots=True)
class RunOptions:
    """Which browser, how many of them, and the seconds that one page may take."""

    browser: BrowserOptions
    browsers: int = 2
    timeout: float = 30


class _Run(Generic[Item]):
    def __init__(
        self,
        network: Network,
        items: Iterable[Item],
        prepare: Callable[[Item], Tagged],
        options: RunOptions,
    ) -> None:
        self.network = network
        self.waiting = deque((item, 1) for item in items)
        self.prepare = prepare
        self.options = options
        self.done: asyncio.Queue[tuple[Item, Measured] | BaseException | None] = asyncio.Queue()

    async def work(self) -> None:
        """Take pages until there are none, with one browser after the other."""
        try:
            while self.waiting:
                async with open_browser(self.options.browser) as (browser, _):
                    while self.waiting and browser.is_connected():
                        item, attempt = self.waiting.popleft()
                        if not await self.measure(browser, item, attempt):
                            break
        except Exception as error:  # noqa: BLE001  # told to whoever waits for results
            self.done.put_nowait(error)
        finally:
            self.done.put_nowait(None)

    async def measure(self, browser: Browser, item: Item, attempt: int) -> bool:
        """Measure one page; return whether the browser is still good for another."""
        from playwright.async_api import Error  # noqa: PLC0415

        try:
            page = await asyncio.to_thread(self.prepare, item)
        except Exception as error:  # noqa: BLE001  # one page's trouble, and the others go on
            why = f"it could not be made ready for measuring: {error or type(error).__name__}"
            self.done.put_nowait((item, Measured(reason=why, failed=True)))
            return True
        try:
            measured = await measure(browser, self.network, page, self.options.timeout)
        except SpoiltError as error:
            self.done.put_nowait((item, Measured(reason=str(error), failed=True)))
            return False
        except Error:
            if attempt < _TRIES:
                self.waiting.append((item, attempt + 1))
            else:
                why = "the browser ended while this page was open"
                self.done.put_nowait((item, Measured(reason=why, failed=True)))
            return False
        self.done.put_nowait((item, measured))
        return True


async def run(
    network: Network,
    items: Iterable[Item],
    prepare: Callable[[Item], Tagged],
    options: RunOptions,
) -> AsyncIterator[tuple[Item, Measured]]:
    """Yield each item with what was measured, as they get done.

    `prepare` makes the page to open out of an item, in a thread. Raises NoBrowserError where there
    is no browser.
    """
    one = _Run(network, items, prepare, options)
    count = max(1, min(options.browsers, len(one.waiting)))
    workers = [asyncio.create_task(one.work()) for _ in range(count)]
    running = count
    try:
        while running:
            result = await one.done.get()
            if result is None:
                running -= 1
            elif isinstance(result, BaseException):
                raise result
            else:
                yield result
    finally:
        for worker in workers:
            worker.cancel()
        for worker in workers:
            with suppress(asyncio.CancelledError, Exception):
                await worker
