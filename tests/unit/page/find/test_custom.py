"""Custom elements that typeset the TeX in them, whoever defines them."""

from __future__ import annotations

import pytest

from mathfit.page import decode
from mathfit.page.find import FindOptions, examine
from tests.unit.pages import page
from tests.unit.properties import hold


def equations(body: str, engine: str = "none") -> list[tuple[str, str]]:
    html = page(body, engine)
    hold(html)
    source = decode.read(html)
    examined = examine(source, FindOptions())
    found = examined[0].equations if examined else ()
    return [(one.form, source.shown(one.start, one.end)) for one in found]


@pytest.mark.parametrize("engine", ["none", "mathjax3", "katex"])
@pytest.mark.parametrize(
    "element",
    [
        '<math-renderer class="js-display-math" style="display: block">$$x$$</math-renderer>',
        "<math-div>x^2</math-div>",
        '<katex-element expression="x" display-mode></katex-element>',
        "<x-katex display>\\frac{a}{b}</x-katex>",
        '<math-tex mode="display">x</math-tex>',
        "<la-tex block>x &lt; y</la-tex>",
        "<tex-block>x</tex-block>",
        "<MATH-JAX DISPLAY=true>x</MATH-JAX>",
        "<x-formula>\\[x\\]</x-formula>",
        "<my-equation type=block>x<!-- y --></my-equation>",
    ],
)
def test_a_display_equation(element: str, engine: str) -> None:
    assert equations(f"<p>Text</p>{element}<p>text</p>", engine) == [("element", element)]


@pytest.mark.parametrize(
    "body",
    [
        # In a line.
        "<p>A <x-katex>x</x-katex> and <math-span>y</math-span>.</p>",
        '<p><math-renderer class="js-inline-math">$x$</math-renderer></p>',
        '<katex-element expression="x" display="inline"></katex-element>',
        "<x-katex display-mode=false>x</x-katex>",
        # Something else.
        "<math-field display>x</math-field>",
        "<x-text display>x</x-text><context-menu block>x</context-menu>",
        "<x-katex display></x-katex>",
        "<math-quiz block><p>A question</p></math-quiz>",
        "<pre>&lt;x-katex display>x&lt;/x-katex></pre>",
        "<template><x-katex display>x</x-katex></template>",
        "<mjx-math display=block>x</mjx-math>",
    ],
)
def test_none(body: str) -> None:
    assert equations(body) == []


def test_what_a_build_typeset_in_one_is_the_equation() -> None:
    formula = '<span class="katex-display"><span class="katex">x</span></span>'
    assert equations(f"<x-katex display>{formula}</x-katex>") == [("katex", formula)]
