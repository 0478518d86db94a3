"""Scratch sites in a real browser, with real engines from npm packages."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeAlias

import pytest

from mathfit.browser.launch import BrowserOptions
from mathfit.browser.network import Network
from mathfit.browser.packages import PackageFolder
from mathfit.browser.served import SiteFiles
from mathfit.verify.options import RunOptions, VisitOptions
from mathfit.verify.results import VerifiedPage
from mathfit.verify.run import run

ROOT = Path(__file__).parents[3]
PATIENCE = 600
"""Seconds that a page gets: one that ends does so however busy the machine is."""
CDN = "https://cdn.jsdelivr.net/npm/"

Verify: TypeAlias = Callable[..., dict[str, VerifiedPage]]


@pytest.fixture(scope="session")
def packages() -> PackageFolder:
    """Return the engines: MATHFIT_PACKAGES, or what `npm ci` put into the project."""
    return PackageFolder.read(Path(os.environ.get("MATHFIT_PACKAGES") or ROOT / "node_modules"))


@pytest.fixture(scope="session")
def verify(packages: PackageFolder, tmp_path_factory: pytest.TempPathFactory) -> Verify:
    """Return a function from pages (name -> HTML) to what `verify` found on each."""

    def call(
        pages: Mapping[str, str],
        widths: tuple[int, ...] = (400, 1200),
        timeout: float = PATIENCE,
        looks: Path | None = None,
        settings: tuple[str, ...] = (),
        memory: int = 1024,
    ) -> dict[str, VerifiedPage]:
        root = tmp_path_factory.mktemp("site")
        for name, content in pages.items():
            (root / name).write_text(content, encoding="utf-8")
        network = Network(SiteFiles(root), packages)
        visit = VisitOptions(widths, timeout=timeout, looks=looks, settings=settings)
        browser = BrowserOptions(os.environ.get("MATHFIT_BROWSER"))
        results = run(network, list(pages), RunOptions(visit, browser, 2, memory))
        return {result.page: result for result in results}

    return call
