"""Pages with inline formulas and no equation get CSS and script: these are fitted, too."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mathfit.cli import run
from tests.unit.pages import page

if TYPE_CHECKING:
    from pathlib import Path

KATEX = (
    '<!doctype html><p>So <span class="katex"><span class="katex-html"><span class="base">x</span>'
    "</span></span> is.</p>"
)
ALONE = {
    "MathJax": page(r"<p>So \(x\) is.</p>"),
    "KaTeX": page(r"<p>So \(x\) is.</p>", engine="katex"),
    "built": KATEX,
}
NONE = {
    "an engine": page("<p>no formula, $5 and $6, costs</p>"),
    "no engine": page(r"<p>So \(x\) is.</p>", engine="none"),
    "a part": r"<p>So \(x\) is.</p>",
}


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "site"


@pytest.mark.parametrize("name", ALONE)
def test_they_get_the_assets_and_give_them_back(
    site: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    site.mkdir()
    file = site / "a.html"
    file.write_text(ALONE[name])
    for _ in range(2):
        assert run(["apply", str(site)]) == 0
        told = capsys.readouterr().out
        assert "1 page with inline formulas alone has CSS and script\n" in told
        assert file.read_text().count("<script src") == ALONE[name].count("<script src") + 2
        assert "<math-fit" not in file.read_text()
    assert run(["apply", str(site), "--check"]) == 0
    assert run(["remove", str(site)]) == 0
    assert file.read_text() == ALONE[name]
    assert [one.name for one in site.iterdir()] == ["a.html"]


@pytest.mark.parametrize("name", NONE)
def test_pages_without_formulas_stay_as_they_were(site: Path, name: str) -> None:
    site.mkdir()
    (site / "a.html").write_text(NONE[name])
    assert run(["apply", str(site)]) == 0
    assert (site / "a.html").read_text() == NONE[name]
