"""A run that a signal ends: one line, the usual status, no process and no half-written file."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import psutil
import pytest

from mathfit.cli import run
from tests import signals
from tests.unit.pages import page

if TYPE_CHECKING:
    from pathlib import Path

# Sooner than the run would end by itself, and late enough for a machine with much to do.
SECONDS = 20
PAGES = 60
# Each page takes long in this command; the first of each process says that work has begun.
SLOW = """
import os, sys, time
from mathfit.__main__ import main
from mathfit.page import guard
same = guard.same_for_browsers
def slow(*given):
    os.write(1, b"at work\\n")
    time.sleep(30)
    return same(*given)
guard.same_for_browsers = slow
sys.argv = ["mathfit", "apply", *sys.argv[1:]]
main()
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Pages enough for several processes."""
    for number in range(PAGES):
        (tmp_path / f"{number:02}.html").write_text(page("<p>$$x$$</p>"))
    return tmp_path


def begin(site: Path, jobs: int) -> tuple[subprocess.Popen[str], list[psutil.Process]]:
    """Start a run, and return it with its processes when all of them are at work."""
    command = [sys.executable, "-c", SLOW, str(site), "--jobs", str(jobs)]
    piped = subprocess.PIPE
    with signals.heard():
        begun = subprocess.Popen(
            command, stdout=piped, stderr=piped, text=True, start_new_session=True
        )
    assert begun.stdout is not None
    for _ in range(jobs):
        assert begun.stdout.readline() == "at work\n"
    return begun, [psutil.Process(begun.pid), *psutil.Process(begun.pid).children(recursive=True)]


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize(
    ("number", "whole_group", "word"),
    [
        (signal.SIGTERM, False, "terminated"),
        (signal.SIGINT, False, "interrupted"),
        (signal.SIGINT, True, "interrupted"),
        (signal.SIGHUP, True, "hung up"),
    ],
)
def test_everything_ends_with_one_line(
    site: Path, jobs: int, number: signal.Signals, whole_group: bool, word: str
) -> None:
    begun, processes = begin(site, jobs)
    # A terminal interrupts all processes that it shows.
    (os.killpg if whole_group else os.kill)(begun.pid, number)
    _, err = begun.communicate(timeout=SECONDS)
    assert err == f"mathfit: {word}\n"
    assert begun.returncode == 128 + number
    assert psutil.wait_procs(processes, timeout=SECONDS)[1] == []
    assert {file.suffix for file in site.iterdir()} <= {".html", ".css", ".js"}
    assert run(["apply", str(site), "-q"]) == 0
    assert all("<math-fit" in file.read_text() for file in site.glob("*.html"))


def test_no_process_outlives_a_killed_run(site: Path) -> None:
    begun, processes = begin(site, 2)
    begun.kill()
    begun.communicate(timeout=SECONDS)  # the pipe is closed by all
    assert psutil.wait_procs(processes, timeout=SECONDS)[1] == []


def test_a_process_that_is_ended_from_outside_is_one_line(site: Path) -> None:
    begun, processes = begin(site, 2)
    processes[1].kill()
    _, err = begun.communicate(timeout=SECONDS)
    assert begun.returncode == 3
    assert err.startswith("mathfit: a process that worked on pages was ended from outside")
    assert err.count("\n") == 1
