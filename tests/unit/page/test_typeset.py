"""What an engine made of a page's formulas, put into the page and taken out again."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from typing import Any

import pytest

from mathfit.errors import PageError
from mathfit.page.apply import Applied, ApplyOptions, apply_page
from mathfit.page.find import FindOptions
from mathfit.page.remove import remove_html
from mathfit.page.size import Size
from mathfit.page.typeset import Output, Typeset
from tests.unit.pages import page

OPTIONS = ApplyOptions(find=FindOptions(inline=True), assets="")
SIZE = Size(20, 3, 1, 1)
COPIED = "https://cdn.jsdelivr.net/npm/katex@0.16/dist/katex.min.css"
BODY = "<p>Of \\(a &lt; b\\) and $$x$$ words.</p>"
MADE = Typeset(
    (Output('<mjx-container display="true"><i>x</i></mjx-container>'),),
    (Output("<mjx-container><i>a &lt; b \U0001d44e</i></mjx-container>"),),
    "mjx-container{color:red}",
)


def _put(html: Any = None, made: Typeset = MADE) -> Applied[Any]:
    html = page(BODY) if html is None else html
    return apply_page(html, OPTIONS, sizes=[SIZE] * len(made.equations), outputs=made)


def test_the_tex_stays_in_a_template_and_the_output_follows() -> None:
    applied = _put()
    assert (
        '<math-fit-typeset translate="no"><template>\\(a &lt; b\\)</template>'
        "<mjx-container><i>a &lt; b &#119886;</i></mjx-container></math-fit-typeset>"
    ) in applied.html
    assert (
        '<math-fit-ink><math-fit-typeset translate="no"><template>$$x$$</template>'
        '<mjx-container display="true"><i>x</i></mjx-container></math-fit-typeset></math-fit-ink>'
    ) in applied.html
    assert "<script data-mathfit-asleep nomodule src=" in applied.html
    assert [file.content for file in applied.files][-1] == MADE.css
    assert remove_html(applied.html) == page(BODY)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "shift_jis", "windows-1252"])
def test_remove_gives_the_bytes_in_every_encoding(encoding: str) -> None:
    bom = b"\xff\xfe" if encoding == "utf-16-le" else b""
    html = page(BODY).replace('charset="utf-8"', f'charset="{encoding}"').replace("\n", "\r\n")
    raw = bom + html.encode(encoding)
    assert remove_html(_put(raw).html) == raw


def test_a_stylesheet_that_was_copied_is_loaded_no_more() -> None:
    sheets = [
        f'<link rel="stylesheet" href="{address}">'
        for address in (COPIED, "style.css", "https://cdn.jsdelivr.net/npm/katex@0.16/other.css")
    ]
    html = page(BODY).replace("</head>", "".join(sheets) + "</head>")
    applied = _put(html, replace(MADE, sheets=(COPIED,))).html
    sleeping = f'<link data-mathfit-asleep disabled rel="stylesheet" href="{COPIED}">'
    assert "".join([sleeping, *sheets[1:]]) in applied
    assert remove_html(applied) == html
    assert "disabled" not in _put(html).html


@pytest.mark.parametrize("place", ["</head>", "</body>"])
def test_a_module_sleeps_in_a_template(place: str) -> None:
    address = "https://cdn.jsdelivr.net/npm/katex@0.16/dist/contrib/auto-render.mjs"
    module = (
        f'<script type="module">import renderMathInElement from "{address}";\n'
        "renderMathInElement(document.body);</script>"
    )
    html = page("<p>$$x$$</p>", "katex").replace(place, module + place)
    applied = _put(html, Typeset(MADE.equations, ())).html
    assert f"<template data-mathfit-asleep>{module}</template>" in applied
    assert remove_html(applied) == html


def test_twice_is_once() -> None:
    once = _put().html
    assert _put(once).html == once


def test_a_piece_gets_a_wrapper_that_goes_with_the_output() -> None:
    pieces = (Size(12, 2, depth=0.5), Size(14, 2, depth=0.5))
    html = '<b><math-fit-piece n="0">A</math-fit-piece><math-fit-piece n="1">B</math-fit-piece></b>'
    made = Typeset(MADE.equations, (Output(html, pieces),))
    applied = _put(made=made)
    assert "--mathfit-w:14" in applied.html
    assert "math-fit-piece" not in applied.html
    assert remove_html(applied.html) == page(BODY)


def test_a_page_of_inline_formulas_alone() -> None:
    html = page("<p>\\(a\\)</p>")
    made = Typeset((), MADE.inline, MADE.css)
    applied = apply_page(html, OPTIONS, sizes=[], outputs=made)
    assert "<template>" in applied.html
    assert not [file for file in applied.files if file.suffix == "js"]
    assert remove_html(applied.html) == html


def test_what_looks_like_an_output_in_a_script_is_the_pages_own() -> None:
    code = "<script>s = '<math-fit-typeset><template>a</template>b</math-fit-typeset>'</script>"
    html = page(code + BODY)
    assert remove_html(_put(html).html) == html


@pytest.mark.parametrize(
    "html",
    [
        # An end tag ends the wrapper before its own does; a paragraph does not hold a block.
        "</math-fit-typeset>",
        "<div>x</div>",
    ],
)
def test_the_guard_refuses_an_output_that_would_change_the_page(html: str) -> None:
    made = Typeset(MADE.equations, (Output(html),))
    with pytest.raises(PageError, match="left as it was"):
        _put(made=made)


def test_outputs_for_another_page_are_refused() -> None:
    with pytest.raises(PageError, match="other formulas"):
        _put(made=Typeset(MADE.equations, ()))


def test_json_gives_it_back() -> None:
    made = Typeset(MADE.equations, (Output("x", (SIZE,)),), "a{}")
    assert Typeset.from_json(json.loads(json.dumps(asdict(made)))) == made
