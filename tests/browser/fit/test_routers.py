"""A reader who enters a site with a router on a page without formulas, and goes on to one with."""

from __future__ import annotations

import re
import shutil
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from mathfit.cli import run
from tests.browser.fit import pages
from tests.browser.fit.conftest import ENGINES, FRAMES, Play, settled
from tests.generators import builds

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.async_api import Browser, Page, Route

    from tests.chromium import Shared

pytestmark = pytest.mark.browser

KATEX = pages.OUTPUTS["katex"].head
# The router of these pages: it takes the other page's content, and leaves its head alone.
ROUTER = """<script>
addEventListener('click', async (event) => {
  const link = event.target.closest('a');
  if (!link) return;
  event.preventDefault();
  const text = await (await fetch(link.href)).text();
  const next = new DOMParser().parseFromString(text, 'text/html');
  history.pushState(null, '', link.href);
  document.querySelector('#content').replaceWith(next.querySelector('#content'));
});
</script>"""
PAGE = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>t</title>'
    '<meta name="viewport" content="width=device-width">HEAD</head>'
    '<body><main id="content"><a href="/">home</a> <a href="/math.html">math</a>BODY</main>'
    f"{ROUTER}</body></html>"
)


def written(head: str, body: str) -> str:
    """Return a page of the site."""
    return PAGE.replace("HEAD", head).replace("BODY", body)


TEX = f"\\[{'+'.join(f'a_{{{number}}}' for number in range(14))}\\]"
SUM = "<mo>+</mo>".join(f"<mi>a</mi><mn>{number}</mn>" for number in range(40))
MATHML = f'<math display="block"><mrow>{SUM}</mrow></math>'
WIDEST = """Math.max(...Array.from(document.querySelectorAll('article mjx-math'),
  (formula) => formula.getBoundingClientRect().right))"""
SIDEWAYS = "document.documentElement.scrollWidth > innerWidth"


async def typeset(page: Page, origin: str) -> str:
    """Return what KaTeX makes of the equation, as a build writes it."""
    await page.goto(f"{origin}/tex")
    await page.wait_for_selector(".katex-display")
    return str(await page.evaluate("document.querySelector('.katex-display').outerHTML"))


@pytest.mark.parametrize("every", [None, "--no-every-page"])
@pytest.mark.parametrize("engine", ["katex", "mathml"])
def test_a_reader_who_enters_elsewhere(
    play: Play, tmp_path: Path, engine: str, every: str | None
) -> None:
    sheet = "<link rel=stylesheet href=/npm/katex/dist/katex.min.css>"
    served = {"/tex": written(KATEX, TEX)}

    async def steps(page: Page, origin: str) -> Any:
        formula = await typeset(page, origin) if engine == "katex" else MATHML
        (tmp_path / "index.html").write_text(written(sheet, "<p>words</p>"))
        (tmp_path / "math.html").write_text(written(sheet, formula))
        options = [every] if every else []
        assert run(["apply", str(tmp_path), "--assets", "inline", *options]) == 0
        served["/"] = (tmp_path / "index.html").read_text()
        served["/math.html"] = (tmp_path / "math.html").read_text()
        await page.goto(origin)
        await page.evaluate("window.stayed = true")
        seen = []
        for _ in range(3):
            await page.click("text=math")
            await page.wait_for_selector(".katex-display, math")
            await settled(page) if not every else await page.evaluate(FRAMES)
            seen.append(await page.evaluate(SIDEWAYS))
            await page.click("text=home")
            await page.wait_for_selector("text=words")
        assert await page.evaluate("window.stayed")
        return seen

    # Without the assets the equation is too wide: so this page tells whether they are there.
    assert play(served, steps, width=375) == [bool(every)] * 3


async def answer(folder: Path, route: Route) -> None:
    """Answer from the folder of a site, and MathJax 3's address from the npm package."""
    address = urlsplit(route.request.url)
    path = address.path.lstrip("/")
    file = folder / path / "index.html" if path.endswith("/") or not path else folder / path
    if address.netloc == "unpkg.com":
        file = ENGINES / "mathjax3" / path.removeprefix("mathjax@3/")
    await (route.fulfill(path=file) if file.is_file() else route.abort())


def apply(project: Path, out: Path) -> None:
    """Fit what is built by the command, as the last step of a pipeline does."""
    assert run(["apply", str(project / "site"), "--out", str(out)]) == 0


def plug_in(project: Path, out: Path) -> None:
    """Build anew, with the plugin in the configuration."""
    work = out.with_name("project")
    shutil.copytree(project, work)
    config = work / "mkdocs.yml"
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace("plugins: []", "plugins: [mathfit]"), encoding="utf-8")
    builds.run("mkdocs", "build", "--strict", "--site-dir", out, cwd=work)


@pytest.mark.generators
@pytest.mark.parametrize("fit", [apply, plug_in])
def test_material_for_mkdocs_with_instant_navigation(
    chromium: Shared, tmp_path: Path, fit: Callable[[Path, Path], None]
) -> None:
    name = "mkdocs-material-instant"
    generator = next(one for one in builds.GENERATORS if one.name == name)
    try:
        built = builds.build(generator)
        builds.get_plugins()
    except builds.LeftOutError as reason:
        pytest.skip(f"{name} left out: {reason}")
    out = tmp_path / "out"
    fit(built.parent, out)

    async def steps(browser: Browser) -> None:
        page = await browser.new_page(viewport={"width": 375, "height": 900})
        problems: list[str] = []
        page.on("pageerror", lambda error: problems.append(str(error)))
        # The router compares addresses with the sitemap's, but for their ports: it has to be 80.
        await page.route(re.compile("."), partial(answer, out))
        await page.goto("http://blog.example/")
        await page.wait_for_function("window.MathJax?.startup?.promise")
        await page.evaluate("window.stayed = true")
        for post in ("gradient", "spectral"):
            await page.click(f"article a[href$='{post}/']")
            await page.wait_for_url(f"**/{post}/")
            await page.wait_for_function(
                "document.querySelectorAll('article mjx-container[display]').length === 4"
            )
            await settled(page)
            # The theme has them scroll: they end at 970 and 1325 px where nothing fits them, and
            # at 404 and 546 px, at the smallest scale, where it does.
            assert await page.evaluate(WIDEST) < 600
            await page.go_back()
            await page.wait_for_selector(f"article a[href$='{post}/']")
        assert await page.evaluate("window.stayed")
        assert problems == []

    chromium.run(steps)
