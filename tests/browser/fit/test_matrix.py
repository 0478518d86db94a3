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


# Where KaTeX's output has all the levels, nothing is put around it.
BARE = [name for name in pages.OUTPUTS if name.startswith("katex") and name != "katex-mathml"]


@pytest.mark.parametrize(
    ("name", "wrapped"),
    [(name, True) for name in pages.OUTPUTS] + [(name, False) for name in BARE],
    ids=[*pages.OUTPUTS, *(f"{name}-bare" for name in BARE)],
)
def test_every_kind_in_every_place_fits(replay: Play, name: str, wrapped: bool) -> None:
    output = pages.OUTPUTS[name]
    few = pages.FEW_PLACES if not pages.WHOLE and name in pages.VARIANTS else None
    loaded = None if pages.WHOLE else pages.FEW_PLACES
    site = {
        address: pages.page(output, wrapped=wrapped, assets=True, places=places)
        for address, places in (("/", few), ("/loaded", loaded))
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

    found = replay(site, steps)
    for way, result in found.items():
        assert result["problems"] == [], way
        # KaTeX leaves errors as text: one in each place.
        assert result["fitted"] >= result["count"] - len(pages.PLACES), way


@pytest.mark.parametrize("wrapped", [True, False], ids=["wrapped", "bare"])
@pytest.mark.parametrize("name", ["mathjax3-chtml", "mathjax4-chtml", "katex", "mathjax2-chtml"])
def test_a_theme_with_its_own_scroll_boxes_changes_nothing(
    replay: Play, name: str, wrapped: bool
) -> None:
    places = {"paragraph": pages.PLACES["paragraph"]}
    output = pages.OUTPUTS[name]
    site = {"/": pages.page(output, wrapped=wrapped, assets=True, places=places, theme=True)}

    async def steps(page: Page, origin: str) -> Any:
        await page.goto(origin)
        await settled(page)
        return await page.evaluate(JUDGE)

    assert replay(site, steps, width=375)["problems"] == []
