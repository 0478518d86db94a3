"""One page open in the browser in one setting: load it, turn it, read what stands there."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

from mathfit.browser.session import Opening, Session
from mathfit.verify import counted, scripts
from mathfit.verify.judge.geometry import Scene, View, read_scene

if TYPE_CHECKING:
    from playwright.async_api import ConsoleMessage, Page

    from mathfit.browser.network import Network, Traffic
    from mathfit.browser.pool import Opened
    from mathfit.browser.session import State
    from mathfit.verify.settings import Setting

# Adds up the layout shift, under a symbol: the page's own scripts do not look there.
_SHIFTS = """{
  const key = Symbol.for("mathfit.verify.shift");
  globalThis[key] = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) globalThis[key] += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
}"""
_MISMATCH = "hydrat"
_SHIFT = "() => globalThis[Symbol.for('mathfit.verify.shift')] || 0"

_LINKS = """() => [...new Set(Array.from(document.links, ({ href }) => href.split(/[?#]/)[0]))]"""

# Playwright examines every value of an object that crosses from the page, and passes a string as
# one. So the object crosses as JSON, except from a page that has changed how JSON is made
# (Prototype.js does).
_AS_TEXT = """(options) => {
  const found = (%s)(options);
  const own = [Object, Array, String, Number].some((one) => "toJSON" in one.prototype);
  return own ? found : JSON.stringify(found);
}"""


class Tab:
    """A page in one setting; every call ends within the time limit or raises UnfinishedError."""

    def __init__(self, session: Session) -> None:
        self.errors: list[str] = []
        """Messages of scripts that failed, and what they wrote to the console as errors."""
        self._session = session
        self._numbers: list[str] = []
        """What counted numbers say, in page order; empty where nobody has asked."""
        session.page.on("pageerror", lambda error: self.errors.append(str(error)))
        session.page.on("console", self._console)

    @property
    def page(self) -> Page:
        """Playwright's page."""
        return self._session.page

    @classmethod
    async def open(
        cls,
        opened: Opened,
        network: Network,
        page: str,
        setting: Setting,
        *,
        width: int,
        timeout: float,
        traffic: Traffic,
        shifts: bool,
    ) -> Tab:
        """Open an empty tab for a page of the site; `shifts` keeps count of layout shift."""
        opening = Opening(
            width,
            timeout,
            context=setting.context,
            scripts=(_SHIFTS,) if shifts else (),
            settle=scripts.settle(),
        )
        session = await Session.open(opened.browser, network, page, opening, traffic, opened.guard)
        if setting.media:
            await session.page.emulate_media(media=cast("Any", setting.media))
        if setting.text_zoom != 1:
            devtools = await session.page.context.new_cdp_session(session.page)
            sizes = {"standard": 16 * setting.text_zoom, "fixed": 13 * setting.text_zoom}
            await devtools.send("Page.setFontSizes", {"fontSizes": sizes})
        return cls(session)

    async def move(self, network: Network, page: str, traffic: Traffic) -> None:
        """Go on with another page of the site, as if nothing had been open here before."""
        self._numbers = []
        await self._session.move(network, page, traffic)
        self.errors = []

    async def load(self, width: int, *, scripts_on: bool) -> State:
        """Load the page at a width; return what wait.js says of it."""
        self._numbers = []
        await self._session.resize(width)
        return await self._session.load(scripts_on=scripts_on)

    async def links(self) -> list[str]:
        """Return the addresses that the page's links lead to, in page order."""
        return [str(one) for one in await self._session.evaluate(_LINKS)]

    async def follow(self, url: str) -> bool:
        """Follow a link of the page; tell whether a router of the page went there."""
        self._numbers = []
        return await self._session.go(scripts.click(), {"url": url})

    async def turn(self, width: int) -> None:
        """Resize the window, as when a phone is turned, and wait until nothing moves."""
        await self._session.resize(width)
        await self._session.wait()

    async def read(self, view: View) -> Scene:
        """Read the geometry of everything that stands on the page."""
        script = _AS_TEXT % scripts.probe()
        found = await self._session.evaluate(script, {"inline": True})
        raw = json.loads(found) if isinstance(found, str) else found
        await self._read_numbers(raw)
        return read_scene(view, raw)

    async def _read_numbers(self, raw: dict[str, Any]) -> None:
        """Add what the numbers say that a stylesheet counts. A width changes none of them.

        They are known by their order: a script may put elements between them at another width, as
        enlarging does.
        """
        units = [unit for unit in raw["units"] if unit.get("counted")]
        places = [place for unit in units for place in unit["counted"]["places"]]
        if len(units) > 1 and len(self._numbers) != len(places):
            found = await self._session.in_time(counted.snapshot(self.page))
            texts = counted.texts(found, raw["page"]["elements"], places) if found else {}
            self._numbers = [texts.get(place, "") for place in places]
        known = iter(self._numbers)
        for unit in units:
            unit["numbers"] = [next(known, "") for _ in unit["counted"]["places"]]

    async def shift(self) -> float:
        """Return the layout shift of the load so far."""
        return float(await self._session.evaluate(_SHIFT))

    async def close(self) -> None:
        """Close the tab. The browser ends the process of one that does not answer."""
        await self._session.close()

    def _console(self, message: ConsoleMessage) -> None:
        # Svelte and Vue warn of what they have to make anew, and call it no error.
        if message.type == "error" or (
            message.type == "warning" and _MISMATCH in message.text.lower()
        ):
            self.errors.append(message.text)
