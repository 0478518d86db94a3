"""What the fuzzer found, kept as cases; and the cases of the properties' own making."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.properties import OPTIONS, hold

CASES = sorted((Path(__file__).parent / "cases").glob("*"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_page_that_the_fuzzer_found(case: Path) -> None:
    data = case.read_bytes()
    hold(data[1:], OPTIONS[data[0] % len(OPTIONS)])
