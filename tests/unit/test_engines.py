"""Addresses of engines as pages write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mathfit.engines import EngineAddress, engine_of_package, match_address

NPM = "https://cdn.jsdelivr.net/npm/"


@pytest.mark.parametrize(
    ("url", "package", "version", "path"),
    [
        (NPM + "mathjax@3/es5/tex-mml-chtml.js", "mathjax", "3", "es5/tex-mml-chtml.js"),
        (NPM + "mathjax@4/tex-chtml.js", "mathjax", "4", "tex-chtml.js"),
        ("//cdn.jsdelivr.net/npm/katex/dist/katex.css", "katex", None, "dist/katex.css"),
        ("https://fastly.jsdelivr.net/npm/katex@0.16", "katex", "0.16", ""),
        (
            NPM + "@mathjax/mathjax-newcm-font@4/chtml/woff2/mjx-ncm-n.woff2",
            "@mathjax/mathjax-newcm-font",
            "4",
            "chtml/woff2/mjx-ncm-n.woff2",
        ),
        (
            "https://cdn.jsdelivr.net/gh/mathjax/MathJax@2.7.9/MathJax.js",
            "mathjax",
            "2.7.9",
            "MathJax.js",
        ),
        (
            "https://unpkg.com/katex@latest/dist/katex.min.css",
            "katex",
            "latest",
            "dist/katex.min.css",
        ),
        (
            "https://cdnjs.cloudflare.com/ajax/libs/KaTeX/0.16.9/contrib/auto-render.min.js",
            "katex",
            "0.16.9",
            "dist/contrib/auto-render.min.js",
        ),
        (
            "https://cdnjs.cloudflare.com/ajax/libs/mathjax/2.7.5/MathJax.js?config=TeX-AMS_HTML",
            "mathjax",
            "2.7.5",
            "MathJax.js",
        ),
        ("https://cdn.mathjax.org/mathjax/latest/MathJax.js", "mathjax", "2", "MathJax.js"),
        ("http://cdn.mathjax.org/mathjax/2.7-latest/MathJax.js", "mathjax", "2.7", "MathJax.js"),
        ("https://cdn.bootcss.com/mathjax/2.7.0/MathJax.js", "mathjax", "2.7.0", "MathJax.js"),
        (
            "https://cdn.staticfile.org/KaTeX/0.10.2/katex.min.js",
            "katex",
            "0.10.2",
            "dist/katex.min.js",
        ),
        (
            "https://lf3-cdn-tos.bytecdntp.com/cdn/expire-1-M/KaTeX/0.15.2/katex.min.css",
            "katex",
            "0.15.2",
            "dist/katex.min.css",
        ),
    ],
)
def test_a_known_host(url: str, package: str, version: str | None, path: str) -> None:
    found = match_address(url)
    assert found is not None
    assert (found.package, found.version, found.path) == (package, version, path)
    assert not found.by_name


@pytest.mark.parametrize(
    ("url", "engine", "version", "path"),
    [
        ("/js/mathjax/es5/tex-mml-chtml.js", "mathjax", "3", "es5/tex-mml-chtml.js"),
        ("../MathJax.js?config=default", "mathjax", "2", "MathJax.js"),
        ("tex-svg.js", "mathjax", None, "tex-svg.js"),
        ("lib/katex-0.16.9/katex.min.css", "katex", "0.16.9", "dist/katex.min.css"),
        ("/x/auto-render.min.js", "katex", None, "dist/contrib/auto-render.min.js"),
        ("fonts/KaTeX_Main-Regular.woff2", "katex", None, "dist/fonts/KaTeX_Main-Regular.woff2"),
        ("temml.min.js", "temml", None, "dist/temml.min.js"),
    ],
)
def test_a_copy_on_the_site_is_known_by_its_name(
    url: str, engine: str, version: str | None, path: str
) -> None:
    found = match_address(url)
    assert found is not None
    assert (found.engine, found.version, found.path, found.by_name) == (engine, version, path, True)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "#",
        "app.js",
        "http://[bad",
        NPM + "mermaid@10/dist/mermaid.min.js",
        "https://cdnjs.cloudflare.com/ajax/libs/jquery/3.7.1/jquery.min.js",
        "https://example.org/npm/katex-fan-page.html",
        "data:text/javascript,1",
    ],
)
def test_no_engine(url: str) -> None:
    assert match_address(url) is None


def test_engine_of_package() -> None:
    assert engine_of_package("@mathjax/mathjax-fira-font") == "mathjax"
    assert engine_of_package("katex") == "katex"
    assert engine_of_package("katex-extra") is None


@given(st.text())
def test_no_text_raises(text: str) -> None:
    found = match_address(text)
    assert found is None or isinstance(found, EngineAddress)
