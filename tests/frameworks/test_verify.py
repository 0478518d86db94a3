"""`verify` on sites that a framework runs: it says the same each time, and sees what breaks."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests.frameworks import builds
from tests.frameworks.variants import ROOT, VARIANTS
from tests.generators.builds import LeftOutError

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.browser, pytest.mark.generators]

# What the build typeset: an element around it is none of the framework's.
DISPLAY = {"docusaurus": '<span class="katex-display">', "vitepress": "<mjx-container "}
WIDTHS = "320,1280"


def built(name: str) -> tuple[builds.Framework, Path]:
    framework = next(one for one in builds.FRAMEWORKS if one.name == name)
    try:
        return framework, builds.build(framework)
    except LeftOutError as reason:
        pytest.skip(f"{name} left out: {reason}")


def verify(site: Path, before: Path, file: Path) -> dict[str, Any]:
    """Return what `verify` finds on a site, compared with the original."""
    command = [sys.executable, "-m", "mathfit", "verify", site, "--before", before]
    command += ["--widths", WIDTHS, "--json", file]
    done = subprocess.run(
        [*map(str, command)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode in (0, 1), done.stdout + done.stderr
    result: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return result


def said(result: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Return what it found, without how much the page moved while it loaded."""
    found = [*result["faults"], *result["warnings"]]
    return sorted(
        tuple(str(one[key]) for key in ("page", "width", "way", "equation", "kind", "detail"))
        for one in found
        if one["kind"] != "layout-shift"
    )


@pytest.mark.parametrize("name", DISPLAY)
def test_it_says_the_same_each_time(tmp_path: Path, name: str) -> None:
    framework, site = built(name)
    VARIANTS["apply"](framework, site, tmp_path / "out")
    results = [verify(tmp_path / "out", site, tmp_path / "found.json") for _ in range(2)]
    assert [result["ok"] for result in results] == [True] * 2
    assert said(results[0]) == said(results[1])
    ways = {one["way"] for one in results[0]["warnings"]}
    assert "linked" in ways


@pytest.mark.parametrize("name", DISPLAY)
def test_an_element_around_what_a_framework_owns_is_a_fault(tmp_path: Path, name: str) -> None:
    _, site = built(name)
    out = tmp_path / "out"
    shutil.copytree(site, out)
    for page in out.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        page.write_text(text.replace(DISPLAY[name], f"<i></i>{DISPLAY[name]}"), encoding="utf-8")
    kinds = {fault["kind"] for fault in verify(out, site, tmp_path / "found.json")["faults"]}
    assert "script-error" in kinds
