"""axe-core finds nothing wrong with the examples, nor with what mathfit adds to them."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

import mathfit
from mathfit.browser.network import Network, Traffic
from mathfit.browser.packages import PackageFolder
from mathfit.browser.served import SiteFiles
from tests.browser.enlarge.conftest import BUTTONS, closed, enlarge
from tests.browser.fit.conftest import ENGINES, FRAMES, ROOT, settled

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.async_api import Browser, Page

    from tests.chromium import Shared

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not (ENGINES / "axe-core").is_dir(), reason="axe-core is missing: npm ci"),
]

BLOG = ROOT / "examples" / "blog"
PAGES = sorted(page.relative_to(BLOG) for page in BLOG.rglob("*.html"))
# Rules that are off unless asked for, and concern what can be clicked.
RUN = """async (root) => {
  const { violations } = await axe.run(root, { rules: { 'target-size': { enabled: true } } });
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => [id, node.target.join(' ')]));
}"""


async def axe(page: Page, root: str = "html") -> list[tuple[str, str]]:
    """Return what axe finds wrong below an element: rule and place."""
    found: list[tuple[str, str]] = [(rule, at) for rule, at in await page.evaluate(RUN, root)]
    return found


async def judge(browser: Browser, name: Path, site: Path, fitted: bytes) -> dict[str, Any]:
    """Let axe look at a page as it was, fitted, and with an equation enlarged."""
    network = Network(SiteFiles(site), PackageFolder.read(ENGINES))
    url = network.site.url(name.as_posix())
    found: dict[str, Any] = {}
    for state, instead in (("before", {}), ("after", {url: fitted})):
        context = await browser.new_context(viewport={"width": 375, "height": 800})
        await network.attach(context, Traffic(), instead=instead)
        page = await context.new_page()
        await page.goto(url)
        await settled(page)
        await page.evaluate(FRAMES)
        await page.add_script_tag(path=ENGINES / "axe-core" / "axe.min.js")
        found[state] = await axe(page)
    found["buttons"] = await page.evaluate(f"{BUTTONS}.length")
    if found["buttons"]:
        await enlarge(page)
        found["open"] = await axe(page)
        await page.keyboard.press("Escape")
        await closed(page)
        found["closed"] = await axe(page, "math-fit,.katex-display")
    return found


@pytest.mark.parametrize("name", PAGES, ids=lambda name: name.stem)
def test_the_examples(chromium: Shared, name: Path) -> None:
    fitted = mathfit.apply_html((BLOG / name).read_bytes())
    found = chromium.run(partial(judge, name=name, site=BLOG, fitted=fitted))
    # MathJax puts the links of its references into what it hides from screen readers.
    engine = Counter(rule for rule, _ in found["before"])
    assert set(engine) <= {"aria-hidden-focus"}
    assert Counter(rule for rule, _ in found["after"]) == engine
    if name.parent.name == "posts":
        assert found["buttons"] > 0
        # All that is left to reach is in the dialog: it has to be right, and what is closed again.
        assert found["open"] == found["closed"] == []
