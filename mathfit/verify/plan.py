"""In which order a page is loaded and turned, so that every width is entered both ways."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from mathfit.verify.judge.geometry import View

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# Where a page is turned from when only one width was asked for.
_PHONE, _DESK = 375, 1280


@dataclass(frozen=True, slots=True)
class Step:
    """One load of the page, and the views that it is then turned to."""

    width: int
    """The width at which it is loaded, CSS px."""
    loaded: View | None
    """None where the load only serves to be turned from."""
    turned: tuple[View, ...]
    """The views, in order."""


def sweep(widths: Iterable[int]) -> tuple[Step, ...]:
    """Return two loads that see every width; nothing where plan() needs no more loads than two.

    The narrowest is turned to the widest, and the widest down through all others. What was seen at
    both ends both ways tells whether loading in between would show anything else.
    """
    ordered = sorted(set(widths))
    if len(ordered) < 3:
        return ()
    first, last = ordered[0], ordered[-1]
    growing = View(last, "turned", first)
    return (Step(first, View(first), (growing,)), Step(last, View(last), _down(ordered)))


def glide(widths: Iterable[int], setting: str) -> tuple[Step, ...]:
    """Return one load, at the widest, that is turned down through all others."""
    ordered = sorted(set(widths))
    last = ordered[-1]
    return (Step(last, View(last, setting=setting), _down(ordered, setting)),)


def _down(ordered: Sequence[int], setting: str = "") -> tuple[View, ...]:
    pairs = pairwise(reversed(ordered))
    return tuple(View(width, "turned", wider, setting) for wider, width in pairs)


def plan(widths: Iterable[int], *, both_ways: bool = False, setting: str = "") -> tuple[Step, ...]:
    """Return the loads of one page: one for each width, each followed by a turn to its neighbour.

    Turning goes from each width to the next narrower one, as when a phone is turned upright, and
    from the narrowest to the widest, where growing back shows. With `both_ways`, each width is also
    turned to the next wider one.
    """
    ordered = sorted(set(widths))
    if len(ordered) == 1:
        only = ordered[0]
        other = _DESK if only < _DESK * 0.6 else _PHONE
        turn = View(only, "turned", other, setting)
        return (Step(only, View(only, setting=setting), ()), Step(other, None, (turn,)))
    steps = []
    for index, width in enumerate(ordered):
        targets = [ordered[index - 1]]  # for the narrowest: the widest
        if both_ways and index + 1 < len(ordered) and ordered[index + 1] not in targets:
            targets.append(ordered[index + 1])
        turned = tuple(View(target, "turned", width, setting) for target in targets)
        steps.append(Step(width, View(width, setting=setting), turned))
    return tuple(steps)
