"""One browser for all tests of a process: starting one takes longer than most tests do."""

from __future__ import annotations

import asyncio
import os
from contextlib import AsyncExitStack, contextmanager
from typing import TYPE_CHECKING, TypeVar

from playwright.async_api import Error

from mathfit.browser.launch import BrowserOptions, open_browser

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from playwright.async_api import Browser

T = TypeVar("T")


def browser_of_tests() -> BrowserOptions:
    """Return Chromium, or the browser of MATHFIT_BROWSER: it reaches what a test serves."""
    return BrowserOptions(os.environ.get("MATHFIT_BROWSER"), allowed_hosts=frozenset({"127.0.0.1"}))


class Shared:
    """A browser that is started when it is first asked for, and again where it has ended."""

    def __init__(self, options: BrowserOptions) -> None:
        self._options = options
        self._loop = asyncio.new_event_loop()
        self._opened = AsyncExitStack()
        self._browser: Browser | None = None

    def run(self, steps: Callable[[Browser], Awaitable[T]]) -> T:
        """Take steps with the browser, and return what they do.

        Each test has a context of its own, so that none sees what another left.
        """
        return self._loop.run_until_complete(self._run(steps))

    async def _run(self, steps: Callable[[Browser], Awaitable[T]]) -> T:
        browser = await self._started()
        try:
            return await steps(browser)
        except Error:
            # A machine short of memory may end the browser. What ends it itself does so again.
            if browser.is_connected():
                raise
            browser = await self._started()
            return await steps(browser)
        finally:
            for context in browser.contexts:
                await context.close()

    async def _started(self) -> Browser:
        if self._browser is None or not self._browser.is_connected():
            await self._opened.aclose()
            opened = await self._opened.enter_async_context(open_browser(self._options))
            self._browser = opened[0]
        return self._browser

    def close(self) -> None:
        """End the browser."""
        self._loop.run_until_complete(self._opened.aclose())
        self._loop.close()


@contextmanager
def shared(options: BrowserOptions) -> Iterator[Shared]:
    """Share a browser for the time of a block."""
    browser = Shared(options)
    try:
        yield browser
    finally:
        browser.close()
