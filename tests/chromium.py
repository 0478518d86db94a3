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

    from playwright.async_api import Browser, Page

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
        self._tab: Page | None = None

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
            kept = self._tab.context if self._tab else None
            for context in browser.contexts:
                if context is not kept:
                    await context.close()

    async def tab(self, browser: Browser, origin: str) -> Page:
        """Return a tab that is kept from one call to the next, empty, at an origin.

        An engine that it has run is compiled: half of what loading a page costs. What another test
        did with it is undone, but for scripts that were added to it and listeners.
        """
        if self._tab is None or self._tab.is_closed() or self._tab.context.browser is not browser:
            self._tab = await browser.new_page()
        tab = self._tab
        await tab.unroute_all()
        await tab.emulate_media(media="null", color_scheme="null", reduced_motion="null")
        await tab.goto(origin)
        await tab.evaluate("() => { localStorage.clear(); sessionStorage.clear(); name = '' }")
        await tab.context.clear_cookies()
        return tab

    async def forget_tab(self) -> None:
        """Close the tab that is kept: nobody knows what it is like."""
        tab, self._tab = self._tab, None
        if tab and not tab.is_closed():
            await tab.context.close()

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
