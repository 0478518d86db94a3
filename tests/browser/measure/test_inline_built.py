"""Inline formulas that a build typeset: fitted with neither a script of mathfit's nor any other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.fit.test_inline import SEEN, WHOLE, page_of
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
    from pathlib import Path

    from playwright.async_api import Page

pytestmark = pytest.mark.browser

OUTPUTS = ("mathjax3-chtml", "mathjax3-svg", "mathjax4-svg", "katex")
# In the midst of it a piece that is too wide, as KaTeX and MathJax 4 break lines.
FORMULAS = {**WHOLE, "pieces": rf"\({{\scriptstyle R}}={WHOLE['fraction'][2:-2]}+c\)"}
# What a build writes: the page as it is when its engine is done, without the engine. MathJax 3 puts
# rules into its stylesheet that are in no text.
BUILT = """() => {
  for (const style of document.querySelectorAll("style")) {
    style.textContent = [...style.sheet.cssRules].map((rule) => rule.cssText).join("\\n");
  }
  for (const script of document.querySelectorAll("script")) script.remove();
  return "<!DOCTYPE html>" + document.documentElement.outerHTML;
}"""
ALL = f"""() => {{
  const seen = ({SEEN})();
  for (const p of document.querySelectorAll("p[id]")) {{
    const wrapper = p.querySelector("math-fit").getBoundingClientRect();
    seen[p.id].wrapper = [wrapper.left, wrapper.width, wrapper.height];
  }}
  seen.sideways = document.documentElement.scrollWidth;
  return seen;
}}"""


@pytest.mark.parametrize("name", OUTPUTS)
def test_they_stand_as_at_read_time(
    tmp_path: Path, measure: Measure, look: Look, name: str
) -> None:
    source = on_cdn(page_of(name, FORMULAS, fitted=False))
    typeset = write(tmp_path / "typeset", {"page.html": source})

    async def build(tab: Page) -> Any:
        await settle(tab, "page.html")
        return await tab.evaluate(BUILT)

    site = write(tmp_path / "site", {"page.html": look(typeset, build)})
    result = measure(site, tmp_path / "out" / "measured")["page.html"]
    assert (result.error, result.measured, result.remarks) == (None, True, ())
    at_read_time(site, tmp_path / "out" / "read")

    async def see(tab: Page, way: str, *, scripts: bool) -> dict[int, Any]:
        found = {}
        await settle(tab, f"{way}/page.html", scripts=scripts)
        for width in (1280, 320):
            if scripts:
                await resize(tab, width)
            else:
                await tab.set_viewport_size({"width": width, "height": 900})
            found[width] = await tab.evaluate(ALL)
        return found

    out = tmp_path / "out"
    read = look(out, lambda tab: see(tab, "read", scripts=True))
    off = look(out, lambda tab: see(tab, "measured", scripts=False), java_script_enabled=False)
    for width in (1280, 320):
        assert off[width].pop("sideways") == read[width].pop("sideways") == width
        for kind, seen in read[width].items():
            same = off[width][kind]
            assert same["wrapped"], kind
            assert not same["scrolls"], kind
            assert same["wrapper"] == pytest.approx(seen["wrapper"], abs=1), kind
            for part in ("width", "depth", "height"):
                assert same[part] == pytest.approx(seen[part], abs=1), (kind, part)
