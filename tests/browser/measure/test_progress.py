"""What is seen on a terminal while pages are measured."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.browser.measure.conftest import write
from tests.browser.measure.sources import MATHML, STYLE, page

if TYPE_CHECKING:
    from pathlib import Path

PAGES = 6


@pytest.mark.browser
def test_a_bar_with_an_estimate(tmp_path: Path) -> None:
    pages = {f"{number}.html": page(MATHML, "none") for number in range(PAGES)}
    root = write(tmp_path / "site", {**pages, "style.css": STYLE})
    command = [sys.executable, "-m", "mathfit", "apply", str(root), "--out", str(tmp_path / "out")]
    command += ["--measure", "--no-cache"]
    if path := os.environ.get("MATHFIT_BROWSER"):
        command += ["--browser", path]
    ours, theirs = pty.openpty()
    environment = os.environ | {"TERM": "xterm", "COLUMNS": "80"}
    for name in ("CI", "NO_COLOR"):
        environment.pop(name, None)
    process = subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment, close_fds=True
    )
    os.close(theirs)
    said = b""
    try:
        while part := os.read(ours, 4096):
            said += part
    except OSError:  # its side is closed
        pass
    assert process.wait() == 0, said
    text = said.decode()
    assert re.search(r"\b[1-9]\d%  \d\d:\d\d:\d\d", text), text
