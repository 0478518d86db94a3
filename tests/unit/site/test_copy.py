"""The rest of a site beside its pages: all of it is in `--out`, or named, and never in part."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from mathfit.cli import run
from tests.unit.pages import page

MATH = page("<p>$$x$$</p>")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A folder with a page, a picture and a folder with another page."""
    folder = tmp_path / "site"
    (folder / "posts").mkdir(parents=True)
    (folder / "index.html").write_text(MATH)
    (folder / "posts" / "a.html").write_text(MATH)
    (folder / "small.png").write_bytes(b"\x89PNG")
    (folder / "big.png").write_bytes(bytes(3_000_000))
    return folder


def test_a_file_that_cannot_be_copied_whole_is_not_there_and_named(
    site: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    largest = 100_000
    done = subprocess.run(
        [sys.executable, "-m", "mathfit", "apply", site, "--out", out],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == "big.png: not copied: File too large\n"
    assert done.returncode == 3
    names = {file.name for file in out.iterdir() if not file.name.startswith("mathfit.")}
    assert names == {"index.html", "posts", "small.png"}


@pytest.mark.parametrize("verb", ["apply", "remove"])
def test_a_folder_that_cannot_be_read_is_named(
    site: Path,
    tmp_path: Path,
    verb: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    scandir = os.scandir

    def refuse(folder: Path) -> object:
        if Path(folder).name == "posts":
            raise PermissionError(13, "Permission denied")
        return scandir(folder)

    # A superuser reads what is forbidden: so the file system's refusal is played.
    monkeypatch.setattr(os, "scandir", refuse)
    for options in ([], ["--out", str(tmp_path / "out")]):
        assert run([verb, str(site), *options]) == 3
        assert capsys.readouterr().err == "posts: cannot be read: Permission denied\n"


def test_links_that_loop_are_named_and_the_others_are_copied(
    site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (site / "loop").symlink_to("loop")
    (site / "round").symlink_to("trip")
    (site / "trip").symlink_to("round")
    (site / "picture.png").symlink_to("small.png")
    out = tmp_path / "out"
    assert run(["apply", str(site), "--out", str(out)]) == 3
    levels = "not copied: Too many levels of symbolic links\n"
    assert capsys.readouterr().err == "".join(f"{n}: {levels}" for n in ("loop", "round", "trip"))
    assert (out / "picture.png").readlink() == Path("small.png")
    assert "<math-fit" in (out / "index.html").read_text()


def test_a_link_out_of_the_site_and_a_pipe_are_named(
    site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (site / "away").symlink_to(tmp_path)
    assert run(["apply", str(site), "--out", str(tmp_path / "out")]) == 0
    assert capsys.readouterr().err == "away: not copied: the link leads out of the site\n"
    os.mkfifo(site / "pipe")
    assert run(["apply", str(site), "--out", str(tmp_path / "out")]) == 3
    assert "pipe: not copied: it is no regular file\n" in capsys.readouterr().err


def test_what_stands_in_the_way_of_a_copy_is_replaced_or_named(
    site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    outside = tmp_path / "outside.png"
    outside.write_bytes(b"somebody else's")
    out = tmp_path / "out"
    (out / "big.png" / "in").mkdir(parents=True)
    (out / "small.png").symlink_to(outside)
    (site / "picture.png").symlink_to("small.png")
    (out / "picture.png").write_bytes(b"an earlier one")
    assert run(["apply", str(site), "--out", str(out)]) == 3
    assert capsys.readouterr().err == "big.png: not copied: Is a directory\n"
    assert outside.read_bytes() == b"somebody else's"
    assert (out / "small.png").read_bytes() == b"\x89PNG"
    assert (out / "picture.png").is_symlink()


def test_a_page_that_can_neither_be_processed_nor_copied(
    site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (site / "index.html").write_bytes(b"%PDF-1.7")
    out = tmp_path / "out"
    (out / "index.html" / "in").mkdir(parents=True)
    assert run(["apply", str(site), "--out", str(out)]) == 3
    told = "index.html: is not HTML; not copied: Is a directory\n"
    assert capsys.readouterr().err == told


def test_a_link_as_site_is_written_through(site: Path, tmp_path: Path) -> None:
    link = tmp_path / "today.html"
    link.symlink_to(site / "index.html")
    assert run(["apply", str(link)]) == 0
    assert link.is_symlink()
    assert "<math-fit" in (site / "index.html").read_text()
    assert run(["remove", str(link)]) == 0
    assert link.is_symlink()
    assert (site / "index.html").read_text() == MATH


def test_a_pipe_as_site_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    os.mkfifo(tmp_path / "pipe.html")
    for verb in ("apply", "remove", "inspect"):
        assert run([verb, str(tmp_path / "pipe.html")]) == 2
        assert "neither a folder nor a regular file" in capsys.readouterr().err
