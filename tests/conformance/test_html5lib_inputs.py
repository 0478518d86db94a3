"""The strangest pages known: html5lib's inputs hold every property, with equations put in."""

from __future__ import annotations

import re
import subprocess

import pytest

from mathfit.page import decode
from tests.conformance import html5lib_data
from tests.unit.pages import MATHJAX3
from tests.unit.properties import OPTIONS, hold

FORMULAS = ["$$x$$", '<math display="block"><mi>x</mi></math>', "\\[a<br>b\\]"]


@pytest.fixture(scope="module", autouse=True)
def data() -> None:
    try:
        html5lib_data.archive()
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"html5lib's source distribution cannot be had: {error}")


def test_tree_construction_inputs() -> None:
    inputs = html5lib_data.tree_construction()
    assert len(inputs) > 1400
    wrapped = 0
    for name, text in inputs:
        for page in with_equations(text):
            try:
                wrapped += hold(page, OPTIONS[1])
            except Exception as error:
                error.add_note(f"{name}: {page!r}")
                raise
    # The guard leaves some 40 of the 8,500 pages as they were.
    assert wrapped > 9900


def with_equations(text: str) -> list[str]:
    """Put formulas at the ends and between the tags, and an engine before them."""
    places = [match.end() for match in re.finditer(r">", text)]
    pages = [text]
    for number, formula in enumerate(FORMULAS):
        middle = places[(number + 1) * len(places) // (len(FORMULAS) + 1)] if places else 0
        pages.append(text[:middle] + formula + text[middle:] + f"{formula}")
    pages.append(f"{MATHJAX3}</script>{FORMULAS[0]}{text}{FORMULAS[2]}")
    return pages


def test_encoding_inputs() -> None:
    tests = html5lib_data.encodings()
    assert len(tests) > 50
    for name, page, expected in tests:
        codec = decode.sniff(page)[0]
        # Where bytes are read one to one it does not matter which encoding it is.
        label = expected.lower()
        assert codec == decode.DECODED.get(label, decode.BYTEWISE), f"{name}: {page!r}"
        hold(page + b"<p>$$x$$</p>", OPTIONS[1])
