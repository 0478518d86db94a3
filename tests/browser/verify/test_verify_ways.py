"""How often a page is loaded: as often as loading shows anything that turning does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mathfit.verify.judge.compare import compare
from tests.browser.verify.scratch import page

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser.verify.conftest import Verify

pytestmark = pytest.mark.browser

WIDTHS = (320, 768, 1280)
LONG = r"\[" + "+".join("abcdefghijklmnop" * 3) + r"\]"
# The scale is computed once: right where the page was loaded, wrong where it is turned to.
ONCE = """<script>addEventListener("load", () => {
  for (const one of document.querySelectorAll(".katex-display")) {
    const inner = one.querySelector(".katex-html");
    inner.style.display = "inline-block";
    const scale = Math.min(1, one.clientWidth / inner.offsetWidth * 0.98);
    one.style.fontSize = scale + "em";
  }
})</script>"""
# Another text, of another height, for those who come at the width of a tablet or more.
ASKED = "<script>if (innerWidth > 700) document.write('<p>Wide.</p>')</script>"


def test_two_loads_where_both_ends_show_the_same_either_way(verify: Verify) -> None:
    result = verify({"a.html": page(r"\[\frac{a}{b}\]")}, WIDTHS)["a.html"]
    assert result.views == 2 + 3
    assert result.ok


def test_a_fault_in_between_is_told_although_no_page_was_loaded_there(verify: Verify) -> None:
    css = "body{max-width:none}@media (400px < width < 900px) {body {padding: 0 350px}}"
    result = verify({"a.html": page(r"\[a+b+c+d+e=f\]", css=css)}, WIDTHS)["a.html"]
    assert result.views == 2 + 3
    assert {fault.view.width for fault in result.failures if fault.view} == {768}


@pytest.mark.parametrize("body", [LONG + ONCE, r"\[\frac{a}{b}\]" + ASKED])
def test_every_width_is_loaded_where_the_load_counts(verify: Verify, body: str) -> None:
    result = verify({"a.html": page(body, css="body{max-width:none}")}, WIDTHS)["a.html"]
    assert result.views == 3 + 3
    ways = {(fault.view.way, fault.view.width) for fault in result.failures if fault.view}
    if ONCE in body:
        assert ("turned", 768) in ways
        assert not any(way == "loaded" for way, _ in ways)


def test_a_setting_is_entered_once_and_turned_through(verify: Verify) -> None:
    css = ".katex-display{overflow:hidden;max-height:64px;font-size:1rem}"
    wrong = page(r"\[\frac{a}{b}\]", css=css)
    result = verify({"a.html": wrong}, WIDTHS, settings=("zoom",))["a.html"]
    assert result.views == 2 + 3 + 3
    zoomed = {fault.view.width for fault in result.failures if fault.view and fault.view.setting}
    assert zoomed == set(WIDTHS)


def test_what_was_loaded_is_compared_with_what_was_turned(verify: Verify, tmp_path: Path) -> None:
    formula = r"\[\frac{a}{b}\]"
    pages = {"before.html": page(formula + ASKED), "after.html": page(formula)}
    other = {"after.html": page(r"\[\frac{a}{c}\]")}
    results = verify(pages, WIDTHS, looks=tmp_path / "one")
    changed = verify(other, WIDTHS, looks=tmp_path / "two")["after.html"]
    before, after = (results[name] for name in pages)
    assert before.behaviour
    assert after.behaviour
    assert changed.behaviour
    assert list(compare("after.html", before.behaviour, after.behaviour)) == []
    found = list(compare("after.html", before.behaviour, changed.behaviour))
    assert {fault.view.width for fault in found if fault.view} == set(WIDTHS)


# Writes its name wherever a page can, and shows a formula too wide where it finds another's name.
TRACE = """<script>(async () => {
  const me = location.pathname;
  const kept = () => new Promise((done) => {
    const asked = indexedDB.open("trace");
    asked.onupgradeneeded = () => asked.result.createObjectStore("names");
    asked.onsuccess = () => {
      const names = asked.result.transaction("names", "readwrite").objectStore("names");
      const found = names.get("name");
      found.onsuccess = () => { names.put(me, "name"); done(found.result); };
    };
  });
  const found = [localStorage.name, sessionStorage.name, window.name, await kept(),
    document.cookie.split("=")[1]];
  localStorage.name = sessionStorage.name = window.name = me;
  document.cookie = `name=${me}`;
  if (found.some((name) => name && name !== me)) document.body.style.padding = "0 250px";
})()</script>"""


def test_pages_that_share_a_tab_leave_no_trace_for_the_next(verify: Verify) -> None:
    one = page(LONG.replace("+", "") + TRACE, css="body{max-width:none}")
    pages = {f"{number}.html": one for number in range(7)}
    results = verify(pages, (800, 1000))
    assert {name: result.faults for name, result in results.items()} == dict.fromkeys(pages, ())


def test_what_such_a_page_finds_would_be_told(verify: Verify) -> None:
    found = '<script>localStorage.name = "another";</script>'
    one = page(found + LONG.replace("+", "") + TRACE, css="body{max-width:none}")
    assert not verify({"one.html": one}, (800, 1000))["one.html"].ok
