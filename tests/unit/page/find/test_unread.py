"""What looks like TeX on a page that tells of no engine is told of, and left as it is."""

from __future__ import annotations

import pytest

from mathfit.page import decode
from mathfit.page.apply import apply_html
from mathfit.page.find import FindOptions, examine
from tests.unit.pages import KATEX_ONLY, page
from tests.unit.properties import hold


def unread(html: str, **options: str) -> tuple[int, ...]:
    examined = examine(decode.read(html), FindOptions(**options))  # type: ignore[arg-type]
    return examined[0].unread if examined else ()


TEX = [
    "<p>$$\\frac{a}{b}$$</p>",
    "<p>\\[a = b\\]</p>",
    "<p>\\begin{align}a &amp;= b\\end{align}</p>",
    "<p>$$x^2$$</p>",
    '<div class="arithmatex">\\[x_1\\]</div>',
    '<span class="math display">\\sum_n n</span>',
    '<script type="math/tex; mode=display">x</script>',
]


@pytest.mark.parametrize("body", TEX)
def test_it_is_told_of(body: str) -> None:
    for html in (
        page(body, "none"),  # a script that says nothing
        page(body, "none", '<script src="app.js"></script>'),
        page(body, "none", f"{KATEX_ONLY}</script>") if "<p>" in body else page(body, "none"),
        f"<!doctype html>\n<title>t</title>\n<p>Text</p>\n\n\n\n\n{body}",
    ):
        assert unread(html) == (8,)
        assert apply_html(html) == html
        hold(html)


@pytest.mark.parametrize("body", TEX)
@pytest.mark.parametrize("engine", ["mathjax2", "mathjax3", "mathjax4", "katex"])
def test_an_engine_that_reads_it_is_known(body: str, engine: str) -> None:
    assert unread(page(body, engine)) == ()


def test_an_engine_that_is_named_is_known() -> None:
    html = page("<p>$$\\frac{a}{b}$$</p>", "none")
    for engine in ("mathjax", "katex", "mathml"):
        assert unread(html, engine=engine) == ()


@pytest.mark.parametrize(
    "body",
    [
        "<p>$$ is the shell's number, and so is $$ there.</p>",
        "<p>It costs $$5, or $$$.</p>",
        "<pre>$$\\frac{a}{b}$$</pre><code>\\[a = b\\]</code>",
        "<p>[a = b] and \\(x\\) and <math display=block><mi>x</mi></math></p>",
        '<script>var tex = "$$\\\\frac{a}{b}$$"</script><p title="$$x^2$$">\\[1\\]</p>',
        '<div class="math">Mathematics</div>',
    ],
)
def test_what_does_not_look_like_it(body: str) -> None:
    assert unread(page(body, "none")) == ()


def test_skip_leaves_it_out() -> None:
    body = "<p>$$x^2$$</p>\n<p class=a>$$y^2$$</p>"
    assert unread(page(body, "none")) == (8, 9)
    assert unread(page(body, "none"), skip=".a") == (8,)
    assert unread(page(body, "none"), only=".a") == (9,)
