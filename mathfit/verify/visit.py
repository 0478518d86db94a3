"""One page in the browser: load it, turn it, wait until it is done, and read its geometry."""

from __future__ import annotations

import asyncio
import io
import time
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, cast

from PIL import Image

from mathfit.browser.network import Network, Traffic
from mathfit.engines import match_address
from mathfit.verify import checks
from mathfit.verify.compare import Behaviour, Look, take_looks
from mathfit.verify.geometry import Scene, View, read_scene
from mathfit.verify.picture import capture, take_picture
from mathfit.verify.plan import Step, plan
from mathfit.verify.results import Fault, PageResult, Picture
from mathfit.verify.settings import BY_NAME, PLAIN, Setting

if TYPE_CHECKING:
    from playwright.async_api import Browser, Dialog, Page, Request

HEIGHT = 800
"""Height of the window, CSS px. The page's own height is what counts for pictures."""
_CLOSING = 10.0
"""Seconds that a page gets to close; one that hangs is left to the browser's end."""


@dataclass(frozen=True, slots=True)
class VisitOptions:
    """What to do on each page."""

    widths: tuple[int, ...]
    both_ways: bool = False
    timeout: float = 30
    """Seconds for one load until everything is typeset, and for one turn."""
    ignored: frozenset[str] = frozenset()
    floor: float = 0.4
    """The scale below which formulas may scroll."""
    pictures: Path | None = None
    """The folder of the report; None for no screenshots."""
    settings: tuple[str, ...] = ()
    """Names of the settings of settings.py to enter with besides the plain one."""
    looks: Path | None = None
    """A folder for lossless pictures of each formula; None where nothing is compared."""


# A page that goes elsewhere by script takes what is still loading with it. Refused where it begins;
# where a browser has no such event, the network refuses what it asks for.
_STAY = """globalThis.navigation?.addEventListener("navigate", (event) => {
  if (!event.destination.sameDocument && event.cancelable) event.preventDefault();
});"""

# How much the page moved while it loaded, kept where the page's own scripts do not look.
_SHIFTS = """{
  const key = Symbol.for("mathfit.verify.shift");
  globalThis[key] = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) globalThis[key] += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
}"""
_SHIFT = "() => globalThis[Symbol.for('mathfit.verify.shift')] || 0"
_LOADED = """() => document.readyState === "complete"
  || new Promise((resolve) => addEventListener("load", () => resolve(true), { once: true }))"""


class _UnfinishedError(Exception):
    """The page cannot be judged; the message says why."""


@cache
def _script(name: str) -> str:
    return files("mathfit.verify").joinpath(name).read_text(encoding="utf-8")


async def visit(browser: Browser, network: Network, page: str, options: VisitOptions) -> PageResult:
    """Open one page in every view and judge it.

    Raises playwright's Error only where the browser itself is gone.
    """
    begun = time.perf_counter()
    one = _Visit(network, page, options)
    try:
        result = await one.run(browser)
    finally:
        await one.close()
    return replace(result, seconds=round(time.perf_counter() - begun, 3))


class _Visit:
    def __init__(self, network: Network, page: str, options: VisitOptions) -> None:
        self.network = network
        self.page = page
        self.options = options
        self.traffic = Traffic()
        self.scenes: list[Scene] = []
        self.pictures: list[Picture] = []
        self.faults: list[Fault] = []
        self.looks: list[Look] = []
        self.errors: list[str] = []
        self.shift = 0.0
        self.engine: str | None = None
        self.counts = (0, 0)
        self._closing: list[Any] = []

    async def run(self, browser: Browser) -> PageResult:
        await self._enter(browser, PLAIN)
        if any(self.counts) and not self.faults:
            for name in self.options.settings:
                await self._enter(browser, BY_NAME[name])
        return self._result()

    async def _enter(self, browser: Browser, setting: Setting) -> None:
        """See the page at every width in one setting; turned, too, in the plain one alone."""
        from playwright.async_api import Error  # noqa: PLC0415

        steps = self._steps(setting)
        view = steps[0].loaded or steps[0].turned[0]
        try:
            tab = await self._open(browser, steps[0].width, setting)
            for step in steps:
                view = step.loaded or step.turned[0]
                scripted = await self._load(tab, step.width, setting)
                if step.loaded:
                    await self._look(tab, step.loaded)
                    if not any(self.counts):
                        break  # nothing to judge: the other widths would show nothing either
                if not scripted and setting.scripts:
                    await self._turn_only(tab, steps)
                    break
                for turned in step.turned:
                    view = turned
                    await self._turn(tab, turned.width)
                    await self._look(tab, turned)
        except _UnfinishedError as error:
            self._unfinished(view, str(error))
        except Error as error:
            if not browser.is_connected():
                raise
            self._unfinished(view, str(error).strip().splitlines()[0])

    def _steps(self, setting: Setting) -> tuple[Step, ...]:
        steps = plan(self.options.widths, both_ways=self.options.both_ways, setting=setting.name)
        if not setting.name:
            return steps
        return tuple(replace(step, turned=()) for step in steps if step.loaded)

    async def close(self) -> None:
        for thing in self._closing:
            with suppress(Exception):
                async with asyncio.timeout(_CLOSING):
                    await thing.close()

    async def _open(self, browser: Browser, width: int, setting: Setting) -> Page:
        context = await browser.new_context(
            viewport={"width": width, "height": HEIGHT},
            service_workers="block",
            accept_downloads=False,
            reduced_motion="reduce",
            locale="en-US",
            **setting.context,
        )
        self._closing.append(context)
        await self.network.attach(context, self.traffic, only=self.network.site.url(self.page))
        await context.add_init_script(_STAY)
        if self.options.looks:
            await context.add_init_script(_SHIFTS)
        tab = await context.new_page()
        if setting.media:
            await tab.emulate_media(media=cast("Any", setting.media))
        if setting.text_zoom != 1:
            session = await context.new_cdp_session(tab)
            sizes = {"standard": 16 * setting.text_zoom, "fixed": 13 * setting.text_zoom}
            await session.send("Page.setFontSizes", {"fontSizes": sizes})
        tab.on("dialog", _answer_dialog)
        tab.on("popup", lambda popup: asyncio.ensure_future(popup.close()))
        tab.on("requestfailed", self._request_failed)
        tab.on("pageerror", lambda error: self.errors.append(str(error)))
        return tab

    def _request_failed(self, request: Request) -> None:
        address = match_address(request.url)
        if address and not address.by_name:
            why = request.failure or "not loaded"
            self.traffic.missing_engine.setdefault(request.url, why)

    async def _load(self, tab: Page, width: int, setting: Setting) -> bool:
        """Load the page at a width; return whether it has scripts, so that turning may matter."""
        await self._resize(tab, width)

        async def load() -> Any:
            if not setting.scripts:  # nor do promises and frames of ours run then
                await tab.goto(self.network.site.url(self.page), wait_until="load", timeout=0)
                return {"state": "done", "engine": None, "scripted": False}
            # Not "load", which is never told of a page that tries to go elsewhere meanwhile.
            await tab.goto(self.network.site.url(self.page), wait_until="commit", timeout=0)
            await tab.evaluate(_LOADED)
            return await self._wait(tab, again=False)

        state = await self._in_time(load())
        self.engine = state["engine"] or self.engine
        if state["state"] == "missing":
            raise _UnfinishedError(self._why())
        return bool(state["scripted"])

    async def _turn(self, tab: Page, width: int) -> None:
        await self._resize(tab, width)
        await self._in_time(self._wait(tab, again=True))

    async def _turn_only(self, tab: Page, steps: tuple[Step, ...]) -> None:
        """Look at every width by resizing: without scripts that is the same as loading there."""
        for step in steps:
            if step.loaded and not any(scene.view == step.loaded for scene in self.scenes):
                await self._turn(tab, step.width)
                await self._look(tab, step.loaded)

    async def _resize(self, tab: Page, width: int) -> None:
        if not tab.viewport_size or tab.viewport_size["width"] != width:
            await tab.set_viewport_size({"width": width, "height": HEIGHT})

    async def _wait(self, tab: Page, *, again: bool) -> Any:
        failed = any(url.split("?")[0].endswith(".js") for url in self.traffic.missing_engine)
        return await tab.evaluate(_script("wait.js"), {"engineFailed": failed, "again": again})

    async def _in_time(self, work: Any) -> Any:
        try:
            async with asyncio.timeout(self.options.timeout):
                return await work
        except TimeoutError:
            raise _UnfinishedError(
                f"not finished after {self.options.timeout:g} s{self._why(', ')}"
            ) from None

    async def _look(self, tab: Page, view: View) -> None:
        raw = await self._in_time(tab.evaluate(_script("probe.js"), {"inline": True}))
        scene = read_scene(view, raw)
        self.scenes.append(scene)
        self.counts = (
            max(self.counts[0], sum(one.display for one in scene.formulas)),
            max(self.counts[1], sum(not one.display for one in scene.formulas)),
        )
        if self.options.looks and scene.displays and not view.setting:
            await self._take_looks(tab, scene, self.options.looks / self.page)
        wanted = view.way == "loaded" or self._looks_wrong(scene)
        if self.options.pictures and any(self.counts) and wanted:
            name = f"{view.width}{'-turned' if view.way == 'turned' else ''}"
            name += f"{'-' if view.setting else ''}{view.setting}.webp"
            file = PurePosixPath("pictures", self.page, name)
            target = self.options.pictures / file
            size = await take_picture(tab, target, scene)
            self.pictures.append(Picture(view, file, *size))

    async def _take_looks(self, tab: Page, scene: Scene, folder: Path) -> None:
        if scene.view.way == "loaded":
            self.shift = max(self.shift, float(await tab.evaluate(_SHIFT)))
        content, _ = await capture(tab, scene, {"format": "png"})

        def cut() -> list[Look]:
            with Image.open(io.BytesIO(content)) as image:
                image.load()
                looks = take_looks(image, scene.view, scene.displays, scene.scroll_y, folder)
                return list(looks)

        self.looks += await asyncio.to_thread(cut)

    def _looks_wrong(self, scene: Scene) -> bool:
        context = checks.learn(self.scenes, self.options.floor)
        return any(True for _ in checks.judge(scene, context, self.options.ignored))

    def _why(self, lead: str = "") -> str:
        if not self.traffic.missing_engine:
            return ""
        url, why = next(iter(self.traffic.missing_engine.items()))
        more = len(self.traffic.missing_engine) - 1
        return f"{lead}{url}: {why}" + (f" (and {more} more)" if more else "")

    def _unfinished(self, view: View, detail: str) -> None:
        if "unfinished" not in self.options.ignored:
            self.faults.append(Fault(self.page, "unfinished", detail, view))

    def _result(self) -> PageResult:
        for scene in self.scenes:
            # What is natural in print or at another text size is learnt there.
            alike = [one for one in self.scenes if one.view.setting == scene.view.setting]
            context = checks.learn(alike, self.options.floor)
            for check, finding in checks.judge(scene, context, self.options.ignored):
                self.faults.append(_fault(self.page, scene, check, finding))
        if self.traffic.missing_engine and not any(f.kind == "unfinished" for f in self.faults):
            view = self.scenes[0].view if self.scenes else View(self.options.widths[0])
            self._unfinished(view, self._why())
        return PageResult(
            page=self.page,
            engine=self.engine,
            equations=self.counts[0],
            inline=self.counts[1],
            views=len(self.scenes),
            faults=tuple(self.faults),
            pictures=tuple(self.pictures),
            notes=tuple(self._notes()),
            behaviour=self._behaviour(),
        )

    def _behaviour(self) -> Behaviour | None:
        if not self.options.looks:
            return None
        return Behaviour(tuple(self.looks), tuple(self.errors), self.shift)

    def _notes(self) -> list[str]:
        swapped = self.traffic.substituted.items()
        notes = [f"{asked} was answered by version {given}" for asked, given in sorted(swapped)]
        if self.traffic.blocked:
            notes.append("not allowed to reach " + ", ".join(sorted(self.traffic.blocked)))
        return notes


async def _answer_dialog(dialog: Dialog) -> None:
    # Leaving is what we want; anything else that a page asks gets a no.
    await (dialog.accept() if dialog.type == "beforeunload" else dialog.dismiss())


def _fault(page: str, scene: Scene, check: checks.Check, finding: checks.Finding) -> Fault:
    one = finding.formula
    box = None
    if one is not None:
        left, top, right, bottom = one.ink
        box = (left, top + scene.scroll_y, right, bottom + scene.scroll_y)
    return Fault(
        page=page,
        kind=check.name,
        detail=finding.detail,
        view=scene.view,
        equation=one.index if one and one.display else None,
        inline=one.index if one and not one.display else None,
        tex=one.tex if one else "",
        box=box,
    )
