"""Whoever runs Chromium as root learns on stderr that it has no sandbox."""

from __future__ import annotations

from pathlib import Path

import pytest

from mathfit.browser import launch
from mathfit.browser.served import SiteFiles
from mathfit.cli.browser_options import read

SAID = "Chromium runs without its sandbox, as root: open no site that you do not trust\n"


@pytest.mark.parametrize(
    ("root", "name", "said"),
    [(True, "chromium", SAID), (False, "chromium", ""), (True, "firefox", "")],
)
def test_it_is_said(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    root: bool,
    name: str,
    said: str,
) -> None:
    monkeypatch.setattr(launch, "without_sandbox", lambda: root)
    read(SiteFiles(Path()), None, name, None, ())
    assert capsys.readouterr().err == said
