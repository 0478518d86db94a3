"""One page in the browser: every way in, what stands there, and the verdict."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mathfit.browser.network import Network, Traffic
from mathfit.verify.judge import checks
from mathfit.verify.judge.geometry import View, alike
from mathfit.verify.judge.verdict import Seen, page_result
from mathfit.verify.plan import Step, glide, plan, sweep
from mathfit.verify.seat import Seat
from mathfit.verify.settings import BY_NAME, PLAIN, Setting
from mathfit.verify.shots import Camera
from mathfit.verify.tab import DiedError, Tab, UnfinishedError

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.async_api import Browser

    from mathfit.browser.memory import MemoryGuard
    from mathfit.verify.cache import Cache
    from mathfit.verify.judge.geometry import Scene
    from mathfit.verify.results import PageResult


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


async def visit(
    browser: Browser,
    network: Network,
    page: str,
    options: VisitOptions,
    guard: MemoryGuard,
    cache: Cache | None = None,
    seat: Seat | None = None,
) -> PageResult:
    """Open one page in every view and judge it; keep the result in the cache.

    The tab that is left in `seat` is taken, and left there again after a page that went well.
    Raises playwright's Error only where the browser itself is gone.
    """
    begun = time.perf_counter()
    seat = seat or Seat()
    one = _Visit(network, page, options, guard, seat)
    try:
        result = await one.run(browser)
        if one.died and one.moved:  # of what was there before it, perhaps
            await one.close()
            one = _Visit(network, page, options, guard, seat)
            result = await one.run(browser)
        await one.leave(browser)
    finally:
        await one.close()
    result = replace(result, seconds=round(time.perf_counter() - begun, 3))
    if cache:
        await asyncio.to_thread(cache.put, result, one.traffic)
    return result


class _Visit:
    def __init__(
        self,
        network: Network,
        page: str,
        options: VisitOptions,
        guard: MemoryGuard,
        seat: Seat,
    ) -> None:
        self.seat = seat
        self.network = network
        self.page = page
        self.options = options
        self.guard = guard
        self.traffic = Traffic()
        self.seen = Seen()
        self.camera = Camera(page, options.pictures, options.looks)
        self.tab: Tab | None = None
        self.setting = PLAIN
        self.moved = False
        """Its tab has been another page's."""
        self.died = False
        """The page's process ended."""
        self.swept = False
        """Loading at the widths in between would show nothing else than turning to them."""
        self.view = View(options.widths[0])
        """The view that is being entered."""
        self.turned_only: set[View] = set()
        """Turned views that are pictured, for want of a loaded one at that width."""

    async def run(self, browser: Browser) -> PageResult:
        await self._enter(browser, PLAIN)
        if self.seen.has_formulas and not self.seen.unfinished:
            for name in self.options.settings:
                await self._enter(browser, BY_NAME[name])
        return page_result(self.page, self.seen, self.traffic, self.camera, self.options)

    async def leave(self, browser: Browser) -> None:
        """Leave the tab for the next page, where nothing is wrong with it."""
        # What is stored can be taken away in Chromium alone.
        if browser.browser_type.name != "chromium" or self.setting.name or self.seen.unfinished:
            return
        if self.tab:
            await self.seat.leave(self.tab)
            self.tab = None

    async def close(self) -> None:
        if self.tab:
            await self.tab.close()
            self.tab = None

    async def _enter(self, browser: Browser, setting: Setting) -> None:
        """See the page at every width in one setting; turned, too, in the plain one alone."""
        from playwright.async_api import Error  # noqa: PLC0415

        steps = self._steps(setting)
        self.view = steps[0].loaded or steps[0].turned[0]
        try:
            tab = await self._open(browser, steps[0].width, setting)
            first = () if setting.name or self.options.both_ways else sweep(self.options.widths)
            if first:
                self.turned_only = set(first[1].turned[:-1])
                if not await self._follow(tab, first, setting):
                    return
                self.swept = self._shows_the_same(first)
                steps = () if self.swept else steps[1:-1]
                if steps:
                    self._take_back()
            await self._follow(tab, steps, setting)
        except UnfinishedError as error:
            self.died = isinstance(error, DiedError)
            self.seen.unfinished = (self.view, str(error))
        except Error as error:
            if not browser.is_connected():
                raise
            self.seen.unfinished = (self.view, str(error).strip().splitlines()[0])

    async def _follow(self, tab: Tab, steps: tuple[Step, ...], setting: Setting) -> bool:
        """Take steps; tell whether there may be more to see in others."""
        for step in steps:
            self.view = step.loaded or step.turned[0]
            state = await tab.load(step.width, scripts_on=setting.scripts)
            self.seen.engine = state["engine"] or self.seen.engine
            if step.loaded:
                await self._look(tab, step.loaded)
                if not self.seen.has_formulas:
                    return False  # nothing to judge: the other widths would show nothing either
            if not state["scripted"] and setting.scripts:
                await self._turn_only(tab, setting)
                return False
            for turned in step.turned:
                self.view = turned
                await tab.turn(turned.width)
                await self._look(tab, turned)
        return True

    def _shows_the_same(self, ends: tuple[Step, ...]) -> bool:
        """Tell whether the page shows the same at both ends, loaded there or turned there."""
        narrow, wide = ends
        pairs = ((narrow.loaded, wide.turned[-1]), (wide.loaded, narrow.turned[0]))
        scenes = [(self.seen.at(one), self.seen.at(other)) for one, other in pairs if one]
        return all(one and other and alike(one, other) for one, other in scenes)

    def _take_back(self) -> None:
        """Keep no picture of turned views that loaded ones are to come for."""
        for scene in self.seen.scenes:
            if scene.view in self.turned_only and not self._looks_wrong(scene):
                self.camera.drop_picture(scene.view)
        self.turned_only = set()

    def _steps(self, setting: Setting) -> tuple[Step, ...]:
        if setting.name and setting.scripts and self.swept:
            steps = glide(self.options.widths, setting.name)
            self.turned_only = set(steps[0].turned)
            return steps
        steps = plan(self.options.widths, both_ways=self.options.both_ways, setting=setting.name)
        if not setting.name:
            return steps
        return tuple(replace(step, turned=()) for step in steps if step.loaded)

    async def _open(self, browser: Browser, width: int, setting: Setting) -> Tab:
        await self.close()
        self.setting = setting
        self.tab = await self._moved() if setting is PLAIN else None
        self.tab = self.tab or await Tab.open(
            browser,
            self.network,
            self.page,
            setting,
            width=width,
            timeout=self.options.timeout,
            traffic=self.traffic,
            guard=self.guard,
            shifts=self.options.looks is not None,
        )
        self.seen.errors = self.tab.errors = [*self.seen.errors]
        return self.tab

    async def _moved(self) -> Tab | None:
        """Return the tab of the page before, ready for this one; None where there is none."""
        from playwright.async_api import Error  # noqa: PLC0415

        tab = self.seat.take()
        if tab is None:
            return None
        try:
            await tab.move(self.network, self.page, self.traffic)
        except (UnfinishedError, Error):
            await tab.close()
            return None
        self.moved = True
        return tab

    async def _turn_only(self, tab: Tab, setting: Setting) -> None:
        """Look at every width by resizing: without scripts that is the same as loading there."""
        for step in plan(self.options.widths, setting=setting.name):
            if step.loaded and not self.seen.at(step.loaded):
                await tab.turn(step.width)
                await self._look(tab, step.loaded)

    async def _look(self, tab: Tab, view: View) -> None:
        scene = await tab.read(view)
        if self.seen.at(view):
            self.camera.drop_picture(view)
        self.seen.put(scene)
        if self.options.looks and scene.displays and not view.setting:
            if view.way == "loaded":
                self.seen.shift = max(self.seen.shift, await tab.shift())
            await self.camera.take_looks(tab.page, scene)
        by_plan = view.way == "loaded" or view in self.turned_only
        wanted = by_plan or (self._looks_wrong(scene) and not self._is_pictured(scene))
        if self.options.pictures and self.seen.has_formulas and wanted:
            await self.camera.take_picture(tab.page, scene)

    def _is_pictured(self, scene: Scene) -> bool:
        """Tell whether the picture of the page loaded at this width shows the same."""
        loaded = self.seen.at(replace(scene.view, way="loaded", from_width=None))
        return loaded is not None and alike(loaded, scene)

    def _looks_wrong(self, scene: Scene) -> bool:
        context = checks.learn(self.seen.scenes, self.options.floor)
        return any(True for _ in checks.judge(scene, context, self.options.ignored))
