"""Measured where a router runs the site, and left to the script where a framework hydrates."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import turbohtml

from tests.browser.measure.conftest import CDN, Measure, write

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.browser

FORMULA = '<math display="block"><mi>a</mi><mo>+</mo><mi>b</mi></math>'
PAGE = '<!doctype html><html lang="en"><head><title>t</title></head><body>{}</body></html>'
TEX = f'\\[a+b\\]<script src="{CDN}mathjax@3/es5/tex-chtml.js"></script>'
BOOSTED = '<nav hx-boost="true"><a href="math.html">math</a></nav>'


def scripts(page: Path) -> int:
    return len(turbohtml.parse(page.read_text()).select("head > script[data-mathfit]"))


def test_a_page_that_a_router_runs_is_measured_and_keeps_the_script(
    measure: Measure, tmp_path: Path
) -> None:
    pages = {
        "about.html": PAGE.format(f"{BOOSTED}<p>words</p>"),
        "math.html": PAGE.format(BOOSTED + TEX),
        "other.html": PAGE.format(TEX),
    }
    root = write(tmp_path / "site", pages)
    results = measure(root, tmp_path / "out", routed=True)
    why = "keeps the script: htmx puts other pages' content into it"
    assert results["math.html"].remarks == (why,)
    assert results["math.html"].measured
    assert "--mathfit-w" in (tmp_path / "out" / "math.html").read_text()
    assert scripts(tmp_path / "out" / "math.html") == 2
    assert results["other.html"].measured
    assert scripts(tmp_path / "out" / "other.html") == 0
    assert results["about.html"].bare
    assert scripts(tmp_path / "out" / "about.html") == 2


def test_what_hydrates_is_measured_when_it_is_read(measure: Measure, tmp_path: Path) -> None:
    root = write(tmp_path / "site", {"a.html": PAGE.format(f'<div id="___gatsby">{FORMULA}</div>')})
    result = measure(root, tmp_path / "out", opened=False)["a.html"]
    assert not result.measured
    assert result.unmeasured == "Gatsby hydrates what its equations lie in"
    written = (tmp_path / "out" / "a.html").read_text()
    assert f'<div id="___gatsby">{FORMULA}</div>' in written
    assert scripts(tmp_path / "out" / "a.html") == 2
