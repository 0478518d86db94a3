"""Pages that have not changed are not opened again; any change that matters opens them."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest

from mathfit.cli import run
from tests.browser.verify.scratch import page

if TYPE_CHECKING:
    from pathlib import Path

    from mathfit.browser.packages import PackageFolder

pytestmark = pytest.mark.browser

LONG = r"\[" + " + ".join(f"a_{{{number}}}" for number in range(10, 30)) + r"\]"
LINKED = '<link rel="stylesheet" href="own.css"><img src="none.png" alt="">'


class Site:
    """A site of three pages that is verified again and again with one cache."""

    def __init__(self, root: Path, packages: Path) -> None:
        self.root, self.packages = root / "site", packages
        self.cache, self.out = root / "cache", root / "run.json"
        self.wide = {("wide.html", "leaves-block"), ("wide.html", "page-scrolls")}
        self.root.mkdir()
        (self.root / "own.css").write_text("p { margin: 1em }")
        (self.root / "good.html").write_text(page(r"\[a+b\]"))
        (self.root / "linked.html").write_text(page(r"\[c+d\]" + LINKED))
        (self.root / "wide.html").write_text(page(LONG))

    def opened(self, *more: str) -> tuple[int, set[tuple[str, str]]]:
        """Verify the site; return how many pages were opened, and the faults."""
        browser = os.environ.get("MATHFIT_BROWSER")
        arguments = ["verify", str(self.root), "--packages", str(self.packages), "--widths", "400"]
        arguments += ["--cache", str(self.cache), "--json", str(self.out)]
        arguments += ["--browser", browser] if browser else []
        assert run([*arguments, *more]) in (0, 1)
        told = json.loads(self.out.read_text())
        assert told["pages"] == 3
        found = {(fault["page"], fault["kind"]) for fault in told["faults"]}
        return told["pages"] - told["unchanged"], found


@pytest.fixture
def site(tmp_path: Path, packages: PackageFolder) -> Site:
    return Site(tmp_path, packages.root)


def test_only_what_changed_is_opened_and_all_faults_are_told(site: Site) -> None:
    opened, faults = site.opened()
    assert opened == 3
    assert faults == site.wide
    assert site.opened() == (0, faults)
    # One page.
    (site.root / "good.html").write_text(page(r"\[a+b+c\]"))
    assert site.opened() == (1, faults)
    # What a page loads, and what it looked for in vain.
    (site.root / "own.css").write_text("p { margin: 2em }")
    assert site.opened() == (1, faults)
    (site.root / "none.png").write_bytes(b"no picture")
    assert site.opened() == (1, faults)
    # Touched, but the same.
    os.utime(site.root / "good.html")
    assert site.opened() == (0, faults)
    # Another question.
    assert site.opened("--ignore", "leaves-block")[0] == 3


def test_a_report_needs_its_pictures(site: Site, tmp_path: Path) -> None:
    report = tmp_path / "report"
    site.opened()
    assert site.opened("--report", str(report))[0] == 3
    assert site.opened("--report", str(report))[0] == 0
    assert "wide.html" in (report / "index.html").read_text()
    next(report.glob("pictures/good.html/*.jpg")).unlink()
    assert site.opened("--report", str(report))[0] == 1


def test_a_broken_entry_is_as_good_as_none(site: Site) -> None:
    site.opened()
    for entry in site.cache.rglob("*.json"):
        entry.write_text('{"files": 3')
    assert site.opened()[0] == 3


def test_what_did_not_finish_is_tried_again(site: Site) -> None:
    site.opened()  # so that the time limit is the loop's alone, however slow the machine is
    (site.root / "good.html").write_text(page(r"\[a\]" + "<script>for (;;);</script>"))
    for _ in range(2):
        assert site.opened("--timeout", "2") == (1, {("good.html", "unfinished"), *site.wide})
