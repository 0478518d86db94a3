"""A reader who enters a site with a router on a page without formulas, and what frameworks say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import mathfit
from mathfit.page.apply import ApplyOptions, Bare, apply_page
from mathfit.verify.judge.compare import compare
from tests.browser.verify.scratch import page

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser.verify.conftest import Verify

pytestmark = pytest.mark.browser

WIDTHS = (375, 1280)
LONG = r"\[a=" + "+".join("abcdefghijklmn" * 2) + r"\]"
# As such routers do: fetch the other page, put its body here, run none of its scripts. KaTeX is
# loaded on every page, and the router has it typeset what came.
ROUTER = """<nav data-turbo><a href=index.html>home</a> <a href=math.html>math</a></nav>
<script>addEventListener("click", async (event) => {
  const link = event.target.closest("nav a");
  if (!link) return;
  event.preventDefault();
  const text = await (await fetch(link.href)).text();
  const { body } = new DOMParser().parseFromString(text, "text/html");
  history.pushState(null, "", link.href);
  document.body.replaceChildren(...body.childNodes);
  renderMathInElement(document.body, { delimiters: [
    { left: "\\\\[", right: "\\\\]", display: true }] });
})</script>"""
ANEW = ROUTER[: ROUTER.index("<script>")]


def test_the_assets_are_missing_where_the_reader_enters(verify: Verify) -> None:
    site = {
        "index.html": page(ROUTER),
        "math.html": mathfit.apply_html(page(ROUTER + LONG)),
    }
    result = verify(site, WIDTHS)["math.html"]
    assert {fault.view.way for fault in result.failures if fault.view} == {"linked"}
    assert {fault.kind for fault in result.failures} == {"leaves-block", "page-scrolls"}
    assert "375 px, by a link" in {fault.view.label for fault in result.failures if fault.view}


def test_with_the_assets_on_every_page_all_is_well(verify: Verify) -> None:
    options = ApplyOptions(bare=Bare.ROUTED)
    site = {
        name: apply_page(html, options).html
        for name, html in (("index.html", page(ROUTER)), ("math.html", page(ROUTER + LONG)))
    }
    result = verify(site, WIDTHS)["math.html"]
    assert result.failures == ()
    assert result.views == 5


def test_a_link_that_loads_the_page_anew_is_the_same_as_a_load(verify: Verify) -> None:
    site = {"index.html": page(ANEW), "math.html": mathfit.apply_html(page(ANEW + LONG))}
    result = verify(site, WIDTHS)["math.html"]
    assert result.failures == ()
    assert result.views == 4


@pytest.mark.parametrize(
    "script",
    [
        "console.error('Hydration completed but contains mismatches.')",
        "console.warn('https://svelte.dev/e/hydration_mismatch')",
        "setTimeout(() => { throw new Error('Minified React error #418') })",
    ],
    ids=["console", "warning", "page error"],
)
def test_what_a_framework_complains_of_is_a_fault(
    verify: Verify, tmp_path: Path, script: str
) -> None:
    plain, broken = page(LONG), page(f"{LONG}<script>{script}</script>")
    before = verify({"a.html": plain}, WIDTHS, looks=tmp_path / "one")["a.html"]
    after = verify({"a.html": broken}, WIDTHS, looks=tmp_path / "two")["a.html"]
    assert before.behaviour
    assert after.behaviour
    kinds = [fault.kind for fault in compare("a.html", before.behaviour, after.behaviour)]
    assert kinds == ["script-error"]
    assert not list(compare("a.html", after.behaviour, after.behaviour))
