"""The plugins in the real tools: each *.test.mjs is run by Node's own test runner."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.npm import project

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.generators

FILES = sorted(project.HERE.glob("*.test.mjs"))


@pytest.fixture(scope="session")
def folder() -> Path:
    """Give the project that has the tools and the package."""
    try:
        return project.project()
    except project.LeftOutError as reason:
        pytest.skip(f"the tools left out: {reason}")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name.removesuffix(".test.mjs"))
def test_the_tool_owns_the_wrappers(file: Path, folder: Path) -> None:
    # A script's imports are looked for from where it lies.
    copy = shutil.copy(file, folder / file.name)
    project.run("node", "--test", copy, cwd=folder)
