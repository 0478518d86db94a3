"""On paper: every page has the text and the formulas that it has without mathfit."""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING

import pytest

from tests.browser.measure.conftest import Look, settle
from tests.browser.typeset.conftest import OUTPUTS, Site

if TYPE_CHECKING:
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


@pytest.mark.parametrize("name", OUTPUTS)
def test_nothing_is_missing_on_paper(site: Site, look: Look, name: str) -> None:
    async def steps(page: Page) -> dict[str, int]:
        found = {}
        for way in ("plain", "measured", "typeset"):
            await settle(page, f"{way}/{name}.html")
            found[way] = sum(_marks(await page.pdf()))
        return found

    found = look(site.root, steps)
    assert found["plain"] > 50
    assert found["measured"] >= found["plain"]
    assert found["typeset"] >= found["plain"]
