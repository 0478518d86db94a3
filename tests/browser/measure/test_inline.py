"""Inline formulas with their numbers in the page, and no script."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from mathfit.browser.served import SiteFiles
from tests.browser.fit.test_inline import OUTPUTS as INLINE_OUTPUTS
from tests.browser.fit.test_inline import SEEN, SUM, WHOLE, page_of
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

OUTPUTS = [name for name in INLINE_OUTPUTS if name != "katex-010"]
SCRIPTS = "document.querySelectorAll('script[data-mathfit]').length"


@pytest.fixture(scope="module")
def seen(
    tmp_path_factory: pytest.TempPathFactory, measure: Measure, look: Look
) -> dict[str, dict[Any, Any]]:
    """For each output: what became of its page, and what is seen of its inline formulas."""
    plain = {f"{name}.html": on_cdn(page_of(name, WHOLE, fitted=False)) for name in OUTPUTS}
    root = write(tmp_path_factory.mktemp("plain"), plain)
    out = tmp_path_factory.mktemp("out")
    results = measure(root, out / "measured")
    at_read_time(root, out / "read")

    async def steps(page: Page) -> dict[str, dict[Any, Any]]:
        found: dict[str, dict[Any, Any]] = {}
        for name in OUTPUTS:
            found[name] = {"result": results[f"{name}.html"]}
            for way in ("read", "measured"):
                await settle(page, f"{way}/{name}.html")
                for width in (1280, 320):
                    await resize(page, width)
                    found[name][way, width] = await page.evaluate(SEEN)
                found[name][way] = await page.evaluate(SCRIPTS)
                found[name]["sideways"] = await page.evaluate(
                    "document.documentElement.scrollWidth"
                )
        return found

    found: dict[str, dict[Any, Any]] = look(out, steps)
    return found


@pytest.mark.parametrize("name", OUTPUTS)
def test_they_stand_as_at_read_time(seen: dict[str, dict[Any, Any]], name: str) -> None:
    found = seen[name]
    assert (found["result"].measured, found["result"].remarks) == (True, ())
    assert (found["read"] > 0, found["measured"]) == (True, 0)
    assert found["sideways"] == 320
    for width in (1280, 320):
        for kind in WHOLE:
            read, measured = found["read", width][kind], found["measured", width][kind]
            assert measured["wrapped"], kind
            # Where there is more to scroll to, it fades at the edge.
            assert not measured["scrolls"], kind
            assert measured["width"] == pytest.approx(read["width"], abs=1), kind
            assert measured["depth"] == pytest.approx(read["depth"], abs=1.1), kind


def test_a_formula_in_pieces_keeps_the_script(tmp_path: Path, measure: Measure) -> None:
    pieces = {"sum": rf"\(S=a+\frac{{{SUM}+{SUM}}}{{2}}+c\)"}
    root = write(
        tmp_path / "site", {"page.html": on_cdn(page_of("mathjax4-chtml", pieces, fitted=False))}
    )
    result = measure(root, tmp_path / "out")["page.html"]
    assert result.measured
    (note,) = result.remarks
    assert note.startswith("keeps the script: inline formulas")
    assert "math-fit-mark" not in (tmp_path / "out" / "page.html").read_text()


def test_where_no_wrapper_can_be_the_script_is_kept(tmp_path: Path, measure: Measure) -> None:
    # A wrapper straight in a table would be put before it by the parser.
    page = on_cdn(page_of("mathjax3-chtml", WHOLE, fitted=False))
    page = page.replace("</body>", rf"<table> {WHOLE['root']} <tr><td>cell</table></body>")
    root = write(tmp_path / "site", {"page.html": page})
    result = measure(root, tmp_path / "out")["page.html"]
    assert (result.error, result.measured) == (None, True)
    assert result.remarks == (
        "keeps the script: its inline formulas stand where no wrapper can be",
    )


def test_a_policy_without_inline_styles(tmp_path: Path, measure: Measure, look: Look) -> None:
    page = on_cdn(page_of("mathjax3-svg", WHOLE, fitted=False))
    root = write(tmp_path / "site", {"page.html": page})
    measure(root, tmp_path / "out", sizes_in="stylesheet")
    assert "--mathfit" not in (tmp_path / "out" / "page.html").read_text()

    async def steps(tab: Page) -> Any:
        await settle(tab, "page.html")
        await resize(tab, 320)
        return await tab.evaluate(SEEN)

    for kind, found in look(tmp_path / "out", steps).items():
        assert found["wrapped"], kind
        assert found["width"] <= 296.5, kind


def test_its_source_is_read_until_the_engine_comes(
    tmp_path: Path, measure: Measure, look: Look
) -> None:
    page = on_cdn(page_of("mathjax3-chtml", WHOLE, fitted=False))
    root = write(tmp_path / "site", {"page.html": page})
    measure(root, tmp_path / "out")

    async def steps(tab: Page) -> Any:
        await tab.route("**/*.js", lambda route: route.abort())
        await tab.goto(SiteFiles(root).url("page.html"))
        return await tab.evaluate(
            "() => [...document.querySelectorAll('math-fit[inline] math-fit-ink')].map((ink) =>"
            " [getComputedStyle(ink).lineHeight, ink.firstChild.nodeType])"
        )

    assert look(tmp_path / "out", steps) == [["normal", 3]] * len(WHOLE)
