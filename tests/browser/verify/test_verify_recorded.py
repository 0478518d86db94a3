"""Faults that mathfit once made, on recorded copies of what it made; and the same pages mended.

recorded/ holds pages as they stood with their engine and mathfit done (record.py writes them), so
that these tests say the same when mathfit no longer makes the fault. `plain-` pages have an
engine's output alone.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from mathfit.verify.results import VerifiedPage
    from tests.browser.verify.conftest import Verify

pytestmark = pytest.mark.browser

RECORDED = Path(__file__).parent / "recorded"
WIDTHS = (375, 414)


def recorded(name: str, css: str = "") -> str:
    text = (RECORDED / f"{name}.html").read_text(encoding="utf-8")
    return text.replace("</head>", f"<style>{css}</style></head>")


# What a reader got, the faults that it is, and the page as a reader should get it.
FAULTS: dict[str, tuple[str, set[str], str]] = {
    "a number that pandoc's filter placed over the line": (
        recorded("number-beside"),
        {"number-overlaps"},
        recorded("number-beside", ".eqnos{box-sizing:border-box;padding-right:3em}"),
    ),
    "an equation squeezed by the text in the next cell": (
        recorded("squeezed-in-table"),
        {"shrunk-with-room"},
        recorded("squeezed-in-table", "td:nth-child(2){min-width:8em}"),
    ),
    "an equation squeezed by the text in the same row": (
        recorded("squeezed-in-row"),
        {"shrunk-with-room"},
        recorded("squeezed-in-row", ".f>div:first-child:not(:only-child){min-width:6em}"),
    ),
    "an inline formula cut by `* { max-width: 100% }`": (
        recorded("inline-cut"),
        {"leaves-block", "clipped"},
        recorded("inline-whole"),
    ),
    "the end of a multlined cut": (
        recorded("cut-at-the-end"),
        {"leaves-block", "clipped", "number-overlaps"},
        recorded("whole-at-the-end"),
    ),
}

MATHML = '<math display="block"><mi>E</mi><mo>=</mo><msup><mi>c</mi><mn>2</mn></msup></math>'


def hand(body: str, css: str = "") -> str:
    """Return a page that needs no engine, with words around the body."""
    words = "<p>Words before it and after, so that there is a line.</p>"
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>scratch</title>'
        "<style>body{margin:0;padding:16px;font:16px/1.5 serif}</style>"
        f"<style>{css}</style><body><main>{words}{body}{words}</main></body></html>"
    )


PLAIN: dict[str, tuple[str, str]] = {
    "MathML": (hand(f'<div class="around">{MATHML}</div>'), "math"),
    "KaTeX": (recorded("plain-katex"), ".katex-display"),
    "MathJax CHTML": (recorded("plain-mathjax-chtml"), "mjx-container"),
    "MathJax SVG": (recorded("plain-mathjax-svg"), "mjx-container"),
}
NUMBER = '<mspace width="3em"/><mtext class="tml-eqn"></mtext></math>'
# EQUATION stands for the engine's element.
UNSEEN: dict[str, str] = {
    "hidden": "EQUATION { visibility: hidden }",
    "hidden around": ".around { visibility: hidden }",
    "see-through": "EQUATION { opacity: 0 }",
    "see-through around": ".around { opacity: 0 }",
    "see-through further out": "main { opacity: 0 }",
    "not displayed": "EQUATION { display: none !important }",
    "the background's colour": "EQUATION { color: #fff }",
    "dark on dark": "main { background: #123 } EQUATION { color: #112233 }",
    "transparent": "EQUATION { color: transparent }",
    "clipped to a point": "EQUATION { clip-path: inset(50%) }",
    "clipped to a circle of nothing": ".around { clip-path: circle(0) }",
    "clipped to a line": ".around { clip-path: polygon(0 0, 100% 0, 0 0) }",
    "no height": "EQUATION { height: 0; overflow: hidden }",
    "no height around": ".around { height: 0; overflow: hidden }",
    "no width": "EQUATION { width: 0; overflow: hidden }",
    "pushed away": "EQUATION { position: relative; left: -9999px }",
    "scaled to nothing": "EQUATION { transform: scale(0) }",
}
OPENED: dict[str, tuple[str, str]] = {
    "details": ("<details><summary>more</summary>", "</details>"),
    "hidden by its author": ('<div style="display:none">', "</div>"),
    "the attribute": ("<div hidden>", "</div>"),
    "a tab": ('<style>.tab-pane{display:none}</style><div class="tab-pane">', "</div>"),
    "a panel by role": ('<div role="tabpanel" style="visibility:hidden">', "</div>"),
    "folded up": ('<div class="collapse" style="height:0;overflow:hidden">', "</div>"),
    "a button says so": (
        '<button aria-controls="more">more</button><div><div id="more" style="opacity:0">',
        "</div></div>",
    ),
    "comes when scrolled to": ('<div data-aos="fade" style="opacity:0">', "</div>"),
    "for screen readers": (
        '<div style="position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)">',
        "</div>",
    ),
    "beside a picture of it": (
        '<div><span style="display:none">',
        '</span><svg width="50" height="20"><rect width="50" height="20"/></svg></div>',
    ),
    "white on a picture behind": (
        '<div style="position:relative"><div style="position:absolute;inset:0;background:#222">'
        '</div><div style="position:relative;color:#fff">',
        "</div></div>",
    ),
    "white on a gradient": (
        '<div style="background:linear-gradient(#000,#333);color:#fff">',
        "</div>",
    ),
    "light on dark": ('<div style="background:#111;color:#eee">', "</div>"),
    "letters cut out of a gradient": (
        '<div style="background:linear-gradient(red,blue);background-clip:text;color:transparent">',
        "</div>",
    ),
}
PHANTOM = '<math display="block"><mphantom style="visibility:hidden"><mi>E</mi></mphantom></math>'

# 250 px of ink, in a box that keeps 32 px free on each side.
WIDE = (
    '<span class="katex-display" style="display:block;margin:16px 0"><span class="katex">'
    '<span class="katex-html" style="display:block;white-space:nowrap"><span class="katex-base" '
    'style="display:inline-block;width:250px;background:#000">E</span></span></span></span>'
)
PADDED = "x-flow{display:block;box-sizing:border-box;width:%dpx;padding:0 32px}"
IN_PADDING = hand(f"<x-flow>{WIDE}</x-flow>", PADDED % 290)
BESIDE_PADDING = hand(f"<x-flow>{WIDE}</x-flow>", PADDED % 314)


def number(css: str, room: int) -> str:
    """Return an equation of 250 px with a number beside it that no engine made."""
    frame = f'<div class="frame" style="width:{room}px"><span class="no">(12)</span>{WIDE}</div>'
    return hand(frame, ".frame{position:relative}" + css)


NUMBERS = {
    "absolute": ".no{position:absolute;right:0;top:0}",
    "float": ".no{float:right;margin-bottom:-24px}",
    "in a row": ".frame{display:flex;flex-direction:row-reverse;justify-content:flex-end}"
    ".frame>*{flex:none}.no{margin-left:min(0px,100% - 298px)}",
}
# An inline formula that its engine broke into two lines, in a frame that shows one.
TWO_LINES = (
    '<p>words <span class="math"><span class="katex"><span class="katex-html">'
    '<span class="katex-base">a + b</span><br><span class="katex-base">+ c + d</span>'
    "</span></span></span> words</p>"
)
ONE_LINE = ".math{display:inline-block;vertical-align:top;height:1.5em;overflow:hidden}"
SPACE_IN_CELLS = hand(
    '<div style="overflow-x:auto;width:300px"><table class="ltx_equation ltx_eqn_table" '
    'style="border-spacing:0"><tr><td style="padding:0"><math><mtext><span style="display:'
    'inline-block;width:281px;background:#000">E</span></mtext></math></td>'
    '<td style="padding:0 0 0 24px"></td></tr></table></div>'
)


# An equation that counts, and the rules that draw its number.
COUNTS: dict[str, tuple[str, str]] = {
    "Temml's": (
        MATHML.replace("</math>", NUMBER),
        "body{counter-reset:tmlEqnNo}"
        ".tml-eqn::before{counter-increment:tmlEqnNo;content:'(' counter(tmlEqnNo) ')'}",
    ),
    "a theme's": (
        f'<div class="equation">{MATHML}</div>',
        "body{counter-reset:eq}.equation{position:relative;counter-increment:eq}"
        ".equation::after{content:'(' counter(eq) ')';position:absolute;right:0;top:0}",
    ),
    "KaTeX's": (
        '<span class="katex-display"><span class="katex"><span class="katex-html"><span class='
        '"katex-base">a</span><span class="katex-tag"><span class="eqn-num"></span></span></span>'
        "</span></span>",
        "body{counter-reset:katexEqnNo}.katex-display{display:block}"
        ".eqn-num::before{counter-increment:katexEqnNo;content:'(' counter(katexEqnNo) ')'}",
    ),
}
CONTAINED = ".around{container-type:inline-size;contain:style}"


@pytest.fixture(scope="module")
def results(verify: Verify) -> dict[str, VerifiedPage]:
    pages: dict[str, str] = {}
    for name, (bad, _, mended) in FAULTS.items():
        pages |= {f"{name}, bad": bad, f"{name}, mended": mended}
    for engine, (plain, element) in PLAIN.items():
        pages[f"{engine}, plain"] = plain
        for name, css in UNSEEN.items():
            rule = f"<style>{css.replace('EQUATION', element)}</style>"
            pages[f"{engine}, {name}"] = plain.replace("<main>", f"{rule}<main>")
    for name, (before, after) in OPENED.items():
        pages[f"may be, {name}"] = hand(f"{before}{MATHML}{after}")
    pages["may be, a phantom"] = hand(PHANTOM)
    for name, css in NUMBERS.items():
        pages |= {f"number, {name}": number(css, 262), f"number, {name}, room": number(css, 330)}
    pages |= {"in padding": IN_PADDING, "beside padding": BESIDE_PADDING, "cells": SPACE_IN_CELLS}
    for name, (equation, css) in COUNTS.items():
        one = f'<p>words</p><div class="around">{equation}</div>'
        pages[f"counted, {name}"] = hand(one * 3, css)
        pages[f"all first, {name}"] = hand(one * 3, css + CONTAINED)
        begun = css.replace("body", "section") + CONTAINED
        pages[f"sections, {name}"] = hand(f"<section>{one}</section>" * 3, begun)
    pages["one line"] = hand(TWO_LINES, ONE_LINE)
    pages["two lines"] = hand(TWO_LINES, ONE_LINE.replace("height:1.5em;", ""))
    pages["number above"] = number(".no{display:block;float:right}", 262).replace(
        "margin:16px 0", "margin:8px 0;clear:both"
    )
    long = MATHML.replace("<mi>E</mi>", f"<mtext>{'E' * 60}</mtext>")
    pages["beside what scrolls"] = hand(
        f'<div class="row"><b>(1)</b><div class="box">{long}</div></div>',
        ".row{display:flex;flex-direction:row-reverse}.box{flex:1;min-width:0;overflow-x:auto}",
    )
    pages["after inline"] = recorded("after-inline")
    files = {name: f"{place}.html" for place, name in enumerate(pages)}
    found = verify({files[name]: html for name, html in pages.items()}, WIDTHS)
    return {name: found[file] for name, file in files.items()}


def told(result: VerifiedPage) -> dict[str, str]:
    return {one.kind: f"{one.where}: {one.detail} ({one.view})" for one in result.failures}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_of_its_day_is_found_and_nothing_else(
    results: dict[str, VerifiedPage], name: str
) -> None:
    assert told(results[f"{name}, bad"]).keys() == FAULTS[name][1]


@pytest.mark.parametrize("name", FAULTS)
def test_the_mended_page_has_no_fault(results: dict[str, VerifiedPage], name: str) -> None:
    result = results[f"{name}, mended"]
    assert result.equations + result.inline > 0
    assert told(result) == {}


@pytest.mark.parametrize("engine", PLAIN)
def test_an_equation_that_cannot_be_seen_is_named(
    results: dict[str, VerifiedPage], engine: str
) -> None:
    assert told(results[f"{engine}, plain"]) == {}
    found = {name: told(results[f"{engine}, {name}"]) for name in UNSEEN}
    assert {name: set(faults) for name, faults in found.items()} == {
        name: {"invisible"} for name in UNSEEN
    }, found


@pytest.mark.parametrize("name", [*OPENED, "a phantom"])
def test_what_a_reader_may_open_or_need_not_see_is_no_fault(
    results: dict[str, VerifiedPage], name: str
) -> None:
    result = results[f"may be, {name}"]
    assert result.equations == 1
    assert told(result) == {}


@pytest.mark.parametrize("name", NUMBERS)
def test_a_number_of_no_engine_on_a_formula(results: dict[str, VerifiedPage], name: str) -> None:
    assert told(results[f"number, {name}"]).keys() == {"number-overlaps"}
    assert told(results[f"number, {name}, room"]) == {}


def test_an_equation_in_the_padding_of_the_box_around_it(results: dict[str, VerifiedPage]) -> None:
    assert told(results["in padding"]).keys() == {"fills-padding"}
    assert told(results["beside padding"]) == {}


def test_the_space_in_a_table_of_latexml_is_no_needless_scroll(
    results: dict[str, VerifiedPage],
) -> None:
    assert results["cells"].equations == 1
    assert results["cells"].faults == ()


def test_the_lines_of_an_inline_formula_that_its_frame_hides(
    results: dict[str, VerifiedPage],
) -> None:
    assert told(results["one line"]).keys() == {"clipped"}
    assert told(results["two lines"]) == {}


def test_a_number_may_stand_above_its_formula(results: dict[str, VerifiedPage]) -> None:
    assert told(results["number above"]) == {}


def test_nothing_of_a_formula_that_scrolls_lies_under_the_number_beside_it(
    results: dict[str, VerifiedPage],
) -> None:
    assert told(results["beside what scrolls"]).keys() == {"scrolls-unshrunk"}


def test_the_line_before_may_be_a_picture_of_an_inline_formula(
    results: dict[str, VerifiedPage],
) -> None:
    assert results["after inline"].inline == 1
    assert told(results["after inline"]) == {}


@pytest.mark.parametrize("name", COUNTS)
def test_counted_numbers_that_containment_cuts_off(
    results: dict[str, VerifiedPage], name: str
) -> None:
    assert told(results[f"counted, {name}"]) == {}
    assert told(results[f"all first, {name}"]).keys() == {"numbers-repeat"}
    assert told(results[f"sections, {name}"]) == {}
