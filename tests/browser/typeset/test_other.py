"""Typeset with Chromium, read in Firefox and in WebKit: all formulas fit, with no engine."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.fit.conftest import FRAMES, JUDGE, WAIT, serving
from tests.browser.measure.conftest import ADDRESSES
from tests.browser.other.conftest import RUNNING

if TYPE_CHECKING:
    from tests.browser.typeset.conftest import Site

pytestmark = pytest.mark.browser

OUTPUTS = ("mathjax2-html", "mathjax2-svg", "mathjax3-chtml", "mathjax3-svg", "katex")
WIDTHS = (1280, 768, 375, 320)
STATE = """() => ({
  engine: !!(window.MathJax?.version || window.katex),
  shown: document.querySelectorAll("mjx-container,.katex,.MathJax,.MathJax_SVG").length,
  wide: document.documentElement.scrollWidth - innerWidth,
})"""


def _served(site: Site) -> dict[str, str]:
    """Return the typeset pages, their stylesheets in them, fonts at the server's addresses."""
    folder = site.root / "typeset"

    def held(link: re.Match[str]) -> str:
        return f"<style>{(folder / link[1]).read_text(encoding='ascii')}</style>"

    found = {}
    for name in OUTPUTS:
        text = (folder / f"{name}.html").read_text(encoding="utf-8")
        text = re.sub(r'<link rel="stylesheet" href="(mathfit[^"]*)" data-mathfit>', held, text)
        for local, public in ADDRESSES.items():
            text = text.replace(public, local)
        found[f"/{name}.html"] = text
    return found


def _leaves(problems: list[str]) -> list[str]:
    """Return what says that something is outside of its block; sizes differ between browsers."""
    signs = ("leaves", "clipped", "over formula", "px wide")
    return [text for text in problems if any(sign in text for sign in signs)]


@pytest.mark.parametrize("browser_name", sorted(RUNNING))
def test_all_fits_there_too(site: Site, browser_name: str) -> None:
    found: dict[str, Any] = {}
    with RUNNING[browser_name]() as browser, serving(_served(site)) as origin:
        for name in OUTPUTS:
            for loaded in (WIDTHS[0], WIDTHS[-1]):
                browser.resize(loaded)
                browser.open(f"{origin}/{name}.html")
                browser.evaluate(WAIT, {"engineFailed": False, "again": False})
                for width in WIDTHS if loaded == WIDTHS[0] else (loaded,):
                    browser.resize(width)
                    browser.evaluate(FRAMES)
                    state = browser.evaluate(STATE)
                    assert not state["engine"]
                    assert state["shown"] > 10
                    seen = browser.evaluate(JUDGE)
                    problems = _leaves(seen["problems"])
                    if problems or state["wide"] > 0:
                        found[f"{name}, loaded at {loaded}, read at {width}"] = problems
    assert found == {}
