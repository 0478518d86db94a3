"""Fonts that a reader may have: for MathML, where each has metrics of its own, and for text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests import fonts
from tests.browser.enlarge.conftest import ASSETS, BUTTONS
from tests.browser.fit import pages
from tests.browser.fit.conftest import FRAMES, JUDGE, Play, settled

if TYPE_CHECKING:
    from playwright.async_api import Page

pytestmark = pytest.mark.browser

WIDTHS = (320, 375, 768, 1280)
MATH_FONTS = [*fonts.MATH, pages.NO_MATH_FONT]
FAMILY = """() => {
  const family = getComputedStyle(document.querySelector("math")).fontFamily;
  return document.fonts.check(`16px ${family}`) && family;
}"""
# Give the equation's paragraph a part of the width that the equation takes, and a px. Returns the
# number of buttons that enlarge it, and its scale.
ROOM = f"""async (part) => {{
  const paragraph = document.querySelector("p");
  const row = document.querySelector("math");
  const inside = document.createRange();
  inside.selectNodeContents(row);
  globalThis.natural ??= Math.min(...[row, inside].map((one) => one.getBoundingClientRect().width));
  paragraph.style.width = `${{globalThis.natural * part + 1}}px`;
  await ({FRAMES})();
  const ink = document.querySelector("math-fit-ink");
  return [{BUTTONS}.length, new DOMMatrix(getComputedStyle(ink).transform).a];
}}"""


def page_in(font: str, **more: Any) -> str:
    """Return the matrix in MathML, in one of MATH_FONTS; the text is smaller on a phone."""
    style = pages.SMALLER + pages.math_font(font)
    return pages.page(pages.OUTPUTS["katex-mathml"], wrapped=True, style=style, **more)


def one_that_can_be_enlarged(font: str) -> str:
    """Return a page with one equation, in a column that has room for it."""
    html = page_in(font, places={"paragraph": "<p>{}</p>"}, kinds=("long",))
    return html.replace(pages.ASSETS, ASSETS).replace("--column,720px", "--column,2400px")


async def both_ways(page: Page, origin: str) -> dict[str, Any]:
    """Judge a page that was loaded wide and turned, and loaded narrow and turned."""
    found = {}
    # The text has another size below 600 px: what was measured in one is shown in the other.
    for first, last in ((WIDTHS[-1], WIDTHS[0]), (WIDTHS[0], WIDTHS[-1])):
        await page.set_viewport_size({"width": first, "height": 900})
        await page.goto(origin)
        await settled(page)
        found[f"loaded at {first}"] = await page.evaluate(JUDGE)
        for width in sorted(WIDTHS, reverse=first > last):
            await page.set_viewport_size({"width": width, "height": 900})
            await page.evaluate(FRAMES)
            found[f"loaded at {first}, turned to {width}"] = await page.evaluate(JUDGE)
    return found


@pytest.mark.parametrize("font", MATH_FONTS)
def test_mathml_fits_loaded_and_turned(replay: Play, font: str) -> None:
    async def steps(page: Page, origin: str) -> dict[str, Any]:
        found = await both_ways(page, origin)
        wanted = pages.MATH_FAMILY if font in fonts.MATH else '"DejaVu Serif"'
        assert await page.evaluate(FAMILY) == wanted
        return found

    site = {"/": page_in(font, places=pages.FEW_PLACES)}
    for way, result in replay(site, steps).items():
        assert result["problems"] == [], way
        # KaTeX leaves errors as text: one in each place.
        assert result["fitted"] == result["count"] - len(pages.FEW_PLACES), way


@pytest.mark.parametrize("font", MATH_FONTS)
def test_what_has_its_room_is_not_enlarged(replay: Play, font: str) -> None:
    async def steps(page: Page, origin: str) -> list[list[float]]:
        await page.goto(origin)
        await settled(page)
        return [await page.evaluate(ROOM, part) for part in (1, 0.9)]

    whole, shrunk = replay({"/": one_that_can_be_enlarged(font)}, steps, width=2500)
    # Two thousandths are kept free: a formula's own widths are sums of rounded ones.
    assert whole == [0, pytest.approx(1, abs=0.0025)]
    assert shrunk == [1, pytest.approx(0.9, abs=0.005)]


@pytest.mark.parametrize("text", pages.TEXT_FONTS)
@pytest.mark.parametrize(
    "name", ["mathjax2-svg", "mathjax3-chtml", "mathjax3-svg", "mathjax4-chtml", "katex"]
)
def test_text_fonts(replay: Play, name: str, text: str) -> None:
    style = pages.SMALLER + pages.TEXT_FONTS[text]
    places = {place: pages.PLACES[place] for place in ("paragraph", "cell")}
    # Not an error's message: text of the page's font, whose width at another size is another sum.
    kinds = [kind for kind in pages.KINDS | pages.ALIGNED if kind != "error"]
    html = pages.page(pages.OUTPUTS[name], wrapped=True, style=style, places=places, kinds=kinds)
    for way, result in replay({"/": html}, both_ways).items():
        assert result["problems"] == [], way
        assert result["fitted"] == result["count"], way
