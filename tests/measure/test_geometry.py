"""With the numbers in the page and no script: the geometry that the script gives, at every width."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.fit import pages
from tests.measure.conftest import Look, Measure, at_read_time, on_cdn, resize, settle, write

if TYPE_CHECKING:
    from playwright.async_api import Page

pytestmark = pytest.mark.browser

GEOMETRY = (Path(__file__).parent / "geometry.js").read_text(encoding="utf-8")
WIDTHS = (1280, 768, 375, 320)
PLACES = ("paragraph", "cell", "rtl", "float", "small")
KINDS = ("five", "plain", "long", "numbered", "numbered-short", "tag", "cases", "nested", "align")
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
def sites(tmp_path_factory: pytest.TempPathFactory, measure: Measure) -> dict[str, Any]:
    """The matrix, one page for each output, measured when it is read and at build time."""
    plain = {}
    for name in OUTPUTS:
        few = PLACES[:1] if name.startswith("mathjax4") else PLACES
        places = {place: pages.PLACES[place] for place in few}
        html = pages.page(pages.OUTPUTS[name], wrapped=False, places=places, kinds=KINDS)
        plain[f"{name}.html"] = on_cdn(html)
    root = write(tmp_path_factory.mktemp("plain"), plain)
    measured = tmp_path_factory.mktemp("out") / "measured"
    results = measure(root, measured)
    read = at_read_time(root, measured.with_name("read"))
    return {"results": results, "measured": measured, "read": read}


def _open(look: Look, root: Path, name: str) -> dict[int, Any]:
    async def steps(page: Page) -> dict[int, Any]:
        await settle(page, f"{name}.html")
        found = {}
        for width in WIDTHS:
            await resize(page, width)
            found[width] = await page.evaluate(GEOMETRY)
        return found

    found: dict[int, Any] = look(root, steps)
    return found


@pytest.mark.parametrize("name", OUTPUTS)
def test_the_same_as_at_read_time(sites: dict[str, Any], look: Look, name: str) -> None:
    result = sites["results"][f"{name}.html"]
    assert (result.unmeasured, result.measured, result.error) == (None, True, None)
    text = (sites["measured"] / f"{name}.html").read_text(encoding="utf-8")
    assert "<script data-mathfit" not in text
    assert "data-mathfit defer" not in text
    read, measured = (_open(look, sites[which], name) for which in ("read", "measured"))
    for width in WIDTHS:
        assert _difference(read[width], measured[width]) == [], width
