"""The whole path on the example blog: wrong as it is written, right after `apply`."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from mathfit.browser.packages import PackageFolder

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[3]
BLOG = ROOT / "examples" / "blog"
WIDTHS = "320,375,414,768,1024,1440"


def mathfit(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "mathfit", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)


def verify(site: Path, out: Path, packages: PackageFolder, widths: str) -> tuple[int, Any]:
    done = mathfit(
        "verify", site, "--packages", packages.root, "--widths", widths, "--json", out / "run.json"
    )
    assert done.returncode in (0, 1), done.stderr
    return done.returncode, json.loads((out / "run.json").read_text())


def test_every_post_as_written_has_a_fault(tmp_path: Path, packages: PackageFolder) -> None:
    status, run = verify(BLOG, tmp_path, packages, "320,414")
    posts = {page.relative_to(BLOG).as_posix() for page in BLOG.glob("posts/*.html")}
    assert status == 1
    assert {fault["page"] for fault in run["faults"]} == posts
    assert {"page", "width", "equation", "kind", "detail"} <= run["faults"][0].keys()


def test_every_page_fits_after_apply(tmp_path: Path, packages: PackageFolder) -> None:
    assert mathfit("apply", BLOG, "--out", tmp_path / "site").returncode == 0
    status, run = verify(tmp_path / "site", tmp_path, packages, WIDTHS)
    told = [
        f"{f['page']} {f['width']} {f['equation']} {f['kind']} {f['detail']}" for f in run["faults"]
    ]
    assert told == []
    assert status == 0
    assert run["equations"] > 40
