"""Every output, every kind of equation, every place: judged by geometry, loaded and turned."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.fit import pages
from tests.browser.fit.conftest import FRAMES, JUDGE, Play, settled

if TYPE_CHECKING:
    from playwright.async_api import Page

pytestmark = pytest.mark.browser

WIDTHS = (320, 375, 768, 1280)


@pytest.mark.parametrize("name", pages.OUTPUTS)
def test_every_kind_in_every_place_fits(play: Play, name: str) -> None:
    output = pages.OUTPUTS[name]
    few = not pages.WHOLE and name in pages.VARIANTS
    site = {
        "/": pages.page(output, wrapped=True, places=pages.FEW_PLACES if few else None),
        "/loaded": pages.page(
            output, wrapped=True, places=None if pages.WHOLE else pages.FEW_PLACES
        ),
    }

    async def steps(page: Page, origin: str) -> dict[str, Any]:
        found = {}
        await page.goto(origin)
        await settled(page)
        # Turned from the width before: down from the widest, and up again.
        for width in (*reversed(WIDTHS), WIDTHS[-1]):
            await page.set_viewport_size({"width": width, "height": 900})
            await page.evaluate(FRAMES)
            found[f"turned to {width}"] = await page.evaluate(JUDGE)
        await page.set_viewport_size({"width": WIDTHS[0], "height": 900})
        await page.goto(origin + "/loaded")
        await settled(page)
        found[f"loaded at {WIDTHS[0]}"] = await page.evaluate(JUDGE)
        return found

    found = play(site, steps)
    for way, result in found.items():
        assert result["problems"] == [], way
        # KaTeX leaves errors as text: one in each place.
        assert result["fitted"] >= result["count"] - len(pages.PLACES), way


@pytest.mark.parametrize("name", ["mathjax3-chtml", "mathjax4-chtml", "katex", "mathjax2-chtml"])
def test_a_theme_with_its_own_scroll_boxes_changes_nothing(play: Play, name: str) -> None:
    places = {"paragraph": pages.PLACES["paragraph"]}
    site = {"/": pages.page(pages.OUTPUTS[name], wrapped=True, places=places, theme=True)}

    async def steps(page: Page, origin: str) -> Any:
        await page.goto(origin)
        await settled(page)
        return await page.evaluate(JUDGE)

    assert play(site, steps, width=375)["problems"] == []
