"""One page open in a browser: it cannot get out, and no call on it outlasts its limits.

The page stays at its address, every question gets a no, and whoever asks for something gets an
answer in time or an UnfinishedError that says why there is none.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, TypedDict, TypeVar, cast

from mathfit.browser.network import closing
from mathfit.engines import match_address

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from playwright.async_api import Browser, BrowserContext, Dialog, Page, Request, Route

    from mathfit.browser.memory import MemoryGuard
    from mathfit.browser.network import Network, Traffic

HEIGHT = 800
"""Height of the window, CSS px."""
_CLOSING = 10.0
"""Seconds that a page gets to close; one that hangs ends with its browser."""

# A page that goes elsewhere by script takes what is still loading with it. Refused where it begins;
# where a browser has no such event, the network refuses what it asks for.
STAY = """globalThis.navigation?.addEventListener("navigate", (event) => {
  if (event.destination.sameDocument || !event.cancelable) return;
  event.preventDefault();
  globalThis[Symbol.for("mathfit.left")] = event.destination.url;
});"""
_KEPT = 20
"""Messages of dialogs that are kept: a page may open one after the other."""
LOADED = """() => document.readyState === "complete"
  || new Promise((resolve) => addEventListener("load", () => resolve(true), { once: true }))"""
# What wait.js waits for. A page can write there, too: nothing else is taken from it.
_WAITING = "() => globalThis[Symbol.for('mathfit.waiting')]"
_STAGES = {
    "the engine's start",
    "the engine",
    "the fonts",
    "the formulas to stand still",
    "the formulas that are far from the screen",
}
_ASKING = 2.0
"""Seconds that a page gets to say what it waits for; one whose script never ends says nothing."""
_RESTING = 10.0
"""Seconds that a page without formulas gets to load what it asks for after its load event."""
# A font is asked for where a layout needs it.
_FONTS = """() => {
  document.documentElement.getBoundingClientRect();
  return document.fonts.ready.then(() => true);
}"""
_LEFT = "net::ERR_ABORTED"
"""How Chromium says that a page was left before an answer came: nothing is missing there."""
# What is kept for the tab and not for the origin.
_FORGET = "() => { sessionStorage.clear(); window.name = ''; }"

Answer = TypeVar("Answer")


class UnfinishedError(Exception):
    """The page did not give what it was asked for; the message says why."""


class MissingEngineError(UnfinishedError):
    """The page's engine could not be loaded; the message names its file."""


class DiedError(UnfinishedError):
    """The process of the page ended."""


class State(TypedDict):
    """What wait.js says of a page."""

    state: str
    """`done`, or `missing` for a page whose engine could not be loaded."""
    engine: str | None
    """The engine with its version, as far as the page tells; None for none."""
    scripted: bool
    """False on a page that no script can change."""
    source: bool
    """True on a page that shows TeX and no formula, and has scripts."""


@dataclass(frozen=True, slots=True)
class Opening:
    """How a page is opened."""

    width: int
    """Width of the window, CSS px."""
    timeout: float
    """Seconds that one call may take; where `in_all`, those of all calls together."""
    in_all: bool = False
    """The time limit is for the whole session, from its opening on."""
    context: Mapping[str, Any] = field(default_factory=dict)
    """Options of Playwright's new_context beside those that every page gets."""
    instead: Mapping[str, bytes] | None = None
    """Contents by address that are given instead of what the site has there, or has not."""
    scripts: tuple[str, ...] = ()
    """Scripts that run in the page before its own."""
    settle: str | None = None
    """The settle step of wait.js, a function's source; None for none."""


class Session:
    """A page at one address, in a context of its own."""

    def __init__(
        self, network: Network, page: str, opening: Opening, traffic: Traffic, guard: MemoryGuard
    ) -> None:
        self.url = network.site.url(page)
        self.traffic = traffic
        self.asked: list[str] = []
        """Messages of the dialogs that the page opened."""
        self._opening = opening
        self._guard = guard
        self._ended_before = guard.ended
        self._until: float | None = None
        self._crashed = asyncio.Event()
        self._context: BrowserContext | None = None
        self._page: Page | None = None

    @property
    def page(self) -> Page:
        """Playwright's page."""
        assert self._page is not None  # noqa: S101
        return self._page

    @classmethod
    async def open(
        cls,
        browser: Browser,
        network: Network,
        page: str,
        opening: Opening,
        traffic: Traffic,
        guard: MemoryGuard,
    ) -> Session:
        """Open an empty tab for a page of the site, to be closed by the caller.

        Raises UnfinishedError where that takes too long, and playwright's Error where the browser
        is gone.
        """
        session = cls(network, page, opening, traffic, guard)
        if opening.in_all:
            session._until = asyncio.get_running_loop().time() + opening.timeout
        try:
            await session.in_time(session._open(browser, network))
        except BaseException:
            await session.close()
            raise
        return session

    async def _open(self, browser: Browser, network: Network) -> None:
        context = self._context = await browser.new_context(
            viewport={"width": self._opening.width, "height": HEIGHT},
            service_workers="block",
            accept_downloads=False,
            reduced_motion="reduce",
            locale="en-US",
            **self._opening.context,
        )
        await network.attach(context, self.traffic, only=self.url, instead=self._opening.instead)
        for script in (closing(), STAY, *self._opening.scripts):
            await context.add_init_script(script)
        page = self._page = await context.new_page()
        answer_questions(page, self.asked)
        page.on("requestfailed", self._request_failed)
        page.on("websocket", lambda socket: network.note_socket(socket.url, self.traffic))
        page.on("crash", lambda _: self._crashed.set())

    async def move(self, network: Network, page: str, traffic: Traffic) -> None:
        """Go on with another page of the site, as if nothing had been open here before.

        The engine is compiled once for all pages of a tab: half of what a load costs.
        """
        await self.in_time(self._forget(network.site.url("")))
        self.url = network.site.url(page)
        self.traffic = traffic
        self.asked.clear()
        self._ended_before = self._guard.ended
        assert self._context is not None  # noqa: S101
        await network.attach(self._context, traffic, only=self.url)

    async def _forget(self, origin: str) -> None:
        """Leave the page, and whatever it has stored."""
        context = self.page.context
        await context.unroute_all(behavior="ignoreErrors")
        await context.route("**/*", _answer_nothing)
        # An empty page of the same site: going by way of about:blank, Chromium takes a process that
        # it keeps in reserve, which has the engine to compile, and starts another reserve.
        await self.page.goto(origin, timeout=0)
        with suppress(Exception):  # a page of a policy that denies storage
            await self.page.evaluate(_FORGET)
        await context.unroute_all(behavior="ignoreErrors")
        await context.clear_cookies()
        session = await context.new_cdp_session(self.page)
        everything = {"origin": origin.rstrip("/"), "storageTypes": "all"}
        await session.send("Storage.clearDataForOrigin", everything)
        await session.detach()

    async def load(self, *, scripts_on: bool = True) -> State:
        """Load the page and wait until it has said its last word; return what wait.js says of it.

        Raises MissingEngineError where its engine could not be loaded.
        """

        async def work() -> State:
            if not scripts_on:  # nor do frames of ours run then
                await self.page.goto(self.url, wait_until="load", timeout=0)
                await self.page.evaluate(_FONTS)
                return {"state": "done", "engine": None, "scripted": False, "source": False}
            await load(self.page, self.url)
            state = await self._wait(again=False)
            if state["source"]:  # a script may still be loading the engine
                await self._rest()
                state = await self._wait(again=False)
            return state

        state = await self.in_time(work())
        if state["state"] == "missing":
            raise MissingEngineError(self.traffic.why_missing())
        return state

    async def _rest(self) -> None:
        """Wait until the page loads nothing; not for one that goes on and on."""
        with suppress(TimeoutError):
            async with asyncio.timeout(_RESTING):
                await self.page.wait_for_load_state("networkidle", timeout=0)

    async def wait(self) -> None:
        """Wait until nothing moves."""
        await self.in_time(self._wait(again=True))

    async def go(self, script: str, argument: Any) -> bool:
        """Let a script of ours go to another address of the page's own router; tell whether it did.

        Ends when that has said its last word.
        """

        async def work() -> bool:
            if not await self.page.evaluate(script, argument):
                return False
            await self.page.wait_for_load_state("networkidle", timeout=0)
            await self._wait(again=False)
            return True

        return await self.in_time(work())

    async def resize(self, width: int) -> None:
        """Make the window as wide as that, in CSS px; one that is stays as it is."""
        size = self.page.viewport_size
        if not size or size["width"] != width:
            await self.in_time(self.page.set_viewport_size({"width": width, "height": HEIGHT}))

    async def evaluate(self, script: str, argument: Any = None) -> Any:
        """Return what a script of ours returns in the page."""
        return await self.in_time(self.page.evaluate(script, argument))

    async def close(self) -> None:
        """Close the page. The browser ends the process of one that does not answer."""
        if self._context is None:
            return
        with suppress(Exception):
            async with asyncio.timeout(_CLOSING):
                await self._context.close()

    async def _wait(self, *, again: bool) -> State:
        failed = any(url.split("?")[0].endswith(".js") for url in self.traffic.missing_engine)
        how = {"engineFailed": failed, "again": again}
        return cast("State", await self.page.evaluate(waiting(self._opening.settle), how))

    async def in_time(self, work: Awaitable[Answer]) -> Answer:
        """Wait for an answer of the page; not longer than it may take, nor after its end.

        Raises UnfinishedError, DiedError where the process of the page ended, and playwright's
        Error for anything else.
        """
        from playwright.async_api import Error  # noqa: PLC0415

        limit = self._opening.timeout
        until = self._until or asyncio.get_running_loop().time() + limit
        try:
            async with asyncio.timeout_at(until):
                return await self._unless_crashed(work)
        except TimeoutError:
            missing = self.traffic.why_missing(", ")
            stage = await self._stage()
            raise UnfinishedError(f"not finished after {limit:g} s{stage}{missing}") from None
        except Error:
            if self._crashed.is_set() or self._took_too_much:
                raise DiedError(self._why_died()) from None
            raise

    async def _unless_crashed(self, work: Awaitable[Answer]) -> Answer:
        """Wait for an answer of a page whose process lives.

        A Playwright that is older than the browser may not end what waits for an answer of a page
        that crashed, and tells of the crash alone (1.61 with Chromium 156).
        """
        answer = asyncio.ensure_future(work)
        crashed = asyncio.ensure_future(self._crashed.wait())
        try:
            await asyncio.wait((answer, crashed), return_when=asyncio.FIRST_COMPLETED)
            if answer.done():
                return answer.result()
            raise DiedError(self._why_died())
        finally:
            crashed.cancel()
            if answer.cancel():
                await asyncio.wait((answer,))

    async def _stage(self) -> str:
        """Return what the page waits for, as the end of a message; empty where it does not tell."""
        stage = None
        with suppress(Exception):
            async with asyncio.timeout(_ASKING):
                stage = await self.page.evaluate(_WAITING)
        return f", waiting for {stage}" if stage in _STAGES else ""

    @property
    def _took_too_much(self) -> bool:
        return self._guard.ended > self._ended_before

    def _why_died(self) -> str:
        if self._took_too_much:
            return f"it took more than the {self._guard.limit >> 20} MB of memory that it may take"
        return "its process ended: it crashed, or filled JavaScript's memory"

    def _request_failed(self, request: Request) -> None:
        address = match_address(request.url)
        if address and not address.by_name and request.failure != _LEFT:
            why = request.failure or "not loaded"
            self.traffic.missing_engine.setdefault(request.url, why)


async def load(tab: Page, url: str) -> None:
    """Go to an address and wait for the page's load event; whoever calls it sets the limit."""
    # Not "load", which is never told of a page that tries to go elsewhere meanwhile.
    await tab.goto(url, wait_until="commit", timeout=0)
    await tab.evaluate(LOADED)


def answer_questions(tab: Page, asked: list[str] | None = None) -> None:
    """Answer the tab's dialogs with no, and close what it opens; `asked` gets their messages."""

    async def answer(dialog: Dialog) -> None:
        if asked is not None and len(asked) < _KEPT and dialog.type != "beforeunload":
            asked.append(dialog.message)
        # The page may be gone before the answer: it was closed with a dialog open.
        with suppress(Exception):
            if dialog.type == "beforeunload":
                await dialog.accept()  # leaving is what we want
            else:
                await dialog.dismiss()

    async def close(popup: Page) -> None:
        with suppress(Exception):  # it closes itself, or goes with the page
            await popup.close()

    tab.on("dialog", answer)
    tab.on("popup", close)


@cache
def waiting(settle: str | None = None) -> str:
    """Return wait.js as a function of its options alone, with a settle step."""
    script = files("mathfit.browser").joinpath("wait.js").read_text(encoding="utf-8").rstrip()
    return f"(options) => ({script})(options, {settle or 'null'})"


async def _answer_nothing(route: Route) -> None:
    await route.fulfill(body="", content_type="text/html")


def first_line(error: Exception) -> str:
    """Return the first line of what playwright has to say."""
    return str(error).strip().splitlines()[0]
