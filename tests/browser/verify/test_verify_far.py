"""What is far from the screen is judged as a reader finds it there, and never otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.verify.scratch import page

if TYPE_CHECKING:
    from tests.browser.verify.conftest import Verify

pytestmark = pytest.mark.browser

LONG = r"\[" + "+".join("abcdefghijklmnop" * 3) + r"\]"
SHORT = r"\[a+b\]"
FAR = '<p style="height: 6000px">Much between.</p>'
# The mark of a page of so many equations that those far from the screen are left for later.
LAZY = "<math-fit lazy></math-fit>"
# Fits an equation when it comes near, and not before, as the snippet measures it again.
FIT_NEAR = """<script>addEventListener("load", () => {
  const near = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) target.style.fontSize = "0.2em";
    }
  });
  for (const one of document.querySelectorAll(".katex-display")) near.observe(one);
})</script>"""
# What no reader does: they see a good page.
ASKED = """<script>window.mathfit = { refresh() {
  for (const one of document.querySelectorAll(".katex-display")) one.style.marginLeft = "900px";
} }</script>"""
# What no reader sees: they see a bad page, as far as they scroll.
HIDDEN = """<script>window.mathfit = { refresh() {
  for (const one of document.querySelectorAll(".katex-display")) one.style.fontSize = "0.2em";
} }</script>"""


def test_an_equation_that_is_fitted_when_it_comes_near(verify: Verify) -> None:
    body = SHORT + FAR + LONG + FAR + LONG + LAZY + FIT_NEAR
    assert verify({"a.html": page(body)})["a.html"].failures == ()


def test_the_page_is_not_asked_to_do_what_no_reader_asks_for(verify: Verify) -> None:
    good, bad = SHORT + FAR + SHORT + LAZY + ASKED, SHORT + FAR + LONG + LAZY + HIDDEN
    results = verify({"good.html": page(good), "bad.html": page(bad)})
    assert results["good.html"].failures == ()
    assert {fault.kind for fault in results["bad.html"].failures} >= {"leaves-block"}


def test_the_page_is_scrolled_back_and_the_formula_in_a_box_of_its_own_is_seen(
    verify: Verify,
) -> None:
    box = f'<div style="height:200px;overflow:auto">{FAR}{SHORT}</div>'
    result = verify({"a.html": page(SHORT + box + FAR + SHORT + LAZY)})["a.html"]
    assert result.failures == ()
    assert result.equations == 3
