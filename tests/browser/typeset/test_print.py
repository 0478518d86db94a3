"""On paper: every page has the text and the formulas that it has without mathfit."""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING

import pytest

from tests.browser.measure.conftest import Look, Measure, settle, write
from tests.browser.measure.sources import SHORT, page

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.async_api import Page

pytestmark = pytest.mark.browser

_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_WRITES = re.compile(rb"\bT[jJ]\b|\bf\b")


def _marks(pdf: bytes) -> list[int]:
    """Return how many runs of letters and filled shapes each page of a PDF has."""
    marks = []
    for stream in _STREAM.findall(pdf):
        try:
            content = zlib.decompress(stream)
        except zlib.error:
            continue
        if re.search(rb"\bcm\b", content):
            marks.append(len(_WRITES.findall(content)))
    return marks


@pytest.mark.parametrize("engine", ["mathjax", "katex"])
def test_nothing_is_missing_on_paper(
    measure: Measure, look: Look, tmp_path: Path, engine: str
) -> None:
    html = page(f"<p>Some words.</p><p>{SHORT}</p>", engine)
    write(tmp_path / "plain", {"a.html": html})
    for way in ("measured", "typeset"):
        measure(tmp_path / "plain", tmp_path / way, typeset=way == "typeset")

    async def steps(tab: Page) -> dict[str, int]:
        found = {}
        for way in ("plain", "measured", "typeset"):
            await settle(tab, f"{way}/a.html")
            found[way] = sum(_marks(await tab.pdf()))
        return found

    found = look(tmp_path, steps)
    assert found["measured"] >= found["plain"] > 2
    assert found["typeset"] >= found["plain"]
