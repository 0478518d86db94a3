"""`apply --measure` reads no page again whose sizes rest on what is as it was. No browser here."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest

from mathfit.browser import find, kept
from mathfit.browser.digest import Dependencies, digest
from mathfit.browser.served import ORIGIN
from mathfit.cli import run
from mathfit.measure import apply as measuring
from mathfit.measure.measured import Measured
from mathfit.page.size import Size
from mathfit.site import jobs
from mathfit.site.files import read_page
from tests.unit.pages import page

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable
    from pathlib import Path

    from mathfit.measure.apply import Unknown

MATH = page("<p>$$x$$</p>")
PAGES = ["a.html", "b.html", "index.html"]
MATHS = ["a.html", "b.html"]


class Runs:
    """Runs of the command on one site, and what each has read and opened."""

    def __init__(self, folder: Path) -> None:
        self.root, self.packages = folder / "site", folder / "npm"
        self.measured = Measured((Size(2, 1),), notes=("is odd",))
        self.trusted = True
        """What the pages were seen to load can be told."""
        self.read: list[str] = []
        self.opened: list[str] = []

    def __call__(self, *words: str, status: int = 0) -> tuple[list[str], list[str]]:
        """Run the command; return the names of the pages that were read, and of those opened."""
        later()
        self.read.clear()
        self.opened.clear()
        command = ["apply", str(self.root), "--measure", "--jobs", "1", *words]
        if "--packages" not in words:
            command += ["--packages", str(self.packages)]
        assert run(command) == status
        return sorted(self.read), sorted(self.opened)

    async def visit_all(
        self, unknown: Iterable[Unknown], *_: Any
    ) -> AsyncIterator[tuple[Unknown, tuple[Measured, Dependencies | None]]]:
        """Stand for the browsers: each page loads a font, asks for one in vain, and KaTeX."""
        for one in unknown:
            self.opened.append(one.page.name)
            depends = Dependencies(
                {"font.woff2": digest(self.root / "font.woff2")},
                [f"{ORIGIN}/late.woff2"],
                {"katex@0.16": "0.16.9"},
            )
            yield one, (self.measured, depends if self.trusted else None)

    def install(self, version: str) -> None:
        """Put a version of KaTeX into the folder of packages."""
        (self.packages / "katex").mkdir(parents=True, exist_ok=True)
        manifest = json.dumps({"name": "katex", "version": version})
        (self.packages / "katex" / "package.json").write_text(manifest)


def later() -> None:
    """Wait until the clock of files has gone on, which no event tells."""
    begun = time.time_ns()
    while time.time_ns() - begun < 60_000_000:
        pass


@pytest.fixture
def runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Runs:
    """A site of two pages with an equation and one without."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    made = Runs(tmp_path)
    made.root.mkdir()
    made.install("0.16.9")
    for name in MATHS:
        (made.root / name).write_text(MATH)
    (made.root / "index.html").write_text("<p>no formula</p>")
    (made.root / "font.woff2").write_bytes(b"a font")
    monkeypatch.setattr(measuring, "visit_all", made.visit_all)

    def noted(file: Path) -> bytes:
        made.read.append(file.name)
        return read_page(file)

    monkeypatch.setattr(jobs, "read_page", noted)
    return made


def test_nothing_is_read_twice_and_the_same_is_told(
    runs: Runs, capsys: pytest.CaptureFixture[str]
) -> None:
    assert runs() == (PAGES, MATHS)
    first = capsys.readouterr()
    finished = {file.name: file.read_bytes() for file in runs.root.iterdir()}
    assert b" fit style=" in finished["a.html"]
    for words in ((), ("--check",), ("--timeout", "7"), ("--memory", "512")):
        assert runs(*words) == ([], [])
        again = capsys.readouterr()
        told = [line for line in first.err.splitlines() if "without its sandbox" not in line]
        assert again.err.splitlines() == told == ["a.html: is odd", "b.html: is odd"]
        assert again.out.partition(";")[0] == first.out.partition(";")[0]
    assert {file.name: file.read_bytes() for file in runs.root.iterdir()} == finished
    # A new page is read, and no other.
    (runs.root / "c.html").write_text(MATH)
    assert runs() == (["c.html"], ["c.html"])
    assert runs("--no-cache")[1] == [*MATHS, "c.html"]


def change_the_font(runs: Runs) -> None:
    (runs.root / "font.woff2").write_bytes(b"another")


def come_late(runs: Runs) -> None:
    (runs.root / "late.woff2").write_bytes(b"a font")


def update_the_engine(runs: Runs) -> None:
    runs.install("0.16.10")


@pytest.mark.parametrize("change", [change_the_font, come_late, update_the_engine])
def test_what_a_page_was_seen_to_load_counts(runs: Runs, change: Callable[[Runs], None]) -> None:
    runs()
    change(runs)
    assert runs() == (MATHS, MATHS)


def test_a_file_with_other_times_and_the_same_content_does_not(runs: Runs) -> None:
    runs()
    os.utime(runs.root / "font.woff2", ns=(1, 1))
    assert runs() == ([], [])


@pytest.mark.parametrize(
    ("words", "opened"),
    [(["--keep-script"], []), (["--numbers", "linked"], []), (["--typeset"], MATHS)],
)
def test_options_count(runs: Runs, words: list[str], opened: list[str]) -> None:
    runs()
    assert runs(*words) == (PAGES, opened)


def test_the_browser_counts(runs: Runs, tmp_path: Path) -> None:
    browser = tmp_path / "browser"
    browser.write_text("one")
    browser.chmod(0o755)
    named = ("--browser", str(browser))
    runs(*named)
    find.identity.cache_clear()
    assert runs(*named) == ([], [])
    browser.write_text("an update")
    find.identity.cache_clear()
    assert runs(*named) == (PAGES, MATHS)


def test_a_browser_that_playwright_got_counts(
    runs: Runs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "browsers"))
    find.identity.cache_clear()
    runs()
    for name, (read, opened) in {
        "firefox-1500": ([], []),
        "chromium_headless_shell-1200": (PAGES, MATHS),
    }.items():
        (tmp_path / "browsers" / name).mkdir(parents=True)
        find.identity.cache_clear()
        assert runs() == (read, opened)


def test_sizes_are_not_good_for_ever(runs: Runs, monkeypatch: pytest.MonkeyPatch) -> None:
    runs()
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + (kept.KEPT_DAYS - 1) * 86400)
    assert runs() == ([], [])
    monkeypatch.setattr(time, "time", lambda: now + (kept.KEPT_DAYS + 1) * 86400)
    assert runs() == (MATHS, MATHS)


def test_what_failed_or_is_not_kept_is_measured_again(runs: Runs) -> None:
    runs.trusted = False
    assert runs() == (PAGES, MATHS)
    assert runs() == (MATHS, MATHS)
    runs.trusted, runs.measured = True, Measured(reason="not finished after 2 s", failed=True)
    assert runs(status=3) == (MATHS, MATHS)
    assert runs(status=3) == (MATHS, MATHS)


def test_a_wrong_folder_of_packages_is_said(runs: Runs, tmp_path: Path) -> None:
    runs()
    assert runs("--packages", str(tmp_path / "none"), status=2) == ([], [])


def test_that_loads_nothing_of_what_measures() -> None:
    heavy = {"turbohtml", "lxml", "playwright", "asyncio", "multiprocessing"}
    program = (
        "import sys, mathfit.measure.known, mathfit.site.manifest;"
        f"heavy = {heavy!r} & set(sys.modules); sys.exit(str(heavy) if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", program], check=False, capture_output=True)
    assert (done.returncode, done.stderr) == (0, b"")
