"""Pages of many equations: what comes near the screen is measured again in every browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.fit.conftest import FRAMES, serving
from tests.browser.fit.test_far import COUNT, SIZES, long_page
from tests.browser.other.test_core import settle

if TYPE_CHECKING:
    from tests.browser.other.conftest import Browser

pytestmark = pytest.mark.browser

# Another size of the formulas, told as a font that has come.
OTHER = """() => {
  const style = document.createElement("style");
  style.textContent = ".katex{font-size:1.5em!important}";
  document.head.append(style);
  document.fonts.dispatchEvent(new Event("loadingdone"));
}"""
TO_THE_END = f"""async () => {{
  const sizes = {SIZES};
  const before = sizes()[{COUNT - 1}];
  scrollTo(0, document.documentElement.scrollHeight);
  while (sizes()[{COUNT - 1}] === before) await new Promise(requestAnimationFrame);
  return sizes();
}}"""


def test_it_is_measured_when_it_comes_near(browser: Browser) -> None:
    with serving({"/": long_page()}) as origin:
        settle(browser, origin, 375)
        assert len(set(browser.evaluate(SIZES))) == 1
        browser.evaluate(OTHER)
        browser.evaluate(FRAMES)
        before = browser.evaluate(SIZES)
        after = browser.evaluate(TO_THE_END)
    assert before[0] != before[-1]
    assert after[-1] == before[0]
    assert after[COUNT // 2] == before[-1]
