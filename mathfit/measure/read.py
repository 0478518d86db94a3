"""One page in the browser: load it with the script, and read the sizes that the script found."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from mathfit.browser.session import (
    MissingEngineError,
    Opening,
    Session,
    UnfinishedError,
    first_line,
)
from mathfit.measure.measured import SLACK, Measured
from mathfit.measure.take import take
from mathfit.page.size import Size
from mathfit.page.typeset import Typeset

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mathfit.browser.network import Network, Traffic
    from mathfit.browser.pool import Opened

WIDTH, NARROW = 1280, 375
"""The window, CSS px: sizes are read in the wide one, and have to hold in the narrow one too."""
BROKEN = "inline formulas that may be wider than a line are in pieces"
"""Why a page keeps the script whose inline formulas its engine breaks."""
STRETCHED = "numbered equations and multlines in MathJax's SVG output are laid out again by it"
"""Why a page keeps the script whose equations depend on the line that they were typeset in."""
SAME = 0.01
"""The share of a width by which the two may differ."""
SAME_HEIGHT = 0.05
"""How many em the heights and the margins may differ."""


@dataclass(frozen=True, slots=True)
class Tagged:
    """A page to be measured, as it is opened."""

    page: str
    """Its path in the site."""
    instead: Mapping[str, bytes]
    """The files that it is opened with, by their addresses."""
    lines: tuple[int, ...]
    """The lines in the source of its equations, whose wrappers are counted from 0."""
    inline: int | None = None
    """How many inline formulas the source has; None where what the engine makes is not wanted."""


async def read(
    opened: Opened, network: Network, page: Tagged, timeout: float, traffic: Traffic
) -> Measured:
    """Open one page and read its sizes; at most `timeout` seconds.

    A page that does not end in its time, or whose process ends, spoils its browser: whatever it
    still does would cost the next page time. Raises playwright's Error where the browser is gone.
    """
    from playwright.async_api import Error  # noqa: PLC0415

    opening = Opening(
        WIDTH, timeout, in_all=True, context={"bypass_csp": True}, instead=page.instead
    )
    session = None
    try:
        session = await Session.open(
            opened.browser, network, page.page, opening, traffic, opened.guard
        )
        measured = await _measure(session, page)
    except MissingEngineError as error:
        return Measured(reason=f"its engine is missing: {error}", failed=True)
    except UnfinishedError as error:
        opened.spoilt = True
        return Measured(reason=str(error), failed=True)
    except Error as error:
        if not opened.browser.is_connected():
            raise
        opened.spoilt = True
        return Measured(reason=first_line(error), failed=True)
    finally:
        if session is not None:
            await session.close()
    asked = session.asked[:1]
    dialogs = tuple(f"opened a dialog, which was closed: {message[:80]!r}" for message in asked)
    return replace(measured, notes=(*measured.notes, *dialogs, *traffic.notes()))


async def _measure(session: Session, page: Tagged) -> Measured:
    count = len(page.lines)
    await session.load()
    await session.evaluate(_script_that_reads(), {"count": count, "open": True})
    await session.wait()
    wide = await session.evaluate(_script_that_reads(), {"count": count, "open": False})
    if reason := _differs(wide, page.lines):
        return Measured(reason=reason)
    taken = None if page.inline is None else await take(session, count, page.inline)
    await session.resize(NARROW)
    await session.wait()
    narrow = await session.evaluate(_script_that_reads(), {"count": count, "open": False})
    if reason := _differs(narrow, page.lines) or _moves(wide, narrow, page.lines):
        return Measured(reason=reason)
    return Measured(
        sizes=tuple(_size(size) for size in wide["sizes"]),
        inline=tuple((int(index), _size(size)) for index, size in wide["inline"]),
        script=_script(wide),
        by_rule=_forbids_style(wide["policies"]),
        typeset=taken if isinstance(taken, Typeset) else None,
        untypeset=taken if isinstance(taken, str) else None,
        notes=(f"wanted to go to {wide['left']}, and was kept",) if wide["left"] else (),
    )


def _differs(seen: Mapping[str, Any], lines: Sequence[int]) -> str | None:
    """Say why the typeset equations are not, one for one, those of the source."""
    if not seen["script"]:
        return "mathfit's script did not run on it"
    for what, which in (
        ("twice on the page", seen["copied"]),
        ("not on the page any more", seen["gone"]),
        ("not typeset", seen["untypeset"]),
    ):
        if which:
            more = f" (and {len(which) - 1} more)" if len(which) > 1 else ""
            return f"the equation in line {lines[which[0]]} is {what}{more}"
    if seen["more"]:
        return f"{seen['more']} equations on it are not in its source"
    if seen["bound"]:
        return "its engine breaks or scales equations to the reader's line"
    return None


def _moves(wide: Mapping[str, Any], narrow: Mapping[str, Any], lines: Sequence[int]) -> str | None:
    """Say which equation has another size in em in a narrow window."""
    for line, one, other in zip(lines, wide["sizes"], narrow["sizes"], strict=True):
        if abs(one["width"] - other["width"]) > SAME * one["width"]:
            return (
                f"the equation in line {line} is {one['width']:.4g} em wide in a window of "
                f"{WIDTH} px and {other['width']:.4g} em in one of {NARROW} px"
            )
        if any(abs(one[part] - other[part]) > SAME_HEIGHT for part in ("height", "top", "bottom")):
            return f"the equation in line {line} has other margins or another height at {NARROW} px"
    return None


def _size(seen: Mapping[str, Any]) -> Size:
    values = dict(seen)
    if not values.get("held"):
        values["width"] *= 1 + SLACK
    return Size(**values)


def _script(seen: Mapping[str, Any]) -> str | None:
    """Say why the page needs the script besides its sizes."""
    if seen["stretched"]:
        return STRETCHED
    if seen["owned"]:
        return "a framework owns its equations, and may make them anew"
    if seen["native"]:
        return "each browser lays out MathML in its own way"
    if seen["placed"]:
        return "numbers, text or rules of the page beside an equation decide about its room"
    if seen["broken"]:
        return BROKEN
    return None


def _forbids_style(policies: Sequence[str]) -> bool:
    """Tell whether one of the page's security policies refuses style attributes."""
    for policy in policies:
        directives: dict[str, str] = {}
        for directive in policy.split(";"):
            name, _, sources = directive.strip().partition(" ")
            directives.setdefault(name.lower(), sources)
        names = ("style-src-attr", "style-src", "default-src")
        known = [directives[name] for name in names if name in directives]
        sources = known[0] if known else "'unsafe-inline'"
        # Beside a nonce or a hash 'unsafe-inline' counts for nothing.
        if "'unsafe-inline'" not in sources or re.search(r"'(?:nonce|sha\d+)-", sources):
            return True
    return False


@cache
def _script_that_reads() -> str:
    return files("mathfit.measure").joinpath("read.js").read_text(encoding="utf-8")
