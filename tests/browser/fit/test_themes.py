"""Themes and tools, one row of themes.py each: their equations fit, and stand as they stood."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from mathfit import apply_html
from tests.browser.fit import pages
from tests.browser.fit.conftest import FRAMES, Play, settled
from tests.browser.fit.themes import THEMES, Theme, page

if TYPE_CHECKING:
    from playwright.async_api import Page as BrowserPage

pytestmark = pytest.mark.browser

LOOK = (Path(__file__).parent / "themes.js").read_text(encoding="utf-8")
WIDTHS = (320, 375, 1280)
FLOOR = 0.4
CELLS = "cell/"
# What an engine typesets into the page, without what it needed for that.
BUILT = """() => {
  document.querySelectorAll("script").forEach((script) => script.remove());
  document.querySelectorAll(".katex-display").forEach((display) => {
    if (display.parentElement.localName === "span") display.parentElement.replaceWith(display);
  });
  return "<!doctype html>" + document.documentElement.outerHTML;
}"""
WAYS = [(theme, way) for theme in THEMES for way in ("apply", "snippet")]
Seen = dict[str, Any]


def ways(*places: str) -> list[Any]:
    return [
        pytest.param(theme, way, id=f"{theme.name}, {way}")
        for theme, way in WAYS
        if not places or set(places) & set(theme.places)
    ]


def fitted(plain: str, way: str) -> str:
    if way == "apply":
        return apply_html(plain)
    return plain.replace("</head>", f"{pages.ASSETS}</head>", 1)


@pytest.fixture(scope="module")
def looks() -> dict[tuple[str, str], Seen]:
    """What was seen of each theme, so that a page is opened for all the tests together."""
    return {}


@pytest.fixture
def look(replay: Play, looks: dict[tuple[str, str], Seen], theme: Theme, way: str) -> Seen:
    key = (theme.name, way)
    if key not in looks:
        looks[key] = _look(replay, theme, way)
    return looks[key]


def _look(replay: Play, theme: Theme, way: str) -> Seen:
    site = {"/plain": page(theme)}

    async def steps(browser: BrowserPage, origin: str) -> Seen:
        async def see(path: str, width: int, turned: tuple[int, ...] = ()) -> dict[int, Any]:
            await browser.set_viewport_size({"width": width, "height": 900})
            await browser.goto(origin + path)
            await settled(browser)
            found = {width: await browser.evaluate(LOOK)}
            for other in turned:
                await browser.set_viewport_size({"width": other, "height": 900})
                await browser.evaluate(FRAMES)
                found[other] = await browser.evaluate(LOOK)
            return found

        if theme.built:
            await see("/plain", 1280)
            site["/plain"] = await browser.evaluate(BUILT)
        site["/fitted"] = fitted(site["/plain"], way)
        return {
            "plain": await see("/plain", 1280, (375, 320)),
            "loaded at 1280": await see("/fitted", 1280, (375, 320)),
            "loaded at 320": await see("/fitted", 320, (1280,)),
            "loaded at 375": await see("/fitted", 375),
        }

    seen: Seen = replay(site, steps)
    return seen


@pytest.mark.parametrize(("theme", "way"), ways())
def test_equations_fit_and_stand_where_they_stood(look: Seen) -> None:
    problems = [one for one in _problems(look) if CELLS not in one]
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize(("theme", "way"), ways("cell"))
def test_so_they_do_in_cells(look: Seen) -> None:
    problems = [one for one in _problems(look) if CELLS in one]
    assert not problems, "\n".join(problems)


def _problems(look: Seen) -> list[str]:
    plain = look["plain"]
    seen = {name: found for name, found in look.items() if name != "plain"}
    problems = [
        f"{name}, {at} px: {problem}"
        for name, found in seen.items()
        for at, one in found.items()
        for problem in judged(one, plain[at])
    ]
    # The same, however the window came to be as wide.
    for at, name in ((320, "loaded at 320"), (375, "loaded at 375")):
        for key, one in seen[name][at]["equations"].items():
            turned = seen["loaded at 1280"][at]["equations"][key]
            if abs(one.get("scale", 0) - turned.get("scale", 0)) > 0.01:
                scales = f"{one.get('scale'):.3f} loaded, {turned.get('scale'):.3f} turned"
                problems.append(f"{key}, {at} px: {scales}")
    return problems


def judged(seen: Seen, plain: Seen) -> list[str]:
    """Say what is wrong with a page's equations, `plain` being the page without mathfit."""
    problems = []
    if seen["wide"] > 0.5:
        problems.append(f"the page is {seen['wide']} px too wide")
    elif seen["wideCells"] > max(0.5, plain["wideCells"]):
        problems.append(f"{CELLS}* make the page {seen['wideCells']} px too wide")
    for name, one in seen["equations"].items():
        before = plain["equations"][name] | {"wide": plain["wideCells"] > 0.5}
        problems += [f"{name} {problem}" for problem in _of_equation(name, one, before)]
    return problems


def _of_equation(name: str, one: Seen, before: Seen) -> list[str]:
    if "ink" not in one:
        return [] if "ink" not in before else ["is not seen"]
    if not one["fitted"]:
        return ["is not fitted"]
    if one["hidden"]:
        return ["is hidden"]
    found = []
    scale = one["scale"]
    in_cell = name.startswith(CELLS)
    if one["scrolls"] and abs(scale - FLOOR) > 0.01:
        found.append(f"scrolls at scale {scale:.3f}")
    if not one["scrolls"] and max(one["left"], one["right"]) > 1:
        found.append(f"leaves its block by {max(one['left'], one['right']):.1f} px")
    if one["covered"] and not one["scrolls"]:
        found.append("has its number on it")
    if one["number"] > 1 and not one["scrolls"] and not in_cell:
        found.append(f"has its number {one['number']:.1f} px outside")
    if scale < FLOOR - 0.01:
        found.append(f"is shown at {scale:.3f}")
    # The box of a formula is a little wider than its ink; a number needs as much room at the other
    # side, and some before it.
    had_room = max(before["left"], before["right"]) <= 0.5 and not before["covered"]
    had_room &= before["free"] >= 4 and not before.get("over")
    had_room &= "numbered" not in name or before["free"] >= 40
    # A table that scrolls, or leaves its block, gives what is in it as much room as it asks for.
    had_room &= not in_cell or not (before.get("slid") or before["wide"] or before["wideTable"])
    if had_room:
        moved = [now - was for now, was in zip(one["ink"], before["ink"], strict=True)]
        if max(map(abs, moved)) > 1:
            told = ", ".join(f"{by:+.1f}" for by in moved)
            found.append(f"is moved or scaled (left, top, width, height): {told}")
        if abs(one["section"] - before["section"]) > 1:
            found.append(f"takes {one['section'] - before['section']:+.1f} px of height")
    # What is shrunk fills its room, but for what an engine leaves at both sides of it.
    elif FLOOR + 0.01 < scale < 0.99 and not in_cell and one["free"] > 48 * scale + 24:
        found.append(f"leaves {one['free']:.1f} px free at scale {scale:.3f}")
    return found


def test_each_stylesheet_is_of_a_theme() -> None:
    folder = Path(__file__).parent / "themes"
    assert {file.stem for file in folder.iterdir()} == {css for row in THEMES for css in row.css}
