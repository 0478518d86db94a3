"""What must hold for every page, tried on pages that hypothesis makes and breaks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import mathfit
from mathfit.errors import PageError
from mathfit.page import rewrite
from tests.unit.pages import ENGINES
from tests.unit.properties import OPTIONS, hold, same_for_html5lib

if TYPE_CHECKING:
    from mathfit.page.apply import ApplyOptions

BLOG = Path(__file__).parents[3] / "examples" / "blog"
POSTS = [file.read_bytes() for file in sorted((BLOG / "posts").glob("*.html"))]
SHORT = [post for post in POSTS if len(post) < 20_000]

MATH = [
    "$$x$$",
    "\\[y\\]",
    "\\begin{align}a&amp;b\\\\c\\end{align}",
    "$z$",
    "\\(w\\)",
    "$$a<br>b$$",
    "$$a{b$$",
    "$$",
    "\\[",
    "&#36;$x$$",
    '<span class="katex-display"><span class="katex">x</span></span>',
    '<mjx-container display="true"><svg></svg></mjx-container>',
    '<math display="block"><mi>x</mi></math>',
    '<div class="arithmatex">\\[x\\]</div>',
    '<span class="math display">\\[x\\]</span>',
    '<script type="math/tex; mode=display">x</script>',
    '<div class="math"><span class="eqno">(1)</span>\\[x\\]</div>',
    '<p class="katex-block">x</p>',
]
TAGS = [
    *("p", "div", "span", "b", "i", "a", "h1", "ul", "li", "table", "tr", "td", "caption", "tbody"),
    *("details", "summary", "blockquote", "pre", "code", "em", "button", "select", "option"),
    *("svg", "math", "mi", "template", "noscript", "style", "script", "title", "textarea", "body"),
    *("html", "head", "figure", "dl", "dd", "form", "nobr", "ruby", "rt", "frameset", "marquee"),
    *("font", "center", "foreignObject", "annotation-xml"),
]
MARKUP = [
    *(f"<{tag}>" for tag in TAGS),
    *(f"</{tag}>" for tag in TAGS),
    *("<br>", "</br>", "</p>", "<img src=a>", "<!-- c -->", "<!--", "<!doctype html>", "<![CDATA["),
    *(
        "<",
        ">",
        "&",
        "&amp;",
        "&lt",
        "\0",
        "\r\n",
        "\r",
        " ",
        "text",
        "数学",
        "é",
        "</",
        "<a href='",
    ),
    *(f"{tag}</script>" for tag in ENGINES.values()),
    *(rewrite.opening(), rewrite.CLOSE, "<math-fit>", "</math-fit>", "<math-fit-ink>"),
    *("<style data-mathfit>", "</style>", "<p class=mathjax_ignore>", "<base href=/>"),
    '<link rel="stylesheet" href="mathfit.01234567.css" data-mathfit>',
    *("<astro-island>", "</astro-island>", "<div id=__docusaurus>", "<!--[-->", "<p hx-boost>"),
]
PIECES = st.lists(
    st.sampled_from(MATH) | st.sampled_from(MARKUP) | st.text(max_size=4), max_size=25
)
SETTINGS = settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize("options", OPTIONS, ids=["auto", "mathjax", "katex"])
@SETTINGS
@given(pieces=PIECES)
def test_generated_pages(options: ApplyOptions, pieces: list[str]) -> None:
    text = "".join(pieces)
    hold(text, options)
    hold(text.encode("utf-8", "replace"), options)


@SETTINGS
@given(st.sampled_from(["utf-16", "gb18030", "shift_jis", "iso-2022-jp", "big5"]), PIECES)
def test_generated_pages_in_other_encodings(encoding: str, pieces: list[str]) -> None:
    text = "".join(pieces)
    if encoding != "utf-16":
        text = f"<meta charset={encoding}>{text}"
    hold(text.encode(encoding, "replace"), OPTIONS[1])


@SETTINGS
@given(st.binary(max_size=300))
def test_any_bytes(raw: bytes) -> None:
    hold(raw, OPTIONS[1])


@settings(SETTINGS, max_examples=60)
@given(data=st.data())
def test_mutated_posts(data: st.DataObject) -> None:
    page = bytearray(data.draw(st.sampled_from(SHORT)))
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(page)))
        length = data.draw(st.integers(0, 60))
        piece = data.draw(st.sampled_from(MARKUP + MATH) | st.text(max_size=3))
        page[start : start + length] = piece.encode("utf-8", "replace")
    hold(bytes(page))


@settings(SETTINGS, max_examples=60)
@given(PIECES)
def test_a_third_parser_agrees(pieces: list[str]) -> None:
    # html5lib is older than today's <select>, and than elements of templates in foreign content.
    text = "".join(pieces).replace("\0", "")
    assume("select" not in text and "template" not in text and "frameset" not in text)
    # Nor does it know that these end tags leave foreign content.
    foreign = "<svg" in text or "<math" in text
    assume(not (foreign and ("</p>" in text or "</br>" in text)))
    assume("math-fit" not in text and "mathfit" not in text)
    try:
        applied = mathfit.apply_html(text, engine="mathjax")
    except PageError:
        return
    assert same_for_html5lib(text, applied)


def test_well_formed_pages_are_not_refused() -> None:
    """The guard's "no" is for strange pages: none of the usual places of an equation is one."""
    for math in MATH:
        for around in ("p", "li", "td", "a", "summary", "h2", "blockquote", "figcaption", "dd"):
            body = f"<{around}>a {math} b</{around}>"
            whole = f"<html><head></head><body><div>{body}</div></body></html>"
            mathfit.apply_html(whole, engine="mathjax")
