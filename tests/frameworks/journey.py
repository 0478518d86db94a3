"""What a reader does on one of the sites, and what is seen after each step."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playwright.async_api import Error

from tests import loopback

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.async_api import Browser, ConsoleMessage, Page

    from tests.frameworks.builds import Framework

JUDGE = (Path(__file__).parent / "judge.js").read_text(encoding="utf-8")
WIDTHS = (320, 375, 1280)
PHONE = 375
# How long something that is to happen may take, in milliseconds: only a page that stands still
# without having complained takes so long, however busy the machine is.
PATIENCE = 20_000
# All that a script does for a look of the page, it does in frames. What is wrong, and the same
# through so many of them, with nothing on its way from the server, stays as it is.
REST = 60
# How often that is tried where there is no rest, or something on its way.
ROUNDS = 20

# What the server sent, before any deferred script has run; and what nothing in the page has caught.
REMEMBER = """document.addEventListener("readystatechange", () => {
  if (document.readyState !== "interactive") return;
  window.served = [...document.querySelectorAll("h1, main, .katex, mjx-container, button")];
});
addEventListener("error", ({ message }) => { window.broken ??= message; });
addEventListener("unhandledrejection", ({ reason }) => { window.broken ??= String(reason); });"""
# Gives an empty string once the framework has taken the page over, or says why it will not.
READY = """(name) => document.documentElement.dataset.ready === name ? [""]
  : window.broken !== undefined && [window.broken]"""
KEPT = "() => window.served.filter((one) => !one.isConnected).map((one) => one.localName)"
# The framework's own work, the observers that it wakes, and a picture.
FRAMES = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
FONTS_AND_FRAMES = f"async () => {{ await document.fonts.ready; await ({FRAMES})(); }}"
# Not where it lies: what covers a button is another test's matter.
CLICK = """(selector) => {
  const element = document.querySelector(selector);
  element?.click();
  return element !== null;
}"""
# Judges in each frame until all is fine, or until what is wrong stays the same; what never rests
# has an end, too.
SETTLED = f"""({{ expected, rest, most }}) => new Promise((done, fail) => {{
  let last;
  let same = 0;
  let frames = 0;
  const look = () => {{
    try {{
      const {{ problems }} = ({JUDGE})(expected);
      same = problems.join() === last ? same + 1 : 0;
      last = problems.join();
      if (problems.length && same < rest && frames++ < most) requestAnimationFrame(look);
      else done(problems);
    }} catch (error) {{ fail(error); }}
  }};
  look();
}})"""

MATH_STEPS = (
    *("toggle", "toggle", "reorder", "reorder", "add", "reorder", "edit", "theme", "theme"),
    "details",
    *("to-home", "to-math") * 6,
    *("toggle", "reorder", "edit"),
)
HOME_STEPS = (*("to-math", "to-home") * 2, "to-math", "toggle", "toggle", "reorder", "add", "edit")
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
    with loopback.serving(partial(Handler, directory=str(site))) as origin:
        yield origin


class Visit:
    """A page of a site, open in a browser, and what it has complained of."""

    def __init__(self, page: Page, origin: str, framework: Framework) -> None:
        self.page = page
        self.origin = origin
        self.framework = framework
        self.errors: list[str] = []
        self.open = 0
        """Requests that are not answered yet."""
        self.traffic = 0
        """How many requests and answers there were."""
        page.on("request", lambda _: self._count(1))
        page.on("requestfinished", lambda _: self._count(-1))
        page.on("requestfailed", lambda _: self._count(-1))
        page.on("pageerror", lambda error: self._note(str(error)))
        page.on("console", self._said)

    def _count(self, more: int) -> None:
        self.open += more
        self.traffic += 1

    def _said(self, said: ConsoleMessage) -> None:
        if said.type in {"error", "warning"}:
            self._note(said.text)

    def _note(self, text: str) -> None:
        self.errors.append(" ".join(text.replace(self.origin, "").split())[:300])

    async def ready(self, name: str) -> None:
        """Wait until the framework has taken the page over and its fonts are there.

        An error that nothing caught ends the wait: what was to come may not come any more.
        """
        answer = await self.page.wait_for_function(READY, arg=name, timeout=PATIENCE)
        if broken := (await answer.json_value())[0]:
            raise Error(f"not ready: {broken}")
        await self.page.evaluate(FONTS_AND_FRAMES)

    async def load(self, name: str) -> None:
        """Open the page `home` or `math`."""
        path = self.framework.home if name == "home" else self.framework.math
        await self.page.goto(self.origin + path, wait_until="load")
        await self.ready(name)

    async def click(self, step: str) -> None:
        """Take a step of a journey."""
        target = "details:not(.other) summary" if step == "details" else f"#{step}"
        # Each page has its controls from the start, so that there is nothing to wait for.
        if not await self.page.evaluate(CLICK, target):
            raise Error(f"there is no {target}")
        if step.startswith("to-"):
            await self.ready(step.removeprefix("to-"))
        else:
            await self.page.evaluate(FRAMES)

    async def look(self, **expected: Any) -> dict[str, Any]:
        """Judge the page as it is now."""
        seen: dict[str, Any] = await self.page.evaluate(JUDGE, expected)
        return seen

    async def problems(self, **expected: Any) -> list[str]:
        """Judge the page once it is fine, or after it had the time to become so."""
        argument = {"expected": expected, "rest": REST, "most": ROUNDS * REST}
        found: list[str] = []
        for _ in range(ROUNDS):
            before = self.traffic
            found = await self.page.evaluate(SETTLED, argument)
            if not found or (self.open <= 0 and self.traffic == before):
                break
        return found

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
