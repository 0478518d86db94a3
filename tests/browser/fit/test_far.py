"""Pages of many equations: far from the screen one is measured in late fonts when it comes near."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.fit import pages
from tests.browser.fit.conftest import FITTED, FRAMES, JUDGE, Play, hold_fonts, settled

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from playwright.async_api import Page

pytestmark = pytest.mark.browser

COUNT = 120
SIZES = (
    "() => [...document.querySelectorAll('math-fit')]"
    ".map((each) => each.style.getPropertyValue('--mathfit-w'))"
)
FONTS = "() => document.fonts.ready.then(() => true)"


def long_page(count: int = COUNT) -> str:
    html = pages.page(
        pages.OUTPUTS["katex"],
        wrapped=True,
        places={"paragraph": pages.PLACES["paragraph"]},
        kinds=("long",),
    )
    start, end = html.index("<section"), html.index("</section>") + len("</section>")
    return html[:start] + html[start:end] * count + html[end:]


async def in_late_fonts(page: Page, origin: str) -> None:
    """Load the page; its fonts come when it has been measured without them."""
    released = await hold_fonts(page)
    await page.goto(origin, wait_until="domcontentloaded")
    await page.wait_for_function(f"{FITTED} === {COUNT}")
    await page.evaluate(FRAMES)
    assert len(set(await page.evaluate(SIZES))) == 1
    released.set()
    await page.evaluate(FONTS)
    await page.evaluate(FRAMES)


def first_and_last(play: Play, then: Callable[[Page], Awaitable[Any]]) -> Any:
    """Return the widths of the first and the last equation in late fonts, and after a step."""

    async def steps(page: Page, origin: str) -> Any:
        await in_late_fonts(page, origin)
        before = await page.evaluate(SIZES)
        await then(page)
        after = await page.evaluate(SIZES)
        return before[0], before[-1], after[0], after[-1]

    return play({"/": long_page()}, steps, width=375)


CHANGED = f"""(before) => {{
  const sizes = ({SIZES})();
  return sizes[sizes.length - 1] !== before;
}}"""


def test_it_is_measured_when_it_comes_near(play: Play) -> None:
    async def steps(page: Page, origin: str) -> Any:
        await in_late_fonts(page, origin)
        before = await page.evaluate(SIZES)
        await page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
        await page.wait_for_function(CHANGED, arg=before[-1])
        after = await page.evaluate(SIZES)
        await settled(page)
        return before, after, await page.evaluate(JUDGE)

    before, after, result = play({"/": long_page()}, steps, width=375)
    # Far from the screen at first, in the end, and in between.
    assert before[0] != before[-1]
    assert after[-1] == before[0]
    assert after[COUNT // 2] == before[-1]
    assert result["problems"] == []
    assert result["fitted"] == COUNT


def test_taken_out_and_put_back_it_is_measured_all_the_same(play: Play) -> None:
    async def steps(page: Page, origin: str) -> Any:
        await in_late_fonts(page, origin)
        before = await page.evaluate(SIZES)
        # As a router does that keeps a page; fonts that arrive meanwhile are another page's.
        await page.evaluate(
            """() => {
              window.kept = [...document.body.children].filter((each) => each.matches("section"));
              for (const each of kept) each.remove();
              document.fonts.dispatchEvent(new Event("loadingdone"));
            }"""
        )
        await page.evaluate(FRAMES)
        await page.evaluate("document.body.append(...kept)")
        await page.evaluate(FRAMES)
        await page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
        await page.wait_for_function(CHANGED, arg=before[-1])
        after = await page.evaluate(SIZES)
        return before[0], after[-1]

    near, far = play({"/": long_page()}, steps, width=375)
    assert near == far


def test_all_is_measured_for_print(play: Play) -> None:
    async def to_pdf(page: Page) -> None:
        await page.pdf()

    near, far, *after = first_and_last(play, to_pdf)
    assert near != far
    assert after == [near, near]


def test_all_is_measured_when_it_is_asked_for(play: Play) -> None:
    async def refresh(page: Page) -> None:
        await page.evaluate("mathfit.refresh()")

    near, far, *after = first_and_last(play, refresh)
    assert near != far
    assert after == [near, near]


def test_what_is_near_is_not_left_out_by_the_browser(play: Play) -> None:
    async def steps(page: Page, origin: str) -> Any:
        await page.goto(origin)
        await settled(page)
        return await page.evaluate(
            "() => [...document.querySelectorAll('math-fit')].map((each) => each.matches('[lazy]'))"
        )

    lazy = play({"/": long_page()}, steps, width=375)
    assert (lazy[0], lazy[-1]) == (False, True)


def test_a_page_with_fewer_is_painted_whole_however_often_it_is_fitted(play: Play) -> None:
    again = "() => document.fonts.dispatchEvent(new Event('loadingdone'))"
    lazy = "() => document.querySelectorAll('math-fit[lazy]').length"

    async def steps(page: Page, origin: str) -> list[int]:
        await page.goto(origin)
        await settled(page)
        found = []
        for _ in range(4):
            await page.evaluate(again)
            await page.evaluate(FRAMES)
            found.append(await page.evaluate(lazy))
        return found

    assert play({"/": long_page(60)}, steps, width=375) == [0] * 4
