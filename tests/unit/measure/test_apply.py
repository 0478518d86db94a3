"""`apply --measure` without its browser: what is read, kept and written, and what goes wrong."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from mathfit.browser.digest import Dependencies
from mathfit.browser.kept import Kept
from mathfit.browser.launch import BrowserOptions
from mathfit.browser.network import Network
from mathfit.browser.pool import PoolOptions
from mathfit.browser.served import SiteFiles
from mathfit.measure import apply as measuring
from mathfit.measure.apply import MeasureOptions, Unknown, measure_site
from mathfit.measure.measured import Measured
from mathfit.page.apply import ApplyOptions
from mathfit.page.size import Size
from mathfit.site import files, jobs
from mathfit.site.scripts import forget_scripts
from mathfit.site.walk import open_site
from tests.unit.pages import page

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable
    from pathlib import Path

    from mathfit.site.jobs import PageResult

MATH = page("<p>$$x$$</p>")
OTHER = page("<p>Rebuilt.</p><p>$$x + y$$</p>")
OPTIONS = ApplyOptions(assets="")
MEASURED = Measured((Size(2, 1),))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    folder.mkdir()
    for name in ("a.html", "b.html", "c.html"):
        (folder / name).write_text(MATH)
    return folder


def measure(
    root: Path,
    monkeypatch: pytest.MonkeyPatch,
    kept: Kept,
    meanwhile: Callable[[Unknown], object] = lambda _: None,
    out: Path | None = None,
    options: ApplyOptions = OPTIONS,
) -> tuple[dict[str, PageResult], list[str]]:
    """Measure a site of equations of one size; return the results, and which pages were opened."""
    opened: list[str] = []

    async def visit_all(
        unknown: Iterable[Unknown], *_: Any
    ) -> AsyncIterator[tuple[Unknown, tuple[Measured, Dependencies]]]:
        for one in unknown:
            opened.append(one.page.name)
            meanwhile(one)
            yield one, (MEASURED, Dependencies())

    monkeypatch.setattr(measuring, "visit_all", visit_all)
    how = MeasureOptions(
        PoolOptions(BrowserOptions("/bin/false")), Network(SiteFiles(root)), kept=kept
    )
    site = open_site(root, out)
    results = measure_site(site, options, how, jobs=1, write=True)
    return {result.page.name: result for result in results}, opened


@pytest.mark.parametrize("known", [False, True])
def test_whatever_goes_wrong_on_one_page_the_others_go_on(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, known: bool
) -> None:
    kept = Kept(tmp_path / "kept")
    if known:
        measure(root, monkeypatch, kept)
        for file in root.glob("*.html"):
            file.write_text(MATH)
    rewrite = measuring.Measure._rewrite

    def fail(self: measuring.Measure, one: Unknown, measured: Measured) -> PageResult:
        if one.page.name == "b.html":
            raise RuntimeError("nobody thought of that")
        return rewrite(self, one, measured)

    monkeypatch.setattr(measuring.Measure, "_rewrite", fail)
    monkeypatch.setattr(measuring, "remade", lambda *_: None)
    results, opened = measure(root, monkeypatch, kept, out=tmp_path / "out")
    assert opened == ([] if known else ["a.html", "b.html", "c.html"])
    assert {name for name, result in results.items() if result.measured} == {"a.html", "c.html"}
    assert results["b.html"].error == (
        "left as it was, by a mistake in mathfit: RuntimeError: nobody thought of that"
    )
    assert (tmp_path / "out" / "b.html").read_text() == MATH
    assert "math-fit" in (tmp_path / "out" / "c.html").read_text()


def test_a_page_is_read_once(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def count(file: Path) -> bytes:
        read.append(file.name)
        return files.read_page(file)

    monkeypatch.setattr(jobs, "read_page", count)
    results, opened = measure(root, monkeypatch, Kept(tmp_path / "kept"))
    assert sorted(read) == sorted(opened) == sorted(results)


def test_a_page_that_was_rebuilt_while_it_was_measured_is_another_page(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = Kept(tmp_path / "kept")

    def rebuild(one: Unknown) -> None:
        if one.page.name == "b.html":
            (root / "b.html").write_text(OTHER)

    results, _ = measure(root, monkeypatch, kept, rebuild)
    assert results["a.html"].measured
    # Its new content stays, and is not taken for what was measured.
    assert results["b.html"].error == (
        "left as it is: it was changed while it was measured; apply again"
    )
    assert (root / "b.html").read_text() == OTHER
    results, opened = measure(root, monkeypatch, kept)
    assert opened == ["b.html"]
    assert results["b.html"].measured
    # What was measured belongs to the content that was read.
    (root / "b.html").write_text(MATH)
    assert measure(root, monkeypatch, kept)[1] == []


def test_what_failed_or_cannot_be_trusted_is_measured_again(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = Kept(tmp_path / "kept")
    monkeypatch.setattr(measuring, "own_digest", lambda *_: "one mathfit")
    assert len(measure(root, monkeypatch, kept)[1]) == 3
    assert measure(root, monkeypatch, kept)[1] == []
    monkeypatch.setattr(measuring, "own_digest", lambda *_: "another mathfit")
    assert len(measure(root, monkeypatch, kept)[1]) == 3
    for entry in (tmp_path / "kept").glob("*.json"):
        damaged = entry.read_text().replace('"sizes"', '"numbers"').replace('"told"', '"tale"')
        entry.write_text(damaged)
    assert len(measure(root, monkeypatch, kept)[1]) == 3


Remake = Callable[..., tuple[list[str], list[str]]]


@pytest.fixture
def remake(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Remake:
    """A site that was measured once, and what builds and measures it again.

    The function returns which pages were opened, and which were rewritten by what was measured.
    """
    kept = Kept(tmp_path / "kept")
    rewritten: list[str] = []
    rewrite = measuring.Measure._rewrite

    def noted(self: measuring.Measure, one: Unknown, measured: Measured) -> PageResult:
        rewritten.append(one.page.name)
        return rewrite(self, one, measured)

    monkeypatch.setattr(measuring.Measure, "_rewrite", noted)
    (root / "a.html").write_text(page('<script src="own.js"></script><p>$$x$$</p>'))
    (root / "own.js").write_text("var nothing")
    sources = {file: file.read_bytes() for file in root.glob("*.html")}

    def again(
        options: ApplyOptions = OPTIONS, out: Path | None = None
    ) -> tuple[list[str], list[str]]:
        for file, content in sources.items():
            file.write_bytes(content)
        for asset in root.glob("mathfit.*"):
            asset.unlink()
        rewritten.clear()
        forget_scripts()
        results, opened = measure(root, monkeypatch, kept, out=out, options=options)
        assert all(result.measured and result.changed for result in results.values())
        assert list((out or root).glob("mathfit.*.css"))
        return sorted(opened), sorted(rewritten)

    assert again() == (ALL, ALL)
    return again


ALL = ["a.html", "b.html", "c.html"]


def test_what_was_made_of_the_same_bytes_is_written_again(
    root: Path, tmp_path: Path, remake: Remake
) -> None:
    made = {file.name: file.read_bytes() for file in root.iterdir()}
    assert remake() == ([], [])
    assert {file.name: file.read_bytes() for file in root.iterdir()} == made
    assert remake(out=tmp_path / "out") == ([], [])
    assert {name: (tmp_path / "out" / name).read_bytes() for name in ALL} == {
        name: made[name] for name in ALL
    }


def test_other_options_make_other_pages(remake: Remake) -> None:
    for options in (replace(OPTIONS, enlarge=True), replace(OPTIONS, translate=True)):
        assert remake(options) == ([], ALL)
        assert remake(options) == ([], [])
    assert remake() == ([], [])


def test_a_script_of_the_site_may_make_another_page(root: Path, remake: Remake) -> None:
    (root / "own.js").write_text("MathJax = {tex: {displayMath: [['$$', '$$']]}}")
    assert remake() == ([], ["a.html"])
    (root / "own.js").unlink()
    assert remake() == ([], ["a.html"])
    assert remake() == ([], [])


@pytest.mark.parametrize("damage", ["html", "digest", "until", "read", "files"])
def test_what_is_damaged_or_old_is_made_anew(tmp_path: Path, remake: Remake, damage: str) -> None:
    for file in (tmp_path / "kept").glob("*.json"):
        entry = json.loads(file.read_text())
        if damage in entry["result"]:
            entry["result"][damage] = {"until": 1.0, "files": ["no.css"]}.get(damage, "another")
            file.write_text(json.dumps(entry))
    assert remake() == ([], ALL)
    assert remake() == ([], [])
