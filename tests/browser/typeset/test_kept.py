"""Pages that need their engine keep it, measured, and are named with the reason."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.browser.measure.conftest import CDN, Measure, write
from tests.browser.measure.sources import SHORT, page

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.browser

MATHJAX2 = f'<script src="{CDN}mathjax@2/MathJax.js?config=TeX-AMS_SVG"></script>'
# What a page has besides an equation, and what is said of it.
KEPT = {
    "late": (
        "mathjax",
        "<script>addEventListener('scroll', () => MathJax.typesetPromise())</script>",
        "the script in line 8 calls its engine",
    ),
    "hook": (
        "mathjax",
        "<script>MathJax = {startup: {ready() { MathJax.startup.defaultReady(); go(); }}}</script>",
        "has the engine's start run code of its own",
    ),
    "fetch": (
        "katex",
        "<script>fetch('a.txt').then((a) => document.body.innerHTML += a)</script>",
        "may bring in content later",
    ),
    "queue": (
        "none",
        MATHJAX2 + '<script type="text/x-mathjax-config">MathJax.Hub.Queue(Number);</script>',
        "the script in line 8 has the engine run code of the page's own",
    ),
    "multline": (
        "none",
        MATHJAX2,
        "a multline in MathJax 2's SVG output",
    ),
    "written": (
        "katex",
        "",
        "not in its source",
    ),
    "policy": (
        "katex",
        "<meta http-equiv=Content-Security-Policy content=\"style-src 'self'\">",
        "its engine's output has style attributes",
    ),
}

# A script that writes a formula before the engine comes; rows at both ends of the line.
MORE = {
    "written": "<p><script>document.currentScript.before(String.raw`$$a+b$$`)</script></p>",
    "multline": r"\begin{multline}a+b+c\\+d+e\\+f=0\end{multline}",
}


@pytest.fixture(scope="module")
def results(
    tmp_path_factory: pytest.TempPathFactory, measure: Measure
) -> dict[str, tuple[str, str]]:
    """Return what is said of each page, and what was written."""
    root: Path = tmp_path_factory.mktemp("kept")
    pages = {
        f"{name}.html": page(f"<p>{SHORT}</p>{MORE.get(name, '')}", engine, more)
        for name, (engine, more, _) in KEPT.items()
    }
    write(root / "plain", pages)
    found = measure(root / "plain", root / "out", typeset=True)
    return {
        name: (
            found[f"{name}.html"].unmeasured or found[f"{name}.html"].untypeset or "",
            (root / "out" / f"{name}.html").read_text(encoding="utf-8"),
        )
        for name in KEPT
    }


@pytest.mark.parametrize("name", sorted(KEPT))
def test_a_page_that_needs_its_engine_keeps_it(
    results: dict[str, tuple[str, str]], name: str
) -> None:
    reason, written = results[name]
    assert re.search(KEPT[name][2], reason), reason
    assert "<math-fit " in written
    assert "<template" not in written
    assert "nomodule" not in written
