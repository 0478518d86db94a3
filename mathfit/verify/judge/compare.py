"""Before and after: a formula that has room has to look as it did, and its number with it.

The formula and its number are compared apart, each with its place in the column: a number that is
half a pixel nearer is the same number, and the formula the same formula.

A browser snaps each piece of a formula to the screen's pixels on its own, and draws a thin line
that lies between two rows of pixels as two grey ones. So both pictures are softened a little first,
and they are the same when at most `DIFFERENT` pixels of either are darker or lighter, by more than
`CONTRAST`, than every pixel around the same place in the other. Measured: formulas that are the
same differ by no pixel, wherever they stand; another digit or sign by nine and more.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path  # resolved by typing.get_type_hints
from typing import TYPE_CHECKING

from PIL import Image, ImageChops, ImageFilter

from mathfit.verify.judge.checks import SHRUNK, Finding
from mathfit.verify.judge.fault import Fault
from mathfit.verify.judge.geometry import Formula, View  # typing.get_type_hints

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mathfit.verify.judge.geometry import Box

SOFTENED = 0.5
"""Radius in pixels of the blur that both pictures get."""
CONTRAST = 32
"""Of 255: a difference of grey that counts, once softened."""
DIFFERENT = 1
"""Pixels that may differ by that."""
MOVED = 1.0
"""CSS px by which a formula or a number may move against its column, or a size change."""
SHIFT_ADDED = 0.02
"""Layout shift (CLS) that may come in addition."""


@dataclass(frozen=True, slots=True)
class Look:
    """How one display formula looked in one view."""

    view: View
    """The view."""
    formula: Formula
    """The formula, as it stood there."""
    picture: Path
    """The file of its picture, lossless."""
    number: Path | None
    """The file of its number's picture; None where it has none."""


@dataclass(frozen=True, slots=True)
class Behaviour:
    """What a page did beside showing its formulas."""

    looks: tuple[Look, ...] = ()
    """How each display formula looked in each view."""
    errors: tuple[str, ...] = ()
    """Messages of scripts that failed."""
    shift: float = 0
    """Layout shift of the worst load."""
    hidden: tuple[tuple[View, Formula], ...] = ()
    """The display formulas of which nothing was on the screen, with the view."""


def compare(
    page: str, before: Behaviour, after: Behaviour, ignored: frozenset[str] = frozenset()
) -> Iterator[Fault]:
    """Yield what is different now, of formulas that had room before, and of the page itself."""
    # The original counts as it was loaded at the width, where it was: turned there, it may be wrong
    # itself. At the other widths a load would have shown what turning showed.
    earlier: Mapping[tuple[int, int], Look] = {
        (look.view.width, look.formula.index): look
        for look in sorted(before.looks, key=lambda look: look.view.way == "loaded")
    }
    for look in after.looks:
        old = earlier.get((look.view.width, look.formula.index))
        if old is None or not _comparable(old.formula, look.formula):
            continue
        for kind, finding in _differences(old, look):
            if kind not in ignored:
                yield _fault(page, kind, look, finding)
    if "invisible" not in ignored:
        yield from _vanished(page, earlier, after)
    # A page says the same at each load.
    for message in dict.fromkeys(after.errors):
        if message not in before.errors and "script-error" not in ignored:
            yield Fault(page, "script-error", message)
    if after.shift > before.shift + SHIFT_ADDED and "layout-shift" not in ignored:
        detail = f"{after.shift:.3f}, and {before.shift:.3f} before"
        yield Fault(page, "layout-shift", detail)


def _vanished(
    page: str, earlier: Mapping[tuple[int, int], Look], after: Behaviour
) -> Iterator[Fault]:
    """Yield the formulas that were seen before and are not now, without what was told already."""
    for view, one in after.hidden:
        if not one.unseen and (view.width, one.index) in earlier:
            detail = "the original page shows it"
            yield Fault(page, "invisible", detail, view, one.index, None, one.tex)


def same_picture(one: Image.Image, other: Image.Image) -> bool:
    """Tell whether two pictures show the same, but for antialiasing and a shift of one pixel."""
    return difference(one, other) <= DIFFERENT


def difference(one: Image.Image, other: Image.Image) -> int:
    """Return how many pixels differ, at the shift by up to a pixel where fewest do."""
    size = (max(one.width, other.width), max(one.height, other.height))
    first, second = (_prepared(image, size) for image in (one, other))
    least = size[0] * size[1]
    for dx in (0, -1, 1):
        for dy in (0, -1, 1):
            moved = ImageChops.offset(second, dx, dy) if dx or dy else second
            least = min(least, max(_unlike(first, moved), _unlike(moved, first)))
            if least == 0:
                return least
    return least


def _unlike(one: Image.Image, other: Image.Image) -> int:
    """Count the pixels of one picture that resemble no pixel near their place in the other."""
    darker = ImageChops.subtract(other.filter(ImageFilter.MinFilter(3)), one)
    lighter = ImageChops.subtract(one, other.filter(ImageFilter.MaxFilter(3)))
    return sum(ImageChops.lighter(darker, lighter).histogram()[CONTRAST + 1 :])


def _prepared(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    grey = image.convert("L")
    canvas = Image.new("L", size, grey.getpixel((0, 0)))
    canvas.paste(grey, (0, 0))
    return canvas.filter(ImageFilter.BoxBlur(SOFTENED))


def _comparable(old: Formula, new: Formula) -> bool:
    """Tell whether a formula had room before and stands at its natural size now."""
    if old.hidden or new.hidden or not old.em or old.overlap:
        return False
    fitted = old.ink[0] >= old.room[0] - MOVED and old.ink[2] <= old.room[1] + MOVED
    return fitted and old.scroller is None and new.em / old.em >= SHRUNK


def _differences(old: Look, new: Look) -> Iterator[tuple[str, Finding]]:
    one, other = old.formula, new.formula
    first, second = one.formula or one.ink, other.formula or other.ink
    moved = abs((second[0] - other.room[0]) - (first[0] - one.room[0]))
    grown = max(abs(_size(second, side) - _size(first, side)) for side in (0, 1))
    strayed = _strayed(one, other)
    if (old.number is None) != (new.number is None):
        yield "number-differs", Finding(other, "it has a number on one page only")
    elif old.number and new.number and not _same_files(old.number, new.number):
        yield "number-differs", Finding(other, "its number does not look as it did")
    elif moved > MOVED:
        yield "looks-different", Finding(other, f"it stands {moved:.1f} px from where it stood")
    elif grown > MOVED:
        yield "looks-different", Finding(other, f"its size differs by {grown:.1f} px")
    elif strayed > MOVED:
        yield "looks-different", Finding(other, f"its number stands {strayed:.1f} px elsewhere")
    elif not _same_files(old.picture, new.picture):
        yield "looks-different", Finding(other, "it does not look as it did")


def _strayed(old: Formula, new: Formula) -> float:
    """Return how far a number has moved: across its column, or against its formula."""
    if not (old.number and new.number and old.formula and new.formula):
        return 0
    across = (new.number[2] - new.room[1]) - (old.number[2] - old.room[1])
    down = (new.number[1] - new.formula[1]) - (old.number[1] - old.formula[1])
    return max(abs(across), abs(down))


def _size(box: Box, side: int) -> float:
    return box[side + 2] - box[side]


def _same_files(one: Path, other: Path) -> bool:
    with Image.open(one) as first, Image.open(other) as second:
        return same_picture(first, second)


def _fault(page: str, kind: str, look: Look, finding: Finding) -> Fault:
    one = look.formula
    return Fault(page, kind, finding.detail, look.view, one.index, None, one.tex, one.ink)
