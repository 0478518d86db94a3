"""Runs that are killed at any moment, and as many processes as one likes: the same in the end."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from mathfit.cli import run
from tests.unit.pages import page

if TYPE_CHECKING:
    from pathlib import Path

PAGES = 120


def write(folder: Path) -> Path:
    for number in range(PAGES):
        file = folder / f"{number % 7}" / f"{number:03}.html"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(page(f"<p>page {number} {'words ' * 200} $$x_{number}$$</p>"))
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    files = (file for file in folder.rglob("*") if file.is_file())
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of many pages."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return write(tmp_path / "site")


def kill_after(lines: int, verb: str, site: Path, jobs: int) -> None:
    """Run a command, and kill it after so many lines of what became of pages."""
    command = [sys.executable, "-m", "mathfit", verb, str(site), "-v", "--jobs", str(jobs)]
    begun = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    assert begun.stderr is not None
    for _ in range(lines):
        begun.stderr.readline()
    begun.kill()
    begun.communicate()


@pytest.mark.parametrize("jobs", [1, 2])
def test_every_file_is_the_original_or_the_finished_one(
    site: Path, tmp_path: Path, jobs: int
) -> None:
    original = contents(site)
    write(tmp_path / "other")
    assert run(["apply", str(tmp_path / "other"), "-q"]) == 0
    finished = contents(tmp_path / "other")
    for lines in (0, 1, 2, 17, 50, 119):
        for verb in ("apply", "remove"):
            kill_after(lines, verb, site, jobs)
            for name, content in contents(site).items():
                if not name.endswith(".part"):
                    assert content in {original.get(name), finished[name]}
    assert run(["apply", str(site), "-q"]) == 0
    assert contents(site) == finished
    kill_after(60, "remove", site, jobs)
    assert run(["remove", str(site), "-q"]) == 0
    assert contents(site) == original


def test_what_comes_out_does_not_depend_on_jobs(
    site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (site / "0" / "broken.html").write_bytes(b"%PDF-")
    (site / "1" / "left.html").write_text(page("<p><span class=katex-display>x</p>"))
    seen = []
    for jobs in ("1", "2", "3"):
        out = tmp_path / jobs / "out"
        assert run(["apply", str(site), "--out", str(out), "--jobs", jobs, "-v"]) == 3
        written = capsys.readouterr()
        assert run(["apply", str(site), "--check", "--jobs", jobs, "--json"]) == 3
        told = (written.err, written.out.replace(str(out), "out"), *capsys.readouterr())
        seen.append((contents(out), told))
    assert seen[0] == seen[1] == seen[2]
