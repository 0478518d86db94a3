"""What holds for every test."""

from __future__ import annotations

import pytest

from tests import fonts


def pytest_configure(config: pytest.Config) -> None:
    """Fonts come first: a worker inherits them, and so does every browser."""
    if not hasattr(config, "workerinput"):
        try:
            fonts.use()
        except FileNotFoundError as missing:
            pytest.exit(f"{missing}; tools/setup.sh brings what the tests need", returncode=2)
