"""Every engine's output is enlarged as it is: its size, its numbers, its place afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.enlarge.conftest import ASSETS, BUTTONS, closed, enlarge, ready, state
from tests.browser.fit import pages
from tests.browser.fit.conftest import FRAMES, JUDGE, Play, other_ink, settled

if TYPE_CHECKING:
    from playwright.async_api import Page

pytestmark = pytest.mark.browser

# What is drawn, and where, from the first of it on: at the size it has on the screen.
INK = """(kind) => {
  const box = document.querySelector(
    `[data-kind=${kind}] :is(math-fit-ink,[data-mathfit]>.katex>.katex-html)`);
  const HIDDEN = '.katex-mathml,mjx-assistive-mml,mjx-speech,.MJX_Assistive_MathML,' +
    '.MathJax_Preview,script,defs';
  const rects = [...box.querySelectorAll('*')]
    .filter((element) => !element.firstElementChild && !element.closest(HIDDEN))
    .map((leaf) => leaf.getBoundingClientRect())
    .filter(({ width, height }) => width && height);
  const [first] = rects;
  return rects.flatMap((r) => [r.left - first.left, r.top - first.top, r.width, r.height]);
}"""
DIALOG = """() => {
  const wrapper = document.querySelector(':is(math-fit,.katex-display):has(>[slot])');
  const dialog = wrapper.shadowRoot.querySelector('dialog');
  const { left, right, top, bottom } = dialog.getBoundingClientRect();
  return {
    inside: left >= 0 && right <= innerWidth && top >= 0 && bottom <= innerHeight,
    pans: dialog.scrollWidth - dialog.clientWidth,
    text: wrapper.textContent,
  };
}"""
KINDS = ("five", "long", "numbered", "matrix")


@pytest.mark.parametrize(
    "name",
    [
        "mathjax2-chtml",
        "mathjax2-svg",
        "mathjax3-chtml",
        "mathjax3-svg",
        "mathjax4-chtml",
        "mathjax4-svg",
        "katex",
        "katex bare",
        "katex-fleqn bare",
        "katex-leqno bare",
        "katex-mathml",
    ],
)
def test_what_is_enlarged_is_the_equation_as_it_is(play: Play, name: str) -> None:
    name, _, bare = name.partition(" ")
    places = {"paragraph": pages.PLACES["paragraph"], "rtl": pages.PLACES["rtl"]}
    html = pages.page(
        pages.OUTPUTS[name], wrapped=not bare, assets=True, places=places, kinds=KINDS
    )
    html = html.replace(pages.ASSETS, ASSETS).replace("--column,720px", "--column,2400px")

    async def steps(page: Page, origin: str) -> Any:
        await page.goto(origin)
        await settled(page)
        natural = {kind: await page.evaluate(INK, kind) for kind in ("long", "matrix")}
        assert await page.evaluate(f"{BUTTONS}.length") == 0
        await page.set_viewport_size({"width": 375, "height": 700})
        shrunk = await page.evaluate(
            """() => [...document.querySelectorAll('section')].map((section, index) =>
                 section.dataset.kind === 'five' ? -1 : index).filter((index) => index >= 0)"""
        )
        await page.wait_for_function(f"{BUTTONS}.length === {len(shrunk)}")
        host = "(button.getRootNode().host ?? button)"
        sections = f"{BUTTONS}.map((button) => sections.indexOf({host}.closest('section')))"
        assert shrunk == await page.evaluate(
            f"(() => {{ const sections = [...document.querySelectorAll('section')];"
            f"return {sections} }})()"
        )
        text = await page.locator("body").text_content()
        for index, kind in ((0, "long"), (1, "numbered"), (2, "matrix")):
            assert (await enlarge(page, index))["open"]
            dialog = await page.evaluate(DIALOG)
            assert dialog["inside"]
            assert dialog["pans"] > 50
            if kind in natural:
                assert await page.evaluate(INK, kind) == pytest.approx(natural[kind], abs=0.6)
            await page.keyboard.press("Escape")
            await closed(page)
            assert (await state(page))["focus"] == "button"
        assert await page.locator("body").text_content() == text
        await page.evaluate(FRAMES)
        return await page.evaluate(JUDGE)

    # Room for the widest of them in any font.
    assert play({"/": html}, steps, width=2600)["problems"] == []


@pytest.mark.parametrize("frame", [pages.WRAPPER, "<div>{}</div>"], ids=["wrapped", "bare"])
def test_the_numbers_that_katex_counts_stay(play: Play, frame: str) -> None:
    tex = pages.KINDS["numbered"]
    body = "".join(f"<section>{frame.format(tex)}</section>" for _ in range(3))
    html = pages.page(pages.OUTPUTS["katex"], wrapped=True, kinds=("none",))
    html = html.replace(pages.ASSETS, ASSETS).replace("</body>", f"{body}</body>")

    async def steps(page: Page, origin: str) -> list[bytes]:
        await ready(page, origin, 3)
        numbers = []
        # A 2 and a 3 have no ink further apart than the comparison forgives.
        for index in (0, 2):
            await enlarge(page, index)
            number = page.locator(".eqn-num").nth(index)
            await number.scroll_into_view_if_needed()
            numbers.append(await number.screenshot())
            await page.keyboard.press("Escape")
            await closed(page)
        await page.set_viewport_size({"width": 3000, "height": 900})
        await page.add_style_tag(content="body { max-width: 2900px !important }")
        await page.evaluate(FRAMES)
        tags = page.locator(".eqn-num")
        return [*numbers, *[await tags.nth(index).screenshot() for index in (0, 2)]]

    first, third, *natural = play({"/": html}, steps, width=375)
    for enlarged, was in zip((first, third), natural, strict=True):
        assert other_ink(enlarged, was) == 0
    assert other_ink(first, third) > 0
