"""From what was seen of one page to what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mathfit.verify.judge import checks
from mathfit.verify.judge.compare import Behaviour
from mathfit.verify.judge.geometry import View
from mathfit.verify.results import Fault, PageResult
from mathfit.verify.tab import why_missing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mathfit.browser.network import Traffic
    from mathfit.verify.judge.geometry import Scene
    from mathfit.verify.shots import Camera
    from mathfit.verify.visit import VisitOptions


@dataclass(slots=True)
class Seen:
    """Everything that was seen of a page, view by view."""

    scenes: list[Scene] = field(default_factory=list)
    engine: str | None = None
    errors: list[str] = field(default_factory=list)
    """Messages of scripts that failed."""
    shift: float = 0
    """Layout shift of the worst load."""
    unfinished: tuple[View, str] | None = None
    """The view that could not be judged, and why."""

    def put(self, scene: Scene) -> None:
        """Add what was seen; it replaces what was seen in the same view before."""
        self.scenes = [one for one in self.scenes if one.view != scene.view] + [scene]

    def at(self, view: View) -> Scene | None:
        """Return what was seen in a view."""
        return next((one for one in self.scenes if one.view == view), None)

    @property
    def equations(self) -> int:
        """How many display equations there are, hidden ones too."""
        return max((sum(one.display for one in s.formulas) for s in self.scenes), default=0)

    @property
    def inline(self) -> int:
        """How many inline formulas there are."""
        return max((sum(not one.display for one in s.formulas) for s in self.scenes), default=0)

    @property
    def has_formulas(self) -> bool:
        """Tell whether there is anything to judge."""
        return any(scene.formulas for scene in self.scenes)


def page_result(
    page: str, seen: Seen, traffic: Traffic, camera: Camera, options: VisitOptions
) -> PageResult:
    """Judge a page by all its views together."""
    found = _faults(page, seen, traffic, options)
    behaviour = Behaviour(tuple(camera.looks), tuple(seen.errors), seen.shift)
    return PageResult(
        page=page,
        engine=seen.engine,
        equations=seen.equations,
        inline=seen.inline,
        views=len(seen.scenes),
        faults=tuple(fault for fault in found if fault.kind not in options.ignored),
        pictures=tuple(camera.pictures),
        notes=tuple(_notes(traffic)),
        behaviour=behaviour if options.looks else None,
    )


def _faults(page: str, seen: Seen, traffic: Traffic, options: VisitOptions) -> Iterator[Fault]:
    if seen.unfinished:
        view, why = seen.unfinished
        yield Fault(page, "unfinished", why, view)
    for scene in seen.scenes:
        # What is natural in print or at another text size is learnt there.
        alike = [one for one in seen.scenes if one.view.setting == scene.view.setting]
        context = checks.learn(alike, options.floor)
        for check, finding in checks.judge(scene, context, options.ignored):
            yield _fault(page, scene, check, finding)
    if traffic.missing_engine and not seen.unfinished:
        view = seen.scenes[0].view if seen.scenes else View(options.widths[0])
        yield Fault(page, "unfinished", why_missing(traffic), view)


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


def _notes(traffic: Traffic) -> Iterator[str]:
    for asked, given in sorted(traffic.substituted.items()):
        yield f"{asked} was answered by version {given}"
    if traffic.blocked:
        yield "not allowed to reach " + ", ".join(sorted(traffic.blocked))
