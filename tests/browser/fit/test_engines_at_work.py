"""Engines that typeset again, in another renderer, at another width, or with tools of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.fit import pages
from tests.browser.fit.conftest import FRAMES, JUDGE, Play, hold_fonts, settled

if TYPE_CHECKING:
    from playwright.async_api import Page

pytestmark = pytest.mark.browser

PLACE = {"paragraph": pages.PLACES["paragraph"]}
CENTRE = """() => {
  const formula = document.querySelector('.MathJax_SVG_Display svg svg').getBoundingClientRect();
  const block = document.querySelector('section').getBoundingClientRect();
  return (formula.left + formula.right - block.left - block.right) / 2;
}"""


CONFIGURED = '<script type="text/x-mathjax-config">MathJax.Hub.Config({ %s })</script>'


def page_of(name: str, *kinds: str) -> str:
    return pages.page(pages.OUTPUTS[name], wrapped=True, places=PLACE, kinds=kinds)


async def centres(page: Page, origin: str) -> list[float]:
    """Return how far the formula is off the middle of a wide window, loaded narrow and wide."""
    found = []
    for width in (375, 1900):
        await page.set_viewport_size({"width": width, "height": 900})
        await page.goto(origin)
        await settled(page)
        await page.set_viewport_size({"width": 1900, "height": 900})
        await page.evaluate(FRAMES)
        found.append(await page.evaluate(CENTRE))
    return found


def test_mathjax_2_svg_is_in_the_middle_wherever_it_was_typeset(play: Play) -> None:
    # In a narrow line with no room for its counterpart, it stands beside its number.
    html = page_of("mathjax2-svg", "numbered").replace("--column,720px", "--column,1800px")

    narrow, wide = play({"/": html}, centres)
    assert narrow == pytest.approx(wide, abs=0.5)


@pytest.mark.parametrize("side", ["left", "right"])
def test_mathjax_2_svg_stays_at_the_side_where_the_author_wants_it(play: Play, side: str) -> None:
    html = page_of("mathjax2-svg", "numbered-short")
    html = html.replace("<script", CONFIGURED % f'displayAlign: "{side}"' + "<script", 1)
    # From either edge of the block to the formula, CSS px.
    apart = """() => {
      const place = (selector) => document.querySelector(selector).getBoundingClientRect();
      const [formula, block] = [place(".MathJax_SVG_Display svg svg"), place("section")];
      return { left: formula.left - block.left, right: block.right - formula.right };
    }"""

    async def steps(page: Page, origin: str) -> list[dict[str, float]]:
        found = []
        for loaded, turned in ((1280, 1280), (1280, 400), (400, 1280)):
            await page.set_viewport_size({"width": loaded, "height": 900})
            await page.goto(origin)
            await settled(page)
            await page.set_viewport_size({"width": turned, "height": 900})
            await page.evaluate(FRAMES)
            found.append(await page.evaluate(apart))
        return found

    first, *others = play({"/": html}, steps)
    assert first[side] < 60
    for other in others:
        assert other[side] == pytest.approx(first[side], abs=0.5)


def test_mathjax_2_svg_with_hardly_room_for_its_number(play: Play) -> None:
    # Typeset in such a line it is less off the middle than letters stick out of their room.
    html = page_of("mathjax2-svg", "numbered")
    natural = "parseFloat(document.querySelector('math-fit').style.getPropertyValue('--mathfit-w'))"

    async def steps(page: Page, origin: str) -> list[float]:
        await page.goto(origin)
        await settled(page)
        column = 16 * await page.evaluate(natural) + 12
        await page.add_init_script(
            "addEventListener('DOMContentLoaded', () => "
            f"document.documentElement.style.setProperty('--column', '{column}px'))"
        )
        return await centres(page, origin)

    narrow, wide = play({"/": html}, steps)
    assert narrow == pytest.approx(wide, abs=0.5)


@pytest.mark.parametrize(
    ("name", "first", "second"),
    [("mathjax2-chtml", "CommonHTML", "SVG"), ("mathjax2-svg", "SVG", "HTML-CSS")],
)
def test_another_renderer_chosen_in_the_menu(
    play: Play, name: str, first: str, second: str
) -> None:
    site = {"/": page_of(name, "five", "long", "numbered", "tag")}
    switch = """(renderer) => new Promise((done) => MathJax.Hub.Queue(
        ["setRenderer", MathJax.Hub, renderer], ["Rerender", MathJax.Hub], done))"""

    async def steps(page: Page, origin: str) -> list[Any]:
        await page.goto(origin)
        await settled(page)
        found = [await page.evaluate(JUDGE)]
        for renderer in (second, first):
            await page.evaluate(switch, renderer)
            await settled(page, again=True)
            found.append(await page.evaluate(JUDGE))
        return found

    for result in play(site, steps, width=375):
        assert result["problems"] == []
        assert result["fitted"] == result["count"]


def test_an_equation_typeset_again_with_other_contents(play: Play) -> None:
    site = {"/": page_of("mathjax3-chtml", "five")}
    again = """async (tex) => {
      const ink = document.querySelector('math-fit-ink');
      MathJax.typesetClear([ink]);
      ink.textContent = tex;
      await MathJax.typesetPromise([ink]);
    }"""

    async def steps(page: Page, origin: str) -> Any:
        await page.goto(origin)
        await settled(page)
        before = await page.evaluate("document.querySelector('math-fit').style.cssText")
        await page.evaluate(again, pages.KINDS["matrix"])
        await settled(page, again=True)
        after = await page.evaluate("document.querySelector('math-fit').style.cssText")
        return before, after, await page.evaluate(JUDGE)

    before, after, result = play(site, steps, width=375)
    assert before != after
    assert result["problems"] == []


def test_the_explorer_opens_a_collapsed_term(play: Play) -> None:
    # MathJax's accessibility tools put elements into an equation that is fitted.
    html = page_of("mathjax3-chtml", "long").replace(
        '"enableExplorer": false', '"enableExplorer": true'
    )
    html = html.replace('"enableEnrichment": false', '"enableEnrichment": true')
    html = html.replace('"[tex]/color"]', '"[tex]/color", "a11y/explorer"]')

    async def steps(page: Page, origin: str) -> Any:
        await page.goto(origin)
        await settled(page)
        await page.locator("mjx-container").first.focus()
        await page.keyboard.press("Enter")
        await page.keyboard.press("ArrowDown")
        await page.evaluate(FRAMES)
        # It is at work: its regions for speech are there.
        assert await page.locator(
            ".MJX_LiveRegion_Show, .MJX_HoverRegion, [data-semantic-id]"
        ).count()
        return await page.evaluate(JUDGE)

    assert play({"/": html}, steps, width=375)["problems"] == []


def test_a_web_font_that_comes_late_is_measured_again(play: Play) -> None:
    site = {"/": page_of("katex", "long", "matrix", "nested")}

    async def steps(page: Page, origin: str) -> Any:
        released = await hold_fonts(page)
        await page.goto(origin, wait_until="domcontentloaded")
        await page.wait_for_selector("math-fit[fit],[data-mathfit~=fixed]")
        numbers = "[...document.querySelectorAll('math-fit')].map((each) => each.style.cssText)"
        before = await page.evaluate(numbers)
        released.set()
        await settled(page)
        return before, await page.evaluate(numbers), await page.evaluate(JUDGE)

    before, after, result = play(site, steps, width=375)
    assert before != after
    assert result["problems"] == []


def test_back_from_another_page(play: Play) -> None:
    site = {"/": page_of("katex", "five", "long"), "/next": "<!doctype html><title>n</title>next"}

    async def steps(page: Page, origin: str) -> Any:
        await page.goto(origin)
        await settled(page)
        await page.goto(origin + "/next")
        await page.set_viewport_size({"width": 414, "height": 900})
        await page.go_back()
        await settled(page)
        return await page.evaluate(JUDGE)

    assert play(site, steps, width=1280)["problems"] == []


@pytest.mark.parametrize("name", ["mathjax3-chtml", "katex"])
def test_a_zoomed_page_and_a_printed_one(play: Play, name: str) -> None:
    site = {"/": page_of(name, "five", "long", "tag", "cases")}

    async def steps(page: Page, origin: str) -> list[Any]:
        found = []
        await page.goto(origin)
        await settled(page)
        await page.add_style_tag(content="html{font-size:200%}body{font-size:200%!important}")
        await settled(page, again=True)
        found.append(await page.evaluate(JUDGE))
        await page.emulate_media(media="print")
        await page.evaluate(FRAMES)
        found.append(await page.evaluate(JUDGE))
        return found

    for result in play(site, steps, width=768):
        assert result["problems"] == []


def test_something_in_an_equation_that_cannot_be_measured_costs_no_frame(play: Play) -> None:
    # A display element with height and without a formula, as an error may be.
    body = "<div class=katex-display style='height:2em'>no formula</div>"
    html = page_of("katex", "five").replace("</body>", f"{body}</body>")
    count = (
        "<script>window.frames_=0;const frame=requestAnimationFrame.bind(window);"
        "window.requestAnimationFrame=(call)=>{frames_+=/safely|refresh|scheduled/.test(call);"
        "return frame(call)}</script>"
    )
    html = html.replace("<style>", f"{count}<style>", 1)

    async def steps(page: Page, origin: str) -> Any:
        await page.goto(origin)
        await settled(page)
        before = await page.evaluate("window.frames_")
        for _ in range(5):
            await page.evaluate(FRAMES)
        return before, await page.evaluate("window.frames_")

    before, after = play({"/": html}, steps)
    assert before > 0
    assert after == before


# How often something is looked for in the whole page.
COUNTED = """<script>
window.looks = 0;
for (const name of ["querySelector", "querySelectorAll"]) {
  const look = Document.prototype[name];
  Document.prototype[name] = function (...given) {
    window.looks += 1;
    return look.apply(this, given);
  };
}
</script>"""
# With previews MathJax 2 would do it all at once.
IN_PARTS = (
    '"fast-preview": { disabled: true }, '
    '"HTML-CSS": { EqnChunk: 1, EqnChunkFactor: 1, EqnChunkDelay: 20 }'
)


def test_where_an_engine_works_in_parts_the_whole_page_is_looked_through_a_few_times(
    play: Play,
) -> None:
    """Each look takes longer the more is there: 300 equations of MathJax 2 took twice its time."""
    more = "".join(rf"<p>\[a_{{{number}}} = b\]</p>" for number in range(90))
    html = page_of("mathjax2-html", "five").replace("</body>", f"{more}</body>")
    html = html.replace("<script", CONFIGURED % IN_PARTS + COUNTED + "<script", 1)

    async def steps(page: Page, origin: str) -> list[int]:
        await page.goto(origin)
        await settled(page)
        count = "() => [document.querySelectorAll('.MathJax_Display').length, window.looks]"
        found: list[int] = await page.evaluate(count)
        return found

    equations, looks = play({"/": html}, steps)
    assert equations > 90
    assert looks < 60
