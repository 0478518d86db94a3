"""Which pages without equations get the assets: those that a router brings equations into."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from mathfit.cli import run
from mathfit.page.apply import ApplyOptions
from mathfit.site import files
from mathfit.site import jobs as jobs_of_site
from mathfit.site.apply import apply_site
from mathfit.site.walk import open_site
from tests.unit.pages import page

if TYPE_CHECKING:
    from pathlib import Path

BOOSTED = '<nav hx-boost="true"><a href="math.html">math</a></nav>'
FORMULA = "<p>$$x$$</p>"
MATH = page(BOOSTED + FORMULA)
PLAIN = page(f"{BOOSTED}<p>no formula</p>", "none")
ALONE = page("<p>no formula, no router</p>", "none")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site with a router: two pages without a formula around one with, and one of its own."""
    folder = tmp_path / "site"
    (folder / "sub").mkdir(parents=True)
    (folder / "about.html").write_text(PLAIN)
    (folder / "alone.html").write_text(ALONE)
    (folder / "math.html").write_text(MATH)
    (folder / "sub" / "z.html").write_text(PLAIN)
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file()
    }


def with_assets(folder: Path) -> set[str]:
    return {
        name
        for name, text in contents(folder).items()
        if name.endswith(".html") and b" data-mathfit>" in text
    }


def test_each_page_with_the_router_gets_them(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = contents(site)
    assert run(["apply", str(site), "--check"]) == 1
    assert contents(site) == before
    said = capsys.readouterr().out
    assert "about.html would change\nmath.html would change\nsub/z.html would change\n" in said
    assert "2 pages without equations would get CSS and script: htmx brings in" in said
    assert run(["apply", str(site)]) == 0
    said = capsys.readouterr().out
    assert "1 equation in 1 page of 4 pages; 3 pages changed" in said
    assert "2 pages without equations got CSS and script: htmx brings in other pages'" in said
    after = contents(site)
    assert with_assets(site) == {"about.html", "math.html", "sub/z.html"}
    assert b'src="../mathfit.' in after["sub/z.html"]
    assert run(["apply", str(site), "--check"]) == 0
    assert run(["apply", str(site)]) == 0
    assert contents(site) == after
    assert "; 0 pages changed" in capsys.readouterr().out
    assert run(["remove", str(site)]) == 0
    assert contents(site) == before


@pytest.mark.parametrize(
    "router",
    [
        '<a hx-boost="true" href="math.html">math</a>',
        "<script>new DOMParser(); history.pushState(null, '', 'math.html')</script>",
    ],
)
def test_no_page_with_equations_but_the_front_page_shows_it(site: Path, router: str) -> None:
    (site / "about.html").write_text(ALONE)
    (site / "index.html").write_text(page(router, "none"))
    (site / "math.html").write_text(page(FORMULA))
    (site / "sub" / "z.html").write_text(ALONE)
    before = contents(site)
    for _ in range(2):
        assert run(["apply", str(site)]) == 0
        assert with_assets(site) == {"index.html", "math.html"}
    assert run(["apply", str(site), "--check"]) == 0
    assert run(["remove", str(site)]) == 0
    assert contents(site) == before


def test_into_another_folder(site: Path, tmp_path: Path) -> None:
    before = contents(site)
    out = tmp_path / "out"
    assert run(["apply", str(site), "--out", str(out)]) == 0
    assert contents(site) == before
    assert with_assets(out) == {"about.html", "math.html", "sub/z.html"}
    assert (out / "alone.html").read_text() == ALONE
    assert run(["apply", str(site)]) == 0
    assert contents(site) == contents(out)


def test_when_the_last_formula_goes_they_go_too(site: Path) -> None:
    run(["apply", str(site)])
    (site / "math.html").write_text(PLAIN)
    assert run(["apply", str(site), "--check"]) == 1
    assert with_assets(site) == {"about.html", "sub/z.html"}
    assert run(["apply", str(site)]) == 0
    assert with_assets(site) == set()
    assert (site / "sub" / "z.html").read_text() == PLAIN


def test_a_router_without_formulas_is_left_alone(site: Path) -> None:
    (site / "math.html").write_text(PLAIN)
    before = contents(site)
    assert run(["apply", str(site)]) == 0
    assert contents(site) == before


def test_json(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["apply", str(site), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["without_equations"] == ["about.html", "sub/z.html"]
    assert said["changed"] == ["about.html", "math.html", "sub/z.html"]


@pytest.mark.parametrize("math", ["00", "30", "59"])
def test_in_several_processes_whatever_comes_first(tmp_path: Path, math: str) -> None:
    for number in range(60):
        (tmp_path / f"{number:02}.html").write_text(PLAIN)
    (tmp_path / f"{math}.html").write_text(MATH)
    (tmp_path / "40.html").write_bytes(b"%PDF-")
    for changed in (59, 0):
        opened = open_site(tmp_path)
        results = list(apply_site(opened, ApplyOptions(assets=""), jobs=2, write=True, routed=True))
        assert sorted(result.page for result in results) == list(opened.pages)
        assert sum(result.bare for result in results) == 58
        assert sum(result.changed for result in results) == changed
        assert [result.page.name for result in results if result.error] == ["40.html"]
        assert not any(result.waits for result in results)


def test_without_a_router_no_page_is_read_twice(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    really = files.read_page

    def counted(file: Path) -> bytes:
        read.append(file.name)
        return really(file)

    monkeypatch.setattr(jobs_of_site, "read_page", counted)
    (site / "math.html").write_text(page(FORMULA))
    (site / "index.html").write_text(ALONE)
    assert run(["apply", str(site), "--jobs", "1"]) == 0
    assert sorted(read) == ["about.html", "alone.html", "index.html", "math.html", "z.html"]
    assert with_assets(site) == {"math.html"}


def test_every_page_whatever_it_shows(
    site: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (site / "part.html").write_text("<p>a part</p>")
    before = contents(site)
    pages = {name for name in before if name != "part.html"}
    assert run(["apply", str(site), "--every-page"]) == 0
    assert "3 pages without equations got CSS and script\n" in capsys.readouterr().out
    assert with_assets(site) == pages
    assert run(["apply", str(site), "--every-page", "--check"]) == 0
    assert run(["apply", str(site), "--no-every-page"]) == 0
    assert with_assets(site) == {"math.html"}
    monkeypatch.setenv("MATHFIT_EVERY_PAGE", "1")
    assert run(["apply", str(site)]) == 0
    assert with_assets(site) == pages
    monkeypatch.delenv("MATHFIT_EVERY_PAGE")
    monkeypatch.chdir(site)
    (site / "mathfit.toml").write_text("every-page = false")
    assert run(["apply", "."]) == 0
    assert with_assets(site) == {"math.html"}
    (site / "mathfit.toml").unlink()
    assert run(["remove", str(site)]) == 0
    assert contents(site) == before


def test_one_file_and_a_pipe_do_as_the_flag_says(site: Path) -> None:
    one = site / "about.html"
    assert run(["apply", str(one)]) == 0
    assert one.read_text() == PLAIN
    assert run(["apply", str(one), "--every-page"]) == 0
    assert with_assets(site) == {"about.html"}
    assert run(["remove", str(one)]) == 0
    assert one.read_text() == PLAIN
    command = [sys.executable, "-m", "mathfit", "apply", "-"]
    for flags, changed in (([], False), (["--every-page"], True)):
        done = subprocess.run(
            [*command, *flags], input=PLAIN.encode(), capture_output=True, check=True
        )
        assert (b"data-mathfit" in done.stdout) == changed


def test_inspect_names_what_runs_a_page(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (site / "app.html").write_text(page(f'<div id="___gatsby">{FORMULA}{FORMULA}</div>'))
    assert run(["inspect", str(site)]) == 0
    said = capsys.readouterr().out.splitlines()
    router = "puts the content of one page into another"
    assert said[-2:] == [
        f"Gatsby: hydrates the equations: only the script fits them; {router}",
        f"htmx: {router}",
    ]
    assert run(["inspect", str(site / "app.html")]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[1] == f"Gatsby: hydrates 2 equations: only the script fits them; {router}"
    assert run(["inspect", str(site), "--json"]) == 0
    pages = {one["page"]: one for one in json.loads(capsys.readouterr().out)["pages"]}
    assert pages["app.html"]["frameworks"] == ["Gatsby"]
    assert [one["hydrated_by"] for one in pages["app.html"]["equations"]] == ["Gatsby"] * 2
    assert (pages["math.html"]["frameworks"], pages["math.html"]["router"]) == (["htmx"], "htmx")
    assert pages["math.html"]["equations"][0]["hydrated_by"] is None
