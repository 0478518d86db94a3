"""The gallery's pages: what its reports tell can be seen, and is gone after `apply`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
GALLERY = ROOT / "examples" / "gallery"
PAGES = sorted(page.name for page in GALLERY.glob("*.html"))
ENGINES = os.environ.get("MATHFIT_PACKAGES") or str(ROOT / "node_modules")


def mathfit(*words: str | Path) -> int:
    done = subprocess.run(
        [sys.executable, "-m", "mathfit", *map(str, words)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in {0, 1}, done.stdout + done.stderr
    return done.returncode


@pytest.fixture(scope="session")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, bool], list[Any]]:
    """Judge all pages at once, as they are and fitted; gives a page's faults."""
    folder = tmp_path_factory.mktemp("gallery")
    assert mathfit("apply", GALLERY, "--out", folder / "fitted") == 0
    found = {}
    for fitted, site in ((False, GALLERY), (True, folder / "fitted")):
        result = folder / f"{fitted}.json"
        mathfit("verify", site, "--widths", "375,1280", "--packages", ENGINES, "--json", result)
        found[fitted] = json.loads(result.read_text(encoding="utf-8"))["faults"]
    return lambda page, fitted: [one for one in found[fitted] if one["page"] == page]


@pytest.mark.parametrize("page", PAGES)
def test_a_report_is_rebuilt_and_answered(
    page: str, judged: Callable[[str, bool], list[Any]]
) -> None:
    before = {(one["kind"], one["width"]) for one in judged(page, False)}
    kind = "number-overlaps" if page == "katex-2322.html" else "leaves-block"
    assert (kind, 375) in before
    assert judged(page, True) == []
