"""Inline formulas wider than their line: scaled, in the line, and on its baseline as before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.fit import pages
from tests.browser.fit.conftest import FRAMES, Play, settled

if TYPE_CHECKING:
    from playwright.async_api import Page

pytestmark = pytest.mark.browser

SUM = "+".join(f"a_{{{n}}}" for n in range(1, 14))
# What no engine breaks.
WHOLE = {
    "fraction": rf"\(\displaystyle\frac{{{SUM}}}{{b_1}}\)",
    "root": rf"\(\sqrt{{{SUM}}}\)",
    "text": r"\(\text{rather a long text of no height at all}\)",
}
OUTPUTS = (
    "mathjax2-html",
    "mathjax2-chtml",
    "mathjax2-svg",
    "mathjax3-chtml",
    "mathjax3-svg",
    "mathjax4-chtml",
    "mathjax4-svg",
    "katex",
    "katex-010",
)
# For each paragraph: whether something is wrapped, the width of the formula and how far it goes
# below the baseline, which an empty inline block behind it tells.
SEEN = """() => Object.fromEntries([...document.querySelectorAll("p[id]")].map((p) => {
  const pieces = ".MathJax .math,.MathJax_SVG svg,.mjx-chtml .mjx-math,mjx-math,mjx-container svg,"
    + ".base,.katex-base";
  const box = p.querySelector(pieces).getBoundingClientRect();
  return [p.id, {
    wrapped: !!p.querySelector("math-fit[fit][inline]"),
    width: box.width,
    depth: box.bottom - p.querySelector("i").getBoundingClientRect().bottom,
    height: p.getBoundingClientRect().height,
    scrolls: [...p.querySelectorAll("math-fit-room")].some(
      (room) => room.scrollWidth > room.clientWidth + 1),
  }];
}))"""


def page_of(name: str, formulas: dict[str, str], *, fitted: bool) -> str:
    html = pages.page(
        pages.OUTPUTS[name],
        wrapped=fitted,
        places={"paragraph": pages.PLACES["paragraph"]},
        kinds=("five",),
    )
    # In the second line: what ends the first may be taken for its baseline.
    paragraphs = "".join(
        f"<p id={kind}>Words before the formula, and then some more of them, in the line before "
        f"it {tex}<i style='display:inline-block'></i> and after it.</p>"
        for kind, tex in formulas.items()
    )
    return html.replace("</body>", f"{paragraphs}</body>")


@pytest.mark.parametrize("name", OUTPUTS)
def test_it_is_scaled_and_stays_on_its_baseline(play: Play, name: str) -> None:
    site = {
        f"/{state}": page_of(name, WHOLE, fitted=state == "fitted") for state in ("plain", "fitted")
    }

    async def steps(page: Page, origin: str) -> dict[Any, Any]:
        found: dict[Any, Any] = {}
        for state in ("plain", "fitted"):
            await page.goto(f"{origin}/{state}")
            await settled(page)
            for width in (1280, 320):
                await page.set_viewport_size({"width": width, "height": 900})
                await page.evaluate(FRAMES)
                found[state, width] = await page.evaluate(SEEN)
            if state == "fitted":
                found["sideways"] = await page.evaluate("document.documentElement.scrollWidth")
                await page.goto(f"{origin}/{state}")
                await settled(page)
                found["loaded"] = await page.evaluate(SEEN)
        return found

    found = play(site, steps)
    for kind in WHOLE:
        plain, wide = found["plain", 1280][kind], found["fitted", 1280][kind]
        assert wide["wrapped"], kind
        assert wide["width"] == pytest.approx(plain["width"], abs=0.5), kind
        assert wide["depth"] == pytest.approx(plain["depth"], abs=1), kind
        for narrow in (found["fitted", 320][kind], found["loaded"][kind]):
            assert narrow["width"] <= 296.5, kind
            assert not narrow["scrolls"], kind
            scale = narrow["width"] / plain["width"]
            assert narrow["depth"] == pytest.approx(plain["depth"] * scale, abs=1), kind
    assert found["sideways"] == 320


@pytest.mark.parametrize("name", ["mathjax4-chtml", "mathjax4-svg", "katex"])
def test_one_that_its_engine_breaks_is_broken_and_not_scaled(play: Play, name: str) -> None:
    formulas = {"sum": rf"\(S={SUM}\)"}
    site = {
        f"/{state}": page_of(name, formulas, fitted=state == "fitted")
        for state in ("plain", "fitted")
    }

    async def steps(page: Page, origin: str) -> dict[Any, Any]:
        found = {}
        for state in ("plain", "fitted"):
            await page.goto(f"{origin}/{state}")
            await settled(page)
            found[state] = await page.evaluate(SEEN)
        return found

    found = play(site, steps, width=320)
    assert found["plain"] == found["fitted"]
    assert not found["fitted"]["sum"]["wrapped"]


def test_a_piece_that_is_wider_than_a_line_is_scaled_between_breaks(play: Play) -> None:
    formulas = {"sum": rf"\(S=\frac{{{SUM}+{SUM}}}{{2}}+b+c\)"}
    site = {"/": page_of("mathjax4-chtml", formulas, fitted=True)}

    async def steps(page: Page, origin: str) -> Any:
        await page.goto(origin)
        await settled(page)
        return await page.evaluate(
            "() => [document.querySelector('p[id] math-fit').getBoundingClientRect().width,"
            "document.querySelector('p[id] math-fit mjx-mfrac').getBoundingClientRect().width,"
            "document.documentElement.scrollWidth]"
        )

    wrapper, fraction, page_width = play(site, steps, width=320)
    assert wrapper == pytest.approx(296, abs=0.5)
    # With the operator before it, where no line is broken.
    assert 250 < fraction < 296
    assert page_width == 320


@pytest.mark.parametrize("name", ["mathjax3-chtml", "mathjax3-svg", "katex"])
def test_one_that_was_hidden_is_fitted_when_it_is_shown(play: Play, name: str) -> None:
    html = page_of(name, WHOLE, fitted=True)
    html = html.replace("<p id=", "<details><summary>More</summary><p id=", 1)
    html = html.replace("</body>", "</details></body>")

    async def steps(page: Page, origin: str) -> Any:
        await page.goto(origin)
        await settled(page)
        await page.locator("details").evaluate("(details) => { details.open = true; }")
        await page.wait_for_function(
            f"document.querySelectorAll('p[id] math-fit[fit][inline]').length === {len(WHOLE)}"
        )
        await settled(page, again=True)
        return await page.evaluate(SEEN)

    for kind, seen in play({"/": html}, steps, width=320).items():
        assert seen["width"] <= 296.5, kind


@pytest.mark.parametrize("name", [name for name in OUTPUTS if name.startswith("mathjax2")])
def test_what_mathjax_hides_from_screen_readers_stays_hidden(play: Play, name: str) -> None:
    """MathJax 2 hides what has MathML beside it: the wrapper, where one stands there by then."""
    hidden = """() => [...document.querySelectorAll(".MJX_Assistive_MathML")].map((mathml) =>
      mathml.previousElementSibling.getAttribute("aria-hidden") === "true" ||
      [...mathml.previousElementSibling.querySelectorAll("math-fit-ink > *")].every(
        (one) => one.getAttribute("aria-hidden") === "true"))"""
    # As when a font comes late: inline formulas are found and wrapped once more.
    again = "() => document.fonts.dispatchEvent(new Event('loadingdone'))"

    async def steps(page: Page, origin: str) -> list[list[bool]]:
        await page.goto(f"{origin}/a")
        await settled(page)
        found = [await page.evaluate(hidden)]
        await page.evaluate(again)
        await page.evaluate(FRAMES)
        return [*found, await page.evaluate(hidden)]

    before, after = play({"/a": page_of(name, WHOLE, fitted=True)}, steps)
    assert before
    assert all(before)
    assert after == before
