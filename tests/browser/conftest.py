"""The browser of all these tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.chromium import Shared, browser_of_tests, shared

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def chromium() -> Iterator[Shared]:
    """Share one browser: Chromium, or the one that MATHFIT_BROWSER names."""
    with shared(browser_of_tests()) as browser:
        yield browser
