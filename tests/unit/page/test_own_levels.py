"""KaTeX that a build typeset: its own elements get attributes, and no element is put in."""

from __future__ import annotations

import pytest

from mathfit import apply_html, remove_html
from mathfit.page import decode, guard
from mathfit.page.apply import ApplyOptions, apply_page
from mathfit.page.size import Size

DISPLAY = (
    '<span class="katex-display"{}><span class="katex"><span class="katex-mathml"></span>'
    '<span class="katex-html" aria-hidden="true"><span class="base">x</span></span></span></span>'
)
PAGE = f"<!doctype html><title>t</title><body><p>a {DISPLAY.format('')} b</p>"
SIZE = Size(12.5, 2, 1, 1, long=True, px=19.36)
STYLE = "--mathfit-w:12.5;--mathfit-h:2;--mathfit-t:1;--mathfit-b:1;--mathfit-size:19.36px"


def test_to_be_measured_at_read_time_the_body_stays_as_it_is() -> None:
    applied = apply_html(PAGE, assets_folder="")
    body = PAGE[PAGE.index("<body>") :]
    assert applied.endswith(body)
    assert "mathfit." in applied
    assert remove_html(applied) == PAGE


def test_its_size_is_an_attribute_of_its_outermost_element() -> None:
    applied = apply_html(PAGE, assets_folder="", sizes=[SIZE])
    tag = f'<span data-mathfit="fit long fixed" style="{STYLE}" class="katex-display">'
    assert tag in applied
    assert "<math-fit" not in applied
    assert "<script" not in applied
    assert remove_html(applied) == PAGE
    assert apply_html(applied, assets_folder="", sizes=[SIZE]) == applied


def test_its_numbers_go_on_from_those_before_it() -> None:
    applied = apply_html(
        PAGE,
        sizes=[
            Size(
                12, 2, counts="katexEqnNo 1 mmlEqnNo 1", counted="katexEqnNo 3 mmlEqnNo 3", px=19.36
            )
        ],
    )
    assert "counter-increment:katexEqnNo 1 mmlEqnNo 1" in applied
    assert "--mathfit-counters:katexEqnNo 3 mmlEqnNo 3" in applied


def test_its_size_in_a_stylesheet() -> None:
    options = ApplyOptions(assets="", by_rule=True)
    applied = apply_page(PAGE, options, sizes=[SIZE])
    assert '<span data-mathfit="fit long fixed" data-mathfit-n="0" class=' in applied.html
    assert "style=" not in applied.html
    assert any(f'[data-mathfit-n="0"]{{{STYLE}}}' in file.content for file in applied.files)
    assert remove_html(applied.html) == PAGE


@pytest.mark.parametrize("style", [' style="color:red"', " STYLE=color:red"])
def test_a_style_of_its_own_is_kept(style: str) -> None:
    """Of two attributes of one name the first counts: the script sets the numbers there."""
    page = PAGE.replace(DISPLAY.format(""), DISPLAY.format(style))
    applied = apply_html(page, assets_folder="", sizes=[SIZE])
    assert DISPLAY.format(style) in applied
    assert "<script" in applied
    assert remove_html(applied) == page


def test_the_same_attribute_written_by_hand_stays() -> None:
    page = PAGE.replace("<p>", "<p data-mathfit=mine style=color:red>")
    applied = apply_html(page, sizes=[SIZE])
    assert remove_html(applied) == page


def test_katex_that_has_only_mathml_gets_a_wrapper() -> None:
    page = PAGE.replace("katex-html", "other")
    assert apply_html(page).count("<math-fit ") == 1


@pytest.mark.parametrize(
    ("xml", "page"),
    [
        (False, PAGE),
        (
            True,
            f'<html xmlns="http://www.w3.org/1999/xhtml"><body>{DISPLAY.format("")}</body></html>',
        ),
    ],
    ids=["html", "xhtml"],
)
def test_the_guard_counts_attributes(xml: bool, page: str) -> None:
    marked = page.replace("<span class", f'<span data-mathfit="fit" style="{STYLE}" class', 1)
    before, after = decode.read(page), decode.read(marked)
    same = guard.same_for_others
    assert same(before, after, xml=xml, added=guard.Added(0, 1))
    assert not same(before, after, xml=xml, added=guard.Added(0, 0))
    assert not same(before, after, xml=xml, added=guard.Added(1, 1))
    other = decode.read(marked.replace("katex-mathml", "other"))
    assert not same(before, other, xml=xml, added=guard.Added(0, 1))
