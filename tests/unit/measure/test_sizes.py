"""Numbers in pages: how they are written, and that they are taken out again."""

from __future__ import annotations

import pytest

import mathfit
from mathfit.errors import PageError
from mathfit.measure.read import _differs, _forbids_style, _moves
from mathfit.page.apply import ApplyOptions, apply_page
from mathfit.page.assets import SnippetOptions
from mathfit.page.rewrite import OPENING, opening
from mathfit.page.size import Size
from tests.unit.pages import page

HTML = page("<p>$$x$$ and $$y$$</p>")
ONE = Size(
    12.34567,
    2,
    1,
    1,
    long=True,
    counts="katexEqnNo 2 mmlEqnNo 2",
    counted="katexEqnNo 3 mmlEqnNo 3",
)
OTHER = Size(3, 1.5, rtl=True, lazy=True)
COUNTERS = "katexEqnNo {0} mmlEqnNo {0}"


def test_in_the_wrappers() -> None:
    options = ApplyOptions(assets="", snippet=SnippetOptions(0.5))
    applied = apply_page(HTML, options, sizes=(ONE, OTHER))
    assert (
        '<math-fit translate="no" fit long style="--mathfit-w:12.3457;--mathfit-h:2;--mathfit-t:1;'
        "--mathfit-b:1;--mathfit-floor:0.5;counter-increment:"
        f'{COUNTERS.format(2)}"><math-fit-room><math-fit-ink style="counter-reset:'
        f'{COUNTERS.format(3)}">$$x$$'
    ) in applied.html
    assert '<math-fit translate="no" fit rtl lazy style="--mathfit-w:3;' in applied.html
    assert [file.suffix for file in applied.files] == ["css"]
    assert "<script data-mathfit" not in applied.html
    assert "mathfit.js" not in applied.html
    assert mathfit.remove_html(applied.html) == HTML
    assert apply_page(applied.html, options, sizes=(ONE, OTHER)).html == applied.html


def test_in_a_stylesheet() -> None:
    options = ApplyOptions(assets="../", by_rule=True)
    applied = apply_page(HTML, options, sizes=(ONE, OTHER))
    assert '<math-fit translate="no" fit="0" long><math-fit-room><math-fit-ink>' in applied.html
    assert '<math-fit translate="no" fit="1" rtl lazy>' in applied.html
    assert " style=" not in applied.html
    rules = applied.files[1].content
    assert 'math-fit[fit="0"]{--mathfit-w:12.3457;' in rules
    assert 'math-fit[fit="0"]>math-fit-room>math-fit-ink{counter-reset:' in rules
    assert 'math-fit[fit="1"]{--mathfit-w:3;' in rules
    assert f'href="../{applied.files[1].name}"' in applied.html
    assert mathfit.remove_html(applied.html) == HTML


def test_in_xhtml() -> None:
    html = (
        '<?xml version="1.0"?>\n<html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title>'
        '<script src="https://cdn.jsdelivr.net/npm/mathjax@3/es5/tex-chtml.js"></script></head>'
        "<body><p>$$x$$</p></body></html>"
    )
    for by_rule in (False, True):
        options = ApplyOptions(assets="", by_rule=by_rule)
        applied = apply_page(html, options, sizes=(OTHER,)).html
        assert 'rtl="" lazy=""' in applied
        assert mathfit.remove_html(applied) == html


def test_the_script_stays_where_it_is_asked_for_or_a_size_is_not_known() -> None:
    kept = apply_page(HTML, ApplyOptions(assets="", script=True), sizes=(ONE, OTHER))
    assert any(file.suffix == "js" for file in kept.files)
    some = apply_page(HTML, ApplyOptions(assets=""), sizes=(ONE, None))
    assert any(file.suffix == "js" for file in some.files)


def test_as_many_sizes_as_equations() -> None:
    with pytest.raises(PageError, match="3 sizes for 2 equations"):
        apply_page(HTML, ApplyOptions(), sizes=(ONE, OTHER, OTHER))


@pytest.mark.parametrize(
    ("policy", "forbids"),
    [
        ("default-src 'self'", True),
        ("script-src 'self'", False),
        ("default-src 'self'; style-src 'self' 'unsafe-inline'", False),
        ("style-src 'unsafe-inline'; style-src-attr 'none'", True),
        ("style-src 'self' 'unsafe-inline' 'nonce-abc'", True),
        ("STYLE-SRC https:", True),
    ],
)
def test_security_policies(policy: str, forbids: bool) -> None:
    assert _forbids_style([policy]) is forbids


def _looked(**found: object) -> dict[str, object]:
    nothing: dict[str, object] = {"script": True, "copied": [], "gone": [], "untypeset": []}
    return nothing | {"more": 0, "bound": False} | found


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ({}, None),
        ({"script": False}, "mathfit's script did not run on it"),
        ({"copied": [1]}, "the equation in line 8 is twice on the page"),
        ({"gone": [0, 1]}, "the equation in line 5 is not on the page any more (and 1 more)"),
        ({"untypeset": [1]}, "the equation in line 8 is not typeset"),
        ({"more": 2}, "2 equations on it are not in its source"),
        ({"bound": True}, "its engine breaks or scales equations to the reader's line"),
    ],
)
def test_why_a_page_is_not_measured(found: dict[str, object], said: str | None) -> None:
    assert _differs(_looked(**found), (5, 8)) == said


def test_numbers_have_to_hold_in_a_narrow_window() -> None:
    one = {"width": 10.0, "height": 2.0, "top": 1.0, "bottom": 1.0}
    assert _moves({"sizes": [one]}, {"sizes": [one | {"width": 10.05}]}, (3,)) is None
    wider = _moves({"sizes": [one]}, {"sizes": [one | {"width": 13.0}]}, (3,))
    assert wider is not None
    assert "in line 3 is 10 em wide in a window of 1280 px and 13 em" in wider
    assert _moves({"sizes": [one]}, {"sizes": [one | {"top": 0.5}]}, (3,)) is not None


def test_a_size_in_ex() -> None:
    size = Size(12.34567, 2, 1, 1, ex=2.3202)
    assert size.outer_style().endswith(";--mathfit-b:1;--mathfit-em:2.3202ex")
    assert size.flags == ()


def test_a_font_size_that_follows_the_x_height() -> None:
    size = Size(12, 2, ex=1.7778, font=1.273)
    assert size.outer_style().endswith(";--mathfit-em:1.7778ex;--mathfit-font:1.273")
    assert size.flags == ("sized",)
    assert OPENING.fullmatch(opening(size=size))
