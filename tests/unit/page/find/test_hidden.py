"""Engines that no script element of the page names: loaders, modules, bundles, other file names."""

from __future__ import annotations

from pathlib import Path

import pytest

from mathfit.engines import engines_in_code
from mathfit.page import decode
from mathfit.page.find import FindOptions, Page, examine
from tests.unit.properties import hold

CDN = "https://cdnjs.cloudflare.com/ajax/libs"
NPM = "https://cdn.jsdelivr.net/npm"
BODY = "<p>Text</p><p class=math-container>\\[x^2\\]</p><p>[[y]] $$z$$ \\(w\\)</p>"
BRACKETS = "delimiters:[{left:'\\\\[',right:'\\\\]',display:true}]"
OWN = "delimiters:[{left:'[[',right:']]',display:true}]"
# What a bundle keeps of each engine, between what it does not keep.
KATEX = 'class a{constructor(e){this.m="KaTeX parse error: "+e}}var b={version:"0.16.9",render:c};'
AUTO_RENDER = 't.errorCallback("KaTeX auto-render: Failed to parse `"+n+"` with ",r);'
MATHJAX = (
    "a.OPTIONS={inlineMath:[['\\\\(','\\\\)']],processEscapes:!0,processRefs:!0};"
    'b.ignore="mathjax_ignore";c.VERSION="3.2.2";'
)
TEMML = 'o.errorCallback("Temml auto-render: Failed to parse `"+n);var v={version:"0.10.1"};'


def find(head: str, files: dict[str, str] | None = None, body: str = BODY) -> Page | None:
    """Return a page with these scripts in its head, `files` being the scripts of its site."""
    html = f"<!doctype html><html><head>{head}</head><body>{body}</body></html>"
    hold(html)
    known = files or {}

    def load(address: str) -> str | None:
        return known.get(address.partition("?")[0].lstrip("/"))

    examined = examine(decode.read(html), FindOptions(), None if files is None else load)
    return examined[0] if examined else None


def told(page: Page | None) -> tuple[list[tuple[str, str | None]], list[str]]:
    """Return a page's engines with their versions, and how each equation begins."""
    if page is None:
        return [], []
    engines = [(engine.name, engine.version) for engine in page.engines]
    return engines, [equation.form for equation in page.equations]


def inline(script: str, kind: str = "") -> str:
    return f"<script{kind}>{script}</script>"


REQUIRE = f"<script data-main=../js/main.js src={CDN}/require.js/2.3.6/require.min.js></script>"


@pytest.mark.parametrize(
    ("script", "engine", "forms"),
    [
        # As Documenter.jl writes it, for KaTeX and for two versions of MathJax.
        (
            f"requirejs.config({{paths:{{'jquery':'{CDN}/jquery/3.6.0/jquery.min',"
            f"'katex':'{CDN}/KaTeX/0.16.8/katex.min',"
            f"'katex-auto-render':'{CDN}/KaTeX/0.16.8/contrib/auto-render.min'}},"
            "shim:{'katex-auto-render':{'deps':['katex']}}});"
            "require(['jquery','katex','katex-auto-render'],function($,katex,renderMathInElement){"
            f"$(document).ready(function(){{renderMathInElement(document.body,{{{BRACKETS}}});}})}})",
            ("katex", "0.16.8"),
            ["\\["],
        ),
        (
            f"requirejs.config({{paths:{{mathjax:'{CDN}/mathjax/2.7.7/MathJax.js?config=TeX-AMS'}},"
            "shim:{mathjax:{exports:'MathJax'}}});require(['mathjax'],function(MathJax){"
            "MathJax.Hub.Config({tex2jax:{inlineMath:[['$','$']]}})})",
            ("mathjax", "2.7.7"),
            ["\\[", "$$"],
        ),
        (
            f"window.MathJax={{tex:{{tags:'ams'}}}};require.config({{paths:{{"
            f"mj:'{CDN}/mathjax/3.2.0/es5/tex-svg'}}}});require(['mj'])",
            ("mathjax", "3.2.0"),
            ["\\[", "$$"],
        ),
        # Another name for what is given.
        (
            "require(['vendor/katex.min','vendor/auto-render.min'],function(k,r){"
            f"r(document.body,{{{OWN}}})}})",
            ("katex", None),
            ["[["],
        ),
        (
            f"require.config({{paths:{{m:'//{CDN[8:]}/mathjax/2.7.5/MathJax'}}}});"
            "require(['m'],function(M){M.Hub.Config({tex2jax:{displayMath:[['[[',']]']]}})})",
            ("mathjax", "2.7.5"),
            ["[["],
        ),
        ("define(['lib/temml.min'],function(t){})", ("temml", None), ["\\[", "$$"]),
        # SystemJS.
        (
            "System.config({map:{katex:'npm:katex@0.16/dist/katex.js'}});"
            "System.import('katex/dist/contrib/auto-render.js')",
            ("katex", "0.16"),
            ["\\[", "$$"],
        ),
    ],
)
def test_loaders_that_add_the_extension(
    script: str, engine: tuple[str, str | None], forms: list[str]
) -> None:
    for page in (
        find(inline(script)),
        find(REQUIRE, {"../js/main.js": script}),
        find("<script src=app.js></script>", {"app.js": script}),
    ):
        engines, found = told(page)
        assert found == forms
        assert [name for name, _ in engines] == [engine[0]]
        if engine[1] is not None:
            assert engines == [engine]


@pytest.mark.parametrize(
    ("script", "engine"),
    [
        (
            "const s=document.createElement('script');"
            f"s.src='{NPM}/mathjax@3/es5/tex-mml-chtml.js';document.head.append(s)",
            ("mathjax", "3"),
        ),
        (
            "var s=document.createElement('script');s.src=base+'/es5/tex-svg.js';"
            "document.head.appendChild(s)",
            ("mathjax", "3"),
        ),
        (f"$.getScript(`{NPM}/mathjax@4/tex-chtml.js`)", ("mathjax", "4")),
        (f'loadjs(["{NPM}/temml@0.10/dist/temml.min.js"])'.replace("/", "\\/"), ("temml", "0.10")),
        (
            f"[['{NPM}/katex@0.16.4/dist/katex.min.js'],"
            f"['{NPM}/katex@0.16.4/dist/contrib/auto-render.min.js']].forEach(add)",
            ("katex", "0.16.4"),
        ),
        ("document.write('<script src=\"/mathjax/MathJax.js\"><\\/script>')", ("mathjax", "2")),
    ],
)
def test_scripts_that_put_a_script_element_into_the_page(
    script: str, engine: tuple[str, str]
) -> None:
    for page in (find(inline(script)), find("<script src=a.js></script>", {"a.js": script})):
        assert told(page) == ([engine], ["\\[", "$$"])


MODULE = " type=module"


@pytest.mark.parametrize(
    ("head", "engine", "forms"),
    [
        (
            inline(f"import r from '{NPM}/katex@0.16.9/dist/contrib/auto-render.mjs';"
                   f"r(document.body,{{{OWN}}})", MODULE),
            ("katex", "0.16.9"),
            ["[["],
        ),
        (inline(f"await import('{NPM}/mathjax@4/tex-chtml.js')", MODULE), ("mathjax", "4"), None),
        (
            inline("import temml from 'https://esm.sh/temml@0.10.29'", MODULE),
            ("temml", "0.10.29"),
            None,
        ),
        (
            inline(f"(await import('https://esm.run/katex@0.16/contrib/auto-render'))"
                   f".default(document.body,{{{OWN}}})", MODULE),
            ("katex", "0.16"),
            ["[["],
        ),
        (
            inline('{"imports":{"katex":"https://ga.jspm.io/npm:katex@0.16.9/dist/katex.mjs",'
                   '"katex/":"./vendor/katex/"}}', " type=importmap")
            + inline("import r from 'katex/contrib/auto-render.mjs';r(document.body)", MODULE),
            ("katex", "0.16.9"),
            None,
        ),
        (
            inline('{"imports":{"mathjax":"/js/engine-1f.js"}}', " type=importmap-shim")
            + inline("import 'mathjax'", " type=module"),
            ("mathjax", None),
            None,
        ),
        (
            inline('{"imports":{"temml":"./t.js"},"scopes":{"/a/":{"x":"./y.js"}}}',
                   " type=systemjs-importmap"),
            ("temml", None),
            None,
        ),
        (
            "<link rel=modulepreload href=/assets/katex-DkKDdaQo.js>"
            "<link rel=modulepreload href=/assets/auto-render-B1x_-2dQ.js>",
            ("katex", None),
            None,
        ),
        (
            f"<link rel=preload as=script href={NPM}/mathjax@3/es5/tex-svg.js>",
            ("mathjax", "3"),
            None,
        ),
    ],
)  # fmt: skip
def test_modules(head: str, engine: tuple[str, str | None], forms: list[str] | None) -> None:
    for files in (None, {"a.js": ""}):
        assert told(find(head, files)) == ([engine], forms or ["\\[", "$$"])


MAIN = "<script src=/assets/index-4f9a.js></script>"


@pytest.mark.parametrize(
    ("files", "engine", "forms"),
    [
        # One file with the engine in it.
        (
            {"assets/index-4f9a.js": f"{KATEX}{AUTO_RENDER}x(document.body,{{{OWN}}});"},
            ("katex", "0.16.9"),
            ["[["],
        ),
        ({"assets/index-4f9a.js": MATHJAX}, ("mathjax", "3.2.2"), None),
        ({"assets/index-4f9a.js": TEMML}, ("temml", "0.10.1"), None),
        # Too long to be parsed: the call alone is.
        (
            {
                "assets/index-4f9a.js": f"{KATEX}{'a=1;' * 60_000}"
                f"(0,x.default)(document.body,{{throwOnError:!1,{OWN}}});{'b=2;' * 9}"
            },
            ("katex", "0.16.9"),
            ["[["],
        ),
        (
            {
                "assets/index-4f9a.js": f"{'a=1;' * 60_000}window.MathJax={{tex:{{displayMath:"
                f"[['[[',']]']],macros:{{R:'}}\\\\}}'}}}}}},{MATHJAX}"
            },
            ("mathjax", "3.2.2"),
            ["[["],
        ),
        # The engine in a file that another file loads.
        (
            {
                "assets/index-4f9a.js": "const m=()=>import('./math-77c1.js')",
                "assets/math-77c1.js": f"import'./k-1.js';{AUTO_RENDER}",
                "assets/k-1.js": KATEX,
            },
            ("katex", "0.16.9"),
            None,
        ),
        (
            {
                "assets/index-4f9a.js": 'm.f||(m.f=["assets/vendor-1a.js","assets/a.css"])',
                "assets/vendor-1a.js": MATHJAX,
            },
            ("mathjax", "3.2.2"),
            None,
        ),
        # The name of the file tells.
        (
            {
                "assets/index-4f9a.js": "import('./katex-Bx91aQ0z.js');"
                "import('./auto-render-Cq8Rk1aa.js')"
            },
            ("katex", None),
            None,
        ),
    ],
)
def test_bundles(
    files: dict[str, str], engine: tuple[str, str | None], forms: list[str] | None
) -> None:
    assert told(find(MAIN, files)) == ([engine], forms or ["\\[", "$$"])


@pytest.mark.parametrize(
    ("sources", "files", "engine", "forms"),
    [
        (["js/lib.js"], {"js/lib.js": MATHJAX}, ("mathjax", "3.2.2"), None),
        (
            ["js/k.js", "js/ar.js", "js/init.js"],
            {
                "js/k.js": KATEX,
                "js/ar.js": AUTO_RENDER,
                "js/init.js": f"renderMathInElement(document.body,{{{OWN}}})",
            },
            ("katex", "0.16.9"),
            ["[["],
        ),
        (["js/t.js?v=3"], {"js/t.js": TEMML}, ("temml", "0.10.1"), None),
        (["js/tex-mml-chtml.5fd3a1b2.js"], {}, ("mathjax", None), None),
        (["js/katex.min.55e7cbb9ba48.js", "auto-render-1f2e3d4c.js"], {}, ("katex", None), None),
        # A file of the site's own that has an engine's name, and no code of it.
        (
            ["js/katex.js", f"{NPM}/katex@0.16.7/dist/katex.min.js"],
            {"js/katex.js": f"renderMathInElement(document.body,{{{OWN}}})"},
            ("katex", "0.16.7"),
            ["[["],
        ),
    ],
)
def test_copies_under_other_names(
    sources: list[str],
    files: dict[str, str],
    engine: tuple[str, str | None],
    forms: list[str] | None,
) -> None:
    head = "".join(f"<script src={source}></script>" for source in sources)
    assert told(find(head, files)) == ([engine], forms or ["\\[", "$$"])


@pytest.mark.parametrize(
    "attribute", ["data-src", "data-lazy-src", "data-rocket-src", "data-litespeed-src"]
)
def test_scripts_that_something_delays(attribute: str) -> None:
    head = f"<script type=text/plain {attribute}={NPM}/mathjax@3/es5/tex-svg.js></script>"
    assert told(find(head)) == ([("mathjax", "3")], ["\\[", "$$"])


SHEET = "<link rel=stylesheet href=lib/katex-0.16.9/katex.min.css>"
UNKNOWN = "<script src=lib/require.js></script><script src=lib/own.js defer></script>"


@pytest.mark.parametrize("files", [None, {"lib/require.js": "var requirejs,require,define;"}])
def test_a_stylesheet_tells_of_an_engine_in_a_script_that_cannot_be_read(
    files: dict[str, str] | None,
) -> None:
    assert told(find(SHEET + UNKNOWN, files)) == ([("katex", "0.16.9")], ["\\[", "$$"])
    temml = f"<link rel=stylesheet href={NPM}/temml@0.10/dist/Temml-Local.css>"
    assert told(find(temml + UNKNOWN, files)) == ([("temml", "0.10")], ["\\[", "$$"])


def test_the_stylesheet_of_formulas_that_a_build_typeset_tells_of_no_engine() -> None:
    body = f'{BODY}<span class="katex"><span class="katex-html">x</span></span>'
    assert told(find(SHEET + UNKNOWN, None, body))[1] == []
    # Nor does one where every script is known, and none is an engine.
    assert told(find(SHEET + "<script src=a.js></script>", {"a.js": "1"}))[1] == []


@pytest.mark.parametrize(
    "head",
    [
        inline("fetch('https://www.mathjax.org/');a='katex'"),
        inline("location='https://github.com/mathjax/MathJax'"),
        inline("md.use(texmath,{delimiters:'dollars'})"),
        inline("x({delimiters:[{left:'a',right:'b'}]})"),
        inline('{"imports":{"vue":"./vue.js"}}', " type=importmap"),
        inline('import("./math.js")', MODULE),
        "<link rel=preload as=font href=KaTeX_Main-Regular.woff2>",
    ],
)
def test_no_engine(head: str) -> None:
    for files in (None, {"math.js": "export const pi = 3.14", "a.js": "1"}):
        assert told(find(head, files)) == ([], [])


@pytest.mark.parametrize(
    ("path", "engine", "version", "reads_text"),
    [
        ("katex/dist/katex.min.js", "katex", "0.", False),
        ("katex/dist/katex.mjs", "katex", "0.", False),
        ("katex010/dist/katex.min.js", "katex", "0.10.", False),
        ("katex/dist/contrib/auto-render.min.js", "katex", None, True),
        ("mathjax2/MathJax.js", "mathjax", "2.7.", True),
        ("mathjax3/es5/tex-mml-chtml.js", "mathjax", "3.2.", True),
        ("mathjax3/es5/mml-svg.js", "mathjax", "3.2.", False),
        ("mathjax4/tex-svg.js", "mathjax", "4.", True),
        ("temml/dist/temml.min.js", "temml", "0.", True),
        ("temml/dist/temml.mjs", "temml", "0.", True),
    ],
)
def test_an_engines_own_code(path: str, engine: str, version: str | None, reads_text: bool) -> None:
    file = Path(__file__).parents[4] / "node_modules" / path
    if not file.is_file():
        pytest.skip("the engines are not installed: tools/setup.sh tools")
    (found,) = engines_in_code(file.read_text(encoding="utf-8"))
    assert (found.engine, found.reads_text) == (engine, reads_text)
    assert (found.version or "").startswith(version or "")
    assert bool(found.version) == bool(version)
