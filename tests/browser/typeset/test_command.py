"""`mathfit apply --typeset` as a person calls it: what is written, and what is said."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.measure.conftest import write
from tests.browser.measure.sources import SHORT, page

if TYPE_CHECKING:
    from mathfit.browser.packages import PackageFolder

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[3]
CALLS = "<script>addEventListener('scroll', () => MathJax.typesetPromise())</script>"


@pytest.fixture
def site(tmp_path: Path, packages: PackageFolder) -> Path:
    """Return a site with a page to be typeset, one that needs its engine, and a configuration."""
    pages = {"good.html": page(f"<p>{SHORT}</p>", "mathjax")}
    pages["kept.html"] = page(f"<p>{SHORT}</p>", "mathjax", CALLS)
    (tmp_path / "mathfit.toml").write_text(
        f"typeset = true\npackages = {json.dumps(str(packages.root))}\nno-cache = true\n"
    )
    return write(tmp_path / "site", pages)


def _mathfit(site: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the command beside the site, where its configuration is."""
    command = [sys.executable, "-m", "mathfit", *map(str, arguments)]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.run(
        command, cwd=site.parent, env=environment, capture_output=True, text=True, check=False
    )


def _bytes(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir())}


def test_a_configuration_file_typesets_and_kept_pages_are_named(site: Path) -> None:
    before = _bytes(site)
    done = _mathfit(site, "apply", site, "--check")
    assert done.returncode == 1, done.stderr
    assert _bytes(site) == before
    # To measure is a part of it, and asked for again it is the same.
    done = _mathfit(site, "apply", site, "--measure", "--fonts", "copied", "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    reason = "the script in line 8 calls its engine, or works on what its engine makes"
    assert told["typeset"] == ["good.html"]
    assert told["untypeset"] == [{"page": "kept.html", "reason": reason}]
    assert told["measured"] == ["good.html", "kept.html"]
    assert f"kept.html: not typeset: {reason}" in done.stderr
    assert list(site.glob("mathfit.*.woff*"))
    once = _bytes(site)
    assert b"<math-fit-typeset" in once["good.html"]
    assert b"<math-fit-typeset" not in once["kept.html"]
    done = _mathfit(site, "apply", site, "--fonts", "copied", "--check")
    assert done.returncode == 0, done.stderr
    assert _bytes(site) == once
    # Without copies the fonts are asked for where the engine has them.
    assert _mathfit(site, "apply", site).returncode == 0
    linked = re.findall(r'href="(mathfit\.\w+\.css)"', (site / "good.html").read_text("utf-8"))
    rules = "".join((site / name).read_text("ascii") for name in linked)
    assert 'url("https://cdn.jsdelivr.net/npm/mathjax@3/' in rules
    assert 'url("mathfit.' not in rules
    assert _mathfit(site, "remove", site).returncode == 0
    assert _bytes(site) == before
