"""From what was seen of one page to what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mathfit.verify.judge import checks
from mathfit.verify.judge.fault import Fault
from mathfit.verify.judge.geometry import Scene, View  # typing.get_type_hints

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(slots=True)
class Seen:
    """Everything that was seen of a page, view by view."""

    scenes: list[Scene] = field(default_factory=list)
    """The scenes, one for each view."""
    engine: str | None = None
    """The engine with its version, as far as the page tells."""
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


def faults_of(page: str, seen: Seen, min_scale: float, ignored: frozenset[str]) -> list[Fault]:
    """Judge a page by all its views together, leaving out the checks that are ignored.

    `min_scale` is the scale below which its equations may scroll.
    """
    found = _faults(page, seen, min_scale, ignored)
    return [fault for fault in found if fault.kind not in ignored]


def _faults(page: str, seen: Seen, min_scale: float, ignored: frozenset[str]) -> Iterator[Fault]:
    if seen.unfinished:
        view, why = seen.unfinished
        yield Fault(page, "unfinished", why, view)
    for scene in seen.scenes:
        # What is natural in print or at another text size is learnt there.
        alike = [one for one in seen.scenes if one.view.setting == scene.view.setting]
        context = checks.learn(alike, min_scale)
        for check, finding in checks.judge(scene, context, ignored):
            yield _fault(page, scene, check, finding)


def _fault(page: str, scene: Scene, check: checks.Check, finding: checks.Finding) -> Fault:
    one = finding.formula
    box = None
    if one is not None:
        left, top, right, bottom = one.ink
        # What is not displayed has no place.
        if right > left:
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
