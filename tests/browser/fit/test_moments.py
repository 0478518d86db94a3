"""When the snippet has to act, and when it must not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from mathfit.page.assets import standalone
from tests.browser.fit import pages
from tests.browser.fit.conftest import FITTED, FRAMES, JUDGE, Play, other_ink, settled

if TYPE_CHECKING:
    from playwright.async_api import Page

pytestmark = pytest.mark.browser

KATEX = pages.OUTPUTS["katex"].head
MATHJAX = pages.OUTPUTS["mathjax3-chtml"].head
LONG = pages.KINDS["long"]
SIDEWAYS = "document.documentElement.scrollWidth > innerWidth"


def document(body: str, head: str) -> str:
    return f"<!doctype html><meta charset=utf-8><title>t</title>{head}<body>{body}"


@pytest.mark.parametrize("name", ["mathjax2-chtml", "mathjax2-svg", "mathjax3-svg", "katex"])
def test_alone_on_a_page_that_apply_never_saw(play: Play, name: str) -> None:
    output = pages.OUTPUTS[name]
    places = {"paragraph": pages.PLACES["paragraph"], "quote": pages.PLACES["quote"]}
    plain = pages.page(output, wrapped=False, places=places)
    alone = plain.replace("<style>", f"<script>{standalone()}</script><style>", 1)

    async def steps(page: Page, origin: str) -> Any:
        await page.goto(origin)
        await settled(page)
        return await page.evaluate(JUDGE)

    result = play({"/": alone}, steps, width=375)
    assert result["problems"] == []
    assert result["fitted"] >= result["count"] - len(places)


def test_no_script_runs_at_a_resize(play: Play) -> None:
    # Every entry point of a script there is at a resize: callbacks of frames, observers, listeners.
    watch = """<script>
      window.calls = 0;
      const counted = (call) => (...args) => { window.calls += 1; return call(...args); };
      const frame = window.requestAnimationFrame.bind(window);
      window.requestAnimationFrame = (call) => frame(counted(call));
      for (const name of ['ResizeObserver', 'MutationObserver', 'IntersectionObserver']) {
        const Original = window[name];
        window[name] = class extends Original {
          constructor(call, options) { super(counted(call), options); }
        };
      }
      const listen = EventTarget.prototype.addEventListener;
      EventTarget.prototype.addEventListener = function (type, call, options) {
        const counts = type === 'resize' && typeof call === 'function';
        return listen.call(this, type, counts ? counted(call) : call, options);
      };
    </script>"""
    places = {"paragraph": pages.PLACES["paragraph"]}
    page_html = pages.page(pages.OUTPUTS["katex"], wrapped=True, places=places)

    async def steps(page: Page, origin: str) -> Any:
        await page.goto(origin)
        await settled(page)
        before = await page.evaluate("window.calls")
        for width in (1024, 375, 768):
            await page.set_viewport_size({"width": width, "height": 900})
            await page.screenshot()  # a whole frame, without asking the page for one
        return before, await page.evaluate("window.calls"), await page.evaluate(JUDGE)

    watched = page_html.replace("<meta charset=utf-8>", f"<meta charset=utf-8>{watch}", 1)
    before, after, result = play({"/": watched}, steps)
    assert before > 0
    assert after == before
    assert result["problems"] == []


def test_content_that_arrives_later_is_fitted(play: Play) -> None:
    async def steps(page: Page, origin: str) -> Any:
        await page.goto(origin)
        await settled(page)
        await page.evaluate(
            """(tex) => {
              const more = document.createElement('p');
              more.textContent = tex;
              document.body.append(more);
              const delimiter = {left: '\\\\[', right: '\\\\]', display: true};
              renderMathInElement(more, {delimiters: [delimiter]});
            }""",
            LONG,
        )
        await page.wait_for_function(f"{FITTED} === 2")
        return await page.evaluate(SIDEWAYS)

    assert not play({"/": document(f"<p>{LONG}</p>", pages.ASSETS + KATEX)}, steps, width=375)


@pytest.mark.parametrize("head", [MATHJAX, KATEX], ids=["mathjax", "katex"])
def test_closed_details_are_fitted_when_they_open(play: Play, head: str) -> None:
    body = f"<details><summary>More</summary><p>{LONG}</p></details><div hidden>{LONG}</div>"

    async def steps(page: Page, origin: str) -> Any:
        await page.goto(origin)
        await settled(page)
        await page.evaluate("document.querySelector('details').open = true")
        await page.evaluate("document.querySelector('[hidden]').hidden = false")
        await page.wait_for_function(f"{FITTED} === 2")
        return await page.evaluate(SIDEWAYS)

    assert not play({"/": document(body, pages.ASSETS + head)}, steps, width=375)


def test_an_engine_that_never_comes_leaves_the_page_as_it_was(play: Play) -> None:
    body = "<p>Words {} words</p>"
    site = {
        "/plain": document(body.format(LONG), ""),
        "/fitted": document(body.format(pages.WRAPPER.format(LONG)), pages.ASSETS),
    }

    async def steps(page: Page, origin: str) -> list[bytes]:
        pictures = []
        for path in site:
            await page.goto(origin + path)
            await page.evaluate(FRAMES)
            pictures.append(await page.screenshot())
        return pictures

    plain, fitted = play(site, steps, width=375)
    assert plain == fitted


def test_an_inline_formula_wider_than_its_line_stays_on_its_baseline(play: Play) -> None:
    inline = LONG.replace("\\[", "\\(").replace("\\]", "\\)")

    async def steps(page: Page, origin: str) -> Any:
        await page.goto(origin)
        await settled(page)
        return await page.evaluate(
            """() => {
              const wrapper = document.querySelector('math-fit[inline]').getBoundingClientRect();
              const glyph = [...document.querySelectorAll('mjx-c')][0].getBoundingClientRect();
              const probe = document.querySelector('#probe').getBoundingClientRect();
              return [wrapper.width, innerWidth - 16, glyph.bottom, probe.bottom];
            }"""
        )

    body = f"<p>A {inline}<i id=probe style='display:inline-block'></i></p>"
    width, room, glyph, _ = play({"/": document(body, pages.ASSETS + MATHJAX)}, steps, width=375)
    assert width == pytest.approx(room, abs=0.5)
    assert glyph > 0


def test_numbers_that_katex_counts_in_css_go_on_through_the_page(play: Play) -> None:
    kinds = ("numbered-short", "align", "gather")
    site = {
        path: pages.page(
            pages.OUTPUTS["katex"],
            wrapped=wrapped,
            places={"paragraph": pages.PLACES["paragraph"], "quote": pages.PLACES["quote"]},
            kinds=kinds,
        ).replace("--column,720px", "--column,1600px")
        for path, wrapped in (("/plain", False), ("/fitted", True))
    }

    async def steps(page: Page, origin: str) -> list[list[bytes]]:
        found = []
        for path in site:
            await page.goto(origin + path)
            await settled(page)
            await page.evaluate(
                "document.querySelectorAll('.katex-base').forEach((e) => e.remove())"
            )
            tags = await page.locator(".katex-tag").all()
            assert len(tags) > 4
            found.append([await tag.screenshot() for tag in tags])
        return found

    plain, fitted = play(site, steps, width=1800)
    for was, now in zip(plain, fitted, strict=True):
        assert other_ink(was, now) == 0
    # The comparison would see another number.
    assert other_ink(plain[0], plain[-1]) > 0


def test_an_edge_fades_where_there_is_more_to_scroll_to(play: Play) -> None:
    html = pages.page(
        pages.OUTPUTS["katex"],
        wrapped=True,
        places={"paragraph": pages.PLACES["paragraph"]},
        kinds=("long",),
    )
    edges = """async (to) => {
      const room = document.querySelector('math-fit-room');
      room.scrollLeft = to;
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
      const style = getComputedStyle(room);
      return ['--mathfit-before', '--mathfit-after'].map(
        (name) => parseFloat(style.getPropertyValue(name)));
    }"""

    async def steps(page: Page, origin: str) -> list[Any]:
        await page.goto(origin)
        await settled(page)
        found = [await page.evaluate(edges, to) for to in (0, 100, 9999)]
        await page.set_viewport_size({"width": 768, "height": 900})
        return [*found, await page.evaluate(edges, 0)]

    start, middle, end, roomy = play({"/": html}, steps, width=375)
    assert start == [0, 24]
    assert middle == [24, 24]
    assert end == [24, 0]
    assert roomy == [0, 0]
