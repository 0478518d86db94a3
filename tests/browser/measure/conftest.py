"""Sites that are measured with real engines, and tabs to look at what came out."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeAlias
from unittest.mock import patch

import pytest

from mathfit.browser.find import NoBrowserError
from mathfit.browser.network import Network, Traffic
from mathfit.browser.packages import PackageFolder
from mathfit.browser.pool import PoolOptions
from mathfit.browser.served import SiteFiles
from mathfit.browser.session import load, waiting
from mathfit.measure import apply as measuring
from mathfit.measure.apply import MeasureOptions, measure_site
from mathfit.page.apply import ApplyOptions
from mathfit.site.apply import apply_site
from mathfit.site.copy import copy_rest
from mathfit.site.jobs import PageResult
from mathfit.site.walk import open_site
from mathfit.verify.scripts import settle as settle_step
from tests.chromium import Shared, browser_of_tests, shared

if TYPE_CHECKING:
    from playwright.async_api import Browser, Page

ROOT = Path(__file__).parents[3]
CDN = "https://cdn.jsdelivr.net/npm/"
# The addresses of tests/browser/fit/pages.py, whose server is not there, as a page has them.
ADDRESSES = {
    "/npm/mathjax2/": f"{CDN}mathjax@2/",
    "/npm/mathjax3/": f"{CDN}mathjax@3/",
    "/npm/mathjax4/": f"{CDN}mathjax@4/",
    "/npm/@mathjax/mathjax-newcm-font": f"{CDN}@mathjax/mathjax-newcm-font@4",
    "/npm/@mathjax/%%FONT%%-font": f"{CDN}@mathjax/%%FONT%%-font@4",
    "/npm/katex/": f"{CDN}katex@latest/",
    "/npm/katex016/": f"{CDN}katex@0.16/",
    "/npm/katex010/": f"{CDN}katex@0.10/",
}

Measure: TypeAlias = Callable[..., dict[str, PageResult]]
Look: TypeAlias = Callable[..., Any]


def on_cdn(html: str) -> str:
    """Return a page of the matrix with the engines' public addresses."""
    for local, public in ADDRESSES.items():
        html = html.replace(local, public)
    return html


def write(folder: Path, pages: Mapping[str, str]) -> Path:
    """Write a site."""
    for name, content in pages.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def packages() -> PackageFolder:
    """Return the engines: MATHFIT_PACKAGES, or what `npm ci` put into the project."""
    return PackageFolder.read(Path(os.environ.get("MATHFIT_PACKAGES") or ROOT / "node_modules"))


@pytest.fixture(scope="session")
def measure(packages: PackageFolder) -> Measure:
    """Return a function that measures a site into a folder, or in place.

    With `opened` off no page may be opened: it raises NoBrowserError where one would be.
    """

    def call(
        root: Path,
        out: Path | None = None,
        apply: ApplyOptions | None = None,
        timeout: float = 60,
        browsers: int = 2,
        memory: int = 1024,
        write: bool = True,
        opened: bool = True,
        routed: bool = False,
        **how: Any,
    ) -> dict[str, PageResult]:
        site = open_site(root, out)
        pool = PoolOptions(browser_of_tests(), browsers, memory=memory)
        options = MeasureOptions(pool, Network(SiteFiles(root), packages), timeout, **how)
        apply = apply or ApplyOptions(assets="")
        if write:
            list(copy_rest(site))
        results = measure_site(site, apply, options, jobs=1, write=write, routed=routed)
        # Sizes are kept for one browser, so another that does not start would not do here.
        with nullcontext() if opened else patch.object(measuring, "visit_all", _open_none):
            return {result.page.as_posix(): result for result in results}

    return call


def _open_none(*_: object) -> NoReturn:
    raise NoBrowserError("no page was to be opened")


def at_read_time(root: Path, out: Path) -> Path:
    """Apply without measuring."""
    site = open_site(root, out)
    list(copy_rest(site))
    list(apply_site(site, ApplyOptions(assets=""), jobs=1, write=True))
    return out


@pytest.fixture(scope="session")
def chromium() -> Iterator[Shared]:
    """Share the browser that looks at what came out."""
    with shared(browser_of_tests()) as started:
        yield started


@pytest.fixture(scope="session")
def look(packages: PackageFolder, chromium: Shared) -> Look:
    """Return a function that opens a tab on a site and takes steps with it."""

    def call(root: Path, steps: Callable[[Page], Awaitable[Any]], **context: Any) -> Any:
        async def session(opened: Browser) -> Any:
            options = {"viewport": {"width": 1280, "height": 900}, **context}
            tabs = await opened.new_context(**options)
            await Network(SiteFiles(root), packages).attach(tabs, Traffic())
            return await steps(await tabs.new_page())

        return chromium.run(session)

    return call


async def settle(page: Page, name: str, *, scripts: bool = True) -> None:
    """Load a page of the site and wait until it has said its last word."""
    url = SiteFiles(Path()).url(name)
    if not scripts:
        await page.goto(url)
        # Playwright's own evaluation runs, and the engine's fonts come after the load event.
        await page.evaluate("() => document.fonts.ready.then(() => true)")
        return
    await load(page, url)
    await page.evaluate(waiting(settle_step()), {"engineFailed": False, "again": False})


async def resize(page: Page, width: int) -> None:
    """Turn to another width, and wait until that is laid out."""
    await page.set_viewport_size({"width": width, "height": 900})
    await page.evaluate("() => new Promise((done) => requestAnimationFrame(() => done()))")
