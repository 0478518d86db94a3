"""`remove` undoes `apply` of every version from the first on, and `apply` replaces its output."""

from __future__ import annotations

from pathlib import Path

import pytest

import mathfit
from tests.released.record import CASES

HERE = Path(__file__).parent
RECORDED = sorted(HERE.glob("*/*.applied.html"))


def original_of(applied: Path) -> bytes:
    return applied.with_name(applied.name.replace(".applied.", ".original.")).read_bytes()


@pytest.mark.parametrize("applied", RECORDED, ids=lambda file: f"{file.parent.name}-{file.name}")
def test_remove_undoes_what_earlier_versions_wrote(applied: Path) -> None:
    written, original = applied.read_bytes(), original_of(applied)
    assert written != original
    assert mathfit.remove_html(written) == original
    assert mathfit.apply_html(written) == mathfit.apply_html(original)


def test_this_version_is_recorded() -> None:
    recorded = {file.name.partition(".")[0] for file in (HERE / mathfit.__version__).glob("*")}
    assert recorded >= set(CASES)
