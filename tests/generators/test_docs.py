"""The documentation's own site: it builds, fits, has no dead link, and its search finds."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import partial
from http.server import SimpleHTTPRequestHandler
from typing import TYPE_CHECKING

import pytest

from tests import loopback
from tests.chromium import browser_of_tests, shared
from tests.generators import builds
from tests.generators.test_plugins import PACKAGES, ROOT, tool, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.async_api import Browser

pytestmark = pytest.mark.generators

# The pages with formulas.
FITTED = {"index.html": 1, "questions/index.html": 1}


class Handler(SimpleHTTPRequestHandler):
    """Serves a folder."""

    def end_headers(self) -> None:
        """Tell linkchecker that it need not wait between requests, as it does for others."""
        self.send_header("LinkChecker", "welcome")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


@pytest.fixture(scope="session")
def site() -> Path:
    """Build the documentation as `make docs` does, once for all processes of a run."""
    try:
        builds.get_plugins()
    except builds.LeftOutError as reason:
        pytest.skip(f"MkDocs left out: {reason}")
    folder, stamp = builds.BUILD / "docs", builds.BUILD / "docs.stamp"
    inputs = [ROOT / name for name in ("docs", "mkdocs.yml", "mathfit", "assets/dist")]
    with builds._alone():
        digest = builds.digest_of(*inputs, builds.HERE / "requirements.txt")
        if not builds.is_current(stamp, digest):
            done = tool("mkdocs", "build", "--strict", "--site-dir", folder, cwd=ROOT)
            # --strict: a link to no page or no heading, and a page that the menu lacks, stop it.
            assert done.returncode == 0, done.stdout
            stamp.write_text(digest, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def origin(site: Path) -> Iterator[str]:
    with loopback.serving(partial(Handler, directory=str(site))) as served:
        yield served


@pytest.mark.browser
def test_every_page_fits(site: Path, tmp_path: Path) -> None:
    assert wrapped(site) == FITTED
    result = tmp_path / "result.json"
    words = ("verify", site, "--widths", "320,1280", "--packages", PACKAGES, "--json", result)
    done = subprocess.run(
        [sys.executable, "-m", "mathfit", *map(str, words)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads(result.read_text(encoding="utf-8"))
    assert told["pages"] + told["skipped"] == len(list(site.rglob("*.html")))
    seen = {one["page"]: one["equations"] for one in told["results"] if one["equations"]}
    assert seen == FITTED


def test_no_link_is_dead(origin: str, tmp_path: Path) -> None:
    settings = tmp_path / "linkcheckerrc"
    settings.write_text("[checking]\nmaxrequestspersecond=1000\n[AnchorCheck]\n", encoding="ascii")
    options = ("--config", settings, "--no-robots", "--no-status", "--verbose", "--output", "csv")
    done = tool("linkchecker", *options, origin, cwd=tmp_path)
    assert done.returncode == 0, done.stdout
    # All was looked at, and not the first page alone.
    assert f"{origin}/gallery/" in done.stdout


@pytest.mark.browser
def test_the_search_finds_what_a_reader_types(origin: str) -> None:
    async def look(browser: Browser) -> list[str]:
        page = await browser.new_page(viewport={"width": 1280, "height": 800})
        await page.goto(origin)
        await page.click("[data-md-component=search-query]")
        await page.keyboard.type("hydration")
        found = page.locator("a.md-search-result__link")
        await found.first.wait_for()
        return [str(await one.get_attribute("href")) for one in await found.all()]

    with shared(browser_of_tests()) as browser:
        addresses = browser.run(look)
    assert any(address.partition("?")[0].endswith("/questions/") for address in addresses)
