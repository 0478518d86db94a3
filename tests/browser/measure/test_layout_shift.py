"""Layout shifts as the browser counts them: mathfit makes the count no worse, measuring better."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from mathfit.browser.served import SiteFiles
from tests.browser.measure.conftest import ROOT, Look, Measure, at_read_time, settle, write
from tests.browser.measure.sources import STYLE, page

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.async_api import Page, Route

pytestmark = pytest.mark.browser

BLOG = ROOT / "examples" / "blog"
POSTS = sorted(f"posts/{post.name}" for post in (BLOG / "posts").glob("*.html"))
WIDTHS = (375, 1280)
# The bench asks for less: bench/shift.py, on a machine with nothing else to do.
BOUND = 0.03
WATCH = """
window.shift = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value;
}).observe({ type: "layout-shift", buffered: true });
new PerformanceObserver(() => window.painted()).observe({ type: "paint", buffered: true });
"""
# Entries come at the end of a frame.
SHIFT = """async () => {
  for (let n = 0; n < 3; n += 1) await new Promise(requestAnimationFrame);
  return window.shift;
}"""


async def shift(tab: Page, name: str) -> float:
    """Load a page whose engine comes when the source has been painted; return its layout shift."""
    painted = asyncio.Event()

    async def late(route: Route) -> None:
        if not route.request.url.startswith(SiteFiles(BLOG).url("")):
            await painted.wait()
        await route.fallback()

    await tab.context.expose_function("painted", painted.set)
    await tab.add_init_script(WATCH)
    await tab.route("**/*.js*", late)
    await settle(tab, name)
    found: float = await tab.evaluate(SHIFT)
    return found


def seen(look: Look, site: Path, name: str, width: int) -> float:
    async def steps(tab: Page) -> float:
        return await shift(tab, name)

    found: float = look(site, steps, viewport={"width": width, "height": 800})
    return found


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory, measure: Measure) -> Path:
    out = tmp_path_factory.mktemp("measured")
    measure(BLOG, out)
    return out


@pytest.fixture(scope="module")
def applied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return at_read_time(BLOG, tmp_path_factory.mktemp("applied"))


@pytest.mark.parametrize("post", POSTS)
def test_no_worse_than_the_plain_page(look: Look, applied: Path, measured: Path, post: str) -> None:
    for width in WIDTHS:
        plain = seen(look, BLOG, post, width)
        assert seen(look, applied, post, width) <= plain + BOUND, width
        assert seen(look, measured, post, width) <= plain + BOUND, width


def test_lines_are_broken_where_they_will_be(tmp_path: Path, measure: Measure, look: Look) -> None:
    # On a phone the source of each inline formula takes a line more than the formula.
    inline = r"\(\frac{\partial\mathcal{L}}{\partial W_{\text{out}}}\)"
    body = f"<p>{inline} is what the next is about.</p><p>$$E=mc^2$$</p>" * 20
    root = write(tmp_path / "site", {"a.html": page(body, "katex"), "style.css": STYLE})
    results: dict[str, Any] = measure(root, tmp_path / "out")
    assert results["a.html"].measured
    assert b'<math-fit translate="no" hold' in (tmp_path / "out" / "a.html").read_bytes()
    plain = seen(look, root, "a.html", 375)
    assert plain > 0.1
    assert seen(look, tmp_path / "out", "a.html", 375) < plain / 3
