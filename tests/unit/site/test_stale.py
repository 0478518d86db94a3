"""What still shows or names a page as it was is named, and nothing else is."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from mathfit.cli import run
from tests.unit.pages import page

if TYPE_CHECKING:
    from pathlib import Path

MATH = page("<p>$$x$$</p>")
PLAIN = "<p>no formula</p>"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A folder of two pages with math and one without."""
    folder = tmp_path / "site"
    (folder / "posts").mkdir(parents=True)
    (folder / "a.html").write_text(MATH)
    (folder / "posts" / "b.html").write_text(page("<p>$$y$$</p>"))
    (folder / "plain.html").write_text(PLAIN)
    return folder


def told(folder: Path, capsys: pytest.CaptureFixture[str], *command: str) -> list[str]:
    capsys.readouterr()
    run([command[0], str(folder), *command[1:]])
    return capsys.readouterr().err.splitlines()


def test_compressed_copies(site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("a.html.gz", "posts/b.html.br", "posts/b.html.zst", "plain.html.gz", "a.html.txt"):
        (site / name).write_bytes(b"packed")
    expected = [
        "a.html: a.html.gz beside it holds the page as it was: compress it again",
        "posts/b.html: b.html.br beside it holds the page as it was: compress it again",
        "posts/b.html: b.html.zst beside it holds the page as it was: compress it again",
    ]
    assert told(site, capsys, "apply", "--check") == []
    assert told(site, capsys, "apply", "--out", str(tmp_path / "out")) == expected
    assert told(site, capsys, "apply") == expected
    assert told(site, capsys, "apply") == []
    assert told(site, capsys, "remove") == expected


def test_lists_with_digests(site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def digest(name: str, how: str) -> str:
        return hashlib.new(how, (site / name).read_bytes()).hexdigest()

    revisions = [
        f'{{"revision":"{digest(name, "md5")}","url":"{name}"}}'
        for name in ("a.html", "plain.html", "posts/b.html")
    ]
    (site / "sw.js").write_text(f"self.precacheAndRoute([{','.join(revisions)}]);")
    (site / "ngsw.json").write_text(f'{{"/a.html": "{digest("a.html", "sha1")}"}}')
    (site / "SHA256SUMS").write_text(f"{digest('posts/b.html', 'sha256')}  posts/b.html\n")
    (site / "other.js").write_text(f'"{digest("plain.html", "md5")} {"0" * 32}"')
    again = "by a digest of what was there before: make it again after mathfit"
    expected = {
        f"SHA256SUMS: names posts/b.html {again}",
        f"ngsw.json: names a.html {again}",
        f"sw.js: names a.html and 1 more {again}",
    }
    assert told(site, capsys, "apply", "--check") == []
    assert set(told(site, capsys, "apply", "--out", str(tmp_path / "out"))) == expected
    assert set(told(site, capsys, "apply")) == expected
    assert told(site, capsys, "apply") == []
