"""One page in the browser: every way in, what stands there, and the verdict."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mathfit.browser.network import Network, Traffic
from mathfit.verify import checks
from mathfit.verify.plan import Step, plan
from mathfit.verify.settings import BY_NAME, PLAIN, Setting
from mathfit.verify.shots import Camera
from mathfit.verify.tab import Tab, UnfinishedError
from mathfit.verify.verdict import Seen, page_result

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.async_api import Browser

    from mathfit.browser.memory import MemoryGuard
    from mathfit.verify.cache import Cache
    from mathfit.verify.geometry import Scene, View
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
) -> PageResult:
    """Open one page in every view and judge it; keep the result in the cache.

    Raises playwright's Error only where the browser itself is gone.
    """
    begun = time.perf_counter()
    one = _Visit(network, page, options, guard)
    try:
        result = await one.run(browser)
    finally:
        await one.close()
    result = replace(result, seconds=round(time.perf_counter() - begun, 3))
    if cache:
        await asyncio.to_thread(cache.put, result, one.traffic)
    return result


class _Visit:
    def __init__(
        self, network: Network, page: str, options: VisitOptions, guard: MemoryGuard
    ) -> None:
        self.network = network
        self.page = page
        self.options = options
        self.guard = guard
        self.traffic = Traffic()
        self.seen = Seen()
        self.camera = Camera(page, options.pictures, options.looks)
        self.tab: Tab | None = None

    async def run(self, browser: Browser) -> PageResult:
        await self._enter(browser, PLAIN)
        if self.seen.has_formulas and not self.seen.unfinished:
            for name in self.options.settings:
                await self._enter(browser, BY_NAME[name])
        return page_result(self.page, self.seen, self.traffic, self.camera, self.options)

    async def close(self) -> None:
        if self.tab:
            await self.tab.close()

    async def _enter(self, browser: Browser, setting: Setting) -> None:
        """See the page at every width in one setting; turned, too, in the plain one alone."""
        from playwright.async_api import Error  # noqa: PLC0415

        steps = self._steps(setting)
        view = steps[0].loaded or steps[0].turned[0]
        try:
            tab = await self._open(browser, steps[0].width, setting)
            for step in steps:
                view = step.loaded or step.turned[0]
                state = await tab.load(step.width, scripts_on=setting.scripts)
                self.seen.engine = state["engine"] or self.seen.engine
                if step.loaded:
                    await self._look(tab, step.loaded)
                    if not self.seen.has_formulas:
                        break  # nothing to judge: the other widths would show nothing either
                if not state["scripted"] and setting.scripts:
                    await self._turn_only(tab, steps)
                    break
                for turned in step.turned:
                    view = turned
                    await tab.turn(turned.width)
                    await self._look(tab, turned)
        except UnfinishedError as error:
            self.seen.unfinished = (view, str(error))
        except Error as error:
            if not browser.is_connected():
                raise
            self.seen.unfinished = (view, str(error).strip().splitlines()[0])

    def _steps(self, setting: Setting) -> tuple[Step, ...]:
        steps = plan(self.options.widths, both_ways=self.options.both_ways, setting=setting.name)
        if not setting.name:
            return steps
        return tuple(replace(step, turned=()) for step in steps if step.loaded)

    async def _open(self, browser: Browser, width: int, setting: Setting) -> Tab:
        await self.close()
        self.tab = await Tab.open(
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

    async def _turn_only(self, tab: Tab, steps: tuple[Step, ...]) -> None:
        """Look at every width by resizing: without scripts that is the same as loading there."""
        for step in steps:
            if step.loaded and not any(scene.view == step.loaded for scene in self.seen.scenes):
                await tab.turn(step.width)
                await self._look(tab, step.loaded)

    async def _look(self, tab: Tab, view: View) -> None:
        scene = await tab.read(view)
        self.seen.scenes.append(scene)
        if self.options.looks and scene.displays and not view.setting:
            if view.way == "loaded":
                self.seen.shift = max(self.seen.shift, await tab.shift())
            await self.camera.take_looks(tab.page, scene)
        wanted = view.way == "loaded" or self._looks_wrong(scene)
        if self.options.pictures and self.seen.has_formulas and wanted:
            await self.camera.take_picture(tab.page, scene)

    def _looks_wrong(self, scene: Scene) -> bool:
        context = checks.learn(self.seen.scenes, self.options.floor)
        return any(True for _ in checks.judge(scene, context, self.options.ignored))
