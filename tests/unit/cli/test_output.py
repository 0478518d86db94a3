"""What is printed: nothing that a terminal obeys, as much as is wanted, and no traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from mathfit.cli import run
from mathfit.terminal import printable, printable_json
from tests.unit.pages import page

MATH = page("<p>$$x$$</p>")
NAME = "red\x1b[31m\nalert\x07\u202egnp\x9b.html"
SHOWN = r"red\x1b[31m\nalert\x07\u202egnp\x9b.html"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A folder of three pages, one with a wicked name and one with one in another encoding."""
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "a.html").write_text(MATH)
    (folder / NAME).write_text(page("<p>$$x\x1b]0;title\x07$$</p><p><b class=katex-display>"))
    Path(os.fsdecode(os.fsencode(folder) + b"/caf\xe9.html")).write_text(MATH)
    return folder


def mathfit(*words: object, **how: object) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "mathfit", *map(str, words)]
    return subprocess.run(command, check=False, capture_output="stdout" not in how, **how)  # type: ignore[call-overload, no-any-return]


def names(inspected: bytes) -> set[str]:
    pages = json.loads(inspected)["pages"]
    return {one["page"] for one in pages} if isinstance(pages, list) else set()


@pytest.mark.parametrize(
    "command",
    [
        *(["apply", "--check"], ["apply", "--check", "-v"], ["apply", "--check", "--json"]),
        *(["inspect"], ["inspect", "--json"], ["remove", "-v"], ["apply"]),
    ],
    ids=" ".join,
)
def test_no_control_character_gets_out(site: Path, command: list[str]) -> None:
    done = mathfit(command[0], site, *command[1:])
    assert done.returncode in {0, 1}
    text = (done.stdout + done.stderr).decode("utf-8")
    assert "Traceback" not in text
    assert printable(text.replace("\n", "")) == text.replace("\n", "")
    if "--json" in command:
        assert NAME in {*json.loads(done.stdout).get("changed", ()), *names(done.stdout)}
    else:
        assert SHOWN in text or command == ["apply"]


def test_in_an_error_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["apply", str(tmp_path / "\x1b[2J")]) == 2
    assert capsys.readouterr().err.endswith(r"/\x1b[2J" + "\n")


def test_letters_of_every_script_stay() -> None:
    for text in ("naïve – 数式 🎉 αβ", "e\u0301", "a\u3000b"):
        assert printable(text) == text
        assert printable_json(text) == text
    assert json.loads(printable_json(json.dumps(NAME, ensure_ascii=False))) == NAME
    assert printable_json('"\U000e0001"') == r'"\udb40\udc01"'


@pytest.mark.parametrize(
    "command",
    [
        *(["apply", "site"], ["apply", "site", "--check"], ["apply", "site", "--json"]),
        *(["remove", "site"], ["inspect", "site"], ["snippet"], ["--help"], ["apply", "--help"]),
        *(["--version"], ["verify", "--list-checks"], ["apply", "-"]),
    ],
    ids=" ".join,
)
def test_a_full_standard_output(site: Path, command: list[str]) -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("a system without /dev/full")
    words = [site if word == "site" else word for word in command]
    with full.open("wb") as stdout:
        done = mathfit(*words, stdout=stdout, stderr=subprocess.PIPE, input=MATH.encode())
    assert done.returncode == 3
    told = "mathfit: standard output cannot be read or written: No space left on device"
    assert done.stderr.decode().splitlines()[-1] == told
    assert b"Traceback" not in done.stderr


def test_a_reader_that_has_seen_enough(site: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    done = mathfit("inspect", site, "-q", stdout=write, stderr=subprocess.PIPE)
    os.close(write)
    assert (done.returncode, done.stderr) == (141, b"")


def test_include_that_matches_nothing_is_a_wrong_call(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for command in (["apply", "--check"], ["apply"], ["remove"], ["inspect"], ["verify"]):
        assert run([command[0], str(site), *command[1:], "--include", "post/*"]) == 2
        told = f"mathfit: no page in {site} matches --include post/*\n"
        assert capsys.readouterr().err == told
    (site / "empty").mkdir()
    assert run(["apply", str(site / "empty"), "--check"]) == 0


def test_a_mistyped_verb_gets_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["aply", "site"]) == 2
    assert capsys.readouterr().err == "mathfit: no such verb: 'aply'; did you mean 'apply'?\n"
    assert run(["zzz"]) == 2
    assert "no such verb: 'zzz'; there are apply, remove" in capsys.readouterr().err


def test_quiet(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.html").write_text(MATH)
    (tmp_path / "b.html").write_text(page("<p><span class=katex-display>x</p>"))
    (tmp_path / "c.html").write_bytes(b"%PDF-")
    for command in (["apply", "--check", "-q"], ["apply", "--quiet"], ["remove", "-q"]):
        assert run([command[0], str(tmp_path), *command[1:]]) == 3
        assert capsys.readouterr() == ("", "c.html: is not HTML\n")
    assert run(["apply", str(tmp_path), "-q", "--json"]) == 3
    captured = capsys.readouterr()
    assert json.loads(captured.out)["pages"] == 3
    assert captured.err == "c.html: is not HTML\n"


def test_verbose(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.html").write_text(MATH)
    (tmp_path / "b.html").write_text("<p>plain</p>")
    assert run(["apply", str(tmp_path), "-v", "--check"]) == 1
    told = "a.html: would change, 1 equation\nb.html: unchanged, 0 equations\n"
    assert capsys.readouterr().err == told
    assert run(["apply", str(tmp_path), "--verbose"]) == 0
    assert capsys.readouterr().err == told.replace("would change", "changed")
    assert run(["remove", str(tmp_path), "-v"]) == 0
    assert capsys.readouterr().err == "a.html: given back\nb.html: unchanged\n"
