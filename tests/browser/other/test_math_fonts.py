"""Fonts that a reader may have, in other browsers: for MathML and for text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.fit import pages
from tests.browser.fit.conftest import FRAMES, JUDGE, serving
from tests.browser.fit.test_math_fonts import (
    MATH_FONTS,
    ROOM,
    one_that_can_be_enlarged,
    page_in,
)
from tests.browser.other.test_core import settle

if TYPE_CHECKING:
    from tests.browser.other.conftest import Browser

pytestmark = pytest.mark.browser

PLACES = {place: pages.PLACES[place] for place in ("paragraph", "cell", "rtl")}


def judge_both_ways(browser: Browser, html: str, most_left_out: int) -> None:
    found: dict[str, Any] = {}
    with serving({"/": html}) as origin:
        for first, last in ((1280, 320), (320, 1280)):
            settle(browser, origin, first)
            found[f"loaded at {first}"] = browser.evaluate(JUDGE)
            browser.resize(last)
            browser.evaluate(FRAMES)
            found[f"loaded at {first}, turned to {last}"] = browser.evaluate(JUDGE)
    for way, result in found.items():
        assert result["problems"] == [], f"{way}, {browser.version}"
        # KaTeX leaves errors as text.
        assert result["fitted"] >= result["count"] - most_left_out, f"{way}, {browser.version}"


@pytest.mark.parametrize("font", MATH_FONTS)
def test_mathml_fits_loaded_and_turned(browser: Browser, font: str) -> None:
    judge_both_ways(browser, page_in(font, places=PLACES), len(PLACES))


@pytest.mark.parametrize("font", MATH_FONTS)
def test_what_has_its_room_is_not_enlarged(browser: Browser, font: str) -> None:
    with serving({"/": one_that_can_be_enlarged(font)}) as origin:
        settle(browser, origin, 2500)
        whole, shrunk = [browser.evaluate(ROOM, part) for part in (1, 0.9)]
    assert whole == [0, pytest.approx(1, abs=0.0025)]
    assert shrunk == [1, pytest.approx(0.9, abs=0.005)]


@pytest.mark.parametrize("text", pages.TEXT_FONTS)
@pytest.mark.parametrize("name", ["mathjax3-chtml", "katex"])
def test_text_fonts(browser: Browser, name: str, text: str) -> None:
    style = pages.SMALLER + pages.TEXT_FONTS[text]
    places = {"paragraph": pages.PLACES["paragraph"]}
    html = pages.page(pages.OUTPUTS[name], wrapped=True, style=style, places=places)
    judge_both_ways(browser, html, 1)
