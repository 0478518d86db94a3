"""A page that has not changed since the last run is not read, whatever clocks and copies say."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from mathfit.cli import run
from mathfit.page import assets
from mathfit.site import files
from mathfit.site import jobs as jobs_of_site
from mathfit.site.files import read_page
from tests.unit.pages import page

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MATH = page("<p>$$x$$</p>")
PLAIN = "<p>no formula</p>"
Reads = list[str]


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of three pages, built a while ago."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = tmp_path / "site"
    (folder / "posts").mkdir(parents=True)
    (folder / "index.html").write_text(PLAIN)
    (folder / "posts" / "a.html").write_text(MATH)
    (folder / "posts" / "b.html").write_text(page("<p>$$y$$ <b class=katex-display>x</p>"))
    later()
    return folder


def later() -> None:
    """Wait until the clock of files has gone on, which no event tells."""
    begun = time.time_ns()
    while time.time_ns() - begun < 60_000_000:
        pass


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Reads]:
    """Return a function that calls the command and returns the pages that it reads."""
    seen: Reads = []

    def noted(file: Path) -> bytes:
        seen.append(file.name)
        return read_page(file)

    monkeypatch.setattr(jobs_of_site, "read_page", noted)

    def call(*words: object, status: int = 0, verb: str = "apply") -> Reads:
        seen.clear()
        assert run([str(word) for word in (verb, *words, "--jobs", "1")]) == status
        return seen.copy()

    return call


ALL = ["index.html", "a.html", "b.html"]


def test_nothing_is_read_twice_and_the_same_is_told(
    site: Path, reads: Callable[..., Reads], capsys: pytest.CaptureFixture[str]
) -> None:
    assert reads(site) == ALL
    before = capsys.readouterr()
    for _ in range(2):
        assert reads(site) == []
        after = capsys.readouterr()
        assert after.err == before.err
        assert after.out.partition(";")[0] == before.out.partition(";")[0]
    assert reads(site, "--check") == []
    assert reads(site, "--no-cache") == ALL
    assert reads(site, "--min-scale", "0.5") == ALL
    assert reads(site) != []
    assert not [file for file in site.rglob("*") if file.suffix not in {".html", ".js", ".css", ""}]


def test_check_before_anything_is_done_keeps_nothing(
    site: Path, reads: Callable[..., Reads]
) -> None:
    assert reads(site, "--check", status=1) == ALL
    assert reads(site) == ALL


def rewrite_with_the_same_content(file: Path) -> None:
    file.write_bytes(file.read_bytes())


def change_and_set_the_time_back(file: Path) -> None:
    times = file.stat()
    file.write_text(file.read_text().replace("no formula", "NO FORMULA"))
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))


def restore_an_old_one(file: Path) -> None:
    old = file.with_name("old.txt")
    shutil.copy2(file, old)
    old.replace(file)


def take_away_and_put_back(file: Path) -> None:
    file.rename(file.with_name("away.txt"))
    file.with_name("away.txt").rename(file)


@pytest.mark.parametrize(
    "change",
    [
        rewrite_with_the_same_content,
        change_and_set_the_time_back,
        restore_an_old_one,
        take_away_and_put_back,
    ],
)
def test_a_page_that_may_be_another_is_read(
    site: Path, reads: Callable[..., Reads], change: Callable[[Path], None]
) -> None:
    reads(site)
    later()
    change(site / "index.html")
    later()
    assert reads(site) == ["index.html"]
    assert reads(site) == []


def test_a_page_that_is_built_anew(site: Path, reads: Callable[..., Reads]) -> None:
    reads(site)
    (site / "posts" / "a.html").write_text(MATH)
    (site / "new.html").write_text(MATH)
    later()
    assert reads(site) == ["new.html", "a.html"]
    assert "<math-fit" in (site / "posts" / "a.html").read_text()
    assert run(["remove", str(site)]) == 0
    assert (site / "posts" / "a.html").read_text() == MATH
    later()
    assert "a.html" in reads(site)
    assert "<math-fit" in (site / "posts" / "a.html").read_text()


def test_what_changes_while_it_is_read_is_read_again(
    site: Path, reads: Callable[..., Reads], monkeypatch: pytest.MonkeyPatch
) -> None:
    def rebuilt_meanwhile(file: Path) -> bytes:
        raw = read_page(file)
        if file.name == "index.html":
            file.write_text(MATH)
        return raw

    with monkeypatch.context() as patch:
        patch.setattr(jobs_of_site, "read_page", rebuilt_meanwhile)
        assert run(["apply", str(site), "--jobs", "1"]) == 0
    later()
    assert reads(site) == ["index.html"]
    assert "<math-fit" in (site / "index.html").read_text()


def test_a_file_that_has_just_been_changed_is_not_trusted(
    site: Path, reads: Callable[..., Reads], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "_STEP", 10**15)
    reads(site)
    assert reads(site) == ["index.html"]  # the others are as mathfit itself has written them


def test_scripts_and_assets_of_the_site_count(site: Path, reads: Callable[..., Reads]) -> None:
    (site / "config.js").write_text("// nothing")
    later()
    assert reads(site) == ALL
    assert reads(site) == []
    (site / "config.js").write_text("window.MathJax = {}")
    assert reads(site) == ALL
    asset = next(site.glob("mathfit.*.css"))
    asset.unlink()
    assert reads(site) == ALL
    assert asset.exists()


def test_another_stylesheet_of_ours_is_put_into_every_page(
    site: Path, reads: Callable[..., Reads], monkeypatch: pytest.MonkeyPatch
) -> None:
    reads(site)
    assert reads(site) == []
    sheet, script = assets.assets()
    newer = (assets.Asset("css", f"{sheet.content} "), script)
    monkeypatch.setattr(assets, "assets", lambda: newer)
    assert reads(site) == ALL
    assert newer[0].name in (site / "posts" / "a.html").read_text()


def test_another_folder(site: Path, tmp_path: Path, reads: Callable[..., Reads]) -> None:
    out = tmp_path / "out"
    assert reads(site, "--out", out) == ALL
    assert reads(site, "--out", out) == []
    (out / "posts" / "a.html").write_text("somebody else's")
    assert reads(site, "--out", out) == ["a.html"]
    assert "<math-fit" in (out / "posts" / "a.html").read_text()
    assert reads(site, "--out", tmp_path / "other") == ALL


def test_pages_without_equations_still_wait_for_a_router(
    site: Path, reads: Callable[..., Reads], capsys: pytest.CaptureFixture[str]
) -> None:
    boosted = '<nav hx-boost="true"><a href="b.html">b</a></nav>'
    about = site / "about.html"
    about.write_text(page(f"{boosted}<p>no formula</p>", "none"))
    later()
    reads(site)
    assert reads(site) == []
    assert "data-mathfit" not in about.read_text()
    (site / "posts" / "a.html").write_text(page(f"{boosted}<p>$$x$$</p>"))
    later()
    assert reads(site)[:2] == ["a.html", "about.html"]
    assert " data-mathfit>" in about.read_text()
    later()
    assert reads(site) == []
    assert "1 page without equations got CSS and script" in capsys.readouterr().out
    (site / "plain.html").write_text(PLAIN)
    later()
    assert set(reads(site)) == {"plain.html"}
    (site / "posts" / "a.html").write_text(MATH)
    later()
    reads(site)
    assert "data-mathfit" not in about.read_text()


def test_remove_reads_no_page_twice_in_which_nothing_is_ours(
    site: Path, tmp_path: Path, reads: Callable[..., Reads], capsys: pytest.CaptureFixture[str]
) -> None:
    original = {file: file.read_bytes() for file in site.rglob("*.html")}
    assert reads(site, verb="remove") == ALL
    assert reads(site, "-v", verb="remove") == []
    told = capsys.readouterr()
    assert told.out.endswith("0 pages of 3 given back\n")
    assert "3 pages without anything of mathfit's: unchanged since" in told.err
    assert reads(site) == ALL
    assert reads(site, "--check", status=1, verb="remove") == ["a.html", "b.html"]
    assert reads(site, verb="remove") == ["a.html", "b.html"]
    assert {file: file.read_bytes() for file in site.rglob("*.*")} == original
    (site / "config.js").write_text("// no page depends on it")
    assert reads(site, verb="remove") == []
    assert reads(site, "--no-cache", verb="remove") == ALL
    # A list that says so of a page is of no use where the page has been applied to since.
    assert reads(site, "--no-cache") == ALL
    assert reads(site, verb="remove") == ["a.html", "b.html"]
    later()
    assert reads(site, "--out", tmp_path / "out", verb="remove") == ALL
    assert reads(site, "--out", tmp_path / "out", verb="remove") == []
    (tmp_path / "out" / "index.html").unlink()
    assert reads(site, "--out", tmp_path / "out", verb="remove") == ["index.html"]
    assert (tmp_path / "out" / "index.html").read_text() == PLAIN


def test_runs_over_some_pages_share_the_list_with_those_over_all(
    site: Path, reads: Callable[..., Reads], capsys: pytest.CaptureFixture[str]
) -> None:
    some = ("--include", "posts/*")
    assert reads(site, *some) == ["a.html", "b.html"]
    assert reads(site, *some) == []
    assert reads(site) == ["index.html"]
    assert reads(site) == []
    (site / "index.html").write_text(MATH)
    later()
    assert reads(site, *some) == []
    assert reads(site) == ["index.html"]
    assert reads(site, *some) == []
    capsys.readouterr()
    assert reads(site) == []
    assert capsys.readouterr().out.startswith("3 equations in 3 pages of 3 pages;")
    (site / "posts" / "b.html").unlink()
    assert reads(site) == []
    assert capsys.readouterr().out.startswith("2 equations in 2 pages of 2 pages;")


def test_a_list_that_cannot_be_read_or_written(
    site: Path, tmp_path: Path, reads: Callable[..., Reads]
) -> None:
    assert reads(site) == ALL
    for file in (tmp_path / "cache" / "mathfit" / "pages").iterdir():
        file.write_text('{"scripts": 1')
    later()
    assert reads(site) == ALL
    assert reads(site) == []
    assert reads(site, "--cache", site / "index.html", status=2) == []


def test_nothing_that_does_the_work_is_loaded_where_nothing_has_to_be_done(
    site: Path, reads: Callable[..., Reads]
) -> None:
    reads(site)
    program = (
        "import sys; from mathfit.cli import run; assert run(sys.argv[1:]) == 0;"
        "heavy = {'turbohtml', 'lxml', 'multiprocessing', 'filelock'} & set(sys.modules);"
        "sys.exit(str(heavy) if heavy else 0)"
    )
    command = [sys.executable, "-c", program, "apply", str(site)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert (done.returncode, done.stderr.partition("\n")[0]) == (0, first_line(site))


def first_line(site: Path) -> str:
    """Return what `apply` tells of the site first, each time."""
    command = [sys.executable, "-m", "mathfit", "apply", str(site), "--no-cache", "--check"]
    told = subprocess.run(command, check=False, capture_output=True, text=True).stderr
    return told.partition("\n")[0]
