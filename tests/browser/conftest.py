"""The browser of all these tests."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from mathfit.browser.launch import BrowserOptions
from tests.chromium import Shared, shared

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def chromium() -> Iterator[Shared]:
    """Share one browser: Chromium, or the one that MATHFIT_BROWSER names."""
    with shared(BrowserOptions(os.environ.get("MATHFIT_BROWSER"))) as browser:
        yield browser
