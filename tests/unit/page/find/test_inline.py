"""Inline formulas in a page's text: found where asked for, wrapped with their numbers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mathfit.errors import PageError
from mathfit.page import decode
from mathfit.page.apply import ApplyOptions, apply_page
from mathfit.page.find import FindOptions, examine
from mathfit.page.remove import remove_html
from mathfit.page.size import Size
from tests.unit.pages import MATHJAX3

PAGE = (
    f"<!doctype html><head>{MATHJAX3}</script></head><body><p>a \\(x\\) b \\(y &lt; 1\\)</p>"
    "\\[a\\]<pre>\\(code\\)</pre><p>\\(z\\)</p></body>"
)
INLINE = FindOptions(inline=True)
SIZE = Size(12, 1.5, depth=0.25)


def found(html: str, options: FindOptions) -> list[str]:
    examined = examine(decode.read(html), options)
    assert examined is not None
    return [html[formula.start : formula.end] for formula in examined[0].inline]


def test_they_are_found_where_the_engine_reads() -> None:
    assert found(PAGE, INLINE) == ["\\(x\\)", "\\(y &lt; 1\\)", "\\(z\\)"]


def test_they_are_not_looked_for_otherwise() -> None:
    assert found(PAGE, FindOptions()) == []


def test_they_change_no_display_equation() -> None:
    one, other = (examine(decode.read(PAGE), options) for options in (INLINE, FindOptions()))
    assert one is not None
    assert other is not None
    assert replace(one[0], inline=()) == other[0]


def test_one_is_wrapped_and_given_back() -> None:
    options = ApplyOptions(find=INLINE, assets="")
    applied = apply_page(PAGE, options, sizes=[Size(1, 1)], inline=[(1, SIZE)])
    assert (
        '<math-fit translate="no" fit inline style="--mathfit-w:12;--mathfit-h:1.5;--mathfit-t:0;'
        '--mathfit-b:0;--mathfit-d:0.25"><math-fit-room><math-fit-ink>\\(y &lt; 1\\)<'
    ) in applied.html
    assert applied.html.count("<math-fit ") == 2
    assert '<script src="mathfit' not in applied.html
    assert remove_html(applied.html) == PAGE


def test_in_a_stylesheet_they_are_numbered_after_the_equations() -> None:
    options = ApplyOptions(find=INLINE, assets="", by_rule=True)
    applied = apply_page(PAGE, options, sizes=[Size(1, 1)], inline=[(1, SIZE)])
    assert '<math-fit translate="no" fit="2" inline>' in applied.html
    assert any('math-fit[fit="2"]{--mathfit-w:12' in file.content for file in applied.files)


def test_a_page_to_be_measured_marks_them() -> None:
    options = ApplyOptions(find=INLINE, assets="", tagged=True, guarded=False)
    html = apply_page(PAGE, options).html
    assert '<math-fit-mark n="0">\\(x\\)</math-fit-mark>' in html
    assert html.count("<math-fit-mark") == 3


def test_sizes_for_more_than_there_are_are_refused() -> None:
    with pytest.raises(PageError, match="3 inline formulas"):
        apply_page(PAGE, ApplyOptions(find=INLINE), sizes=[Size(1, 1)], inline=[(3, SIZE)])
