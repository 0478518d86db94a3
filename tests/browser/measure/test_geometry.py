"""With the numbers in the page and no script: the geometry that the script gives."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.fit import pages
from tests.browser.fit.conftest import JUDGE
from tests.browser.measure.conftest import (
    Look,
    Measure,
    at_read_time,
    on_cdn,
    resize,
    settle,
    write,
)

if TYPE_CHECKING:
    from playwright.async_api import Page

pytestmark = pytest.mark.browser

GEOMETRY = (Path(__file__).parent / "geometry.js").read_text(encoding="utf-8")
WIDTHS = (1280, 768, 375, 320)
PLACES = ("paragraph", "float", "rtl")
KINDS = ("five", "long", "numbered", "tag", "nested", "align")
# Two of MathJax 4 are enough: it takes a second for each long formula.
OUTPUTS = (
    "mathjax2-html",
    "mathjax2-chtml",
    "mathjax3-chtml",
    "mathjax3-svg",
    "mathjax4-chtml",
    "katex",
    "katex-016",
    "katex-fleqn",
    "katex-leqno",
    "katex-mathml",
)


def _difference(one: dict[str, Any], other: dict[str, Any]) -> list[str]:
    assert len(one["all"]) == len(other["all"]) > 0
    found = []
    if abs(one["width"] - other["width"]) > 1:
        found.append(f"page {one['width']} and {other['width']} px wide")
    for index, (a, b) in enumerate(zip(one["all"], other["all"], strict=True)):
        # Where a wrapper stands on the page sums up the heights above it: its own box counts.
        top = b["wrapper"][1] - a["wrapper"][1]
        for part in ("wrapper", "ink"):
            shifted = [b[part][0], b[part][1] - top, b[part][2], b[part][3] - top]
            apart = max(abs(x - y) for x, y in zip(a[part], shifted, strict=True))
            if apart > 1:
                found.append(f"{part} {index}: {a[part]} and {shifted}")
    return found


@pytest.fixture(scope="module")
def seen(
    tmp_path_factory: pytest.TempPathFactory, measure: Measure, look: Look
) -> dict[str, dict[str, Any]]:
    """The matrix, one page for each output: what became of it, and what is seen of it."""
    plain = {}
    for name in OUTPUTS:
        few = PLACES[:1] if name.startswith("mathjax4") else PLACES
        places = {place: pages.PLACES[place] for place in few}
        html = pages.page(pages.OUTPUTS[name], wrapped=False, places=places, kinds=KINDS)
        plain[f"{name}.html"] = on_cdn(html)
    root = write(tmp_path_factory.mktemp("plain"), plain)
    out = tmp_path_factory.mktemp("out")
    results = measure(root, out / "measured")
    at_read_time(root, out / "read")

    async def steps(page: Page) -> dict[str, dict[str, Any]]:
        found: dict[str, dict[str, Any]] = {}
        for name in OUTPUTS:
            found[name] = {"result": results[f"{name}.html"]}
            for way in ("read", "measured"):
                await settle(page, f"{way}/{name}.html")
                found[name][way] = {}
                for width in WIDTHS:
                    await resize(page, width)
                    geometry = await page.evaluate(GEOMETRY)
                    geometry["problems"] = (await page.evaluate(JUDGE))["problems"]
                    found[name][way][width] = geometry
                scripts = "() => document.querySelectorAll('script[data-mathfit]').length"
                found[name][way]["scripts"] = await page.evaluate(scripts)
        return found

    found: dict[str, dict[str, Any]] = look(out, steps)
    return found


@pytest.mark.parametrize("name", OUTPUTS)
def test_the_same_as_at_read_time(seen: dict[str, dict[str, Any]], name: str) -> None:
    result, read, measured = (seen[name][part] for part in ("result", "read", "measured"))
    assert (result.unmeasured, result.measured, result.error) == (None, True, None)
    assert read["scripts"] > 0
    # No two browsers agree about MathML.
    assert (measured["scripts"] > 0) == (name == "katex-mathml")
    for width in WIDTHS:
        assert _difference(read[width], measured[width]) == [], width
        assert measured[width]["problems"] == [], width


def test_beside_text_that_can_give_way_the_script_stays(tmp_path: Path, measure: Measure) -> None:
    """What the text of a table can do without is known in the reader's browser."""
    cell = pages.page(
        pages.OUTPUTS["katex"],
        wrapped=False,
        places={place: pages.PLACES[place] for place in ("paragraph", "cell")},
        kinds=("five",),
    )
    root = write(tmp_path / "plain", {"cell.html": on_cdn(cell)})
    result = measure(root, tmp_path / "out")["cell.html"]
    assert (result.unmeasured, result.measured, result.error) == (None, True, None)
    written = (tmp_path / "out" / "cell.html").read_text(encoding="utf-8")
    assert "--mathfit-w" in written
    assert re.search(r"<script[^>]* data-mathfit", written)
