"""The recipes of examples/pipelines: each is put into a real project, which is then built."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from mathfit.page import assets
from tests.generators import builds

pytestmark = pytest.mark.generators

ROOT = Path(__file__).resolve().parents[2]
PIPELINES = ROOT / "examples" / "pipelines"


@pytest.fixture(autouse=True)
def mathfit_on_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a `mathfit` on the PATH: the one under test, whether it is installed or not."""
    command = tmp_path / "bin" / "mathfit"
    command.parent.mkdir()
    command.write_text(
        f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m mathfit "$@"\n',
        encoding="utf-8",
    )
    command.chmod(command.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{command.parent}{os.pathsep}{os.environ['PATH']}")


def project(name: str, recipe: str) -> Path:
    """Make a fresh project of a recipe, in a folder that sees the generators' node_modules.

    Skips the test where the generator is not to be had.
    """
    generator = next(one for one in builds.GENERATORS if one.name == name)
    work = builds.BUILD / f"pipeline-{name}"
    try:
        builds.BUILD.mkdir(exist_ok=True)
        generator.needs()
    except builds.LeftOutError as reason:
        pytest.skip(f"{name} left out: {reason}")
    shutil.rmtree(work, ignore_errors=True)
    shutil.copytree(PIPELINES / recipe, work)
    if generator.recipe:
        shutil.copytree(builds.RECIPES / generator.recipe, work, dirs_exist_ok=True)
    return work


def assert_fitted(site: Path, *pages: str) -> None:
    """Every equation of the pages is wrapped, and the assets are at the site's root."""
    for page in pages:
        text = (site / page).read_text(encoding="utf-8")
        # What KaTeX typeset in the build has no other wrapper than its own elements.
        assert text.count("<math-fit-ink") + text.count('class="katex-display"') == 4
        assert " data-mathfit" in text
    names = {asset.name for asset in (*assets.assets(), assets.enlarging())}
    assert {file.name for file in site.glob("mathfit.*")} == names


def test_make() -> None:
    if shutil.which("make") is None:
        pytest.skip("make is not installed")
    work = project("pandoc-mathjax", "make")
    builds.write_posts(work / "posts")
    pandoc = f"PANDOC={builds.pandoc()} --standalone --mathjax"
    builds.run("make", pandoc, cwd=work)
    assert_fitted(work / "site", "gradient.html", "spectral.html")
    again = subprocess.run(["make", pandoc], cwd=work, capture_output=True, text=True, check=True)
    assert "mathfit" not in again.stdout
