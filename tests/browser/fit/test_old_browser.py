"""A browser without container units or trigonometry: the equation scrolls inside its wrapper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.fit import pages
from tests.browser.fit.conftest import ROOT, Play, settled

if TYPE_CHECKING:
    from playwright.async_api import Page

pytestmark = pytest.mark.browser

# What the stylesheet asks for, in a unit that no browser has.
ASKED = "(width: 1cqi)"
CSS = (ROOT / "assets" / "dist" / "mathfit.css").read_text(encoding="utf-8")
STATE = """() => {
  const wrapper = document.querySelector('math-fit');
  const room = wrapper.firstElementChild;
  const piece = document.querySelector('.katex-html>:last-child,mjx-math');
  const ink = piece.getBoundingClientRect();
  return {
    sideways: document.documentElement.scrollWidth > innerWidth,
    scrolls: (room.scrollLeft = 9999, room.scrollLeft),
    end: piece.getBoundingClientRect().right,
    width: room.getBoundingClientRect().width,
    above: ink.top - wrapper.getBoundingClientRect().top,
    below: wrapper.getBoundingClientRect().bottom - ink.bottom,
  };
}"""


@pytest.mark.parametrize("name", ["mathjax3-chtml", "katex"])
def test_without_support_the_equation_scrolls_in_its_wrapper(play: Play, name: str) -> None:
    assert CSS.count(ASKED) == 2
    place = {"paragraph": pages.PLACES["paragraph"]}
    html = pages.page(pages.OUTPUTS[name], wrapped=True, places=place, kinds=("long",))
    link = "<link rel=stylesheet href=/assets/mathfit.css>"
    assert link in html
    old = html.replace(link, f"<style>{CSS.replace(ASKED, '(width: 1unknown)')}</style>")

    async def steps(page: Page, origin: str) -> dict[str, Any]:
        found = {}
        for path in ("/new", "/old"):
            await page.goto(origin + path)
            await settled(page)
            found[path] = await page.evaluate(STATE)
        return found

    found = play({"/new": html, "/old": old}, steps, width=640)
    # The comparison's other half: there it is scaled.
    assert found["/new"]["scrolls"] == 0
    state = found["/old"]
    assert state["scrolls"] > 50
    assert state["end"] == pytest.approx(640 - 12, abs=2)
    assert not state["sideways"]
    assert state["width"] == pytest.approx(640 - 24, abs=1)
    # Nothing of it is out of reach above or below.
    assert state["above"] >= 0
    assert state["below"] >= 0
