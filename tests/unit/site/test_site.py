"""The commands on folders, files and pipes; bad input is one clear line and the right status."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from mathfit.cli import run
from mathfit.page import assets, guard
from mathfit.page.apply import ApplyOptions
from mathfit.site import files, ways
from mathfit.site import jobs as jobs_of_site
from mathfit.site.apply import apply_site
from mathfit.site.walk import open_site
from tests.unit.pages import page

MATH = page("<p>$$x$$</p>")
PLAIN = page("<p>no formula</p>", "none")


@pytest.fixture
def blog(tmp_path: Path) -> Path:
    """A folder with a page that has math, one that has none, and other files."""
    folder = tmp_path / "blog"
    (folder / "posts" / "deep").mkdir(parents=True)
    (folder / "index.html").write_text(PLAIN)
    (folder / "posts" / "a.html").write_text(MATH)
    (folder / "posts" / "deep" / "b.HTM").write_text(MATH)
    (folder / "style.css").write_text("p { content: '$$x$$' }")
    (folder / "feed.xml").write_text(f"<feed><![CDATA[{MATH}]]></feed>")
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file()
    }


def names() -> list[str]:
    return [asset.name for asset in (*assets.assets(), assets.enlarging())]


def test_in_place_and_back(blog: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = contents(blog)
    assert run(["apply", str(blog)]) == 0
    assert "2 equations in 2 pages of 3 pages; 2 pages changed" in capsys.readouterr().out
    after = contents(blog)
    assert set(after) == set(before) | set(names())
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"posts/a.html", "posts/deep/b.HTM"}
    assert f'href="../{names()[0]}"'.encode() in after["posts/a.html"]
    assert f'src="../../{names()[1]}"'.encode() in after["posts/deep/b.HTM"]
    assert run(["apply", str(blog)]) == 0
    assert contents(blog) == after
    assert run(["remove", str(blog)]) == 0
    assert contents(blog) == before


def test_into_another_folder(blog: Path, tmp_path: Path) -> None:
    before = contents(blog)
    out = tmp_path / "built" / "site"
    assert run(["apply", str(blog), "--out", str(out)]) == 0
    assert contents(blog) == before
    after = contents(out)
    assert set(after) == set(before) | set(names())
    assert after["feed.xml"] == before["feed.xml"]
    assert run(["apply", str(blog), "--out", str(out)]) == 0
    assert contents(out) == after
    assert run(["remove", str(out), "--out", str(tmp_path / "back")]) == 0
    assert contents(tmp_path / "back") == before


def test_one_file(blog: Path, tmp_path: Path) -> None:
    post = blog / "posts" / "a.html"
    assert run(["apply", str(post), "--out", str(tmp_path / "out")]) == 0
    assert set(contents(tmp_path / "out")) == {"a.html", *names()}
    assert run(["apply", str(post)]) == 0
    assert (blog / "posts" / names()[0]).is_file()
    assert run(["remove", str(post)]) == 0
    assert post.read_text() == MATH
    assert not (blog / "posts" / names()[0]).exists()


def pipe(verb: str, given: bytes, *options: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "mathfit", verb, "-", *options]
    return subprocess.run(command, input=given, capture_output=True, check=False)


def test_a_pipe() -> None:
    applied = pipe("apply", MATH.encode())
    assert applied.returncode == 0
    assert b"<style data-mathfit>" in applied.stdout
    assert pipe("remove", applied.stdout).stdout == MATH.encode()
    assert pipe("apply", applied.stdout, "--check").returncode == 0
    assert pipe("apply", MATH.encode(), "--check").returncode == 1
    assert pipe("apply", b"", "--assets", "linked").returncode == 2


def test_check_writes_nothing(blog: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = contents(blog)
    assert run(["apply", str(blog), "--check"]) == 1
    assert contents(blog) == before
    assert "posts/a.html would change" in capsys.readouterr().out
    assert run(["remove", str(blog), "--check"]) == 0
    run(["apply", str(blog)])
    assert run(["apply", str(blog), "--check"]) == 0
    assert run(["remove", str(blog), "--check"]) == 1


def test_include_and_exclude(blog: Path) -> None:
    run(["apply", str(blog), "--include", "posts/*", "--exclude", "*/deep/"])
    assert b"<math-fit" in (blog / "posts" / "a.html").read_bytes()
    assert b"<math-fit" not in (blog / "posts" / "deep" / "b.HTM").read_bytes()


def test_inline_assets(blog: Path) -> None:
    run(["apply", str(blog), "--assets", "inline", "--min-scale", "0"])
    assert not set(names()) & set(contents(blog))
    assert 'data-min-scale="0"' in (blog / "posts" / "a.html").read_text()


def test_json(blog: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (blog / "c.html").write_bytes(b"%PDF-1.7 ...")
    (blog / "d.html").write_text(page("<p><span class=katex-display>x</p>"))
    assert run(["apply", str(blog), "--json", "--jobs", "1"]) == 3
    assert json.loads(capsys.readouterr().out) == {
        "pages": 5,
        "equations": 2,
        "changed": ["posts/a.html", "posts/deep/b.HTM"],
        "inline_alone": [],
        "without_equations": [],
        "unread": [],
        "left": [{"page": "d.html", "line": 8, "reason": "its element has no end tag"}],
        "measured": [],
        "unmeasured": [],
        "typeset": [],
        "untypeset": [],
        "errors": [{"page": "c.html", "message": "is not HTML"}],
        "files": [],
    }


def test_no_such_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for verb in ("apply", "remove", "inspect"):
        assert run([verb, str(tmp_path / "nowhere")]) == 2
        assert capsys.readouterr().err == f"mathfit: no such file or folder: {tmp_path}/nowhere\n"


def test_a_file_that_is_not_html(blog: Path, capsys: pytest.CaptureFixture[str]) -> None:
    picture = b"\x89PNG\r\n\x1a\n\0\0 $$x$$"
    (blog / "picture.html").write_bytes(picture)
    assert run(["apply", str(blog)]) == 3
    assert capsys.readouterr().err == "picture.html: is not HTML\n"
    assert (blog / "picture.html").read_bytes() == picture
    assert "<math-fit" in (blog / "posts" / "a.html").read_text()


def test_an_unreadable_file_among_good_ones(
    blog: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    read_bytes = Path.read_bytes

    def refuse(file: Path) -> bytes:
        if file.name == "index.html":
            raise PermissionError(13, "Permission denied")
        return read_bytes(file)

    # A superuser reads what is forbidden: so the file system's refusal is played.
    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert run(["apply", str(blog), "--jobs", "1"]) == 3
    captured = capsys.readouterr()
    assert captured.err == "index.html: cannot be read or written: Permission denied\n"
    assert "2 pages changed" in captured.out


def test_broken_markup(blog: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken = "<html><b><p>a</b>$$x$$<table>$$y$$</p><div </table>$$z$$ <!-- $$w$$"
    text = page(broken).replace("</head>", "").replace("</body>", "")
    (blog / "broken.html").write_text(text)
    assert run(["apply", str(blog)]) == 0
    assert capsys.readouterr().err == ""
    applied = (blog / "broken.html").read_text()
    assert applied.count("<math-fit ") == 3
    run(["remove", str(blog)])
    assert (blog / "broken.html").read_text() == text


@pytest.mark.parametrize(
    "options",
    [
        ["--engine", "tex"],
        ["--min-scale", "2"],
        ["--min-scale", "big"],
        ["--assets", "cdn"],
        ["--jobs", "0"],
        ["--only", "p["],
        ["--skip", ">"],
        ["--delimiters", "$$"],
        ["--no-such-option"],
    ],
)
def test_an_unknown_option_value(
    blog: Path, options: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    before = contents(blog)
    assert run(["apply", str(blog), *options]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("mathfit: ")
    assert captured.err.count("\n") == 1
    assert contents(blog) == before


@pytest.mark.parametrize("out", ["", "built", "posts/deep", "../blog"])
def test_out_inside_the_site(blog: Path, out: str, capsys: pytest.CaptureFixture[str]) -> None:
    before = contents(blog)
    assert run(["apply", str(blog), "--out", str(blog / out)]) == 2
    assert "--out lies inside the site" in capsys.readouterr().err
    assert contents(blog) == before


def test_out_around_the_site_or_a_file(blog: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["apply", str(blog), "--out", str(blog.parent)]) == 2
    assert "--out lies around the site" in capsys.readouterr().err
    assert run(["apply", str(blog), "--out", str(blog / "style.css")]) == 2
    assert "--out is not a folder" in capsys.readouterr().err


def test_the_configuration_file(
    blog: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(blog)
    config = blog / "mathfit.toml"
    config.write_text('exclude = "*/deep/*"\nmin-scale = 0.5\nwidths = "320"\n')
    assert run(["apply", ".", "--min-scale", "0.6"]) == 0
    assert 'data-min-scale="0.6"' in (blog / "posts" / "a.html").read_text()
    assert "<math-fit" not in (blog / "posts" / "deep" / "b.HTM").read_text()
    config.write_text("min-scale = 7\n")
    assert run(["apply", "."]) == 2
    assert "mathfit.toml: bad value for 'min-scale'" in capsys.readouterr().err
    config.write_text("min-skale = 0.5\n")
    assert run(["remove", "."]) == 2
    assert "did you mean 'min-scale'?" in capsys.readouterr().err


def test_permissions_are_kept(blog: Path) -> None:
    post = blog / "posts" / "a.html"
    post.chmod(0o640)
    run(["apply", str(blog)])
    assert stat.S_IMODE(post.stat().st_mode) == 0o640
    umask = os.umask(0)
    os.umask(umask)
    assert stat.S_IMODE((blog / names()[0]).stat().st_mode) == 0o666 & ~umask


def test_links_are_not_followed(blog: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "a.html").write_text(MATH)
    (blog / "out").symlink_to(outside)
    (blog / "linked.html").symlink_to(outside / "a.html")
    (blog / "inside.html").symlink_to("posts/a.html")
    assert run(["apply", str(blog)]) == 0
    assert (outside / "a.html").read_text() == MATH
    assert (blog / "inside.html").is_symlink()
    assert "<math-fit" in (blog / "inside.html").read_text()
    out = tmp_path / "copied"
    assert run(["apply", str(blog), "--out", str(out)]) == 0
    assert (out / "inside.html").readlink() == Path("posts/a.html")
    assert not (out / "out").exists()
    assert not (out / "linked.html").exists()


def test_a_write_that_fails_leaves_the_page_and_no_litter(
    blog: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = contents(blog)

    def full(file: Path, target: Path) -> Path:
        del file, target
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    assert run(["apply", str(blog), "--include", "posts/a.html", "--jobs", "1"]) == 3
    assert contents(blog) == before
    assert "posts/a.html: cannot be read or written: No space left" in capsys.readouterr().err


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_page_that_the_guard_refuses_is_left_and_named(
    blog: Path, jobs: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    trick = "<p>$$trick$$</p>"
    (blog / "posts" / "b.html").write_text(page(trick))
    same = guard.same_for_browsers
    monkeypatch.setattr(
        guard,
        "same_for_browsers",
        lambda original, changed, spans: "trick" not in changed and same(original, changed, spans),
    )
    monkeypatch.setattr(ways, "_POOL_PAYS_FROM", 0)
    assert run(["apply", str(blog), "--jobs", jobs]) == 3
    captured = capsys.readouterr()
    refused = "posts/b.html: left as it was: the wrappers would change how the page is parsed\n"
    assert captured.err == refused
    assert "2 pages changed" in captured.out
    assert (blog / "posts" / "b.html").read_text() == page(trick)
    assert run(["apply", str(blog), "--jobs", jobs, "--out", str(blog.parent / "out")]) == 3
    assert (blog.parent / "out" / "posts" / "b.html").read_text() == page(trick)


def test_a_mistake_of_our_own_stops_no_other_page(
    blog: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    read_page = files.read_page

    def fail(file: Path) -> bytes:
        if file.name == "index.html":
            raise RuntimeError("nobody thought of that")
        return read_page(file)

    monkeypatch.setattr(jobs_of_site, "read_page", fail)
    for verb in ("apply", "inspect", "remove"):
        assert run([verb, str(blog), "--jobs", "1"]) == 3
        captured = capsys.readouterr()
        assert captured.err == (
            "index.html: left as it was, by a mistake in mathfit: "
            "RuntimeError: nobody thought of that\n"
        )
        assert "2 " in captured.out


@pytest.mark.parametrize("verb", ["apply", "remove"])
def test_a_page_that_cannot_be_processed_is_copied_as_it_was(
    blog: Path, verb: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (blog / "posts" / "a.html").write_bytes(b"%PDF-1.7")
    out = blog.parent / "out"
    assert run([verb, str(blog), "--out", str(out)]) == 3
    assert capsys.readouterr().err == "posts/a.html: is not HTML\n"
    assert (out / "posts" / "a.html").read_bytes() == b"%PDF-1.7"
    assert set(contents(blog)) <= set(contents(out))


def test_assets_that_somebody_changed_stay(blog: Path) -> None:
    run(["apply", str(blog)])
    css, js, _ = names()
    (blog / css).write_text("p {}")
    run(["remove", str(blog)])
    assert (blog / css).exists()
    assert not (blog / js).exists()


def test_many_pages_in_several_processes(tmp_path: Path) -> None:
    for number in range(60):
        (tmp_path / f"{number:02}.html").write_text(MATH if number % 2 else PLAIN)
    (tmp_path / "30.html").write_bytes(b"%PDF-")
    opened = open_site(tmp_path)
    results = list(apply_site(opened, ApplyOptions(assets=""), jobs=2, write=True))
    assert [result.page.name for result in results] == [f"{n:02}.html" for n in range(60)]
    assert sum(result.changed for result in results) == 30
    assert [result.page.name for result in results if result.error] == ["30.html"]


def test_inspect(blog: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["apply", str(blog)])
    capsys.readouterr()
    assert run(["inspect", str(blog)]) == 0
    table = capsys.readouterr().out.splitlines()
    assert table[1].split() == ["posts/a.html", "mathjax", "3", "1", "1", "$$"]
    assert table[-1].split() == ["2", "of", "3", "pages", "2", "2", "$$"]
    assert run(["inspect", str(blog / "posts" / "a.html")]) == 0
    assert capsys.readouterr().out.splitlines()[1].split() == ["8", "$$", "$$x$$"]
    assert run(["inspect", str(blog), "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["total"] == {"pages": 3, "with_math": 2, "equations": 2, "forms": {"$$": 2}}
    one = {"line": 8, "form": "$$", "source": "$$x$$", "hydrated_by": None}
    assert data["pages"][1]["equations"] == [one]


def test_snippet(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["snippet"]) == 0
    css, js = (asset.content for asset in assets.assets())
    snippet = capsys.readouterr().out
    assert js in snippet
    assert json.dumps(css) in snippet  # without its stylesheet the script does nothing
    assert assets.enlarging().content in snippet
    assert run(["snippet", "--no-enlarge"]) == 0
    without = capsys.readouterr().out
    assert js in without
    assert assets.enlarging().content not in without
