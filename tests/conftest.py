"""What holds for every test."""

from __future__ import annotations

import os

import pytest

from tests import fonts

PATIENCE = "600"
"""Seconds that a page may take wherever a test sets no limit: no busy machine is to be a fault."""


def pytest_configure(config: pytest.Config) -> None:
    """Fonts come first: a worker inherits them, and so does every browser."""
    os.environ.setdefault("MATHFIT_TIMEOUT", PATIENCE)
    if not hasattr(config, "workerinput"):
        try:
            fonts.use()
        except FileNotFoundError as missing:
            pytest.exit(f"{missing}; tools/setup.sh brings what the tests need", returncode=2)
