"""Pages of the matrix, served on loopback with the engines and the assets that people can read."""

from __future__ import annotations

import asyncio
import io
import os
from collections import UserDict
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import unquote

import pytest
from PIL import Image, ImageChops, ImageFilter

from mathfit.browser.session import waiting
from tests import fonts, loopback

if TYPE_CHECKING:
    from playwright.async_api import Browser, ConsoleMessage, Page, Route

    from tests.chromium import Shared

ROOT = Path(__file__).parents[3]
ENGINES = Path(os.environ.get("MATHFIT_PACKAGES") or ROOT / "node_modules")
# What is far from the screen stays far: it is measured because the page asks for that.
WAIT = waiting("""async () => {
  if (document.querySelector("math-fit[lazy],[data-mathfit~=lazy]")) window.mathfit?.refresh?.();
}""")
JUDGE = (Path(__file__).parent / "judge.js").read_text(encoding="utf-8")
# Display elements with numbers: in a wrapper of mathfit's, or KaTeX's own.
FITTED = "document.querySelectorAll('math-fit[fit]:not([inline]),[data-mathfit~=fixed]').length"
FRAMES = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"

Served: TypeAlias = Callable[[str], str]
Play: TypeAlias = Callable[..., Any]


class Handler(SimpleHTTPRequestHandler):
    """Answers `/npm/`, `/assets/`, `/fonts/` from disk, other addresses from a table of pages."""

    def __init__(self, pages: Mapping[str, str], *args: Any) -> None:
        self.pages = pages
        super().__init__(*args)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""

    def translate_path(self, path: str) -> str:
        """Map an address to a file."""
        path = unquote(path.partition("?")[0])
        if font := fonts.WEB.get(path.removeprefix("/fonts/")):
            return str(font)
        for prefix, folder in (("/npm/", ENGINES), ("/assets/", ROOT / "assets" / "dist")):
            if path.startswith(prefix):
                return str(folder / path.removeprefix(prefix))
        return os.devnull

    def do_GET(self) -> None:
        """Answer with a page where there is one."""
        page = self.pages.get(self.path.partition("?")[0])
        if page is None:
            super().do_GET()
            return
        body = page.encode()
        self.send_response(200)
        self.send_header("content-type", "text/html; charset=utf-8")
        self.send_header("content-length", str(len(body)))
        self.send_header("cache-control", "no-store")  # another test's page has the same address
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def serving(pages: Mapping[str, str]) -> Iterator[str]:
    """Serve pages (address -> HTML) on loopback; gives the origin."""
    with loopback.serving(partial(Handler, pages)) as origin:
        yield origin


async def settled(page: Page, *, again: bool = False) -> None:
    """Wait until the engine, its fonts and the snippet are done."""
    await page.wait_for_load_state("load")
    await page.evaluate(WAIT, {"engineFailed": False, "again": again})
    await page.evaluate(FRAMES)


async def hold_fonts(page: Page) -> asyncio.Event:
    """Let no web font arrive before the event that is returned is set."""
    released = asyncio.Event()

    async def late(route: Route) -> None:
        await released.wait()
        await route.continue_()

    await page.route("**/*.woff2", late)
    return released


def other_ink(before: bytes, after: bytes) -> int:
    """Count the pixels of ink in one PNG that have no ink within a pixel in the other.

    A glyph's stem that falls on the next pixel, or is drawn in other greys, counts nothing; one
    that moved, changed its size or its shape does. Only the height that both have is compared:
    MathJax's invisible MathML may stick out of the page's last equation.
    """
    pictures = [Image.open(io.BytesIO(png)).convert("L") for png in (before, after)]
    width = min(picture.width for picture in pictures)
    height = min(picture.height for picture in pictures)
    one, other = (picture.crop((0, 0, width, height)) for picture in pictures)
    count = 0
    for first, second in ((one, other), (other, one)):
        ink = first.point(lambda value: 255 * (value < 96))
        blank = second.filter(ImageFilter.MinFilter(3)).point(lambda value: 255 * (value > 208))
        count += ImageChops.multiply(ink, blank).histogram()[255]
    return count


@contextmanager
def listening(page: Page) -> Iterator[None]:
    """Fail where a script of the page fails in the meantime, or mathfit complains."""
    problems: list[str] = []

    def failed(error: object) -> None:
        problems.append(str(error))

    def said(message: ConsoleMessage) -> None:
        if "mathfit:" in message.text:
            problems.append(message.text)

    page.on("pageerror", failed)
    page.on("console", said)
    yield
    page.remove_listener("pageerror", failed)
    page.remove_listener("console", said)
    assert problems == []


@pytest.fixture
def play(chromium: Shared) -> Play:
    """Return a function that serves pages and takes steps on a browser page of them.

    The page is in a context of its own, with the options that the function gets.
    """

    def run(
        pages: dict[str, str],
        steps: Callable[[Page, str], Awaitable[Any]],
        width: int = 1280,
        **context: Any,
    ) -> Any:
        async def session(browser: Browser, origin: str) -> Any:
            page = await browser.new_page(viewport={"width": width, "height": 900}, **context)
            with listening(page):
                return await steps(page, origin)

        with serving(pages) as origin:
            return chromium.run(partial(session, origin=origin))

    return run


@pytest.fixture(scope="session")
def served() -> Iterator[tuple[UserDict[str, str], str]]:
    """Give a table of pages that are served, which may change, and their origin."""
    pages: UserDict[str, str] = UserDict()
    with serving(pages) as origin:
        yield pages, origin


@pytest.fixture
def replay(chromium: Shared, served: tuple[UserDict[str, str], str]) -> Play:
    """Return the same as `play`, in a tab that the tests of a process share.

    For tests that load many pages and add no script to the tab: a page with an engine takes half
    the time.
    """
    table, origin = served

    def run(
        pages: dict[str, str], steps: Callable[[Page, str], Awaitable[Any]], width: int = 1280
    ) -> Any:
        async def session(browser: Browser) -> Any:
            table.data = {"/empty": ""}
            page = await chromium.tab(browser, origin + "/empty")
            table.data = pages
            await page.set_viewport_size({"width": width, "height": 900})
            try:
                with listening(page):
                    return await steps(page, origin)
            except BaseException:
                await chromium.forget_tab()
                raise

        return chromium.run(session)

    return run
