"""`mathfit doctor` on this machine, and on one that lacks things."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from mathfit.browser.doctor import examine
from mathfit.browser.launch import BrowserOptions

if TYPE_CHECKING:
    from pathlib import Path

    from mathfit.browser.packages import PackageFolder

pytestmark = pytest.mark.browser


def test_a_machine_that_has_all(packages: PackageFolder) -> None:
    lines = list(examine(BrowserOptions(os.environ.get("MATHFIT_BROWSER")), packages.root))
    assert [line for line in lines if line.needed and not line.ok] == []
    assert {"browser", "fonts", "mathjax", "katex"} <= {line.name for line in lines}


def test_what_is_lacking_is_named(tmp_path: Path) -> None:
    lines = {line.name: line for line in examine(BrowserOptions("no-such-browser"), tmp_path)}
    assert not lines["browser"].ok
    assert "no MathJax" in lines["packages"].found
