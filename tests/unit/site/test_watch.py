"""`--watch` rewrites pages as they are built, and does not follow itself."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

import pytest

from mathfit.cli import run
from tests import signals
from tests.unit.pages import page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MATH = page("<p>$$x$$</p>")


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = tmp_path / "parent" / "site"
    folder.mkdir(parents=True)
    (folder / "a.html").write_text(MATH)
    return folder


@contextmanager
def watching(*words: object) -> Iterator[tuple[subprocess.Popen[str], IO[str]]]:
    """Start the command, wait until it watches, and end it afterwards."""
    with (
        signals.heard(),
        subprocess.Popen(
            [sys.executable, "-m", "mathfit", "apply", *map(str, words), "--watch", "--jobs", "1"],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as process,
    ):
        assert process.stdout is not None
        try:
            for line in process.stdout:
                if "watched until Ctrl-C" in line:
                    break
            yield process, process.stdout
        finally:
            process.kill()


def applied(file: Path) -> bool:
    return "<math-fit" in file.read_text()


@pytest.mark.parametrize("words", [(), ("--no-cache",)])
def test_what_is_built_is_rewritten_once(site: Path, words: tuple[str, ...]) -> None:
    with watching(site, *words) as (_, told):
        assert applied(site / "a.html")
        for name in ("b.html", "c.html", "a.html"):
            (site / name).write_text(MATH)
            # One line for each: what mathfit itself has written is no news.
            assert "1 page changed" in told.readline()
            assert applied(site / name)


def test_a_folder_that_is_deleted_and_made_again(site: Path) -> None:
    with watching(site) as (process, told):
        shutil.rmtree(site)
        (site / "deep").mkdir(parents=True)
        (site / "deep" / "new.html").write_text(MATH)
        while "1 page changed" not in (line := told.readline()):
            assert line, process.poll()
        assert applied(site / "deep" / "new.html")


def test_one_page(site: Path) -> None:
    (site / "other.html").write_text(MATH)
    with watching(site / "a.html") as (_, told):
        (site / "other.html").write_text(page("<p>$$y$$</p>"))
        (site / "a.html").write_text(page("<p>$$z$$</p>"))
        assert "1 page changed" in told.readline()
        assert applied(site / "a.html")
        assert not applied(site / "other.html")


def test_another_folder(site: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    with watching(site, "--out", out) as (_, told):
        (site / "b.html").write_text(MATH)
        assert "changed" in told.readline()
        assert applied(out / "b.html")
        assert not applied(site / "b.html")


@pytest.mark.parametrize(("name", "status"), [("SIGINT", 130), ("SIGTERM", 143)])
def test_a_signal_ends_it(site: Path, name: str, status: int) -> None:
    with watching(site) as (process, told):
        process.send_signal(getattr(signal, name))
        rest = told.read().splitlines()
        assert process.wait() == status
        assert len(rest) == 1
        assert rest[0].startswith("mathfit: ")


@pytest.mark.parametrize("option", ["--check", "--json"])
def test_what_has_no_end_tells_nothing_at_its_end(
    site: Path, option: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["apply", str(site), "--watch", option]) == 2
    assert "--watch" in capsys.readouterr().err
