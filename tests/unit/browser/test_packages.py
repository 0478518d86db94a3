"""Folders of npm packages: which version answers, and what is never answered."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from mathfit.browser.packages import PackageFolder
from mathfit.engines import EngineAddress, match_address
from mathfit.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path


def package(folder: Path, name: str, version: str, **files: str) -> None:
    folder.mkdir(parents=True)
    manifest = {"name": name, "version": version, "main": "main.js"}
    (folder / "package.json").write_text(json.dumps(manifest))
    for path, content in {"main.js": version, **files}.items():
        (folder / path).write_text(content)


@pytest.fixture
def folder(tmp_path: Path) -> PackageFolder:
    root = tmp_path / "node_modules"
    package(root / "mathjax", "mathjax", "4.1.3")
    package(root / "old", "mathjax", "3.2.2")
    package(root / "older", "mathjax", "3.1.4")
    package(root / "mj2", "mathjax", "2.7.9")
    package(root / "beta", "mathjax", "5.0.0-beta.1")
    package(root / "katex", "katex", "0.19.1")
    package(root / "katex-a", "katex", "0.16.9")
    package(root / "@mathjax" / "mathjax-newcm-font", "@mathjax/mathjax-newcm-font", "4.1.3")
    package(root / "unpacked" / "package", "temml", "0.13.5")
    package(root / "left-pad", "left-pad", "1.0.0")
    (root / "broken").mkdir()
    (root / "broken" / "package.json").write_text("{")
    return PackageFolder.read(root)


@pytest.mark.parametrize(
    ("name", "wanted", "version"),
    [
        ("mathjax", None, "4.1.3"),
        ("mathjax", "latest", "4.1.3"),
        ("mathjax", "4", "4.1.3"),
        ("mathjax", "3", "3.2.2"),
        ("mathjax", "^3", "3.2.2"),
        ("mathjax", "3.1", "3.1.4"),
        ("mathjax", "3.2.2", "3.2.2"),
        ("mathjax", "3.2.0", "3.2.2"),
        ("mathjax", "3.0.1", "3.1.4"),
        ("mathjax", "2", "2.7.9"),
        ("mathjax", "2.7.5", "2.7.9"),
        ("mathjax", "1", None),
        ("mathjax", "5.0.0-beta.1", "5.0.0-beta.1"),
        ("katex", "0.16", "0.16.9"),
        ("katex", "0.15.2", "0.16.9"),
        ("katex", "0.18.0", "0.19.1"),
        ("temml", None, "0.13.5"),
        ("@mathjax/mathjax-newcm-font", "4", "4.1.3"),
        ("left-pad", None, None),
    ],
)
def test_the_best_match(
    folder: PackageFolder, name: str, wanted: str | None, version: str | None
) -> None:
    found = folder.choose(name, wanted)
    assert (found.version if found else None) == version


def test_an_answer_says_whether_it_is_what_was_asked(folder: PackageFolder) -> None:
    exact = folder.answer(EngineAddress("mathjax", "mathjax", "3", "main.js"))
    other = folder.answer(EngineAddress("mathjax", "mathjax", "2.7.5", ""))
    assert exact is not None
    assert exact.exact
    assert other is not None
    assert not other.exact
    assert other.file.read_text() == "2.7.9"


def test_nothing_outside_the_package_answers(folder: PackageFolder, tmp_path: Path) -> None:
    (tmp_path / "secret.js").write_text("x")
    (folder.root / "katex" / "link.js").symlink_to(tmp_path / "secret.js")
    for path in ("../../secret.js", "link.js", "a\0b", "no-such-file.js"):
        assert folder.answer(EngineAddress("katex", "katex", None, path)) is None
    climbing = match_address("https://cdn.jsdelivr.net/npm/katex/%2e%2e/%2e%2e/secret.js")
    assert climbing is None or folder.answer(climbing) is None


def test_a_folder_without_engines_is_a_wrong_call(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such folder"):
        PackageFolder.read(tmp_path / "nowhere")
    with pytest.raises(UsageError, match="no MathJax"):
        PackageFolder.read(tmp_path)
