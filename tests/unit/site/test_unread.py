"""Where a site has what looks like TeX and no engine is known, one line says so."""

from __future__ import annotations

import io
import json
import sys
from typing import TYPE_CHECKING

import pytest

from mathfit.cli import run
from tests.unit.pages import page

if TYPE_CHECKING:
    from pathlib import Path

TEX = page("<p>$$\\frac{a}{b}$$</p>\n<p>$$x^2$$</p>", "none")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    folder.mkdir()
    for name, html in (
        ("a.html", TEX),
        ("b.html", TEX),
        ("c.html", page("<p>$$x^2$$</p>")),
        ("d.html", page("<p>no formula</p>", "none")),
    ):
        (folder / name).write_text(html)
    return folder


@pytest.mark.parametrize("verb", [["apply", "--check"], ["inspect"], ["inspect", "--json"]])
def test_one_line_says_so_and_names_the_option(
    site: Path, capsys: pytest.CaptureFixture[str], verb: list[str]
) -> None:
    run([verb[0], str(site), *verb[1:]])
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("a.html:8: ")
    assert "1 other page" in line
    assert "--engine" in line
    run([verb[0], str(site), *verb[1:], "--engine", "mathjax"])
    assert capsys.readouterr().err == ""


def test_the_results_say_so(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (site / "a.html").read_bytes()
    assert run(["apply", str(site), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["unread"] == [
        {"page": "a.html", "lines": [8, 9]},
        {"page": "b.html", "lines": [8, 9]},
    ]
    assert (site / "a.html").read_bytes() == before
    assert run(["inspect", str(site), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["pages"]
    assert [one["unread"] for one in found] == [[8, 9], [8, 9], [], []]
    assert run(["inspect", str(site)]) == 0
    rows = capsys.readouterr().out.splitlines()
    assert [row.split()[:2] for row in rows[1:3]] == [["a.html", "unknown"], ["b.html", "unknown"]]


def test_a_pipe_says_so(
    monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TEX.encode())))
    assert run(["apply", "-"]) == 0
    written = capsysbinary.readouterr()
    assert written.out == TEX.encode()
    assert written.err.startswith(b"-:8: this looks like TeX")
