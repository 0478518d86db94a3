"""Engines that no script element of the page names, as a browser loads them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import mathfit
from tests.browser.fit import pages
from tests.browser.fit.conftest import FITTED, FRAMES, Play, settled

if TYPE_CHECKING:
    from playwright.async_api import Page

pytestmark = pytest.mark.browser

SUM = "+".join(f"a_{{{n}}}x^{{{n}}}" for n in range(1, 24))
BODY = rf"<main><p>Words</p><p class=math-container>\[S={SUM}\]</p><p>Words</p>\[E=mc^2\]</main>"
SHEET = "<link rel=stylesheet href=/npm/katex/dist/katex.min.css>"
# What an AMD loader is to these pages: `define` and `require` by names.
AMD = """<script>
const modules = {};
const load = (address) => modules[address] ??= new Promise((done) => {
  window.define = Object.assign((names, make) => {
    const [list, made] = make ? [names, make] : [[], names];
    Promise.all(list.map((name) => load(paths[name]))).then((all) => done(made(...all)));
  }, { amd: true });
  const script = document.createElement("script");
  script.src = address + ".js";
  document.head.append(script);
});
const paths = {"katex": "/npm/katex/dist/katex.min"};
window.requirejs = window.require = (names, call) =>
  names.reduce((done, name) => done.then((all) => load(paths[name]).then((one) => [...all, one])),
    Promise.resolve([])).then((all) => call(...all));
require.config = (how) => Object.assign(paths, how.paths);
</script>"""
RENDER = (
    "renderMathInElement(document.body,{delimiters:[{left:'\\\\[',right:'\\\\]',display:true}]})"
)
HEADS = {
    "require.js": f"""{SHEET}{AMD}<script>
require.config({{paths:{{"katex":"/npm/katex/dist/katex.min",
  "katex-auto-render":"/npm/katex/dist/contrib/auto-render.min"}}}});
require(["katex","katex-auto-render"],function(katex,renderMathInElement){{{RENDER};window.typeset=1}});
</script>""",
    "a script that makes script elements": f"""{SHEET}<script>
const add=(src,then)=>{{const s=document.createElement("script");s.src=src;s.onload=then;
  document.head.appendChild(s)}};
addEventListener("load",()=>add("/npm/katex/dist/katex.min.js",
  ()=>add("/npm/katex/dist/contrib/auto-render.min.js",()=>{{{RENDER};window.typeset=1}})));
</script>""",
    "import()": f"""{SHEET}<script type=module>
import("/npm/katex/dist/contrib/auto-render.mjs").then(({{default:renderMathInElement}})=>{{
  {RENDER};window.typeset=1}});
</script>""",
}
FITS = f"""async () => {{
  while (!window.typeset) await new Promise(requestAnimationFrame);
  return {FITTED};
}}"""
WIDEST = """() => Math.max(...[...document.querySelectorAll(".base")].map(
  (box) => box.getBoundingClientRect().right))"""


@pytest.mark.parametrize("name", HEADS)
def test_what_such_a_page_typesets_fits(play: Play, name: str) -> None:
    plain = (
        "<!doctype html><html lang=en><head><meta charset=utf-8><title>t</title>"
        "<meta name=viewport content='width=device-width,initial-scale=1'>"
        f"{HEADS[name]}</head><body>{BODY}</body></html>"
    )
    fitted = mathfit.apply_html(plain)
    assert fitted != plain

    async def steps(page: Page, origin: str) -> Any:
        await page.goto(origin)
        await page.evaluate(FITS)
        await settled(page)
        found = [await page.evaluate(FITTED)]
        for width in (375, 320):
            await page.set_viewport_size({"width": width, "height": 900})
            await page.evaluate(FRAMES)
            found.append(await page.evaluate(WIDEST))
        return found

    count, at_375, at_320 = play({"/": fitted}, steps)
    assert count == 2
    assert at_375 <= 375
    # At the smallest scale the rest is scrolled to.
    assert at_320 <= 375


def test_an_inline_formula_that_mathjax_4_breaks_keeps_its_lines(play: Play) -> None:
    """With its speech, MathJax 4 puts rows of its own around what can be broken."""
    config = (
        '<script>MathJax={loader:{paths:{"mathjax-newcm":"/npm/@mathjax/mathjax-newcm-font"}},'
        'output:{fontPath:"/npm/@mathjax/%%FONT%%-font"}}</script>'
        "<script src=/npm/mathjax4/tex-mml-chtml.js></script>"
    )
    body = rf"<p style='font:16px/1.6 DejaVu Serif'>In \(f(x)={SUM}\) all lines are there.</p>"
    start = "<!doctype html><html lang=en><meta charset=utf-8><title>t</title>"
    site = {
        "/plain": f"{start}{config}<body>{body}",
        "/fitted": f"{start}{pages.ASSETS}{config}<body>{body}",
    }
    seen = """async () => {
      while (!document.querySelector("[inline-breaks]")) await new Promise(requestAnimationFrame);
      const tops = [...document.querySelectorAll("mjx-mo")].map(
        (box) => Math.round(box.getBoundingClientRect().top / 10));
      const { width, height } = document.querySelector("p").getBoundingClientRect();
      return [width, height, new Set(tops).size];
    }"""

    async def steps(page: Page, origin: str) -> Any:
        found = []
        for path in site:
            await page.goto(origin + path)
            await page.evaluate(seen)
            await settled(page)
            found.append(await page.evaluate(seen))
        return found

    plain, fitted = play(site, steps, width=320)
    assert plain[2] > 2
    assert fitted == pytest.approx(plain, abs=1)
