"""What a reader does on one of the sites, and what is seen after each step."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

from playwright.async_api import Error
from playwright.async_api import TimeoutError as TookTooLongError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.async_api import Browser, ConsoleMessage, Page

    from tests.frameworks.builds import Framework

JUDGE = (Path(__file__).parent / "judge.js").read_text(encoding="utf-8")
WIDTHS = (320, 375, 1280)
PHONE = 375
# How long something that is to happen may take, in milliseconds: only a fault takes so long.
PATIENCE = 3000

# What the server sent, before any deferred script has run.
REMEMBER = """document.addEventListener("readystatechange", () => {
  if (document.readyState !== "interactive") return;
  window.served = [...document.querySelectorAll("h1, main, .katex, mjx-container, button")];
});"""
KEPT = "() => window.served.filter((one) => !one.isConnected).map((one) => one.localName)"
# The framework's own work, the observers that it wakes, and a picture.
FRAMES = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
FONTS = "async () => { await document.fonts.ready; }"

MATH_STEPS = (
    *("toggle", "toggle", "reorder", "reorder", "add", "reorder", "edit", "theme", "theme"),
    "details",
    *("to-home", "to-math") * 6,
    *("toggle", "reorder", "edit"),
)
HOME_STEPS = (*("to-math", "to-home") * 6, "to-math", "toggle", "toggle", "reorder", "add", "edit")
JOURNEYS = {"math": MATH_STEPS, "home": HOME_STEPS}
"""What is clicked, one after the other, by the page that the reader enters on."""


class Handler(SimpleHTTPRequestHandler):
    """Answers with the files of a folder."""

    def do_GET(self) -> None:
        """Answer; a site without an icon is no fault, and browsers ask for one but once."""
        if self.path == "/favicon.ico":
            self.send_response(204)
            self.end_headers()
            return
        super().do_GET()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


@contextmanager
def serving(site: Path) -> Iterator[str]:
    """Serve a site on loopback; gives the origin."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(site)))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


class Visit:
    """A page of a site, open in a browser, and what it has complained of."""

    def __init__(self, page: Page, origin: str, framework: Framework) -> None:
        self.page = page
        self.origin = origin
        self.framework = framework
        self.errors: list[str] = []
        page.on("pageerror", lambda error: self._note(str(error)))
        page.on("console", self._said)

    def _said(self, said: ConsoleMessage) -> None:
        if said.type in {"error", "warning"}:
            self._note(said.text)

    def _note(self, text: str) -> None:
        self.errors.append(" ".join(text.replace(self.origin, "").split())[:300])

    async def ready(self, name: str) -> None:
        """Wait until the framework has taken the page over and its fonts are there."""
        await self.page.wait_for_selector(f'html[data-ready="{name}"]', timeout=PATIENCE)
        await self.page.evaluate(FONTS)
        await self.page.evaluate(FRAMES)

    async def load(self, name: str) -> None:
        """Open the page `home` or `math`."""
        path = self.framework.home if name == "home" else self.framework.math
        await self.page.goto(self.origin + path, wait_until="load")
        await self.ready(name)

    async def click(self, step: str) -> None:
        """Take a step of a journey."""
        target = "details:not(.other) summary" if step == "details" else f"#{step}"
        # Not where it lies: what covers a button is another test's matter.
        await self.page.locator(target).first.dispatch_event("click", timeout=PATIENCE)
        if step.startswith("to-"):
            await self.ready(step.removeprefix("to-"))
        await self.page.evaluate(FRAMES)

    async def look(self, **expected: Any) -> dict[str, Any]:
        """Judge the page as it is now."""
        seen: dict[str, Any] = await self.page.evaluate(JUDGE, expected)
        return seen

    async def problems(self, **expected: Any) -> list[str]:
        """Judge the page once it is fine, or after it had the time to become so."""
        good = f"(expected) => ({JUDGE})(expected).problems.length === 0"
        try:
            await self.page.wait_for_function(good, arg=expected, timeout=PATIENCE)
        except TookTooLongError:
            found: list[str] = (await self.look(**expected))["problems"]
            return found
        return []

    def new_errors(self, known: list[str]) -> list[str]:
        """List what the page complained of, and the page without mathfit did not."""
        return sorted((Counter(self.errors) - Counter(known)).elements())


async def visit(browser: Browser, origin: str, framework: Framework, width: int = PHONE) -> Visit:
    """Open a window of a width."""
    page = await browser.new_page(viewport={"width": width, "height": 900})
    await page.add_init_script(REMEMBER)
    return Visit(page, origin, framework)


async def step(seen: Visit, name: str) -> str | None:
    """Take a step; returns what went wrong where it cannot be taken."""
    try:
        await seen.click(name)
    except Error as error:
        text = await seen.page.evaluate("document.body.innerText.slice(0, 60)")
        return f"no {name}: {str(error).splitlines()[0]} (the page says {text!r})"
    return None
