"""What lies outside the folder is not served, and what GitHub shows is printed there alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mathfit.cli import run
from tests.browser.verify.scratch import page

if TYPE_CHECKING:
    from pathlib import Path

    from mathfit.browser.packages import PackageFolder

pytestmark = pytest.mark.browser

# Seen where a page gets it, by a fault of exactly one kind.
SHRINKS = ".katex-display{transform:scale(.5)}"
PAGES = {
    "a-file.html": "link.css",
    "a-folder.html": "folder/outside.css",
    "inside.html": "linked-inside.css",
    "steps-up.html": "../outside/outside.css",
    "steps-up-encoded.html": "%2e%2e/outside/outside.css",
}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    site, outside = tmp_path / "site", tmp_path / "outside"
    site.mkdir()
    outside.mkdir()
    (outside / "outside.css").write_text(SHRINKS)
    (site / "own.css").write_text(SHRINKS)
    (site / "link.css").symlink_to(outside / "outside.css")
    (site / "folder").symlink_to(outside)
    (site / "linked-inside.css").symlink_to("own.css")
    for name, href in PAGES.items():
        html = page(r"\[a+b\]").replace("<body>", f'<link rel="stylesheet" href="{href}"><body>')
        (site / name).write_text(html)
    return site


@pytest.mark.parametrize("on_github", [False, True])
def test_no_link_leads_out_of_the_folder_and_github_is_told_on_github(
    site: Path,
    packages: PackageFolder,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    on_github: bool,
) -> None:
    if on_github:
        monkeypatch.setenv("GITHUB_ACTIONS", "true")
    else:
        monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    command = ["verify", site, "--packages", packages.root, "--widths", "600", "--jobs", "1"]
    assert run([str(word) for word in command]) == 1
    lines = capfd.readouterr().out.splitlines()
    # The page whose stylesheet lies in the folder is the only one that gets it.
    rows = [line.split() for line in lines[1 : len(PAGES) + 1]]  # page, equations, at 600 px
    wrong = ["inside.html", "1", "2", "faults"]  # loaded there, and turned there
    assert wrong in rows
    assert {row[0] for row in rows if row[1:] == ["1", "ok"]} == set(PAGES) - {"inside.html"}
    annotations = [line for line in lines if line.startswith("::")]
    if on_github:
        assert annotations[0].startswith(f"::error file={site}/inside.html,title=mathfit%3A")
        assert annotations[-1].startswith("::notice title=mathfit verify::2 faults on 1 of 5 pages")
    else:
        assert annotations == []
