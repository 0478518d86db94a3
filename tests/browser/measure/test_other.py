"""Measured in Chromium, read in Firefox and in WebKit: nothing leaves its block, with no script."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from mathfit.page.apply import ApplyOptions
from tests.browser.fit import pages
from tests.browser.fit.conftest import FRAMES, JUDGE, WAIT, serving
from tests.browser.measure.conftest import ADDRESSES, Measure, on_cdn, write
from tests.browser.other.conftest import RUNNING

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.browser

OUTPUTS = ("mathjax3-chtml", "katex", "katex-mathml")
PLACES = ("paragraph", "float")
KINDS = ("five", "long", "numbered", "nested")
WIDTHS = (1280, 768, 375, 320)


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory, measure: Measure) -> dict[str, str]:
    """Return the pages with their numbers, and with the engines at the server's addresses."""
    places = {place: pages.PLACES[place] for place in PLACES}
    plain = {
        f"{name}.html": on_cdn(
            pages.page(pages.OUTPUTS[name], wrapped=False, places=places, kinds=KINDS)
        )
        for name in OUTPUTS
    }
    root: Path = write(tmp_path_factory.mktemp("plain"), plain)
    out = tmp_path_factory.mktemp("measured")
    results = measure(root, out, apply=ApplyOptions(assets=None))
    served = {}
    for name in plain:
        assert results[name].measured, results[name].unmeasured
        html = (out / name).read_text(encoding="utf-8")
        for local, public in ADDRESSES.items():
            html = html.replace(public, local)
        served[f"/{name}"] = html
    return served


# Where the numbers hold to the px. WebKit has other widths for KaTeX, and nested fractions that are
# 1 % lower in MathJax.
EXACT = {
    ("firefox", "mathjax3-chtml"),
    ("firefox", "katex"),
    ("firefox", "katex-mathml"),
    ("webkit", "katex-mathml"),
}


def _leaves(problems: list[str]) -> list[str]:
    """Return what says that something is outside of its block.

    Other browsers give some formulas other sizes than Chromium. So a formula may fill its room
    less well there; out of it none may be.
    """
    return [text for text in problems if re.search("leaves|clipped|over formula|px wide", text)]


@pytest.mark.parametrize("name", OUTPUTS)
@pytest.mark.parametrize("browser_name", sorted(RUNNING))
def test_nothing_leaves_its_block_there(
    measured: dict[str, str], browser_name: str, name: str
) -> None:
    address = f"/{name}.html"
    found = {}
    with RUNNING[browser_name]() as browser, serving(measured) as origin:
        for loaded in (WIDTHS[0], WIDTHS[-1]):
            browser.resize(loaded)
            browser.open(f"{origin}{address}")
            browser.evaluate(WAIT, {"engineFailed": False, "again": False})
            scripts = browser.evaluate("() => typeof window.mathfit") != "undefined"
            assert scripts == (name == "katex-mathml")
            for width in WIDTHS if loaded == WIDTHS[0] else (loaded,):
                browser.resize(width)
                browser.evaluate(FRAMES)
                seen = browser.evaluate(JUDGE)
                assert seen["fitted"] == seen["count"] > 0
                exact = (browser_name, name) in EXACT
                if problems := seen["problems"] if exact else _leaves(seen["problems"]):
                    found[f"loaded at {loaded}, read at {width}"] = problems
    assert found == {}, browser.version
