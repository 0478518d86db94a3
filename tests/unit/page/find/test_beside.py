"""The wrapper stands around what the engine reads; numbers and links beside it stay outside."""

from __future__ import annotations

import pytest

from mathfit.page import decode
from mathfit.page.apply import apply_html
from mathfit.page.find import FindOptions, examine
from mathfit.page.remove import remove_html
from tests.unit.pages import KATEX_ONLY, page
from tests.unit.properties import hold

ENGINES = ["mathjax2", "mathjax3", "mathjax4", "katex"]
OPEN = '<math-fit translate="no"><math-fit-room><math-fit-ink>'
CLOSE = "</math-fit-ink></math-fit-room></math-fit>"

# Name -> a page's part, the wrapper's place marked by «».
BESIDE = {
    "Sphinx": '<div class="math notranslate" id="a">\n<span class="eqno">(1)<a class="headerlink" '
    'href="#a">#</a></span>«\\[x = y\\]»</div>',
    "Sphinx, environment": '<div class="math"><span class="eqno">(1)</span>'
    "«\\begin{align}x &amp;= y\\\\z &lt; w\\end{align}»\n</div>",
    "number after the TeX": '<div class="math">«\\[x\\]»<span class="number">(2)</span></div>',
    "link alone": '<div class="math">\n«\\[x\\]» <a class="headerlink" href="#b">¶</a>\n</div>',
    "on both sides": '<div class="math"><b>Law.</b> «\\[x\\]» <span class="eqno">(3)</span></div>',
    "image": '<div class="math"><img src="a.png" alt="">«\\[x\\]»</div>',
    "PyMdown": '<div class="arithmatex">«\\[x\\]»<span class="number">(4)</span></div>',
    "kramdown": '<div class="kdmath">«$$\nx\n$$»<span>(5)</span></div>',
    "pandoc": '<p><span class="math display">«\\[x\\]»<span class="eqnos-number">(6)</span></span>'
    "</p>",
    "pandoc-eqnos": '<p><span class="eqnos" id="e"><span class="eqnos-number">(7)</span>'
    '«<span class="math display">\\[x\\]</span>»</span></p>',
    "remark": '<div class="math math-display">«$$x$$»<span class="number">(8)</span></div>',
    "line break and reference": '<div class="math"><i>(9)</i>«\\[a &#60; b\\]»</div>',
    "paragraph left open": '<p>Text<div class="math"><span class="eqno">(1)</span>«\\[x\\]»</div>',
}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", BESIDE)
def test_the_wrapper_stands_around_the_tex_alone(name: str, engine: str) -> None:
    marked = BESIDE[name]
    plain = page(marked.replace("«", "").replace("»", ""), engine)
    changed = apply_html(plain)
    assert marked.replace("«", OPEN).replace("»", CLOSE) in changed
    assert remove_html(changed) == plain
    assert hold(plain) == 1


@pytest.mark.parametrize(
    ("body", "found"),
    [
        # Elements of the TeX's own are no numbers.
        (
            '<div class="math">\\[a<br>b\\]<wbr></div>',
            ["\\[a<br>b\\]"],
        ),
        # Nothing beside it: the theme's rules for the element hold for what is in it all the same.
        ('<div class="math">\n\\[x\\]\n</div>', ["\\[x\\]"]),
        # Two formulas are two equations, as the engine reads them.
        (
            '<div class="math">\\[x\\] <b>or</b> \\[y\\]</div>',
            ["\\[x\\]", "\\[y\\]"],
        ),
        # A script in a line with a number.
        (
            '<div class="arithmatex"><span class="eqno">(1)</span>'
            '<span class="MathJax_Preview">x</span>'
            '<script type="math/tex; mode=display">x</script></div>',
            [
                '<span class="MathJax_Preview">x</span>'
                '<script type="math/tex; mode=display">x</script>'
            ],
        ),
        # TeX that another element is a part of is no TeX.
        ('<div class="math">\\[x<b>y</b>\\]</div>', []),
    ],
)
def test_what_counts_as_beside(body: str, found: list[str]) -> None:
    html = page(body, "mathjax3")
    source = decode.read(html)
    examined = examine(source, FindOptions())
    equations = examined[0].equations if examined else ()
    assert [source.shown(one.start, one.end) for one in equations] == found
    hold(html)


def test_it_needs_no_engine_that_reads_text() -> None:
    """A script of the site's own hands the element's TeX to KaTeX."""
    body = '<div class="math"><span class="eqno">(1)</span>\\[x\\]</div>'
    html = page(body, "none", f"{KATEX_ONLY}</script>")
    assert f"</span>{OPEN}\\[x\\]{CLOSE}</div>" in apply_html(html)


HIDING = "<script>MathJax={options:{ignoreHtmlClass:'.*|',processHtmlClass:'arithmatex'}}</script>"


@pytest.mark.parametrize("number", ["", '<span class="number">(1)</span>'])
def test_where_options_hide_a_wrapper_the_element_is_the_equation(number: str) -> None:
    """MkDocs Material's own: the engine would not look into an element of ours."""
    element = f'<div class="arithmatex">\\[x\\]{number}</div>'
    html = page(element, "mathjax3", HIDING)
    assert OPEN + element + CLOSE in apply_html(html)
    assert hold(html) == 1


@pytest.mark.parametrize("body", ['<div class="math">\n\\[x\\]\n</div>'])
def test_where_a_script_may_read_the_element_that_is_the_equation(body: str) -> None:
    html = page(body, "none", f"{KATEX_ONLY}</script>")
    assert OPEN + body + CLOSE in apply_html(html)


def test_what_the_parser_moves_out_of_a_table_is_given_back() -> None:
    body = '<table><tr><div class="math"><b>(1)</b>\\[x\\]</table>'
    html = page(body, "mathjax3")
    assert remove_html(apply_html(html)) == html
    hold(html)
