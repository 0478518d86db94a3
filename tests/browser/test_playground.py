"""The page to play with: it opens from disk, and what it shows is true."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import pytest
from playwright.async_api import Page, expect

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from playwright.async_api import Browser

    from tests.chromium import Shared

    Play: TypeAlias = Callable[[Callable[[Page], Awaitable[None]]], None]

ROOT = Path(__file__).resolve().parents[2]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not (ROOT / "node_modules" / "mathjax3").is_dir(), reason="the engines are missing: npm ci"
    ),
]
ADDRESS = (ROOT / "examples" / "playground" / "index.html").as_uri() + "?engines=local"
EQUATIONS = 5

FITTED = f"""() => [...document.querySelectorAll('iframe')].every((frame) =>
  frame.contentDocument.querySelectorAll('math-fit[fit]:not([inline]),[data-mathfit~=fixed]')
    .length === {EQUATIONS})"""
SIDEWAYS = """() => [...document.querySelectorAll('iframe')]
  .filter((frame) => frame.contentDocument.documentElement.scrollWidth > frame.clientWidth)
  .map((frame) => frame.title)"""


@pytest.fixture
def play(chromium: Shared) -> Play:
    """Return a function that takes steps on the page when every engine has typeset."""

    def run(steps: Callable[[Page], Awaitable[None]]) -> None:
        async def session(browser: Browser) -> None:
            page = await browser.new_page(viewport={"width": 1000, "height": 800}, offline=True)
            errors: list[str] = []
            page.on("pageerror", lambda error: errors.append(str(error)))
            await page.goto(ADDRESS)
            await page.wait_for_function(FITTED)
            await steps(page)
            assert errors == []

        chromium.run(session)

    return run


def test_every_engine_fits_in_a_column_of_any_width(play: Play) -> None:
    async def steps(page: Page) -> None:
        assert await page.locator("iframe").count() == 10
        await page.get_by_label("Floor").select_option("0")
        await page.wait_for_function(FITTED)
        # Below 316 px MathJax 2's store of glyphs, 300 px wide and hidden, makes any page scroll.
        for width in ("900", "520", "340", "640"):
            await page.get_by_role("slider", name="Column width").fill(width)
            await expect(page.locator("output")).to_have_text(f"{width} px")
            assert await page.evaluate(SIDEWAYS) == [], width

    play(steps)


def test_enlarging_is_on_and_off(play: Play) -> None:
    buttons = """() => [...document.querySelectorAll('iframe')]
      .map((frame) => [...frame.contentDocument.querySelectorAll('math-fit,[data-mathfit]')]
        .filter((one) => (one.shadowRoot ?? one).querySelector('button')).length)"""

    async def steps(page: Page) -> None:
        await page.wait_for_function(f"({buttons})().every((count) => count > 0)")
        frame = page.frame_locator("iframe").last
        await frame.get_by_role("button", name="Enlarge equation").first.press("Enter")
        await expect(frame.get_by_role("dialog")).to_be_visible()
        await page.keyboard.press("Escape")
        await expect(frame.get_by_role("dialog")).not_to_be_attached()
        await page.get_by_label("Enlarging").uncheck()
        await page.wait_for_function(FITTED)
        assert await page.evaluate(buttons) == [0] * 10

    play(steps)


def test_without_mathfit_the_equations_leave_their_column(play: Play) -> None:
    async def steps(page: Page) -> None:
        await page.get_by_role("slider", name="Column width").fill("320")
        await page.get_by_label("mathfit").uncheck()
        await page.wait_for_function(f"({SIDEWAYS})().length === 10")

    play(steps)


def test_the_bar_is_moved_by_the_mouse_and_by_the_keyboard(play: Play) -> None:
    async def steps(page: Page) -> None:
        bar = page.get_by_role("separator").first
        await bar.scroll_into_view_if_needed()
        box = await bar.bounding_box()
        assert box is not None
        before = await page.locator("iframe").first.evaluate("frame => frame.clientWidth")
        x, y = box["x"] + box["width"] / 2, min(box["y"] + 40, 700)
        await page.mouse.move(x, y)
        await page.mouse.down()
        await page.mouse.move(x - 100, y)
        await page.mouse.up()
        dragged = await page.locator("iframe").first.evaluate("frame => frame.clientWidth")
        assert dragged == pytest.approx(before - 100, abs=8)
        await bar.focus()
        await page.keyboard.press("ArrowLeft")
        narrower = await page.locator("iframe").last.evaluate("frame => frame.clientWidth")
        assert narrower == dragged - 10

    play(steps)
