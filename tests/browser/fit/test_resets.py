"""Rules of a page for all elements, for those that are not defined, or for a parent's children."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.fit import pages
from tests.browser.fit.conftest import FRAMES, JUDGE, Play, settled

if TYPE_CHECKING:
    from playwright.async_api import Page

pytestmark = pytest.mark.browser

RESETS = {
    "display": ":not(:defined){display:none}",
    "visibility": ":not(:defined){visibility:hidden}",
    "opacity": ":not(:defined){opacity:0}",
    "max-width": "*,*::before,*::after{box-sizing:border-box;max-width:100%}",
    "min-width": "*,*::before,*::after{box-sizing:border-box;min-width:0;margin-inline:0}",
    "min-content": "p>*{width:min-content}",
}
UNSEEN = """() => [...document.querySelectorAll('.base,.katex-base,mjx-math,svg')].filter((box) =>
  !box.closest('.katex-mathml,mjx-assistive-mml') && box.closest('section') &&
  !box.checkVisibility({opacityProperty: true, visibilityProperty: true})).length"""
# With nothing of mathfit in the page.
SHOWN = "() => document.querySelectorAll('.base,.katex-base,mjx-math,math,svg').length"


# MathJax's own elements are not defined either: such a reset hides them, with mathfit or not.
CASES = [("katex", wrapped, reset) for wrapped in (True, False) for reset in RESETS] + [
    (name, True, reset)
    for name in ("mathjax3-chtml", "mathjax4-svg")
    for reset in ("max-width", "min-width", "min-content")
]


@pytest.mark.parametrize(("name", "wrapped", "reset"), CASES)
def test_under_a_reset_everything_is_seen_and_fits(
    play: Play, name: str, wrapped: bool, reset: str
) -> None:
    kinds: tuple[str, ...] = ("five", "plain", "numbered", "nested")
    # What MathJax's own elements are not made for is no fault of a wrapper.
    if name != "katex" and reset in ("max-width", "min-width"):
        kinds = ("five", "plain")
    html = pages.page(
        pages.OUTPUTS[name],
        wrapped=wrapped,
        assets=True,
        places={"paragraph": pages.PLACES["paragraph"]},
        kinds=kinds,
        style=f"<style>{RESETS[reset]}</style>",
    )

    async def steps(page: Page, origin: str) -> Any:
        found = []
        for width, turned in ((375, 1000), (1000, 375)):
            await page.set_viewport_size({"width": width, "height": 900})
            await page.goto(origin)
            await settled(page)
            for _ in (1, 2):
                found.append((await page.evaluate(JUDGE), await page.evaluate(UNSEEN)))
                await page.set_viewport_size({"width": turned, "height": 900})
                await page.evaluate(FRAMES)
        return found, await page.evaluate(SHOWN)

    found, shown = play({"/": html}, steps)
    assert shown > 0
    for judged, unseen in found:
        assert judged["problems"] == []
        assert judged["fitted"] == judged["count"]
        assert unseen == 0


def test_under_zoom_an_inline_formula_keeps_its_size(play: Play) -> None:
    inline = r"\((" + "+".join(f"a_{{{n}}}" for n in range(9)) + r")\)"
    head = pages.ASSETS + pages.OUTPUTS["mathjax3-chtml"].head
    whole = (
        "<!doctype html><meta charset=utf-8><title>t</title>%s"
        f"<main style='zoom:1.5'><p>In {inline} it</p></main>"
    )
    site = {"/plain": whole % head.replace(pages.ASSETS, ""), "/fitted": whole % head}
    size = "document.querySelector('mjx-math').getBoundingClientRect().toJSON()"

    async def steps(page: Page, origin: str) -> list[Any]:
        found = []
        for path in site:
            await page.goto(origin + path)
            await settled(page)
            found.append(await page.evaluate(size))
        assert await page.evaluate("!!document.querySelector('math-fit[inline]')")
        return found

    plain, fitted = play(site, steps, width=1280)
    for side in ("left", "top", "width", "height"):
        assert fitted[side] == pytest.approx(plain[side], abs=1), side
