"""`apply --typeset`: its options by flag, variable and file, and the calls that are wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mathfit.cli import run

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_its_options_are_shown_with_where_they_come_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "mathfit.toml"
    file.write_text('typeset = true\nfonts = "copied"\n')
    monkeypatch.chdir(tmp_path)
    assert run(["--show-config", "apply"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert f"typeset = true  # {file}" in lines
    assert f'fonts = "copied"  # {file}' in lines
    monkeypatch.setenv("MATHFIT_FONTS", "linked")
    assert run(["--show-config", "apply"]) == 0
    assert 'fonts = "linked"  # $MATHFIT_FONTS' in capsys.readouterr().out.splitlines()


def test_fonts_are_linked_or_copied(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["apply", str(tmp_path), "--typeset", "--fonts", "none"]) == 2
    assert "linked" in capsys.readouterr().err


def test_standard_input_has_no_folder_to_typeset_in(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["apply", "-", "--typeset"]) == 2
    assert "is for a folder or a file, not for -" in capsys.readouterr().err
