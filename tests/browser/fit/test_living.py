"""Pages that change: what a page's own script, or a framework, moves, edits and takes away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.fit import pages
from tests.browser.fit.conftest import FRAMES, Play, other_ink, settled

if TYPE_CHECKING:
    from playwright.async_api import Page

pytestmark = pytest.mark.browser

# Wider than a phone, and no wider than fits at the smallest scale.
LONG = r"\[S=" + "+".join(f"a_{{{n}}}" for n in range(14)) + r"\]"
SHORT = pages.KINDS["five"]
NUMBERED = r"\begin{equation}a_%d=b\end{equation}"
SIDEWAYS = "document.documentElement.scrollWidth - innerWidth"
# What an equation paints, against the block that it stands in, CSS px: over each edge.
OVER = """() => Math.max(...[...document.querySelectorAll('p')].map((block) => {
  const boxes = [...block.querySelectorAll('.base,.katex-base,mjx-math,math')];
  if (!boxes.length) return 0;
  const { left, right } = block.getBoundingClientRect();
  return Math.max(...boxes.map((box) => {
    const rect = box.getBoundingClientRect();
    return Math.max(left - rect.left, rect.right - right);
  }));
}))"""
LEFTOVER = """() => [...document.querySelectorAll('math-fit,[data-mathfit]')].filter(
  (element) => !element.querySelector('.katex,mjx-math,math,svg')).length"""


def document(body: str, head: str = pages.OUTPUTS["katex"].head) -> str:
    return (
        "<!doctype html><html lang=en><meta charset=utf-8><title>t</title>"
        "<meta name=viewport content='width=device-width,initial-scale=1'>"
        f"{pages.ASSETS}{head}<body>{body}"
    )


async def opened(page: Page, origin: str) -> None:
    await page.goto(origin)
    await settled(page)


@pytest.mark.parametrize("name", ["katex", "mathjax3-chtml", "katex-mathml"])
def test_equations_that_are_moved_stay_fitted(play: Play, name: str) -> None:
    """A keyed list that is turned round: each display element is put elsewhere."""
    body = f"<p>A {LONG}</p><p>B {SHORT}</p>"

    async def steps(page: Page, origin: str) -> Any:
        await opened(page, origin)
        await page.evaluate(
            """() => {
              const blocks = [...document.querySelectorAll('p')];
              const displays = blocks.map((block) => block.querySelector(
                '.katex-display,mjx-container,math[display=block]'));
              displays.reverse().forEach((display, index) => blocks[index].append(display));
            }"""
        )
        await page.evaluate(FRAMES)
        return [await page.evaluate(each) for each in (SIDEWAYS, OVER, LEFTOVER)]

    sideways, over, leftover = play(
        {"/": document(body, pages.OUTPUTS[name].head)}, steps, width=375
    )
    assert (sideways, leftover) == (0, 0)
    assert over <= 0.5


def test_text_that_is_edited_in_place(play: Play) -> None:
    body = r"<p>\[a=\text{edit}\]</p><p>Inline \(\text{edit}\) words</p>"

    async def steps(page: Page, origin: str) -> Any:
        await opened(page, origin)
        for text in ("more than there is in a line " * 2, "a word"):
            await page.evaluate(
                """(text) => {
                  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
                  for (let node; (node = walker.nextNode());) {
                    if (!node.parentElement.closest('.katex-html')) continue;
                    if (node.data.length > 3) node.data = text.replaceAll(' ', '\\u00a0');
                  }
                }""",
                text,
            )
            await page.evaluate(FRAMES)
            yield_ = [await page.evaluate(each) for each in (SIDEWAYS, OVER)]
            assert yield_[0] == 0, text
            assert yield_[1] <= 0.5, text
        scale = """() => new DOMMatrix(getComputedStyle(
          document.querySelector('.katex-display .katex-html')).transform).a"""
        return await page.evaluate(scale)

    assert play({"/": document(body)}, steps, width=375) == pytest.approx(1, abs=0.001)


def test_numbers_follow_what_goes_and_comes(play: Play) -> None:
    body = "".join(f"<p>{NUMBERED % index}</p>" for index in range(4))
    # What a counter shows can be seen only.
    plain = document(body.replace(f"<p>{NUMBERED % 1}</p>", "")).replace(pages.ASSETS, "")

    async def steps(page: Page, origin: str) -> Any:
        await opened(page, origin)
        await page.evaluate("document.querySelectorAll('p')[1].remove()")
        await page.evaluate(FRAMES)
        fitted = await page.screenshot()
        await opened(page, origin + "/plain")
        return other_ink(fitted, await page.screenshot())

    # Another digit is some twenty pixels.
    assert play({"/": document(body), "/plain": plain}, steps, width=600) < 8


def test_nothing_is_left_where_the_formula_went(play: Play) -> None:
    body = f"<p>{LONG}</p><p>{SHORT}</p>"

    async def steps(page: Page, origin: str) -> Any:
        await opened(page, origin)
        await page.evaluate(
            """() => {
              const [one, other] = document.querySelectorAll('.katex-display');
              one.replaceChildren();
              other.className = 'other';
              other.replaceChildren('text');
            }"""
        )
        await page.evaluate(FRAMES)
        return await page.evaluate(
            "[...document.querySelectorAll('p>span')].map((block) => block.innerHTML)"
        )

    assert play({"/": document(body)}, steps) == [
        '<span class="katex-display"></span>',
        '<span class="other">text</span>',
    ]


def test_a_page_swapped_whole(play: Play) -> None:
    """A router may put another body, or another root element, into the document."""

    async def steps(page: Page, origin: str) -> Any:
        await opened(page, origin)
        found = []
        for whole in ("body", "documentElement"):
            await page.evaluate(
                """(whole) => {
                  const copy = document[whole].cloneNode(true);
                  for (const display of copy.querySelectorAll('[data-mathfit]')) {
                    display.removeAttribute('data-mathfit');
                    display.removeAttribute('style');
                  }
                  document[whole].replaceWith(copy);
                }""",
                whole,
            )
            await page.wait_for_function("document.querySelector('[data-mathfit~=fixed]')")
            found.append(await page.evaluate(OVER))
        return found

    assert max(play({"/": document(f"<p>{LONG}</p>")}, steps, width=375)) <= 0.5


def test_a_shadow_tree_that_typesets(play: Play) -> None:
    """Distill's `d-math` has KaTeX's output in its shadow tree, and comes when KaTeX is there."""
    define = """<script type=module>
      await new Promise((done) => addEventListener('load', done));
      customElements.define('d-math', class extends HTMLElement {
        connectedCallback() {
          const root = this.attachShadow({mode: 'open'});
          root.innerHTML = `<style>:host([block]){display:block}</style>
            <link rel=stylesheet href=/npm/katex/dist/katex.min.css><span></span>`;
          katex.render(this.textContent, root.querySelector('span'),
            {displayMode: this.hasAttribute('block')});
        }
      });
    </script>"""
    tex = LONG.removeprefix(r"\[").removesuffix(r"\]")
    body = f"<p>Words <d-math>a</d-math></p><d-math block>{tex}</d-math>{define}"

    async def steps(page: Page, origin: str) -> Any:
        await opened(page, origin)
        inside = "document.querySelector('[block]').shadowRoot.querySelector('.katex-display')"
        await page.wait_for_function(f"{inside}.matches('[data-mathfit~=fixed]')")
        await page.evaluate(FRAMES)
        bases = f"[...{inside}.querySelectorAll('.base,.katex-base')]"
        last = f"{bases}.pop().getBoundingClientRect().right"
        return await page.evaluate(SIDEWAYS), await page.evaluate(last)

    sideways, right = play({"/": document(body)}, steps, width=375)
    assert sideways == 0
    assert 340 < right <= 375


OWNERS = {
    "mark": "<div data-reactroot>{}</div>",
    "key": "<div id=root>{}</div><script defer src='data:text/javascript,"
    "document.querySelector(%22%23root%22).__reactContainer%24x = true'></script>",
    "comment": "<div><!--[-->{}<!--]--></div>",
}
NUMBERED_LONG = LONG.replace(r"\[", r"\begin{equation}").replace(r"\]", r"\end{equation}")
# The elements of the root, and what they stand in.
TREE = """() => [...document.querySelectorAll('main *')].map(
  (element) => element.localName + '<' + element.parentElement.localName).join()"""


@pytest.mark.parametrize("owner", OWNERS)
@pytest.mark.parametrize("name", ["katex", "mathjax3-chtml", "mathjax3-svg", "mathjax4-chtml"])
def test_what_a_framework_may_own_gets_no_element(play: Play, name: str, owner: str) -> None:
    """The engine ran in the build: what it made stands in the page, and is the framework's."""
    formulas = (LONG, NUMBERED_LONG, SHORT)
    body = "".join(f"<p>Words {tex} words</p>" for tex in formulas)
    inline = r"\((" + "+".join(f"a_{{{n}}}" for n in range(14)) + r")\)"
    source = document(f"<main>{body}<p>In a line {inline} there</p></main>")
    source = source.replace(pages.ASSETS, "").replace(
        pages.OUTPUTS["katex"].head, pages.OUTPUTS[name].head
    )
    site = {"/": source, "/plain": "", "/built": ""}

    async def steps(page: Page, origin: str) -> Any:
        await opened(page, origin)
        main = await page.evaluate("document.querySelector('main').outerHTML")
        styles = await page.evaluate(
            """() => [...document.styleSheets].filter((sheet) => !sheet.href).map((sheet) =>
              [...sheet.cssRules].map((rule) => rule.cssText).join('')).join('')"""
        )
        head = f"<style>{styles}</style>"
        if name == "katex":
            head += "<link rel=stylesheet href=/npm/katex/dist/katex.min.css>"
        built = document(OWNERS[owner].format(main), head)
        site["/built"] = built
        site["/plain"] = built.replace(pages.ASSETS, "")
        await opened(page, origin + "/plain")
        tree = await page.evaluate(TREE)
        assert await page.evaluate(SIDEWAYS) > 100
        found = []
        await opened(page, origin + "/built")
        for width in (375, 1000, 320):
            await page.set_viewport_size({"width": width, "height": 800})
            await page.evaluate(FRAMES)
            found.append(await page.evaluate(SIDEWAYS))
            over = await page.evaluate(OVER)
            # A box of an inline formula scrolls, and at 320 px what has a number is at the floor.
            assert width < 500 or over <= 0.5
        assert await page.evaluate(TREE) == tree
        scales = await page.evaluate(
            """() => [...document.querySelectorAll('[data-mathfit~=fit]')].map((display) => {
              const ink = display.querySelector(
                ':scope>.katex>.katex-html,:scope>svg,:scope>mjx-math');
              return new DOMMatrix(getComputedStyle(ink).transform).a;
            })"""
        )
        return found, scales

    sideways, scales = play(site, steps, width=375)
    assert sideways == [0, 0, 0]
    assert len(scales) == len(formulas)
    assert max(scales) == pytest.approx(1, abs=0.001)
    assert 0.39 < min(scales) < 0.7


def test_mathml_that_a_framework_may_own_scrolls(play: Play) -> None:
    row = "".join(f"<mi>a</mi><mo>+</mo><mn>{n}</mn>" for n in range(60))
    math = f"<math display=block><mrow>{row}</mrow></math>"
    body = f"<main data-reactroot><p>Words</p>{math}<p>Words</p></main>"

    async def steps(page: Page, origin: str) -> Any:
        await opened(page, origin)
        return await page.evaluate(SIDEWAYS), await page.evaluate(
            "document.querySelectorAll('math-fit').length"
        )

    assert play({"/": document(body)}, steps, width=375) == (0, 0)


def test_numbered_mathml_that_a_framework_owns_ends_nothing(play: Play) -> None:
    """It has no ink to count in; what stands beside it is fitted all the same."""
    mathml = (
        "<span class=katex-display><span class=katex><math display=block><mi>a</mi>"
        "<mtext class=mml-eqn-num></mtext></math></span></span>"
    )
    body = f"<main data-reactroot>{mathml}</main><p>{LONG}</p><p>{NUMBERED % 1}</p>"

    async def steps(page: Page, origin: str) -> Any:
        await opened(page, origin)
        return await page.evaluate(SIDEWAYS), await page.evaluate(OVER)

    sideways, over = play({"/": document(body)}, steps, width=375)
    assert sideways == 0
    assert over <= 0.5
