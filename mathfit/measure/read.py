"""One page in the browser: load it with the script, and read the numbers that the script found."""

from __future__ import annotations

import asyncio
import re
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from mathfit.browser.network import Network, Traffic
from mathfit.browser.session import STAY, answer_questions, load
from mathfit.measure.measured import SLACK, Measured
from mathfit.page.size import Size

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from playwright.async_api import Browser, Page

WIDTH, NARROW, HEIGHT = 1280, 375, 800
"""The window, CSS px: numbers are read in the wide one, and have to hold in the narrow one too."""
SAME = 0.01
"""The share of a width by which the two may differ."""
SAME_HEIGHT = 0.05
"""How many em the heights and the margins may differ."""
_CLOSING = 5.0
"""Seconds that a page gets to close; one that hangs ends with its browser."""


@dataclass(frozen=True, slots=True)
class Tagged:
    """A page to be measured: its path in the site, and the files it is opened with by address.

    `lines` are the lines in the source of its equations, whose wrappers are numbered from 0.
    """

    page: str
    instead: Mapping[str, bytes]
    lines: tuple[int, ...]


class SpoiltError(Exception):
    """The page did not end in its time or ended its process: its browser is of no more use."""


async def measure(browser: Browser, network: Network, page: Tagged, timeout: float) -> Measured:
    """Open one page and read its numbers; at most `timeout` seconds.

    Raises SpoiltError when the time is over or the page crashed, and playwright's Error where the
    browser ended.
    """
    from playwright.async_api import Error  # noqa: PLC0415

    traffic = Traffic()
    asked: list[str] = []
    context = None
    try:
        async with asyncio.timeout(timeout):
            url = network.site.url(page.page)
            context = await browser.new_context(
                viewport={"width": WIDTH, "height": HEIGHT},
                service_workers="block",
                accept_downloads=False,
                reduced_motion="reduce",
                locale="en-US",
                bypass_csp=True,
            )
            await network.attach(context, traffic, only=url, instead=page.instead)
            await context.add_init_script(STAY)
            tab = await context.new_page()
            answer_questions(tab, asked)
            measured = await _measure(tab, url, page, traffic)
    except TimeoutError:
        raise SpoiltError(_in_words(traffic, f"not finished after {timeout:g} s")) from None
    except Error as error:
        if not browser.is_connected():
            raise
        raise SpoiltError(_first_line(error)) from None
    finally:
        if context is not None and browser.is_connected():
            with suppress(Exception):
                async with asyncio.timeout(_CLOSING):
                    await context.close()
    notes = list(measured.notes)
    if asked:
        notes.append(f"opened a dialog, which was closed: {asked[0][:80]!r}")
    if traffic.blocked:
        notes.append("not allowed to reach " + ", ".join(sorted(traffic.blocked)))
    notes += [f"{old} was answered by version {new}" for old, new in traffic.substituted.items()]
    from mathfit.measure.cache import dependencies  # noqa: PLC0415

    return replace(measured, notes=tuple(notes), dependencies=dependencies(network.site, traffic))


async def _measure(tab: Page, url: str, page: Tagged, traffic: Traffic) -> Measured:
    await load(tab, url)
    state = await _wait(tab, traffic, again=False)
    if state["state"] == "missing":
        return Measured(reason=_in_words(traffic, "its engine is missing"), failed=True)
    await tab.evaluate(_READ, {"count": len(page.lines), "open": True})
    await _wait(tab, traffic, again=True)
    wide = await tab.evaluate(_READ, {"count": len(page.lines), "open": False})
    if reason := _differs(wide, page.lines):
        return Measured(reason=reason)
    await tab.set_viewport_size({"width": NARROW, "height": HEIGHT})
    await _wait(tab, traffic, again=True)
    narrow = await tab.evaluate(_READ, {"count": len(page.lines), "open": False})
    if reason := _differs(narrow, page.lines) or _moves(wide, narrow, page.lines):
        return Measured(reason=reason)
    return Measured(
        sizes=tuple(_size(size) for size in wide["sizes"]),
        inline=tuple((int(index), _size(size)) for index, size in wide["inline"]),
        script=_script(wide),
        by_rule=_forbids_style(wide["policies"]),
        notes=(f"wanted to go to {wide['left']}, and was kept",) if wide["left"] else (),
    )


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0]


def _in_words(traffic: Traffic, what: str) -> str:
    if not traffic.missing_engine:
        return what
    url, why = next(iter(traffic.missing_engine.items()))
    return f"{what}; {url}: {why}"


async def _wait(tab: Page, traffic: Traffic, *, again: bool) -> Any:
    failed = any(url.split("?")[0].endswith(".js") for url in traffic.missing_engine)
    return await tab.evaluate(_WAIT, {"engineFailed": failed, "again": again})


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
    values["width"] *= 1 + SLACK
    return Size(**values)


def _script(seen: Mapping[str, Any]) -> str | None:
    """Say why the page needs the script besides its numbers."""
    if seen["stretched"]:
        return "numbered equations in MathJax 2's SVG output are laid out again by it"
    if seen["native"]:
        return "each browser lays out MathML in its own way"
    if seen["broken"]:
        return "inline formulas that may be wider than a line are in pieces"
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
def _source(package: str, name: str) -> str:
    return files(package).joinpath(name).read_text(encoding="utf-8")


_WAIT = _source("mathfit.verify", "wait.js")
_READ = _source("mathfit.measure", "read.js")
