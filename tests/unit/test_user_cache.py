"""Where mathfit keeps what is its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mathfit.user_cache import default_folder

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_the_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert default_folder() == tmp_path / "mathfit"
