"""Each check, on a page that breaks exactly it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.verify.scratch import CDN, HEADS, WORDS, page

if TYPE_CHECKING:
    from mathfit.verify.results import VerifiedPage
    from tests.browser.verify.conftest import Verify

pytestmark = pytest.mark.browser

# In both windows the column is 640 px; the long formula takes 690.
WIDTHS = (900, 1000)
SUM = " + ".join(f"a_{{{number}}}" for number in range(10, 24))
LONG = rf"\[{SUM} = b\]"
TALL = r"\[\begin{pmatrix}" + SUM + r" = b" + r"\\1" * 12 + r"\end{pmatrix}\]"
NEVER = "{startup: {ready() { MathJax.startup.promise = new Promise(() => {}) }}}"


def broken(body: str, css: str = "") -> str:
    return page(body, css=css)


BREAKS: dict[str, str] = {
    "leaves-block": broken(f'<div style="width:200px">{LONG}</div>'),
    "number-overlaps": broken(
        r'<div style="width:340px">\[a_1 + a_2 + a_3 + a_4 + a_5 + a_6 = b\tag{12345}\]</div>'
    ),
    "clipped": broken(
        r"\[\frac{\frac{a}{b}}{\frac{c}{d}}\]", ".katex-display{height:2em;overflow:hidden}"
    ),
    "shrunk-with-room": broken(r"\[a+b\]", ".katex-display{transform:scale(.5)}"),
    "blank-space": broken(
        TALL,
        ".katex-display{transform:scale(.4);margin:1em 0}"
        ".katex-display>.katex{margin-left:-120px;margin-right:-120px}",
    ),
    "overlaps-line": broken(r"\[\frac{a}{b}\]", ".katex-display{height:.6em;margin:0}"),
    "page-scrolls": broken(
        r"\[a+b\]", ".katex-display>.katex{text-align:left}.katex-html{width:1500px}"
    ),
    "scrolls-unshrunk": broken(LONG, ".katex-display{overflow-x:auto;padding:.3em 0}"),
    "scrolls-inside": broken(
        LONG,
        ".katex-display{overflow-x:auto;padding:.3em 0;width:500px;transform:scale(.4);"
        "transform-origin:0 0;margin:0}",
    ),
    "needless-scroll": broken(
        r"\[a+b\]",
        ".katex-display{overflow-x:auto;position:relative}"
        ".katex-html::after{content:'';position:absolute;left:0;width:660px;height:1px}",
    ),
    "illegible": broken(r"\[a+b\]", ".katex-display{font-size:5px}"),
    # What follows the `<` is a tag to a browser, and the formula has no end.
    "untypeset": page(r"\[a+b\]<p>$$\sum_{i<j} a_i$$ and words</p>", "mathjax3-chtml"),
    "tex-error": page(r"\[a+\frac{b}\]", "mathjax3-chtml"),
    "unfinished": page(r"\[a+b\]", "mathjax3-svg").replace('{tex: {tags: "ams"}}', NEVER),
}

# A formula of the browser's own: how it is scaled is read in another way.
TERM = "<msub><mi>a</mi><mn>1</mn></msub><mo>+</mo>"
MATHML = f'<math display="block">{TERM * 24}<mi>b</mi></math>'
CELL = f"<td><math>{TERM * 5}<mi>b</mi></math></td>"
SHORT = '<math display="block"><mi>a</mi><mo>+</mo><mi>b</mi></math>'
IN_MATHML: dict[str, str] = {
    "scrolls-unshrunk": broken(f'<div style="overflow-x:auto">{MATHML}</div>'),
    "scrolls-inside": broken(
        f"<div>{MATHML}</div>",
        "div{overflow-x:auto;width:500px;transform:scale(.4);transform-origin:0 0;font-size:20px}",
    ),
    "shrunk-with-room": broken(SHORT, "math{transform:scale(.5)}"),
    # LaTeXML's equation is a table: each of its cells would fit the line.
    "leaves-block": broken(
        '<div style="width:220px"><table class="ltx_equation ltx_eqn_table">'
        f"<tr>{CELL * 2}</tr></table></div>"
    ),
}


@pytest.fixture(scope="module")
def results(verify: Verify) -> dict[str, VerifiedPage]:
    pages = {f"{name}.html": html for name, html in BREAKS.items()}
    pages |= {f"mathml-{name}.html": html for name, html in IN_MATHML.items()}
    # The time limit is for the one that has no end: others take as long as the machine lets them.
    endless = {"unfinished.html": pages.pop("unfinished.html")}
    return {**verify(pages, WIDTHS), **verify(endless, WIDTHS, timeout=6)}


@pytest.mark.parametrize("name", [*BREAKS, *(f"mathml-{check}" for check in IN_MATHML)])
def test_a_page_that_breaks_one_check(results: dict[str, VerifiedPage], name: str) -> None:
    result = results[f"{name}.html"]
    check = name.removeprefix("mathml-")
    told = {fault.kind: f"{fault.where}: {fault.detail} ({fault.view})" for fault in result.faults}
    assert set(told) == {check}, told


def test_a_fault_names_the_formula_its_source_and_its_place(
    results: dict[str, VerifiedPage],
) -> None:
    fault = results["leaves-block.html"].faults[0]
    assert fault.equation == 1
    assert fault.tex.startswith("a_{10} + a_{11}")
    assert fault.box is not None
    assert fault.box[2] - fault.box[0] > 200


def test_an_engine_that_is_not_in_the_packages_is_named(verify: Verify) -> None:
    head = f'<script src="{CDN}mathjax@1/MathJax.js"></script>'
    html = page(r"\[a\]").replace(HEADS["katex"], head)
    (fault,) = verify({"a.html": html})["a.html"].faults
    assert fault.kind == "unfinished"
    assert "no package for mathjax@1" in fault.detail


def test_a_page_that_goes_away_asks_and_opens_windows(verify: Verify) -> None:
    rude = (
        "<script>alert(1); confirm(2); open('about:blank'); location.href = 'other.html';"
        "onbeforeunload = () => 'stay'</script>"
    )
    results = verify({"a.html": page(r"\[a+b\]" + rude), "other.html": WORDS + "$"})
    assert results["a.html"].ok, results["a.html"].faults
    assert results["a.html"].equations == 1


def test_the_network_is_off(verify: Verify) -> None:
    html = page(r"\[a+b\]" + '<img src="https://example.org/x.png" alt="">')
    result = verify({"a.html": html})["a.html"]
    assert result.ok
    assert any("example.org" in note for note in result.notes)


def test_another_version_than_the_pinned_one_is_told(verify: Verify) -> None:
    pinned = (
        HEADS["katex-0.16"]
        .replace("katex@0.16/", "katex@0.16.2/")
        .replace("<script ", '<script integrity="sha384-AAAA" crossorigin="anonymous" ')
    )
    result = verify({"a.html": page(r"\[a+b\]").replace(HEADS["katex"], pinned)})["a.html"]
    assert result.equations == 1
    assert any("katex@0.16.2 was answered by version 0.16" in note for note in result.notes)
