"""Two runs on the same files: the second does nothing and says so."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from mathfit.cli import run
from mathfit.site.claim import BusyError, claim
from tests.unit.pages import page

if TYPE_CHECKING:
    from pathlib import Path

# Claims what it is given, says so, and stays until it is killed.
HOLD = """
import sys, time
from pathlib import Path
from mathfit.site.claim import claim
reads, writes, folder = (Path(one) for one in sys.argv[1:])
with claim([reads], [writes], folder):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of claims, where the commands have it."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "mathfit" / "runs"


def hold(reads: Path, writes: Path, folder: Path) -> subprocess.Popen[str]:
    other = subprocess.Popen(
        [sys.executable, "-c", HOLD, reads, writes, folder],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert other.stdout is not None
    assert other.stdout.readline() == "held\n"
    return other


def end(other: subprocess.Popen[str], number: int = signal.SIGKILL) -> None:
    other.send_signal(number)
    other.communicate()


def test_apply_and_remove_at_once(
    tmp_path: Path, cache: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = tmp_path / "site"
    (site / "posts").mkdir(parents=True)
    (site / "posts" / "a.html").write_text(page("<p>$$x$$</p>"))
    link = tmp_path / "link"
    link.symlink_to(site)
    other = hold(tmp_path / "source", site, cache)
    try:
        for command in (
            ["apply", site],
            ["remove", site],
            ["apply", link],
            ["apply", site / "posts"],
            ["apply", site / "posts" / "a.html"],
            ["apply", site, "--out", tmp_path / "out"],
        ):
            assert run([str(word) for word in command]) == 3
            told = f"mathfit: another mathfit (process {other.pid}) is at work on {site}: "
            assert capsys.readouterr().err == f"{told}run this again when that has ended\n"
        assert not (tmp_path / "out").exists()
        assert [file.name for file in site.iterdir()] == ["posts"]
        for command in (["apply", site, "--check"], ["inspect", site]):
            run([str(word) for word in command])
            assert capsys.readouterr().err == ""
    finally:
        end(other)
    assert run(["apply", str(site)]) == 0
    assert not list(cache.glob("*.json"))


def test_who_may_work_at_the_same_time(tmp_path: Path) -> None:
    source, out, folder = (tmp_path / name for name in ("source", "out", "claims"))
    other = hold(source, out, folder)
    try:
        for reads, writes, free in (
            (source, tmp_path / "another", True),
            (tmp_path / "another", source, False),
            (tmp_path / "another", source / "posts", False),
            (out / "posts", tmp_path / "another", False),
            (source, out, False),
            (source, tmp_path / "output", True),
        ):
            if free:
                with claim([reads], [writes], folder) as alone:
                    assert alone
            else:
                with pytest.raises(BusyError), claim([reads], [writes], folder):
                    pass
    finally:
        end(other)


def test_the_claim_of_a_killed_run_ends_with_it(tmp_path: Path) -> None:
    end(hold(tmp_path / "a", tmp_path / "b", tmp_path / "claims"))
    assert list((tmp_path / "claims").glob("*.json"))
    with claim([], [tmp_path / "b"], tmp_path / "claims") as alone:
        assert alone
        records = list((tmp_path / "claims").glob("*.json"))
        assert [json.loads(one.read_text())["process"] for one in records] == [os.getpid()]


def test_a_folder_that_cannot_be_used_stops_nobody(tmp_path: Path) -> None:
    (tmp_path / "claims").write_text("a file")
    with claim([], [tmp_path], tmp_path / "claims") as alone:
        assert not alone
