"""One page open in the browser in one setting: load it, turn it, wait for it, read what stands."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar, cast

from mathfit.browser.session import STAY, answer_questions, load
from mathfit.engines import match_address
from mathfit.verify import scripts
from mathfit.verify.judge.geometry import Scene, View, read_scene

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Route

    from mathfit.browser.memory import MemoryGuard
    from mathfit.browser.network import Network, Traffic
    from mathfit.verify.settings import Setting

HEIGHT = 800
"""Height of the window, CSS px. The page's own height is what counts for pictures."""
_CLOSING = 10.0
"""Seconds that a page gets to close; one that hangs is left to the browser's end."""

# How much the page moved while it loaded, kept where the page's own scripts do not look.
_SHIFTS = """{
  const key = Symbol.for("mathfit.verify.shift");
  globalThis[key] = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) globalThis[key] += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
}"""
_SHIFT = "() => globalThis[Symbol.for('mathfit.verify.shift')] || 0"

# What is kept for the tab and not for the origin.
_FORGET = "() => { sessionStorage.clear(); window.name = ''; }"

# Playwright looks at every number that it brings across; a text goes through as one. Not where a
# page has changed how texts are made of lists, as Prototype.js does.
_AS_TEXT = """(options) => {
  const found = (%s)(options);
  const own = [Object, Array, String, Number].some((one) => "toJSON" in one.prototype);
  return own ? found : JSON.stringify(found);
}"""

Answer = TypeVar("Answer")


class UnfinishedError(Exception):
    """The page cannot be judged; the message says why."""


class DiedError(UnfinishedError):
    """The process of the page ended."""


class Tab:
    """A page at one address; every call ends within the time limit or raises UnfinishedError."""

    def __init__(
        self,
        context: BrowserContext,
        page: Page,
        url: str,
        traffic: Traffic,
        timeout: float,
        guard: MemoryGuard,
    ) -> None:
        self.page = page
        self.errors: list[str] = []
        """Messages of scripts that failed, and what they wrote to the console as errors."""
        self._context = context
        self._url = url
        self._traffic = traffic
        self._timeout = timeout
        self._guard = guard
        self._ended_before = guard.ended
        self._crashed = asyncio.Event()
        answer_questions(page)
        page.on("requestfailed", self._request_failed)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", self._console)
        page.on("crash", lambda _: self._crashed.set())

    @classmethod
    async def open(
        cls,
        browser: Browser,
        network: Network,
        page: str,
        setting: Setting,
        *,
        width: int,
        timeout: float,
        traffic: Traffic,
        guard: MemoryGuard,
        shifts: bool,
    ) -> Tab:
        """Open an empty tab for a page of the site; `shifts` keeps count of layout shift."""
        context = await browser.new_context(
            viewport={"width": width, "height": HEIGHT},
            service_workers="block",
            accept_downloads=False,
            reduced_motion="reduce",
            locale="en-US",
            **setting.context,
        )
        url = network.site.url(page)
        await network.attach(context, traffic, only=url)
        await context.add_init_script(STAY)
        if shifts:
            await context.add_init_script(_SHIFTS)
        tab = await context.new_page()
        if setting.media:
            await tab.emulate_media(media=cast("Any", setting.media))
        if setting.text_zoom != 1:
            session = await context.new_cdp_session(tab)
            sizes = {"standard": 16 * setting.text_zoom, "fixed": 13 * setting.text_zoom}
            await session.send("Page.setFontSizes", {"fontSizes": sizes})
        return cls(context, tab, url, traffic, timeout, guard)

    async def move(self, network: Network, page: str, traffic: Traffic) -> None:
        """Go on with another page of the site, as if nothing had been open here before.

        The engine is compiled once for all pages of a tab: half of what a load costs.
        """
        await self._in_time(self._forget(network.site.url("")))
        self._url = network.site.url(page)
        self._traffic = traffic
        self._ended_before = self._guard.ended
        self.errors = []
        await network.attach(self._context, traffic, only=self._url)

    async def _forget(self, origin: str) -> None:
        """Leave the page, and whatever it has stored."""
        await self._context.unroute_all(behavior="ignoreErrors")
        await self._context.route("**/*", _answer_nothing)
        # An empty page of the same site: going by way of about:blank, Chromium takes a process that
        # it keeps in reserve, which has the engine to compile, and starts another reserve.
        await self.page.goto(origin, timeout=0)
        with suppress(Exception):  # a page of a policy that denies storage
            await self.page.evaluate(_FORGET)
        await self._context.unroute_all(behavior="ignoreErrors")
        await self._context.clear_cookies()
        session = await self._context.new_cdp_session(self.page)
        everything = {"origin": origin.rstrip("/"), "storageTypes": "all"}
        await session.send("Storage.clearDataForOrigin", everything)
        await session.detach()

    async def load(self, width: int, *, scripts_on: bool) -> dict[str, Any]:
        """Load the page at a width; return what wait.js says of it."""
        await self._resize(width)

        async def work() -> dict[str, Any]:
            if not scripts_on:  # nor do promises and frames of ours run then
                await self.page.goto(self._url, wait_until="load", timeout=0)
                return {"state": "done", "engine": None, "scripted": False}
            await load(self.page, self._url)
            return await self._wait(again=False)

        state = await self._in_time(work())
        if state["state"] == "missing":
            raise UnfinishedError(why_missing(self._traffic))
        return state

    async def turn(self, width: int) -> None:
        """Resize the window, as when a phone is turned, and wait until nothing moves."""
        await self._resize(width)
        await self._in_time(self._wait(again=True))

    async def read(self, view: View) -> Scene:
        """Read the geometry of everything that stands on the page."""
        script = _AS_TEXT % scripts.probe()
        found = await self._evaluate(script, {"inline": True})
        return read_scene(view, json.loads(found) if isinstance(found, str) else found)

    async def shift(self) -> float:
        """Return the layout shift of the load so far."""
        return float(await self._evaluate(_SHIFT))

    async def close(self) -> None:
        """Close the tab. The browser ends the process of one that does not answer."""
        with suppress(Exception):
            async with asyncio.timeout(_CLOSING):
                await self._context.close()

    async def _resize(self, width: int) -> None:
        size = self.page.viewport_size
        if not size or size["width"] != width:
            await self._in_time(self.page.set_viewport_size({"width": width, "height": HEIGHT}))

    async def _evaluate(self, script: str, argument: Any = None) -> Any:
        return await self._in_time(self.page.evaluate(script, argument))

    async def _wait(self, *, again: bool) -> dict[str, Any]:
        failed = any(url.split("?")[0].endswith(".js") for url in self._traffic.missing_engine)
        how = {"engineFailed": failed, "again": again}
        return cast("dict[str, Any]", await self.page.evaluate(scripts.wait(), how))

    async def _in_time(self, work: Awaitable[Answer]) -> Answer:
        """Wait for an answer of the page; not longer than it may take, nor after its end."""
        from playwright.async_api import Error  # noqa: PLC0415

        try:
            async with asyncio.timeout(self._timeout):
                return await work
        except TimeoutError:
            missing = why_missing(self._traffic, ", ")
            raise UnfinishedError(f"not finished after {self._timeout:g} s{missing}") from None
        except Error:
            if self._crashed.is_set() or self._took_too_much:
                raise DiedError(self._why_crashed()) from None
            raise

    @property
    def _took_too_much(self) -> bool:
        return self._guard.ended > self._ended_before

    def _why_crashed(self) -> str:
        if self._took_too_much:
            return f"it took more than the {self._guard.limit >> 20} MB of memory that it may take"
        return "its process ended: it crashed, or filled JavaScript's memory"

    def _request_failed(self, request: Request) -> None:
        address = match_address(request.url)
        if address and not address.by_name:
            why = request.failure or "not loaded"
            self._traffic.missing_engine.setdefault(request.url, why)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(message.text)


async def _answer_nothing(route: Route) -> None:
    await route.fulfill(body="", content_type="text/html")


def why_missing(traffic: Traffic, lead: str = "") -> str:
    """Say which file of an engine a page asked for in vain; nothing where it got all."""
    if not traffic.missing_engine:
        return ""
    url, why = next(iter(traffic.missing_engine.items()))
    more = len(traffic.missing_engine) - 1
    return f"{lead}{url}: {why}" + (f" (and {more} more)" if more else "")
