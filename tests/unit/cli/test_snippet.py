"""`mathfit snippet`: what is printed, and where."""

from __future__ import annotations

import base64
import hashlib
import re
import shlex
from pathlib import Path
from xml.etree import ElementTree

import pytest

from mathfit import __version__
from mathfit.cli import run
from mathfit.page.assets import standalone

DOCS = (Path(__file__).parents[3] / "docs" / "snippet.md").read_text(encoding="utf-8")
WRITTEN = sorted(set(re.findall(r"`mathfit (snippet[^`>]*)", DOCS)))


def printed(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert run(["snippet", *words]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    return out


def test_the_script_alone(capsys: pytest.CaptureFixture[str]) -> None:
    assert printed(capsys) == standalone()
    assert "// Measures" in printed(capsys, "--readable")


def test_in_an_element(capsys: pytest.CaptureFixture[str]) -> None:
    assert printed(capsys, "--inline") == f"<script>{standalone()}</script>\n"
    words = ("--inline", "--min-scale", "0.5", "--nonce", 'a"b', "--no-enlarge")
    start, script = printed(capsys, *words).split(">", 1)
    assert start == '<script nonce="a&quot;b" data-min-scale="0.5"'
    assert script == f"{standalone(enlarge=False)}</script>\n"


@pytest.mark.parametrize("words", [(), ("--readable",), ("--no-enlarge",)])
def test_nothing_in_the_script_ends_the_element(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    script = printed(capsys, *words).lower()
    assert "</script" not in script
    assert "<!--" not in script


@pytest.mark.parametrize("words", [(), ("--readable",), ("--no-enlarge",)])
def test_a_line_with_the_hash_of_the_file(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    file = printed(capsys, *words).encode()
    digest = base64.b64encode(hashlib.sha384(file).digest()).decode()
    line = printed(capsys, "--linked", "/a.js?b&c", *words)
    assert line == (f'<script src="/a.js?b&amp;c" integrity="sha384-{digest}" defer=""></script>\n')


@pytest.mark.parametrize(
    ("url", "elsewhere"),
    [("https://cdn.example/a.js", True), ("//cdn.example/a.js", True), ("/a.js", False)],
)
def test_only_another_host_is_asked_for_leave_to_read(
    capsys: pytest.CaptureFixture[str], url: str, elsewhere: bool
) -> None:
    line = printed(capsys, "--linked", url, "--min-scale", "0", "--nonce", "n")
    end = ' nonce="n" data-min-scale="0" defer=""></script>\n'
    assert line.endswith((' crossorigin="anonymous"' if elsewhere else "") + end)
    assert ("crossorigin" in line) == elsewhere


def test_the_line_is_xml_too(capsys: pytest.CaptureFixture[str]) -> None:
    line = printed(capsys, "--linked", "/a.js?b&c", "--nonce", "n", "--min-scale", "0.5")
    element = ElementTree.fromstring(line)  # noqa: S314  # our own text
    assert element.get("src") == "/a.js?b&c"


def test_the_scale_of_a_file_is_said_where_the_file_is_loaded(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["snippet", "--min-scale", "0.5"]) == 0
    out, err = capsys.readouterr()
    assert out == standalone()
    assert re.search(r'data-min-scale="0.5" in its tag', err)


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (("--inline", "--linked", "/a.js"), "exclude each other"),
        (("--nonce", "n"), "--nonce needs"),
        (("--inline", "--min-scale", "2"), "--min-scale"),
    ],
)
def test_a_wrong_call(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...], line: str
) -> None:
    assert run(["snippet", *words]) == 2
    assert line in capsys.readouterr().err


def test_the_documentation_tells_of_each_way() -> None:
    words = {word for command in WRITTEN for word in command.split()}
    assert words > {"--inline", "--linked", "--min-scale", "--nonce", "--readable"}
    assert set(re.findall(r"mathfit@([\w.-]+)", DOCS)) == {__version__}


@pytest.mark.parametrize("command", WRITTEN)
def test_each_command_of_the_documentation_does(command: str) -> None:
    assert run(shlex.split(command)) == 0
