"""What docs/generators tells to type, typed: for the tools that have no plugin."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest

from tests.generators import builds
from tests.generators.test_plugins import ROOT, project, replace, tool, verify, wrapped

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.generators, pytest.mark.browser]

DOCS = ROOT / "docs" / "generators"
BLOCK = re.compile(r"^```\S+ title=\"(.+?)\"\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def command(page: str, start: str) -> str:
    """Return the first command of a page that begins so; it is what a reader pastes."""
    text = (DOCS / page).read_text(encoding="utf-8")
    found = re.search(rf"^    ({re.escape(start)}.*)$", text, re.MULTILINE)
    assert found is not None
    return found[1]


def blocks(page: str) -> dict[str, str]:
    """Return the files that a page shows, by their names."""
    return dict(BLOCK.findall((DOCS / page).read_text(encoding="utf-8")))


def paste(typed: str, work: Path) -> str:
    """Run a line as a shell does, and return what it tells."""
    done = tool("bash", "-eo", "pipefail", "-c", typed, cwd=work)
    assert done.returncode == 0, done.stdout
    return done.stdout


def test_hugo_and_then_the_command(tmp_path: Path) -> None:
    work = project("hugo-mathjax", tmp_path)
    told = paste(command("hugo.md", "hugo && mathfit apply public"), work)
    assert "8 equations in 2 pages" in told
    assert wrapped(work / "public") == {"gradient.html": 4, "spectral.html": 4}
    verify(work / "public", "spectral.html")


def test_hugo_with_the_snippet_on_the_pages_with_formulas(tmp_path: Path) -> None:
    work = project("hugo-mathjax", tmp_path)
    (work / "static").mkdir()
    paste(command("hugo.md", "mathfit snippet"), work)
    for name, text in blocks("hugo.md").items():
        (work / name).parent.mkdir(parents=True, exist_ok=True)
        (work / name).write_text(text, encoding="utf-8")
    base = work / "layouts" / "_default" / "baseof.html"
    replace(base, "<head>", '<head>\n{{ partial "mathfit.html" . }}')
    paste("hugo", work)
    site = work / "public"
    loading = [page for page in site.glob("*.html") if b"/mathfit.js" in page.read_bytes()]
    assert {page.name for page in loading} == {"gradient.html", "spectral.html"}
    verify(site, "spectral.html")


def test_pandoc_through_a_pipe(tmp_path: Path) -> None:
    work = project("pandoc-mathjax", tmp_path)
    shutil.copy(work / "spectral.md", work / "post.md")
    typed = command("pandoc.md", "pandoc --standalone")
    paste(typed.replace("pandoc", str(builds.pandoc()), 1), work)
    assert (work / "post.html").read_text(encoding="utf-8").count("<math-fit-ink") == 4
    verify(work / "post.html", "post.html")


def test_nbconvert_through_a_pipe(tmp_path: Path) -> None:
    work = project("nbconvert", tmp_path)
    shutil.copy(work / "spectral.ipynb", work / "notebook.ipynb")
    paste(command("nbconvert.md", "jupyter nbconvert --to html --stdout"), work)
    assert (work / "notebook.html").read_text(encoding="utf-8").count("<math-fit-ink") == 4
    verify(work / "notebook.html", "notebook.html")
