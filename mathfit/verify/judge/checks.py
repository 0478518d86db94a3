"""THE table of checks: what `verify` calls wrong, why, and how bad it is.

Each check looks at one scene (a page at a width, entered one way) and yields a line for each
formula that breaks it. To add one, write a function and a row. All lengths are CSS px unless a name
says em; em is the font size of the text around the formula.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from mathfit import defaults
from mathfit.verify.judge.geometry import Box, Formula, Scene

Severity = Literal["fault", "warning"]

EDGE = 1.0
"""Ink may stick out this far: rounding, and the overhang of slanted letters."""
TOUCH = 1.0
"""A number may lie this deep on a glyph's box before it is on the glyph."""
SHRUNK = 0.985
"""A scale below this is a shrunken formula; above it, rounding of font sizes."""
SCALE_TOLERANCE = 0.03
"""Scales so near the smallest allowed count as the smallest."""
SLACK = 0.97
"""A formula has room when it would take at most this part of it: widths in em vary with fonts."""
GIVEN = 0.8
"""The part of the scale that there is room for which a formula in a table or row has at least: how
narrow the text beside it can get is estimated."""
NUMBER_GAP_EM = 1.0
"""The distance that an engine keeps between a formula and its number."""
GAP_EM = 0.35
"""How much larger the space around a formula may get when it shrinks."""
NO_SCRIPT = "no-script"
"""The setting in which no engine runs."""
MOST_SPACE_EM = 3.0
"""Space that a page may have had around a formula that is nowhere seen at its natural size."""
LINE_OVERLAP_EM = 0.25
"""Ink may reach this far into the next line's box, where the line's own ink seldom is."""
PADDING_FILLED = 5.0
"""Ink may reach this far into padding: some of it is there for letters that overhang their box."""
LEGIBLE = 7.0
"""Font size of a formula below which people have to guess."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A check's word on one formula or on the page, in one scene."""

    formula: Formula | None
    """The formula; None for the page."""
    detail: str
    """What is wrong, for a person to read."""


@dataclass(frozen=True, slots=True)
class Natural:
    """What a formula is like where nothing shrinks it, learnt from all the page's scenes."""

    ratio: float
    """Its font size over that of the text around it."""
    above_em: float | None = None
    """The space before it, em; None where it was nowhere seen at its natural size."""
    below_em: float | None = None
    """The space after it, em; None as above."""


@dataclass(frozen=True, slots=True)
class Context:
    """What a check may know beside its scene."""

    natural: Mapping[tuple[bool, int], Natural] = field(default_factory=dict)
    """Each formula's natural state, by whether it is a display and its index."""
    min_scale: float = defaults.MIN_SCALE
    """The smallest scale that a formula is shrunk to before it may scroll; 0 for none."""

    def scale(self, formula: Formula) -> float:
        """Return the scale at which a formula stands: 1 for its natural size."""
        natural = self.natural.get((formula.display, formula.index))
        if natural is None or natural.ratio <= 0 or formula.ratio <= 0:
            return formula.transform
        return formula.ratio / natural.ratio


Judge = Callable[[Scene, Context], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Check:
    """One row of the table."""

    name: str
    """How people call it, also to ignore it."""
    reason: str
    """Why it is wrong, in a few words."""
    severity: Severity
    """How bad it is."""
    judge: Judge | None = None
    """What finds it in a scene; None where whoever visits the page finds it."""


def invisible(scene: Scene, context: Context) -> Iterator[Finding]:
    """A formula in the midst of its text that no reader can see, nor open."""
    for one in scene.formulas:
        if one.unseen:
            yield Finding(one, one.unseen)


def leaves_block(scene: Scene, context: Context) -> Iterator[Finding]:
    """Ink beyond the column, and no scroll box of its own to keep it in."""
    for one in _seen(scene):
        if one.scroller and one.scroller.needed:
            continue
        left, right = one.room[0] - one.ink[0], one.ink[2] - one.room[1]
        out = max(left, right)
        if out > EDGE and not _only_its_table_is_wide(one):
            side = "left" if left > right else "right"
            width = one.room[1] - one.room[0]
            yield Finding(one, f"{out:.0f} px beyond the {side} edge of its {width:.0f} px column")


def fills_padding(scene: Scene, context: Context) -> Iterator[Finding]:
    """Ink in the space that a box around the formula keeps free at its sides."""
    for one in scene.displays:
        if one.filled > PADDING_FILLED and not (one.scroller and one.scroller.needed):
            yield Finding(one, f"{one.filled:.0f} px deep in the padding of the box around it")


def number_overlaps(scene: Scene, context: Context) -> Iterator[Finding]:
    """A number drawn over the formula that it counts."""
    for one in scene.displays:
        if one.overlap > TOUCH:
            yield Finding(one, f"its number lies {one.overlap:.0f} px deep on the formula")


def numbers_repeat(scene: Scene, context: Context) -> Iterator[Finding]:
    """Numbers that a stylesheet counts, and each equation has the first."""
    begun: dict[str, list[str]] = {}
    for one in scene.displays:
        if one.counted and one.counted[0]:
            begun.setdefault(one.counted_from, []).append(one.counted[0])
    for first in begun.values():
        if len(first) > 1 and len(set(first)) == 1:
            yield Finding(None, f"all {len(first)} counted numbers are {first[0]}")


def clipped(scene: Scene, context: Context) -> Iterator[Finding]:
    """Ink cut off by a box that hides what leaves it."""
    for one in _seen(scene):
        lost = {side: px for side, px in zip(_SIDES, one.clipped, strict=True) if px > EDGE}
        if lost:
            parts = ", ".join(f"{px:.0f} px at the {side}" for side, px in lost.items())
            yield Finding(one, f"cut off: {parts}")


def shrunk_with_room(scene: Scene, context: Context) -> Iterator[Finding]:
    """A small formula in a column that could hold the natural one."""
    for one in scene.displays:
        scale = context.scale(one)
        if not 0 < scale < SHRUNK:
            continue
        room = one.room[1] - one.room[0] - one.beside
        need = _natural_width(one, scale)
        if need <= room * SLACK - EDGE:
            yield Finding(one, f"at {scale:.0%}, though its {need:.0f} px would fit {room:.0f} px")
        elif one.beside and scale < GIVEN * room / need:
            yield Finding(
                one, f"at {scale:.0%}, though what is beside it leaves room for {room / need:.0%}"
            )


def blank_space(scene: Scene, context: Context) -> Iterator[Finding]:
    """The room of the natural formula left standing around the small one."""
    for one in scene.displays:
        scale = context.scale(one)
        if scale >= SHRUNK:
            continue
        # How much lower the formula has become: no larger hole can be left around it.
        height = one.ink[3] - one.ink[1]
        lower = height / scale - height if scale else height
        if lower < GAP_EM * one.block_em:
            continue
        natural = context.natural.get((True, one.index), Natural(1))
        for word, gap, usual in (
            ("above", _gap(one.above, one.ink), natural.above_em),
            ("below", _gap(one.ink, one.below), natural.below_em),
        ):
            if gap is None or (word == "below" and one.elsewhere):
                continue
            allowed = (MOST_SPACE_EM if usual is None else usual + GAP_EM) * one.block_em
            # Text has a margin of an em or so, and that is in MOST_SPACE_EM.
            if word == "below" and usual is None:
                allowed += max(0, one.apart - one.block_em)
            if gap > allowed + EDGE:
                yield Finding(
                    one, f"{gap:.0f} px of space {word} it, {allowed:.0f} at most expected"
                )


def overlaps_line(scene: Scene, context: Context) -> Iterator[Finding]:
    """The formula drawn over the line before or after it."""
    for one in scene.displays:
        depth = LINE_OVERLAP_EM * one.block_em
        for word, line in (("before", one.above), ("after", one.below)):
            if line and _shared(one.ink, line) > max(depth, EDGE):
                yield Finding(one, f"lies on the line {word} it")


def page_scrolls(scene: Scene, context: Context) -> Iterator[Finding]:
    """A page that has to be pushed sideways, and a formula that reaches as far."""
    if scene.sideways <= EDGE:
        return
    guilty = [
        one
        for one in _seen(scene)
        if one.reach
        and (one.reach[1] > scene.viewport + EDGE or one.reach[0] < -EDGE)
        and not _only_its_table_is_wide(one)
    ]
    if guilty:
        worst = max(guilty, key=lambda one: one.reach[1] if one.reach else 0)
        others = f" and {len(guilty) - 1} more" if len(guilty) > 1 else ""
        yield Finding(
            None,
            f"{scene.viewport + scene.sideways:.0f} px wide in a {scene.viewport:.0f} px window: "
            f"{worst.name}{others}",
        )


def scrolls_unshrunk(scene: Scene, context: Context) -> Iterator[Finding]:
    """A formula that its reader has to scroll, although it could be smaller."""
    for one in _scrolling(scene):
        scale = context.scale(one)
        if one.display and scale > context.min_scale + SCALE_TOLERANCE:
            excess = one.scroller.excess if one.scroller else 0
            yield Finding(
                one, f"has to be scrolled by {excess:.0f} px, though it stands at {scale:.0%}"
            )


def scrolls_inside(scene: Scene, context: Context) -> Iterator[Finding]:
    """A formula that its reader has to scroll, because it is as small as it may get."""
    for one in _scrolling(scene):
        if not one.display or context.scale(one) <= context.min_scale + SCALE_TOLERANCE:
            excess = one.scroller.excess if one.scroller else 0
            yield Finding(one, f"scrolls by {excess:.0f} px inside its own box")


def needless_scroll(scene: Scene, context: Context) -> Iterator[Finding]:
    """A scroll bar under a formula that fits: an invisible helper box sticks out."""
    for one in scene.displays:
        if one.scroller and not one.scroller.needed and one.scroller.excess > EDGE:
            yield Finding(one, f"can be scrolled by {one.scroller.excess:.0f} px though it fits")


def illegible(scene: Scene, context: Context) -> Iterator[Finding]:
    """A formula so small that people have to guess."""
    for one in scene.displays:
        if 0 < one.em < LEGIBLE and one.em < one.block_em:
            yield Finding(one, f"its letters are {one.em:.1f} px")


def tex_error(scene: Scene, context: Context) -> Iterator[Finding]:
    """An engine's own error message where a formula should be."""
    for one in scene.displays:
        if one.error:
            yield Finding(one, one.error)
    for message in scene.errors:
        yield Finding(None, message)


def untypeset(scene: Scene, context: Context) -> Iterator[Finding]:
    """TeX that a reader sees as it was written: a tag in it keeps the engine from it."""
    if scene.view.setting == NO_SCRIPT:
        return  # as its engine is a script, so it has to be
    for text in scene.untypeset:
        yield Finding(None, f"no engine has typeset this: {text}")


CHECKS: tuple[Check, ...] = (
    Check("unfinished", "the engine never finished, or could not be loaded", "fault"),
    Check("invisible", "nothing of the formula can be seen", "fault", invisible),
    Check("leaves-block", "part of the formula is outside its column", "fault", leaves_block),
    Check("page-scrolls", "the page scrolls sideways because of a formula", "fault", page_scrolls),
    Check("fills-padding", "it fills what its block keeps free", "fault", fills_padding),
    Check(
        "number-overlaps", "the number cannot be told from the formula", "fault", number_overlaps
    ),
    Check("numbers-repeat", "every equation has the same number", "fault", numbers_repeat),
    Check("clipped", "part of the formula cannot be seen at all", "fault", clipped),
    Check("shrunk-with-room", "small for no reason", "fault", shrunk_with_room),
    Check("blank-space", "a hole where the natural formula stood", "fault", blank_space),
    Check("overlaps-line", "formula and text cannot be told apart", "fault", overlaps_line),
    Check("scrolls-unshrunk", "to be scrolled though it could fit", "fault", scrolls_unshrunk),
    Check("looks-different", "not what it was where it has room (--before)", "fault"),
    Check("number-differs", "another number than on the original page (--before)", "fault"),
    Check("script-error", "a script fails that did not before (--before)", "fault"),
    Check("layout-shift", "the page moves more while it loads (--before)", "warning"),
    Check("scrolls-inside", "not all of it is seen at once", "warning", scrolls_inside),
    Check("needless-scroll", "a scroll bar for nothing", "warning", needless_scroll),
    Check("illegible", "the letters are too small to read", "warning", illegible),
    Check("tex-error", "the engine shows an error instead", "warning", tex_error),
    Check("untypeset", "TeX stands there as it was written", "warning", untypeset),
)
BY_NAME: Mapping[str, Check] = {check.name: check for check in CHECKS}


def judge(
    scene: Scene, context: Context, ignored: frozenset[str] = frozenset()
) -> Iterator[tuple[Check, Finding]]:
    """Run every check of the table that is not ignored over one scene."""
    for check in CHECKS:
        if check.judge and check.name not in ignored:
            for finding in check.judge(scene, context):
                yield check, finding


def learn(scenes: Iterable[Scene], min_scale: float = defaults.MIN_SCALE) -> Context:
    """Learn what each formula is like at its natural size, from all scenes of a page.

    The largest size that it has where no transform shrinks it is its natural one. Where it is
    shrunk in every scene, that is the largest size with its transforms undone. Freshly loaded
    scenes count before turned ones: a transform may also follow the size of the text, which a theme
    changes at a breakpoint. The space around the formula is taken from scenes where it stands at
    its natural size, again from loaded ones before turned ones.
    """
    scenes = tuple(scenes)
    ways: dict[tuple[bool, int], list[float]] = {}
    for scene in scenes:
        turned = scene.view.way != "loaded"
        for one in scene.displays:
            undone = one.ratio / (one.transform or 1)
            whole = one.ratio if one.transform >= SHRUNK else 0
            seen = (0 if turned else whole, whole, 0 if turned else undone, undone)
            known = ways.get((one.display, one.index), [0, 0, 0, 0])
            ways[one.display, one.index] = [max(pair) for pair in zip(known, seen, strict=True)]
    ratios = {key: next(filter(None, sizes), 0.0) for key, sizes in ways.items()}
    sized = Context({key: Natural(ratio) for key, ratio in ratios.items()})
    spaces: dict[tuple[bool, int], dict[str, list[Formula]]] = {}
    for scene in scenes:
        for one in scene.displays:
            if sized.scale(one) >= SHRUNK:
                gaps = spaces.setdefault((True, one.index), {})
                gaps.setdefault(scene.view.way, []).append(one)
    natural = {key: _natural(ratio, spaces.get(key, {})) for key, ratio in ratios.items()}
    return Context(natural, min_scale)


def _natural(ratio: float, ways: Mapping[str, list[Formula]]) -> Natural:
    ones = ways.get("loaded") or ways.get("turned") or []
    above = [gap / one.block_em for one in ones if (gap := _gap(one.above, one.ink)) is not None]
    below = [gap / one.block_em for one in ones if (gap := _gap(one.ink, one.below)) is not None]
    return Natural(ratio, max(above, default=None), max(below, default=None))


_SIDES = ("left", "top", "right", "bottom")


def _seen(scene: Scene) -> Iterator[Formula]:
    return (one for one in scene.formulas if not one.hidden)


def _scrolling(scene: Scene) -> Iterator[Formula]:
    return (one for one in _seen(scene) if one.scroller and one.scroller.needed)


def _only_its_table_is_wide(one: Formula) -> bool:
    """Tell whether the formula fits its cell and the column, and only the table's sum does not."""
    return (
        one.cell is not None
        and one.ink[0] >= one.cell[0] - EDGE
        and one.ink[2] <= one.cell[2] + EDGE
        and one.width <= one.room[1] - one.room[0] + EDGE
    )


def _natural_width(one: Formula, scale: float) -> float:
    """Return the width that a formula needs at its natural size, its number beside it.

    A centred formula keeps on its other side as much as the number takes.
    """
    formula = one.formula or one.ink
    width = (formula[2] - formula[0]) / scale + one.padding
    if one.number:
        number = (one.number[2] - one.number[0]) / scale
        width += 2 * (number + NUMBER_GAP_EM * one.block_em)
    return width


def _gap(upper: Box | None, lower: Box | None) -> float | None:
    """Return the space between two boxes, None where they do not stand one above the other."""
    if upper is None or lower is None or lower[1] < upper[3] - EDGE:
        return None
    return lower[1] - upper[3]


def _shared(one: Box, other: Box) -> float:
    """Return how deep two boxes lie on each other: the smaller of the shared width and height."""
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return max(0.0, min(across, down))
