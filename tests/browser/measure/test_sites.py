"""The examples and what generators write, measured: `verify` passes, and no script is there."""

from __future__ import annotations

import os
import re
import shutil
from typing import TYPE_CHECKING

import pytest

from mathfit.cli import run
from tests.browser.measure.conftest import ROOT
from tests.generators import builds

if TYPE_CHECKING:
    from pathlib import Path

GENERATORS = ("mkdocs-material", "pandoc-mathjax", "sphinx")


def _shown(site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    packages = os.environ.get("MATHFIT_PACKAGES") or str(ROOT / "node_modules")
    engine = ["--packages", packages]
    if path := os.environ.get("MATHFIT_BROWSER"):
        engine += ["--browser", path]
    call = ["apply", str(site), "--out", str(out), "--measure", "--no-cache"]
    status = run([*call, *engine])
    said = capsys.readouterr()
    assert status == 0, said
    lines = [line.partition(":") for line in said.err.splitlines()]
    kept = {page for page, _, told in lines if "keeps the script" in told}
    named = {page for page, _, _ in lines} - kept
    measured = 0
    material = False
    for page in out.rglob("*html"):
        text = page.read_text(encoding="utf-8", errors="replace")
        material |= 'class="arithmatex"' in text
        if "<math-fit " not in text or page.relative_to(out).as_posix() in named:
            continue
        measured += 1
        if page.relative_to(out).as_posix() not in kept:
            assert not re.search(r"<script[^>]* data-mathfit", text)
    # Material for MkDocs has other sides of equations on phones: that is measured by its readers.
    assert (measured > 0) != (material and "measured when it is read" in said.err), said
    status = run(["verify", str(out), "--widths", "320,768,1280", *engine])
    said = capsys.readouterr()
    assert status == 0, said
    assert "needless-scroll" not in said.out


@pytest.mark.browser
def test_the_examples(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _shown(ROOT / "examples" / "blog", tmp_path, capsys)


@pytest.mark.browser
@pytest.mark.generators
@pytest.mark.parametrize("name", GENERATORS)
def test_what_generators_write(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    generator = next(one for one in builds.GENERATORS if one.name == name)
    try:
        built = builds.build(generator)
    except builds.LeftOutError as reason:
        pytest.skip(f"{name} left out: {reason}")
    site = tmp_path / "site"
    shutil.copytree(built, site)
    _shown(site, tmp_path, capsys)
