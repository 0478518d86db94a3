"""Engines that a page's script loads when all else is there: they are waited for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.verify.scratch import CDN, HEADS, page

if TYPE_CHECKING:
    from tests.browser.verify.conftest import Verify

pytestmark = pytest.mark.browser

LONG = r"\[" + " + ".join(f"a_{{{n}}}" for n in range(40)) + r"\]"
# The load event is over long before the first script comes.
LATE = """<script>addEventListener("load", async () => {
  await fetch("data.json");
  await fetch("data.json?again");
  const script = document.createElement("script");
  script.src = "%s";
  document.head.append(script);
});</script>"""
ADDRESSES = {
    "mathjax2-chtml": f"{CDN}mathjax@2/MathJax.js?config=TeX-AMS_CHTML",
    "mathjax3-chtml": f"{CDN}mathjax@3/es5/tex-chtml.js",
    "mathjax4-svg": f"{CDN}mathjax@4/tex-svg.js",
}


def test_what_they_typeset_is_judged(verify: Verify) -> None:
    pages = {
        f"{name}.html": page(LONG, name).replace(HEADS[name], LATE % address)
        for name, address in ADDRESSES.items()
    }
    pages["none.html"] = page(LONG).replace(HEADS["katex"], "<script>let a = 1</script>")
    results = verify({**pages, "data.json": "{}"})
    for name in ADDRESSES:
        result = results[f"{name}.html"]
        assert result.equations == 1
        assert "leaves-block" in {fault.kind for fault in result.faults}
    assert results["none.html"].equations == 0
