"""What the probe saw, typed: one page at one width, entered one way. All lengths are CSS px.

Boxes are (left, top, right, bottom) in the viewport's coordinates.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

Box: TypeAlias = tuple[float, float, float, float]
Way: TypeAlias = Literal["loaded", "turned", "linked"]


@dataclass(frozen=True, slots=True)
class View:
    """How a page was looked at."""

    width: int
    """Width of the window, CSS px."""
    way: Way = "loaded"
    """`turned` where the page was loaded at another width and resized; `linked` where the reader
    came from a page without formulas, by a link that the site's router follows."""
    from_width: int | None = None
    """The width that it was turned from, CSS px; None where it was loaded."""
    setting: str = ""
    """What else was different: `zoom`, `print`, `dpr3`, …; empty for none."""

    @property
    def label(self) -> str:
        """How people call it: `375 px, turned from 768`."""
        turned = f", turned from {self.from_width}" if self.from_width else ""
        linked = ", by a link" if self.way == "linked" else ""
        setting = f", {self.setting}" if self.setting else ""
        return f"{self.width} px{turned}{linked}{setting}"


@dataclass(frozen=True, slots=True)
class Scroller:
    """A box that scrolls sideways around a formula."""

    excess: float
    """By how much it scrolls, CSS px."""
    needed: bool
    """The ink is wider than the box: without scrolling, part of it is not seen."""
    box: Box
    """The box itself, CSS px."""


@dataclass(frozen=True, slots=True)
class Formula:
    """One formula as it stands on the page."""

    index: int
    """Counted from 1 among the page's display equations, or among its inline formulas."""
    display: bool
    """A display equation, not an inline formula."""
    engine: str
    """The engine that wrote it, as the probe calls it."""
    tex: str
    """Its source, as far as the page has it."""
    hidden: bool = False
    """No part of it is on the screen: of the rest only `unseen` and its place are known."""
    unseen: str = ""
    """Why it cannot be seen, where a reader ought to see it; empty where all is as it should be."""
    ink: Box = (0, 0, 0, 0)
    """All that is drawn; `formula` and `number` are its two parts. CSS px, as every box."""
    formula: Box | None = None
    """The ink without the number; None where there is nothing else."""
    number: Box | None = None
    """The ink of its number; None where it has none."""
    overlap: float = 0
    """How deep a number lies on the formula, the engine's or another beside it."""
    elsewhere: bool = False
    """Whether the line after it stands in another part of the page: its foot, its navigation."""
    apart: float = 0
    """The margin above the line after it, where that is a heading, CSS px."""
    filled: float = 0
    """How deep it lies in the padding of a box around it, below the column."""
    beside: float = 0
    """What it has to leave of the column to its table's other cells, its row's or a number."""
    counted: tuple[str, ...] = ()
    """Its numbers as a stylesheet counts and the browser draws them; empty where none does."""
    counted_from: str = ""
    """The counters of these, and where the page has each of them begin."""
    room: tuple[float, float] = (0, 0)
    """Left and right edge of the column that the formula stands in."""
    block: str = ""
    """The element of the column, for a person to read."""
    block_em: float = 16
    """Font size of the text around it."""
    padding: float = 0
    """What the page's style adds to its width, left and right together, before any transform."""
    cell: Box | None = None
    """The table cell that it stands in; None outside tables."""
    em: float = 0
    """Font size that the formula shows, transforms included."""
    transform: float = 1
    """The part of its scale that transforms make."""
    scroller: Scroller | None = None
    """The box that scrolls around it, or None."""
    clipped: Box = (0, 0, 0, 0)
    """How much of the ink is cut off on each side."""
    above: Box | None = None
    """The line before it; None where there is none."""
    below: Box | None = None
    """The line after it; None where there is none."""
    error: str | None = None
    """An engine's error message that stands in its place."""
    reach: tuple[float, float] | None = None
    """Leftmost and rightmost edge of its boxes, helpers included; only where the page scrolls."""

    @property
    def name(self) -> str:
        """How messages call it."""
        return f"equation {self.index}" if self.display else f"inline formula {self.index}"

    @property
    def width(self) -> float:
        """Width of the ink."""
        return self.ink[2] - self.ink[0]

    @property
    def ratio(self) -> float:
        """Font size of the formula over that of the text around it."""
        return self.em / self.block_em if self.block_em else 0


@dataclass(frozen=True, slots=True)
class Scene:
    """One page in one view."""

    view: View
    """The view."""
    viewport: float
    """Width of the window without a scroll bar, CSS px."""
    sideways: float
    """By how much the page scrolls sideways."""
    height: float
    """Height of the page, CSS px."""
    formulas: tuple[Formula, ...]
    """Its formulas, in page order."""
    scroll_y: float = 0
    """By how much it was scrolled down, CSS px."""
    errors: tuple[str, ...] = ()
    """Messages that an engine left in the place of a formula."""
    untypeset: tuple[str, ...] = ()
    """How TeX begins that stands on the page as it was written; the first few."""

    @property
    def displays(self) -> tuple[Formula, ...]:
        """The display equations that can be seen."""
        return tuple(one for one in self.formulas if one.display and not one.hidden)


SAME = 0.5
"""CSS px by which lengths may differ between two views that show the same."""


def alike(one: Scene, other: Scene) -> bool:
    """Tell whether two views of a page show the same, however each was entered."""
    return all(
        _near(getattr(one, name), getattr(other, name))
        for name in Scene.__slots__
        if name != "view"
    )


def _near(one: object, other: object) -> bool:
    if isinstance(one, float | int) and isinstance(other, float | int):
        return abs(one - other) <= SAME
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) == len(other) and all(map(_near, one, other))
    if isinstance(one, Formula | Scroller) and type(one) is type(other):
        names = type(one).__slots__
        return all(_near(getattr(one, name), getattr(other, name)) for name in names)
    return one == other


def read_scene(view: View, raw: Mapping[str, Any]) -> Scene:
    """Read what probe.js returned."""
    page = raw["page"]
    return Scene(
        view=view,
        viewport=page["viewport"],
        sideways=page["sideways"],
        height=page["height"],
        formulas=tuple(_formula(unit) for unit in raw["units"]),
        scroll_y=page["scrollY"],
        errors=tuple(page["errors"]),
        untypeset=tuple(page["untypeset"]),
    )


def _formula(unit: Mapping[str, Any]) -> Formula:
    hidden = bool(unit["hidden"])
    always = {
        "index": unit["index"],
        "display": unit["display"],
        "engine": unit["engine"],
        "tex": " ".join((unit.get("tex") or "").split()),
        "hidden": hidden,
        "ink": tuple(unit["ink"]),
    }
    if hidden:
        return Formula(**always, unseen=unit.get("unseen") or "")
    scroller = unit["scroller"]
    return Formula(
        **always,
        formula=_box(unit.get("formula")),
        number=_box(unit.get("number")),
        overlap=unit.get("overlap", 0),
        room=tuple(unit["room"]),
        block=unit["block"],
        block_em=unit["blockEm"],
        padding=unit["padding"] if unit["display"] else 0,
        counted=tuple(unit.get("numbers") or ()),
        counted_from=(unit.get("counted") or {}).get("from", ""),
        apart=unit.get("apart", 0),
        elsewhere=unit.get("elsewhere", False),
        filled=unit.get("filled", 0),
        beside=unit.get("beside", 0),
        cell=_box(unit["cell"]),
        em=unit.get("em", 0),
        transform=unit.get("transform", 1),
        scroller=scroller
        and Scroller(scroller["excess"], scroller["needed"], tuple(scroller["box"])),
        clipped=tuple(unit["clipped"]),
        above=_box(unit.get("above")),
        below=_box(unit.get("below")),
        error=unit.get("error"),
        reach=_pair(unit.get("reach")),
    )


def _box(raw: Any) -> Box | None:
    return (raw[0], raw[1], raw[2], raw[3]) if raw else None


def _pair(raw: Any) -> tuple[float, float] | None:
    return (raw[0], raw[1]) if raw else None
