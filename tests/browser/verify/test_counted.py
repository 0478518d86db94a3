"""Numbers that a stylesheet counts are read as they are drawn, whatever scripts have added."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from mathfit.verify import counted

if TYPE_CHECKING:
    from playwright.async_api import Browser

    from tests.chromium import Shared

pytestmark = pytest.mark.browser

PAGE = """<!doctype html><title>t</title>
<style>body{counter-reset:eq}
.n::before{counter-increment:eq;content:"(" counter(eq) ")"}</style>
<p><b class=n>a</b><i>i</i><p id=host><b class=n>c</b></p><p><b class=n>d</b></p>"""
# As enlarging does: a button in a shadow tree, before what stands in its slot.
SHADOW = """host.attachShadow({ mode: "open" }).innerHTML =
  "<style>*{}</style><button><svg><path/></svg></button><slot></slot>";"""
PLACES = """() => {
  const all = [...document.getElementsByTagName("*")];
  return [all.length, [...document.querySelectorAll(".n")].map((one) => all.indexOf(one))];
}"""


@pytest.mark.parametrize("script", ["", SHADOW], ids=["plain", "with a shadow tree"])
def test_each_is_read_where_it_is_drawn(chromium: Shared, script: str) -> None:
    async def look(browser: Browser, script: str) -> Any:
        page = await browser.new_page()
        await page.set_content(PAGE)
        await page.evaluate(script)
        count, places = await page.evaluate(PLACES)
        found = await counted.snapshot(page)
        assert found is not None
        texts = counted.texts(found, count, places)
        return [texts[place] for place in places]

    assert chromium.run(partial(look, script=script)) == ["(1)", "(2)", "(3)"]
