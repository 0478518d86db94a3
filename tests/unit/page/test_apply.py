"""apply inserts and never rewrites; remove takes exactly that out again."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

import mathfit
from mathfit.errors import PageError
from mathfit.page import assets, guard, rewrite
from mathfit.page.apply import ApplyOptions, apply_page
from mathfit.page.size import Size
from tests.unit.pages import ENGINES, page

BLOG = Path(__file__).parents[3] / "examples" / "blog"
POSTS = sorted((BLOG / "posts").glob("*.html"))

WRAPPED = rewrite.opening() + "{}" + rewrite.CLOSE


@pytest.mark.parametrize("post", POSTS, ids=lambda post: post.stem)
def test_every_example(post: Path) -> None:
    raw = post.read_bytes()
    applied = mathfit.apply_html(raw)
    # What KaTeX typeset in the build gets no wrapper.
    typeset = raw.count(b'class="katex-display"')
    assert applied.count(b"<math-fit ") == 0 if typeset else applied.count(b"<math-fit ") > 0
    assert mathfit.apply_html(applied) == applied
    assert mathfit.remove_html(applied) == raw


@pytest.mark.parametrize("other", ["index.html", "about.html", "feed.xml"])
def test_a_page_without_formulas_is_unchanged(other: str) -> None:
    raw = (BLOG / other).read_bytes()
    assert mathfit.apply_html(raw) == raw
    assert mathfit.remove_html(raw) == raw


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    "body",
    [
        "<pre>$$x$$ \\[y\\] \\begin{equation}z\\end{equation}</pre>",
        "<script>const a = '$$x$$ \\[y\\]'</script>",
        '<script type="application/ld+json">{"articleBody": "so $$x$$ and \\\\[y\\\\]"}</script>',
        "<p>a shell's $ and $5, no formula</p>",
    ],
)
def test_dollars_that_are_no_formula_are_unchanged(engine: str, body: str) -> None:
    html = page(body, engine)
    assert mathfit.apply_html(html) == html


def test_what_is_put_in() -> None:
    html = page("<p>a $$x$$ b</p>")
    linked = mathfit.apply_html(html, assets_folder="../")
    css, js = assets.assets()
    tags = (
        f'<link rel="stylesheet" href="../{css.name}" data-mathfit>'
        f'<script src="../{js.name}" data-mathfit defer></script>'
        f'<script src="../{assets.enlarging().name}" data-mathfit defer></script>'
    )
    wrapped = (
        '<math-fit translate="no"><math-fit-room><math-fit-ink>$$x$$'
        "</math-fit-ink></math-fit-room></math-fit>"
    )
    assert linked == html.replace("<script", f"{tags}<script", 1).replace("$$x$$", wrapped)
    assert mathfit.remove_html(linked) == html


def test_options_reach_the_page() -> None:
    html = page("<p>$$x$$</p>")
    applied = mathfit.apply_html(html, min_scale=0.25, translate=True)
    assert "<math-fit><math-fit-room>" in applied
    assert '<script data-mathfit data-min-scale="0.25">' in applied
    assert mathfit.remove_html(applied) == html


def test_other_options_take_the_place_of_the_earlier() -> None:
    html = page("<p>$$x$$</p>")
    earlier = mathfit.apply_html(html, min_scale=0.25, assets_folder="", translate=True)
    assert mathfit.apply_html(earlier) == mathfit.apply_html(html)


def test_sizes_are_put_into_the_wrappers() -> None:
    html = page("<p>$$x$$ $$y$$</p>")
    applied = mathfit.apply_html(html, sizes=[Size(12.345, 2.5), None])
    style = "--mathfit-w:12.345;--mathfit-h:2.5;--mathfit-t:0;--mathfit-b:0"
    assert f'<math-fit translate="no" fit style="{style}">' in applied
    assert applied.count('<math-fit translate="no"><math-fit-room>') == 1
    assert mathfit.remove_html(applied) == html


def test_a_page_with_a_base_carries_its_assets() -> None:
    html = page("<p>$$x$$</p>", head='<base href="/elsewhere/">')
    applied = mathfit.apply_html(html, assets_folder="")
    assert "<style data-mathfit>" in applied
    assert "<link" not in applied
    assert ' src="mathfit' not in applied
    assert mathfit.remove_html(applied) == html


def test_an_include_that_was_processed_before_gives_one_set_of_assets() -> None:
    processed = mathfit.apply_html(page("$$x$$"), assets_folder="")
    include = re.findall("<link.*?</script>.*?</script>", processed)
    html = page(f"<p>$$x$$</p><footer>{include[0]}</footer>", head=include[0])
    applied = mathfit.apply_html(html, assets_folder="")
    assert applied.count("data-mathfit") == 3
    assert mathfit.remove_html(applied) == page("<p>$$x$$</p><footer></footer>")


XHTML = (
    "<!DOCTYPE html>\n"
    '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>a</title></head>\n'
    '<body><p>a <math xmlns="http://www.w3.org/1998/Math/MathML" display="block"><mi>x</mi></math>'
    " b<br/></p></body></html>\n"
)


@pytest.mark.parametrize("declaration", ['<?xml version="1.0" encoding="UTF-8"?>\n', ""])
@pytest.mark.parametrize("folder", [None, ""])
@pytest.mark.parametrize("closed_at_once", ["", '<script src="a.js"/>', '<style media="print" />'])
def test_xhtml_stays_well_formed(folder: str | None, declaration: str, closed_at_once: str) -> None:
    from lxml import etree

    raw = (declaration + XHTML.replace("<title>", f"{closed_at_once}<title>")).encode()
    applied = mathfit.apply_html(raw, assets_folder=folder)
    assert applied.count(b"<math-fit ") == 1
    etree.fromstring(applied)
    assert mathfit.apply_html(applied, assets_folder=folder) == applied
    assert mathfit.remove_html(applied) == raw


@pytest.mark.parametrize(
    "text",
    [
        "<script>const a = '<math-fit translate=\"no\"><math-fit-room><math-fit-ink>'</script>",
        f"<!-- {WRAPPED.format('x')} --><p title='{WRAPPED.format('x')}'>a</p>",
        f"<textarea>{WRAPPED.format('x')}<link data-mathfit></textarea>",
        "<math-fit>by hand</math-fit>",
        "<math-fit><math-fit-room><math-fit-ink>x</math-fit-ink> </math-fit-room></math-fit>",
        '<math-fit translate="no"><math-fit-room><math-fit-ink>x',
        "<script data-mathfit id=a>var a",
        '<script src="mathfit.js" data-mathfit></script>',
        '<link rel="stylesheet" href="mathfit.0123456.css" data-mathfit>',
        "<style data-mathfit media=print>a{}</style>",
    ],
)
def test_remove_takes_nothing_that_apply_did_not_write(text: str) -> None:
    assert mathfit.remove_html(text) == text
    html = page(f"{text}</script></textarea>$$y$$")
    assert mathfit.remove_html(mathfit.apply_html(html)) == html


@pytest.mark.parametrize("ends", ["\r\n", "\r", "\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "windows-1252"])
def test_encodings_and_line_ends(encoding: str, ends: str) -> None:
    text = {"windows-1252": "é", "gb18030": "数学 許"}.get(encoding, "數式 𝄞")
    html = page(f"<p>{text} $$x\n y$$ {text}</p>\n\\[z\\]").replace("\n", ends)
    raw = html.replace("utf-8", encoding.removesuffix("-sig")).encode(encoding)
    applied = mathfit.apply_html(raw)
    shown = applied.decode(encoding)
    assert WRAPPED.format(f"$$x{ends} y$$") in shown
    assert WRAPPED.format("\\[z\\]") in shown
    assert mathfit.apply_html(applied) == applied
    assert mathfit.remove_html(applied) == raw


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\0",
        b"<",
        b"\xff\xfe",
        b"\xff\xfe<",
        b"$$x$$",
        b"<math display=block>",
        b"<!-- <math display=block></math>",
        b"\xff" * 50 + b"<math display=block></math>\xff",
        b"<p>a\0 <math display=block></math>\0$$x$$",
        b"<plaintext><math display=block></math>",
    ],
)
def test_strange_pages(raw: bytes) -> None:
    applied = mathfit.apply_html(raw)
    assert mathfit.remove_html(applied) == raw
    assert mathfit.apply_html(applied) == applied


def test_nul_bytes_stay() -> None:
    raw = page("<p>a\0b $$x\0y$$</p>").encode()
    applied = mathfit.apply_html(raw)
    assert WRAPPED.format("$$x\0y$$").encode() in applied
    assert mathfit.remove_html(applied) == raw


def test_a_page_that_the_guard_refuses_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rewrite, "CLOSE", "</math-fit-ink></math-fit-room></math-fit><i>")
    with pytest.raises(PageError, match="left as it was"):
        mathfit.apply_html(page("<p>$$x$$</p>"))
    assert "<i>" in mathfit_without_guard(page("<p>$$x$$</p>"))


def test_large_pages_are_guarded_too(monkeypatch: pytest.MonkeyPatch) -> None:
    html = page("<p>$$x$$</p>" + "<p>some words</p>" * 99 + f"<!-- {'c' * 600_000} -->")
    applied = mathfit.apply_html(html)
    assert applied.count("<math-fit ") == 1
    assert mathfit.remove_html(applied) == html
    same = guard.same_for_others
    monkeypatch.setattr(guard, "same_for_others", lambda *_, **__: True)
    monkeypatch.setattr(rewrite, "CLOSE", "</math-fit-ink></math-fit-room></math-fit><i>")
    with pytest.raises(PageError, match="left as it was"):
        mathfit.apply_html(html)
    monkeypatch.setattr(guard, "same_for_others", same)
    with pytest.raises(PageError, match="left as it was"):
        mathfit.apply_html(html)


def mathfit_without_guard(html: str) -> str:
    return apply_page(html, ApplyOptions(guarded=False)).html


def test_the_assets_can_stand_in_any_page() -> None:
    css, js = assets.assets()
    for asset in (css, js, assets.enlarging()):
        assert asset.content.isascii()
        assert "</s" not in asset.content.lower()
        assert "]]>" not in asset.content
        assert assets.FILE_NAME.fullmatch(asset.name)
    assert "<!--" not in js.content


def test_enlarging_is_on_and_off_by_one_option() -> None:
    html = page("<p>a $$x$$ b</p>")
    script = assets.enlarging()
    for folder, held in ((None, script.content), ("", script.name)):
        on = mathfit.apply_html(html, assets_folder=folder)
        off = mathfit.apply_html(html, assets_folder=folder, enlarge=False)
        assert held in on
        assert held not in off
        assert len(off) < len(on)
        assert mathfit.remove_html(on) == mathfit.remove_html(off) == html
        assert mathfit.apply_html(on, assets_folder=folder, enlarge=False) == off
    # A page that is measured at build time has no script, unless asked for this one.
    sizes = [Size(10, 2)]
    assert script.content not in mathfit.apply_html(html, sizes=sizes)
    assert script.content in mathfit.apply_html(html, sizes=sizes, enlarge=True)


def test_enlarging_is_light() -> None:
    assert len(gzip.compress(assets.enlarging().content.encode("ascii"), 9)) <= 1900


@pytest.mark.parametrize(
    "unit",
    ["\\[", "$$ {", "\\begin{a}", "\\[{\\]", "$", "<p>$$", "</p>$$", "<!-- ", "<a '", "&#36;"],
)
def test_pages_made_to_take_long_do_not(unit: str) -> None:
    """Without a limit the second one takes more than a minute: the suite itself would tell."""
    html = page(f"<p>$$x$$</p><p>{unit * (100_000 // len(unit))}")
    applied = mathfit.apply_html(html)
    assert WRAPPED.format("$$x$$") in applied
    assert mathfit.remove_html(applied) == html
