"""The documented schema and the written one are the same."""

from __future__ import annotations

import re
from pathlib import Path

from mathfit.verify.formats import as_json
from mathfit.verify.judge.fault import Fault
from mathfit.verify.judge.geometry import View
from mathfit.verify.results import Run, VerifiedPage

DOCUMENT = Path(__file__).parents[3] / "docs" / "verify-json.md"


def test_every_field_is_documented_and_every_documented_field_is_written() -> None:
    fault = Fault("a.html", "clipped", "", View(320))
    run = Run("site", (320,), (VerifiedPage("a.html", faults=(fault,)),))
    data = as_json.to_data(run)
    text = DOCUMENT.read_text(encoding="utf-8")
    top, _, rest = text.partition("## A fault or a warning")
    of_fault, _, of_page = rest.partition("## A page")
    assert set(re.findall(r"^\| `(\w+)`", top, re.MULTILINE)) == set(data)
    assert set(re.findall(r"^\| `(\w+)`", of_fault, re.MULTILINE)) == set(data["faults"][0])
    assert all(f"`{name}`" in of_page for name in data["results"][0])
