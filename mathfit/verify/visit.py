"""One page in the browser: every way in, what stands there, and the verdict."""

from __future__ import annotations

import time
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from mathfit.browser.network import Network, Traffic
from mathfit.browser.session import DiedError, UnfinishedError, first_line
from mathfit.frameworks import may_have_router
from mathfit.verify.judge import checks
from mathfit.verify.judge.compare import Behaviour
from mathfit.verify.judge.fault import Fault
from mathfit.verify.judge.geometry import View, alike
from mathfit.verify.judge.verdict import Seen, faults_of
from mathfit.verify.plan import Step, glide, plan, sweep
from mathfit.verify.results import VerifiedPage
from mathfit.verify.seat import Seat
from mathfit.verify.settings import BY_NAME, PLAIN, Setting
from mathfit.verify.shots import Camera
from mathfit.verify.tab import Tab

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mathfit.browser.pool import Opened
    from mathfit.verify.judge.geometry import Scene
    from mathfit.verify.options import VisitOptions


async def visit(
    opened: Opened,
    network: Network,
    page: str,
    options: VisitOptions,
    seat: Seat | None = None,
) -> tuple[VerifiedPage, Traffic]:
    """Open one page in every view and judge it; return the result, and what the page asked for.

    The tab in `seat` is used, if there is one, and goes back there after a page that went well.
    Raises playwright's Error only where the browser itself is gone.
    """
    begun = time.perf_counter()
    seat = seat or Seat()
    one = _Visit(network, page, options, opened, seat)
    try:
        result = await one.run()
        if one.may_go_well:
            await one.close()
            one = _Visit(network, page, options, opened, seat)
            result = await one.run()
        await one.leave()
    finally:
        await one.close()
    return replace(result, seconds=round(time.perf_counter() - begun, 3)), one.traffic


_ENTRANCES = 5
"""How many pages that a page links to are looked at for one without formulas that leads back."""


class _Visit:
    def __init__(
        self,
        network: Network,
        page: str,
        options: VisitOptions,
        opened: Opened,
        seat: Seat,
    ) -> None:
        self.seat = seat
        self.network = network
        self.page = page
        self.options = options
        self.opened = opened
        self.traffic = Traffic()
        self.seen = Seen()
        self.camera = Camera(page, options.pictures, options.looks)
        self.tab: Tab | None = None
        self.setting = PLAIN
        self.moved = False
        """The tab has shown other pages before this one."""
        self.died = False
        """The page's process ended."""
        self.swept = False
        """The page shows the same loaded as turned: no load at the widths in between is needed."""
        self.view = View(options.widths[0])
        """The view that is being entered."""
        self.turned_only: set[View] = set()
        """Turned views that get a picture, because the page is not loaded at their width."""

    async def run(self) -> VerifiedPage:
        await self._enter(PLAIN)
        if self.seen.has_formulas and not self.seen.unfinished and self._has_router():
            await self._come_by_link()
        if self.seen.has_formulas and not self.seen.unfinished:
            for name in self.options.settings:
                await self._enter(BY_NAME[name])
        return self._result()

    def _result(self) -> VerifiedPage:
        seen, options = self.seen, self.options
        faults = faults_of(self.page, seen, options.min_scale, options.ignored)
        missing = self.traffic.why_missing()
        if missing and not seen.unfinished and "unfinished" not in options.ignored:
            view = seen.scenes[0].view if seen.scenes else View(options.widths[0])
            faults.append(Fault(self.page, "unfinished", missing, view))
        hidden = tuple(
            (scene.view, one)
            for scene in seen.scenes
            if not scene.view.setting
            for one in scene.formulas
            if one.display and one.hidden
        )
        behaviour = Behaviour(tuple(self.camera.looks), tuple(seen.errors), seen.shift, hidden)
        return VerifiedPage(
            page=self.page,
            engine=seen.engine,
            equations=seen.equations,
            inline=seen.inline,
            views=len(seen.scenes),
            faults=tuple(faults),
            pictures=tuple(self.camera.pictures),
            notes=self.traffic.notes(),
            behaviour=behaviour if options.looks else None,
        )

    @property
    def may_go_well(self) -> bool:
        """Tell whether a page that did not finish may do so in a new tab.

        One that died in a tab of other pages did so perhaps of what they had left there. One that
        was finished in another view was perhaps kept waiting by the machine.
        """
        if self.died:
            return self.moved
        return bool(self.seen.unfinished and self.seen.scenes)

    async def leave(self) -> None:
        """Leave the tab for the next page, unless something is wrong with the tab."""
        # Only Chromium lets us delete what a page has stored.
        name = self.opened.browser.browser_type.name
        if name != "chromium" or self.setting.name or self.seen.unfinished:
            return
        if self.tab:
            await self.seat.leave(self.tab)
            self.tab = None

    async def close(self) -> None:
        if self.tab:
            await self.tab.close()
            self.tab = None

    async def _enter(self, setting: Setting) -> None:
        """See the page at every width in one setting; turned, too, in the plain one alone."""
        from playwright.async_api import Error  # noqa: PLC0415

        steps = self._steps(setting)
        self.view = steps[0].loaded or steps[0].turned[0]
        try:
            tab = await self._open(steps[0].width, setting)
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
            if not self.opened.browser.is_connected():
                raise
            self.seen.unfinished = (self.view, first_line(error))

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
        """Drop the pictures of turned views at widths where the page will be loaded after all."""
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

    async def _open(self, width: int, setting: Setting) -> Tab:
        await self.close()
        self.setting = setting
        self.tab = await self._moved() if setting is PLAIN else None
        self.tab = self.tab or await Tab.open(
            self.opened,
            self.network,
            self.page,
            setting,
            width=width,
            timeout=self.options.timeout,
            traffic=self.traffic,
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

    def _has_router(self) -> bool:
        file = self.network.site.known(self.page)
        return may_have_router(file.read_text(encoding="utf-8", errors="replace"))

    async def _come_by_link(self) -> None:
        """See the page as a reader does who enters on one without formulas, and follows a link.

        A router puts the content of this page into that one, whose scripts and styles stay.
        """
        from playwright.async_api import Error  # noqa: PLC0415

        view = View(min(self.options.widths), "linked")
        self.view = view
        site = self.network.site
        try:
            links = await self.tab.links() if self.tab else []
            root = site.root.resolve()
            # One after the other: those of a site at an address are fetched for it.
            files = (file for file in map(site.file, links) if file)
            pages = _unique(file.relative_to(root).as_posix() for file in files)
            others = (page for page in pages if page != self.page)
            for page in islice(others, _ENTRANCES):
                if await self._come_from(page, view):
                    return
        except UnfinishedError as error:
            self.seen.unfinished = (view, str(error))
        except Error as error:
            if not self.opened.browser.is_connected():
                raise
            self.seen.unfinished = (view, first_line(error))

    async def _come_from(self, page: str, view: View) -> bool:
        """Enter on another page; tell whether that was one without formulas that leads here."""
        traffic = Traffic()
        options = self.options
        tab = await Tab.open(
            self.opened,
            self.network,
            page,
            PLAIN,
            width=view.width,
            timeout=options.timeout,
            traffic=traffic,
            shifts=False,
        )
        try:
            await tab.load(view.width, scripts_on=True)
            before = await tab.read(view)
            if any(not one.hidden for one in before.formulas) or not await tab.follow(
                self.network.site.url(self.page)
            ):
                return False
            scene = await tab.read(view)
            if not scene.displays:
                return False
            self.seen.put(scene)
            self.seen.errors.extend(tab.errors)
            if options.pictures and self._looks_wrong(scene) and not self._is_pictured(scene):
                await self.camera.take_picture(tab.page, scene)
            return True
        finally:
            self.traffic.files.update(traffic.files)
            self.traffic.missing_files.update(traffic.missing_files)
            await tab.close()

    async def _turn_only(self, tab: Tab, setting: Setting) -> None:
        """Look at every width by resizing: without scripts a load at that width shows the same."""
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
        context = checks.learn(self.seen.scenes, self.options.min_scale)
        return any(True for _ in checks.judge(scene, context, self.options.ignored))


def _unique(names: Iterable[str]) -> Iterator[str]:
    seen: set[str] = set()
    for name in names:
        if name not in seen:
            seen.add(name)
            yield name
