"""What a reader does with it: keys, clicks, taps, two fingers, the Back button, links, the menu."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.enlarge.conftest import (
    ASSETS,
    BUTTONS,
    closed,
    document,
    enlarge,
    ready,
    state,
    wrapped,
)
from tests.browser.fit import pages
from tests.browser.fit.conftest import FRAMES, Play

if TYPE_CHECKING:
    from playwright.async_api import Page

pytestmark = pytest.mark.browser

LONG = pages.KINDS["long"]
KATEX = pages.OUTPUTS["katex"].head
MATHJAX = pages.OUTPUTS["mathjax3-chtml"].head
MENU = MATHJAX.replace('"enableMenu": false', '"enableMenu": true')
PAGE = document(wrapped(LONG), KATEX)
FORMULA = "math-fit .katex-html"


def test_keys_open_pan_and_close_it(play: Play) -> None:
    async def steps(page: Page, origin: str) -> None:
        await ready(page, origin)
        length = await page.evaluate("history.length")
        for key in ("Enter", " "):
            await page.keyboard.press("Tab")
            assert (await state(page))["focus"] == "button"
            # On the page the same keys scroll what is too long even at the smallest scale.
            await page.keyboard.press("ArrowRight")
            await page.wait_for_function("document.querySelector('math-fit-room').scrollLeft")
            await page.keyboard.press(key)
            assert (await state(page))["open"]
            await page.keyboard.press("ArrowRight")
            await page.wait_for_function(
                "document.querySelector('math-fit').shadowRoot.querySelector('dialog').scrollLeft"
            )
            await page.keyboard.press("Escape")
            await closed(page)
            assert (await state(page))["focus"] == "button"
            assert await page.evaluate("history.length") == length + 1  # what Forward would reach
            await page.keyboard.press("Shift+Tab")

    play({"/": PAGE}, steps, width=375)


def test_its_own_buttons_zoom_and_close(play: Play) -> None:
    async def steps(page: Page, origin: str) -> None:
        await ready(page, origin)
        await enlarge(page)

        async def width() -> float:
            box = await page.locator("math-fit-ink").bounding_box()
            assert box is not None
            return box["width"]

        natural = await width()
        await page.get_by_role("button", name="+").click()
        assert await width() == pytest.approx(1.25 * natural, rel=0.01)
        await page.get_by_role("button", name="-", exact=True).click()
        await page.get_by_role("button", name="-", exact=True).click()
        assert await width() == pytest.approx(0.8 * natural, rel=0.01)
        await page.get_by_role("button", name="Close").click()
        await closed(page)
        assert (await state(page))["focus"] == "button"

    play({"/": PAGE}, steps, width=375)


def test_a_click_opens_it_and_a_click_outside_closes_it(play: Play) -> None:
    async def steps(page: Page, origin: str) -> None:
        await ready(page, origin)
        await page.locator(FORMULA).click()
        assert (await state(page))["open"]
        await page.locator(FORMULA).click(position={"x": 40, "y": 20})
        assert (await state(page))["open"]
        await page.mouse.click(100, 800)
        await closed(page)
        assert (await state(page))["focus"] == "button"

    play({"/": PAGE}, steps, width=375)


def test_back_closes_it_and_no_router_hears_of_it(play: Play) -> None:
    router = """<script type=module>
      window.heard = [];
      history.replaceState({ page: 7 }, '');
      addEventListener('popstate', () => heard.push('popstate'));
      history.pushState = () => heard.push('pushState');
    </script>"""

    async def steps(page: Page, origin: str) -> None:
        await ready(page, f"{origin}/?page=7")
        for _ in range(2):
            opened = await enlarge(page)
            assert opened["entry"] == {"page": 7, "mathfit": 1}
            await page.go_back()
            await closed(page)
            left = await state(page)
            assert (left["focus"], left["entry"]) == ("button", {"page": 7})
        await enlarge(page)
        await page.keyboard.press("Escape")
        await closed(page)
        assert await page.evaluate("heard") == []
        # The entry that is left ahead shows nothing: it leads back.
        await page.evaluate("history.forward()")
        await page.wait_for_function("heard.length && !history.state.mathfit")
        # Its own entries are heard of as before.
        await page.evaluate("location.hash = 'x'")
        await page.wait_for_function("heard.length > 1 && location.hash === '#x'")
        assert page.url == f"{origin}/?page=7#x"

    play({"/": document(f"{router}{wrapped(LONG)}", KATEX)}, steps, width=375)


def test_two_fingers_zoom_it_and_one_pans(play: Play) -> None:
    async def steps(page: Page, origin: str) -> None:
        await ready(page, origin)
        await page.locator(FORMULA).tap()
        assert (await state(page))["open"]
        client = await page.context.new_cdp_session(page)
        box = await page.locator("math-fit-room").bounding_box()
        assert box is not None
        y = box["y"] + box["height"] / 2

        async def touch(kind: str, *xs: float) -> None:
            points = [{"x": x, "y": y, "id": index} for index, x in enumerate(xs)]
            await client.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

        width = "document.querySelector('math-fit-ink').getBoundingClientRect().width"
        natural = await page.evaluate(width)
        await touch("touchStart", 150, 200)
        for away in range(0, 51, 10):
            await touch("touchMove", 150 - away / 2, 200 + away / 2)
        await touch("touchEnd")
        # Counted from the fingers' first move.
        assert await page.evaluate(width) == pytest.approx(100 / 60 * natural, rel=0.01)
        assert await page.evaluate("visualViewport.scale") == 1
        before = (await state(page))["left"]
        await touch("touchStart", 300)
        for x in range(290, 90, -20):
            await touch("touchMove", x)
        await touch("touchEnd")
        await page.wait_for_function(
            "before => document.querySelector('math-fit').shadowRoot"
            ".querySelector('dialog').scrollLeft > before + 100",
            arg=before,
        )

    context = {"has_touch": True, "is_mobile": True}
    play({"/": PAGE}, steps, width=375, **context)


def test_links_in_the_equation_work(play: Play) -> None:
    tex = LONG.replace("\\[S", "\\[\\href{#there}{S}").replace("a_{3}", "\\href{/other}{a_3}")
    body = f"{wrapped(tex)}<p id=there>There</p>"

    async def steps(page: Page, origin: str) -> None:
        await ready(page, origin)
        await page.locator("math-fit a").first.click()
        await page.wait_for_function("location.hash === '#there'")
        assert not (await state(page))["open"]
        await page.goto(origin)
        await ready(page, origin)
        await enlarge(page)
        await page.locator("math-fit a").first.click()
        await page.wait_for_function("location.hash === '#there'")
        await closed(page)
        await page.go_back()
        await page.wait_for_function("!location.hash && !history.state")
        await enlarge(page)
        await page.locator("math-fit a").nth(1).click()
        await page.wait_for_url("**/other")

    for head in (KATEX, MATHJAX):
        play({"/": document(body, head), "/other": "<!doctype html>Other"}, steps, width=375)


def test_text_is_selected_and_its_tex_copied(play: Play) -> None:
    copy = "<script src=/npm/katex/dist/contrib/copy-tex.min.js></script>"
    listen = (
        "<script>addEventListener('copy', (event) => "
        "{ window.copied = event.clipboardData.getData('text/plain'); })</script>"
    )

    async def steps(page: Page, origin: str) -> None:
        await ready(page, origin)
        box = await page.locator(".katex-base").first.bounding_box()
        assert box is not None
        y = box["y"] + box["height"] / 2
        await page.mouse.move(box["x"] + 2, y)
        await page.mouse.down()
        await page.mouse.move(box["x"] + 200, y, steps=4)
        await page.mouse.up()
        assert await page.evaluate("String(getSelection()).length") > 0
        assert not (await state(page))["open"]
        await page.evaluate("document.execCommand('copy')")
        assert "a_{2}" in await page.evaluate("window.copied")
        await enlarge(page)
        await page.evaluate(
            "window.copied = '';"
            "getSelection().selectAllChildren(document.querySelector('.katex-html'))"
        )
        await page.evaluate("document.execCommand('copy')")
        assert "a_{2}" in await page.evaluate("window.copied")

    play({"/": document(wrapped(LONG), f"{KATEX}{copy}{listen}")}, steps, width=375)


def test_mathjax_menu_opens_on_the_page_and_not_behind_the_dialog(play: Play) -> None:
    async def steps(page: Page, origin: str) -> None:
        await ready(page, origin)
        formula = page.locator("mjx-math")
        await formula.click(button="right")
        await page.wait_for_selector(".CtxtMenu_Menu")
        assert not (await state(page))["open"]
        await page.keyboard.press("Escape")
        await page.wait_for_selector(".CtxtMenu_Menu", state="detached")
        await enlarge(page)
        await formula.click(button="right", position={"x": 100, "y": 8})
        await page.evaluate(FRAMES)
        assert await page.locator(".CtxtMenu_Menu").count() == 0
        assert (await state(page))["open"]

    play({"/": document(wrapped(LONG), MENU)}, steps, width=375)


def test_it_follows_what_becomes_of_the_page(play: Play) -> None:
    body = f"{wrapped(LONG)}<a href=#x>{pages.WRAPPER.format(LONG)}</a>"

    async def steps(page: Page, origin: str) -> None:
        await ready(page, origin)  # the one in the link is the link's own
        await page.evaluate("document.body.append(document.querySelector('p').cloneNode(true))")
        await page.wait_for_function(f"{BUTTONS}.length === 2")
        await page.set_viewport_size({"width": 2000, "height": 900})
        await page.wait_for_function(f"{BUTTONS}.length === 0")
        await page.set_viewport_size({"width": 375, "height": 900})
        await page.wait_for_function(f"{BUTTONS}.length === 2")
        # Turned while it is open, to where there is room.
        await enlarge(page)
        await page.set_viewport_size({"width": 2000, "height": 900})
        await page.evaluate(FRAMES)
        assert (await state(page))["open"]
        await page.keyboard.press("Escape")
        await closed(page)
        await page.wait_for_function(f"{BUTTONS}.length === 0")
        # A page that takes the equation away, dialog and all.
        await page.set_viewport_size({"width": 375, "height": 900})
        await page.wait_for_function(f"{BUTTONS}.length === 2")
        await enlarge(page)
        await page.evaluate("document.querySelector('p').remove()")
        assert (await enlarge(page))["open"]

    play({"/": document(body, KATEX)}, steps, width=375)


def test_a_frame_in_the_midst_of_the_parsing_of_a_wrapper(play: Play) -> None:
    # Its numbers are in its start tag, as measured; what is in it comes in a later frame.
    halves = """async () => {
      const paragraph = document.querySelector("p");
      const whole = paragraph.querySelector("math-fit");
      const half = whole.cloneNode(true);
      half.querySelector("button")?.remove();
      const inside = [...half.childNodes];
      half.replaceChildren();
      paragraph.append(half);
      const frame = () => new Promise(requestAnimationFrame);
      await frame();
      await frame();
      half.append(...inside);
    }"""

    async def steps(page: Page, origin: str) -> None:
        await ready(page, origin)
        await page.evaluate(halves)
        await page.wait_for_function(f"{BUTTONS}.length === 2")

    play({"/": PAGE}, steps, width=375)


def test_an_inline_formula_is_enlarged_too(play: Play) -> None:
    inline = LONG.replace("\\[", "\\(").replace("\\]", "\\)")
    html = document(f"<p>Before {inline} after</p>", MATHJAX)

    async def steps(page: Page, origin: str) -> None:
        await ready(page, origin)
        await page.locator("math-fit mjx-math").click()
        assert (await state(page))["open"]
        width = await page.evaluate(
            "document.querySelector('mjx-math').getBoundingClientRect().width"
        )
        assert width > 1000

    play({"/": html}, steps, width=375)


def test_two_copies_are_one(play: Play) -> None:
    html = PAGE.replace(ASSETS, ASSETS * 2)

    async def steps(page: Page, origin: str) -> Any:
        await ready(page, origin)
        await page.locator(FORMULA).click()
        return await page.evaluate(
            "[document.querySelector('math-fit').shadowRoot.querySelectorAll('dialog').length,"
            "document.adoptedStyleSheets.length]"
        )

    assert play({"/": html}, steps, width=375) == [1, 1]


@pytest.mark.parametrize(
    "broken",
    [
        "Element.prototype.attachShadow",
        "HTMLDialogElement.prototype.showModal",
        "History.prototype.pushState",
        "window.CSSStyleSheet",
        "customElements.define",
    ],
)
def test_what_fails_in_it_never_reaches_the_page(play: Play, broken: str) -> None:
    breaking = (
        "<script>window.errors = [];"
        "addEventListener('error', (event) => { errors.push(event.message) });"
        f"{broken} = function () {{ throw new Error('broken') }};"
        "console.warn = (...said) => { window.said = said.join(' ') }</script>"
    )
    html = PAGE.replace("<meta charset=utf-8>", f"<meta charset=utf-8>{breaking}")

    async def steps(page: Page, origin: str) -> Any:
        await page.goto(origin)
        await page.wait_for_selector("math-fit[fit]")
        await page.evaluate(FRAMES)
        await page.locator(FORMULA).click()
        await page.evaluate(FRAMES)
        seen = await page.evaluate(
            "document.querySelector('.katex-base').getBoundingClientRect().height > 1"
        )
        return seen, await page.evaluate("[errors, window.said]")

    seen, (errors, said) = play({"/": html}, steps, width=375)
    assert errors == []
    assert said == "mathfit: Error: broken"
    assert seen  # the equation is where it was, or in its dialog
