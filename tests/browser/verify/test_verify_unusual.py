"""Correct but unusual: nothing here is wrong, and nothing may be called wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import mathfit
from tests.browser.verify.scratch import HEADS, page

if TYPE_CHECKING:
    from mathfit.verify.results import VerifiedPage
    from tests.browser.verify.conftest import Verify

pytestmark = pytest.mark.browser

SHORT = r"\[a^2 + b^2 = c^2\]"
WIDE = r"\[" + " + ".join(f"x_{{{number}}}" for number in range(12)) + r"\]"

FORMULAS: dict[str, str] = {
    "tall integral": r"\[\int_{-\infty}^{\infty}\frac{\frac{a}{b}}{\frac{c}{d}}\,dx\]",
    "nested fractions": r"\[\cfrac{1}{1+\cfrac{1}{1+\cfrac{1}{1+x}}}\]",
    "long number": r"\[a = b \tag{A long one}\]",
    "number with a star": r"\[a = b \tag*{[$\ast$]}\]",
    "phantom": r"\[a + \hphantom{www} + \vphantom{\frac{a}{b}} b\]",
    "laps": r"\[\rlap{=}\quad\llap{/}\quad a\]",
    "negative space": r"\[a\!\!\!b \hspace{-2em} c\]",
    "smash": r"\[\smash{\frac{a}{b}} + c\]",
    "rule": r"\[\rule{1em}{.5em} + a\]",
    "box and colour": r"\[\boxed{a+b} + \color{red}{c}\]",
    "stretchy": r"\[\underbrace{a+b+c}_{n} + \overline{abc} + \widehat{xyz} + \xrightarrow{abc}\]",
    "matrix": r"\[\left[\begin{array}{c|c}1 & 2\\ \hline 3 & 4\end{array}\right]\]",
    "cases": r"\[f(x) = \begin{cases} 1 & x > 0\\ 0 & x = 0\\ -1 & x < 0\end{cases}\]",
    "sum with limits": r"\[\sum_{\substack{i=1\\ j=2}}^{\infty}\left(\prod_{k} x_k\right)\]",
    "text in it": r"\[x \text{ if } y, \quad z \text{ 否则}\]",
    "sizes": r"\[{\tiny a} + {\Huge b}\]",
    "one letter": r"\[x\]",
    "empty": r"\[\]",
}
PLACES: dict[str, str] = {
    "table": f"<table><tr><td>{SHORT}<td>words<td>\\(x\\)</table>",
    "wide table that scrolls": '<div style="overflow-x:auto"><table><tr>'
    + f"<td>{SHORT}" * 6
    + "</table></div>",
    "flex": f'<div style="display:flex"><p>words</p><div style="min-width:0">{SHORT}</div></div>',
    "float": f'<div style="float:right">{SHORT}</div><p>words beside it</p><br style="clear:both">',
    "closed details": f"<details><summary>more</summary>{WIDE}</details>",
    "hidden": f'<div style="display:none">{WIDE}</div>',
    "font size by hand": f'<span style="font-size:90%">{SHORT}</span>',
    "list": f"<ul><li>words<ul><li>{SHORT}</ul></ul>",
    "full bleed": f'<div style="margin:0 -12px;background:#eee">{SHORT}</div>',
    "right to left": f'<div dir="rtl"><p>נוסחה</p>{SHORT}</div>',
    "columns": f'<div style="columns:2">{SHORT}<p>words in the other column of the two</p></div>',
    "quote": f'<blockquote style="border-left:4px solid">{SHORT}</blockquote>',
    "with a heading tight above": f'<h2 style="margin:0">Heading</h2>{SHORT}',
    "much space by design": f'<div style="padding:120px 0">{SHORT}</div>',
    "clip in one direction": "<style>.across .katex-html { overflow: clip visible }</style>"
    r'<div class="across">\[\left(\sum_{s=1}^{t} h_s h_s^{\top} + \Lambda_0\right)^{-1}\]</div>',
    "a badge over the corner": '<div style="position:relative">'
    f'<i style="position:absolute;right:0">new</i>{SHORT}</div>',
    "a closed drawer": f'<div style="height:0;overflow:hidden"><p>words</p>{WIDE}</div>',
    "a page wide for another reason": '<div style="width:1400px;height:1px;background:#000"></div>',
}


@pytest.fixture(scope="module")
def results(verify: Verify) -> dict[str, VerifiedPage]:
    pages = {}
    for engine in HEADS:
        for group, bodies in (("formulas", FORMULAS), ("places", PLACES)):
            # MathJax 2 gives a numbered SVG its width in px: turned, it does leave its block.
            kept = {k: v for k, v in bodies.items() if engine != "mathjax2-svg" or "\\tag" not in v}
            body = "".join(f"<h3>{name}</h3>{html}<p>after</p>" for name, html in kept.items())
            pages[f"{engine}-{group}.html"] = page(body, engine)
    return verify(pages, (420, 1000))


@pytest.mark.parametrize("group", ["formulas", "places"])
@pytest.mark.parametrize("engine", HEADS)
def test_nothing_is_called_wrong(results: dict[str, VerifiedPage], engine: str, group: str) -> None:
    result = results[f"{engine}-{group}.html"]
    assert result.equations >= 12
    told = [
        f"{one.where} {one.tex!r} {one.kind}: {one.detail}, {one.view}" for one in result.faults
    ]
    assert told == []


def test_a_page_that_changes_how_texts_are_made_of_lists(verify: Verify) -> None:
    # As Prototype.js 1.6 does; libraries of its time still stand on pages.
    old = "<script>Array.prototype.toJSON = function () { return 'list'; }</script>"
    result = verify({"old.html": page(old + r"\[a+b=c\]")})["old.html"]
    assert (result.equations, result.faults) == (1, ())


@pytest.mark.parametrize("foot", ["<footer>", '<div class="footer">', '<div role="navigation">'])
def test_a_short_page_whose_foot_is_at_the_bottom_of_the_window(verify: Verify, foot: str) -> None:
    css = "body{display:flex;flex-direction:column;min-height:100vh}main{flex:1}"
    # Each shrinks, and the foot stays: more space below the last than at its natural size.
    sums = r"\[" + " + ".join(rf"\frac{{x_{{{number}}}}}{{y}}" for number in range(14)) + r"\]"
    html = page(f"<main>{sums * 5}</main>{foot}", css=css)
    fitted = mathfit.apply_html(html)
    result = verify({"short.html": fitted}, (375, 1000))["short.html"]
    assert (result.equations, result.failures) == (5, ())
