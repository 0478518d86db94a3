"""The core of the matrix, by the same judge and the same tolerances, in Firefox and in WebKit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.fit import pages
from tests.browser.fit.conftest import FRAMES, JUDGE, WAIT, serving

if TYPE_CHECKING:
    from tests.browser.other.conftest import Browser

pytestmark = pytest.mark.browser

WIDTHS = (320, 375, 768, 1280)
# A block, a cell and a flex item (where what the wrapper reports of its width counts), and text
# from the right. The other places differ in nothing that a browser could do otherwise.
PLACES = ("paragraph", "cell", "flex", "rtl")
KINDS = tuple(kind for kind in {**pages.KINDS, **pages.ALIGNED} if kind not in pages.HEAVY)
# What a page complains of: its scripts' errors, and the snippet's own warning of a caught one.
WATCH = """<script>
  window.complaints = [];
  addEventListener("error", ({message}) => complaints.push(message));
  const warn = console.warn;
  console.warn = (...said) => { complaints.push(said.join(" ")); warn(...said); };
</script>"""
COMPLAINTS = "() => complaints.filter((text) => /mathfit|ResizeObserver/.test(text))"


def page_of(name: str, *, wrapped: bool = True) -> tuple[str, int]:
    """Return an output's page, and the number of its places."""
    html = pages.page(
        pages.OUTPUTS[name],
        wrapped=wrapped,
        assets=True,
        places={place: pages.PLACES[place] for place in PLACES},
        kinds=KINDS,
    )
    return html.replace("<style>", f"{WATCH}<style>", 1), len(PLACES)


def settle(browser: Browser, url: str, width: int) -> None:
    browser.resize(width)
    browser.open(url)
    browser.evaluate(WAIT, {"engineFailed": False, "again": False})
    browser.evaluate(FRAMES)


# Each way in which an output is laid out; MATHFIT_MATRIX=all has every output of Chromium's matrix.
WRAPPED = (
    pages.MAIN
    if pages.WHOLE
    else [
        *("mathjax2-chtml", "mathjax3-chtml", "mathjax4-chtml", "mathjax4-svg", "katex-mathml"),
    ]
)
# Where KaTeX's own elements are wrapper, room and ink.
OWN = ["katex", "katex-fleqn", "katex-leqno"] if pages.WHOLE else ["katex"]


@pytest.mark.parametrize(
    ("name", "wrapped"), [(name, True) for name in WRAPPED] + [(name, False) for name in OWN]
)
def test_every_kind_fits(browser: Browser, name: str, wrapped: bool) -> None:
    html, places = page_of(name, wrapped=wrapped)
    found: dict[str, Any] = {}
    with serving({"/": html}) as origin:
        settle(browser, origin, WIDTHS[-1])
        for width in (*reversed(WIDTHS), WIDTHS[-1]):
            browser.resize(width)
            browser.evaluate(FRAMES)
            found[f"turned to {width}"] = browser.evaluate(JUDGE)
        assert browser.evaluate("() => innerWidth") == WIDTHS[-1]
        complaints = browser.evaluate(COMPLAINTS)
        settle(browser, origin, WIDTHS[0])
        found[f"loaded at {WIDTHS[0]}"] = browser.evaluate(JUDGE)
        complaints += browser.evaluate(COMPLAINTS)
    for way, result in found.items():
        assert result["problems"] == [], f"{way}, {browser.version}"
        # KaTeX leaves errors as text.
        assert result["fitted"] >= result["count"] - places, f"{way}, {browser.version}"
    assert complaints == []


def test_the_judge_sees_a_page_without_mathfit(browser: Browser) -> None:
    # A judge that is blind in this browser would pass everything.
    html = page_of("katex")[0].replace(pages.ASSETS, "")
    with serving({"/": html}) as origin:
        settle(browser, origin, WIDTHS[0])
        problems = browser.evaluate(JUDGE)["problems"]
    assert any("not fitted" in problem for problem in problems)
    assert any("px wide" in problem for problem in problems)
