"""Inline formulas that a build typeset: the boxes that get a wrapper, and those that do not."""

from __future__ import annotations

import pytest

from mathfit.page import decode
from mathfit.page.apply import ApplyOptions, apply_page
from mathfit.page.find import FindOptions, examine
from mathfit.page.remove import remove_html
from mathfit.page.size import Size

INLINE = FindOptions(inline=True)
DISPLAY = '<span class="katex-display"><span class="katex"><span class="katex-html">'
DISPLAY += '<span class="base">D</span></span></span></span>'


def katex(*bases: str, name: str = "base") -> str:
    html = "".join(f'<span class="{name}">{base}</span>' for base in bases)
    return (
        '<span class="katex"><span class="katex-mathml"><math><mi>x</mi></math></span>'
        f'<span class="katex-html" aria-hidden="true">{html}</span></span>'
    )


def page(body: str) -> str:
    return f"<!doctype html><head></head><body>{DISPLAY}<p>{body}</p></body>"


def found(html: str, options: FindOptions = INLINE) -> list[str]:
    examined = examine(decode.read(html), options)
    assert examined is not None
    return [html[piece.start : piece.end] for piece in examined[0].inline]


@pytest.mark.parametrize(
    ("body", "pieces"),
    [
        (
            katex("a", "<i>b</i>"),
            ['<span class="base">a</span>', '<span class="base"><i>b</i></span>'],
        ),
        (katex("a", name="katex-base"), ['<span class="katex-base">a</span>']),
        (
            '<mjx-container jax="SVG"><svg><g><svg></svg></g></svg></mjx-container>',
            ["<svg><g><svg></svg></g></svg>"],
        ),
        (
            '<mjx-container jax="CHTML"><mjx-math><mjx-mi></mjx-mi></mjx-math></mjx-container>',
            ["<mjx-math><mjx-mi></mjx-mi></mjx-math>"],
        ),
        # MathJax 4 breaks lines in it.
        ("<mjx-container><mjx-math breakable><mjx-mi></mjx-mi></mjx-math></mjx-container>", []),
        ('<span class="MathJax_SVG"><svg></svg></span>', ["<svg></svg>"]),
        # Each browser gives it another size.
        ("<math><mi>x</mi></math>", []),
        # In a drawing a wrapper would draw nothing.
        ("<svg><mjx-container><svg></svg></mjx-container></svg>", []),
    ],
)
def test_what_no_line_is_broken_in_is_found(body: str, pieces: list[str]) -> None:
    assert found(page(body)) == pieces


def test_those_of_display_equations_and_those_left_out_are_not() -> None:
    html = page(f'<span class="no">{katex("a")}</span> {katex("b")}')
    assert found(html, FindOptions(inline=True, skip=".no")) == ['<span class="base">b</span>']
    assert found(html, FindOptions()) == []


def test_one_is_wrapped_and_given_back() -> None:
    html = page(katex("a", "b"))
    options = ApplyOptions(find=INLINE, assets="")
    sizes = [Size(1, 1)]
    applied = apply_page(html, options, sizes=sizes, inline=[(1, Size(12, 1.5, depth=0.25))]).html
    assert '<math-fit-ink><span class="base">b</span></math-fit-ink>' in applied
    assert applied.count("<math-fit ") == 1
    assert '<span data-mathfit="fit" style="--mathfit-w:1;' in applied
    assert "mathfit.js" not in applied
    assert remove_html(applied) == html


def test_a_page_to_be_measured_has_their_numbers_in_their_tags() -> None:
    options = ApplyOptions(find=INLINE, assets="", tagged=True, guarded=False)
    html = apply_page(page(katex("a", "b")), options).html
    assert '<span math-fit-mark="1" class="base">b</span>' in html
    assert "<math-fit-mark" not in html
