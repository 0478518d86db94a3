"""Where an equation has room, it looks as it did: same place, same size, same pixels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.fit import pages
from tests.browser.fit.conftest import FITTED, FRAMES, Play, other_ink, settled

if TYPE_CHECKING:
    from playwright.async_api import Page

pytestmark = pytest.mark.browser

# Not in cells and floats: as wide as their content, where KaTeX's number lies over it.
PLACES = {
    place: pages.PLACES[place] for place in ("paragraph", "list", "quote", "grid", "left", "small")
}
# Pixels, of 26 million: the tips of thin strokes. Another digit alone is some twenty.
A_FEW = 8
# Each case starts at a whole pixel, so that a fraction in one does not shift all that follow.
# All of them stay below the 16384 px that Chromium's pictures can be high.
EVEN = "section{display:flow-root;height:240px;overflow:hidden}"
BOXES = """() => [...document.querySelectorAll('section[data-kind]')].map((section) => {
  const display = section.querySelector('mjx-container,.MathJax_Display,.MJXc-display,' +
    '.MathJax_SVG_Display,.katex-display,math[display=block]');
  const rect = (display || section).getBoundingClientRect();
  const outer = section.getBoundingClientRect();
  return [section.dataset.place + '/' + section.dataset.kind,
    rect.left, rect.top, rect.width, rect.height, outer.top, outer.bottom];
})"""


@pytest.mark.parametrize(
    ("name", "wrapped"),
    [(name, True) for name in pages.MAIN if name != "mathjax4-linebreak"]
    + [("katex", False), ("katex-fleqn", False), ("katex-leqno", False)],
)
def test_with_room_it_is_the_same_picture(replay: Play, name: str, wrapped: bool) -> None:
    output = pages.OUTPUTS[name]
    kinds = ("five", "plain", "numbered-short", "numbered", "tag", "nested", "cases", "align")
    site = {
        path: pages.page(
            output, wrapped=wrapped and assets, assets=assets, places=PLACES, kinds=kinds
        ).replace("<body>", f"<body style='--column:3200px'><style>{EVEN}</style>")
        for path, assets in (("/plain", False), ("/fitted", True))
    }

    async def steps(page: Page, origin: str) -> list[Any]:
        found = []
        for path in site:
            await page.goto(origin + path)
            await settled(page)
            found.append((await page.evaluate(BOXES), await page.screenshot(full_page=True)))
        assert await page.evaluate(FITTED) > 40
        return found

    (boxes, before), (fitted, after) = replay(site, steps, width=2400)
    for was, now in zip(boxes, fitted, strict=True):
        assert was[0] == now[0]
        assert now[1:] == pytest.approx(was[1:], abs=0.5), now[0]
    assert other_ink(before, after) <= A_FEW


# A theme's own number, at either end.
NUMBER = (
    ".katex-display{position:relative}.katex-display::%s"
    "{content:'(' counter(eq) ')';counter-increment:eq;position:absolute;top:0;right:0}"
)


@pytest.mark.parametrize("place", ["before", "after"])
def test_what_a_theme_puts_into_the_display_element_stays(replay: Play, place: str) -> None:
    kinds = ("five", "plain", "nested")
    site = {
        path: pages.page(
            pages.OUTPUTS["katex"],
            wrapped=False,
            assets=assets,
            places={"paragraph": pages.PLACES["paragraph"]},
            kinds=kinds,
            style=f"<style>{NUMBER % place}{EVEN}</style>",
        )
        for path, assets in (("/plain", False), ("/fitted", True))
    }

    async def steps(page: Page, origin: str) -> list[Any]:
        found = []
        for path in site:
            await page.goto(origin + path)
            await settled(page)
            found.append(await page.screenshot())
        await page.set_viewport_size({"width": 320, "height": 800})
        await page.evaluate(FRAMES)
        return [*found, await page.evaluate("document.documentElement.scrollWidth")]

    before, after, width = replay(site, steps, width=1280)
    assert other_ink(before, after) <= A_FEW
    assert width == 320
