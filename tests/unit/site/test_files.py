"""A file is written whole or not at all, and stays as it was but for its content."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from mathfit.cli import run
from mathfit.site import files, mounts
from tests.unit.pages import page

MATH = page("<p>$$x$$</p>")
LEFT = f".mathfit-{'0123456789abcdef' * 2}.part"
OTHERS = (".mathfit-1.part", ".index.html.abc.tmp", "mathfit-0123456789abcdef.part", f"{LEFT}.txt")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A folder of one page."""
    (tmp_path / "site" / "posts").mkdir(parents=True)
    (tmp_path / "site" / "posts" / "a.html").write_text(MATH)
    return tmp_path / "site"


@pytest.mark.parametrize("verb", ["apply", "remove"])
def test_what_a_killed_run_left_goes_with_the_next(site: Path, tmp_path: Path, verb: str) -> None:
    out = tmp_path / "out"
    (out / "posts").mkdir(parents=True)
    for folder in (site, site / "posts", out / "posts"):
        for name in (LEFT, *OTHERS):
            (folder / name).write_text("half")
    assert run([verb, str(site), "--out", str(out)]) == 0
    assert not (out / LEFT).exists()  # nor is it copied
    assert not (out / "posts" / LEFT).exists()
    assert (site / LEFT).exists()  # a folder that is only read
    assert run([verb, str(site)]) == 0
    for folder in (site, site / "posts", out / "posts"):
        assert set(OTHERS) <= {file.name for file in folder.iterdir()}
        assert folder.is_relative_to(out) or not (folder / LEFT).exists()


def test_beside_a_single_page_too_and_no_further(site: Path) -> None:
    (site / "posts" / "deep").mkdir()
    for folder in (site / "posts", site / "posts" / "deep"):
        (folder / LEFT).write_text("half")
    assert run(["apply", str(site / "posts" / "a.html")]) == 0
    assert not (site / "posts" / LEFT).exists()
    assert (site / "posts" / "deep" / LEFT).exists()


@pytest.mark.parametrize("keeps_order", [True, False])
def test_the_content_is_on_the_disk_before_the_name(
    site: Path, monkeypatch: pytest.MonkeyPatch, keeps_order: bool
) -> None:
    done: list[str] = []
    fsync, replace = os.fsync, Path.replace

    def noted_fsync(handle: int) -> None:
        assert os.fstat(handle).st_size == 3
        done.append("content")
        fsync(handle)

    def noted_replace(file: Path, target: Path) -> Path:
        done.append("name")
        return replace(file, target)

    monkeypatch.setattr(os, "fsync", noted_fsync)
    monkeypatch.setattr(Path, "replace", noted_replace)
    monkeypatch.setattr(files, "keeps_order", lambda _: keeps_order)
    files.write_file(site / "posts" / "a.html", b"abc")
    assert done == (["name"] if keeps_order else ["content", "name"])
    done.clear()
    files.write_file(site / "new.html", b"abc")
    assert done == ["name"]


@pytest.mark.parametrize(
    ("kind", "options", "expected"),
    [
        ("ext4", "rw", True),
        ("ext4", "rw,noauto_da_alloc", False),
        ("btrfs", "rw", True),
        ("xfs", "rw", False),
        ("nfs4", "rw", False),
    ],
)
def test_file_systems(
    site: Path, monkeypatch: pytest.MonkeyPatch, kind: str, options: str, expected: bool
) -> None:
    device = site.stat().st_dev
    number = f"{os.major(device)}:{os.minor(device)}"
    table = site.parent / "mountinfo"
    mount = f"36 1 {number} / / rw shared:1 - {kind} /d {options}\n"
    table.write_text(f"21 1 0:19 / /proc rw - proc proc rw\n{mount}")
    monkeypatch.setattr(mounts, "_MOUNTS", table)
    mounts._keeps_order.cache_clear()
    assert mounts.keeps_order(site) is expected
    mounts._keeps_order.cache_clear()
    assert not mounts.keeps_order(site / "nowhere")


def test_the_time_changes_with_the_page_unless_it_is_kept(site: Path, tmp_path: Path) -> None:
    file = site / "posts" / "a.html"
    (site / "plain.html").write_text("<p>no formula</p>")
    for one in (file, site / "plain.html"):
        os.utime(one, ns=(10**18, 10**18))
    out = tmp_path / "out"
    assert run(["apply", str(site), "--out", str(out)]) == 0
    assert (out / "plain.html").stat().st_mtime_ns == 10**18
    assert (out / "posts" / "a.html").stat().st_mtime_ns != 10**18
    assert run(["apply", str(site), "--out", str(out), "--keep-time"]) == 0
    assert (out / "posts" / "a.html").stat().st_mtime_ns == 10**18
    assert run(["apply", str(site), "--keep-time"]) == 0
    assert b"<math-fit" in file.read_bytes()
    assert file.stat().st_mtime_ns == 10**18
    assert run(["remove", str(site)]) == 0
    assert file.stat().st_mtime_ns != 10**18


@pytest.mark.skipif(os.geteuid() != 0, reason="only a superuser gives files away")
def test_the_owner_is_kept(site: Path, tmp_path: Path) -> None:
    file = site / "posts" / "a.html"
    os.chown(file, 1234, 2345)
    file.chmod(0o2750)
    for options in ([], ["--out", str(tmp_path / "out")]):
        assert run(["apply", str(site), *options]) == 0
    for one in (file, tmp_path / "out" / "posts" / "a.html"):
        status = one.stat()
        assert (status.st_uid, status.st_gid, status.st_mode & 0o7777) == (1234, 2345, 0o2750)


def test_an_owner_that_cannot_be_kept_is_no_fault(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "chown", refuse)
    if os.geteuid() == 0:
        os.lchown(site / "posts" / "a.html", 1234, 2345)
    assert run(["apply", str(site)]) == 0
    assert "<math-fit" in (site / "posts" / "a.html").read_text()


def test_extended_attributes_are_kept(site: Path) -> None:
    file = site / "posts" / "a.html"
    try:
        os.setxattr(file, "user.origin", b"blog")
    except OSError:
        pytest.skip("a file system without extended attributes")
    assert run(["apply", str(site)]) == 0
    assert "<math-fit" in file.read_text()
    assert os.getxattr(file, "user.origin") == b"blog"


def test_a_page_with_several_names_is_told_to_have_one_now(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = site / "posts" / "a.html"
    other = site.parent / "other.txt"
    os.link(file, other)
    assert run(["apply", str(site), "--check"]) == 1
    assert capsys.readouterr().err == ""
    assert run(["apply", str(site)]) == 0
    assert capsys.readouterr().err == (
        "posts/a.html: a file of its own now: it was one of 2 hard links, the other is as before\n"
    )
    assert other.read_text() == MATH
