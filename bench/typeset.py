"""What typesetting at build time gives the reader, beside the three other ways.

    python bench/typeset.py           all
    python bench/typeset.py load      one: load, resize, build
    python bench/typeset.py build 40  build, with 40 pages instead of 200
    python bench/typeset.py load resize mathjax2   with MathJax 2 (CommonHTML) instead of 3

load: the post of 300 display equations of bench/measure.py, with MathJax 3 in the reader's browser:
as its author wrote it (plain), with the snippet, measured and typeset at build time. Each is loaded
from a loopback server over the network of a phone (CDP's emulation). "In place" is when the last
equation got its last position, read at each frame; "main" is what the main thread did until then
and was still, as Chromium counts it (CDP's Performance.getMetrics, TaskDuration); bytes went over
the wire, the HTML compressed. The mean of several loads.

resize: the same with 10, 30 and 300 equations: the window goes from 1280 px to 375 px and back;
what the main thread does for that, in its own processor time, and how much of it is script.

build: 200 pages of the example posts that can be typeset, cold and warm, with `--measure` alone and
with `--typeset`, in turn; and the ratio of both.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from measure import (
    ENGINES,
    EQUATIONS,
    MATHFIT,
    PAGES,
    ROUNDS,
    SERVED,
    apply,
    blog_of,
    phone,
    serving,
    text_post,
)

from mathfit.browser.launch import BrowserOptions, open_browser
from mathfit.browser.packages import PackageFolder
from mathfit.browser.session import waiting
from mathfit.page.assets import standalone

if TYPE_CHECKING:
    from playwright.async_api import Browser, CDPSession

WAYS = ("plain", "snippet", "measured", "typeset")
COUNTS = (10, 30, EQUATIONS)
SCREEN = (375, 800)
TYPESET_POSTS = ("diffusion-score", "laplace-method", "linear-attention", "woodbury")
SLOWER_WANTED = 1.1
# The engine, where the page has one, and then nothing that moves.
QUIET = """async () => {
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const loads = [...document.scripts].some((one) => /mathjax/i.test(one.src) && !one.noModule);
  const started = () => {
    if (!window.MathJax || !MathJax.Hub) return window.MathJax?.startup?.promise;
    return MathJax.isReady && new Promise((done) => MathJax.Hub.Queue(done));
  };
  while (loads && !started()) await frame();
  if (loads) await started();
  await document.fonts.ready;
  while (performance.now() - window.placed < 500) await frame();
  const shown = document.querySelectorAll('mjx-container[display="true"], .MJXc-display').length;
  return { shift: window.shift, placed: window.placed, shown };
}"""
RESIZED = """() => new Promise((done) =>
  requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(done))))"""


MATHJAX3 = (
    '<script>MathJax = { tex: { tags: "ams" } }</script>'
    '<script async src="https://cdn.jsdelivr.net/npm/mathjax@3/es5/tex-mml-chtml.js"></script>'
)
MATHJAX2 = (
    '<script type="text/x-mathjax-config">MathJax.Hub.Config({ TeX: { equationNumbers: '
    '{ autoNumber: "AMS" } } })</script><script async '
    'src="https://cdn.jsdelivr.net/npm/mathjax@2/MathJax.js?config=TeX-AMS_CHTML"></script>'
)


def post(count: int = EQUATIONS, engine: str = MATHJAX3) -> str:
    """Return the post with so many equations, and the scripts of an engine."""
    whole = text_post()
    assert MATHJAX3 in whole
    whole = whole.replace(MATHJAX3, engine)
    head, *paragraphs = whole.split("<p>The next one follows.</p>")
    return "<p>The next one follows.</p>".join([head, *paragraphs[:count]]) + "</body></html>"


def make(root: Path, html: str) -> dict[str, Path]:
    """Write the page in all four ways, each a site of its own."""
    sites = {way: root / way for way in WAYS}
    for way in ("plain", "snippet"):
        (sites[way] / "posts").mkdir(parents=True)
        (sites[way] / "posts" / "long.html").write_text(html, encoding="utf-8")
    (sites["snippet"] / "posts" / "mathfit.js").write_text(standalone(), encoding="ascii")
    with_snippet = html.replace(
        "<script async", '<script src="mathfit.js" defer></script><script async'
    )
    (sites["snippet"] / "posts" / "long.html").write_text(with_snippet, encoding="utf-8")
    for way, option in (("measured", "--measure"), ("typeset", "--typeset")):
        more = (option, "--packages", str(ENGINES), "--no-cache", "--timeout", "120")
        done = subprocess.run(
            [MATHFIT, "apply", sites["plain"], "--out", sites[way], *more],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert "not typeset" not in done.stderr, done.stderr
    for site in sites.values():  # the loopback server is the CDN, too
        for file in (*site.rglob("*.html"), *site.glob("*.css")):
            text = file.read_text(encoding="utf-8")
            file.write_text(
                text.replace("https://cdn.jsdelivr.net/npm/", "/npm/"), encoding="utf-8"
            )
    return sites


async def _spent(session: CDPSession) -> dict[str, float]:
    metrics = (await session.send("Performance.getMetrics"))["metrics"]
    found = {one["name"]: one["value"] for one in metrics}
    return {"main": 1000 * found["TaskDuration"], "script": 1000 * found["ScriptDuration"]}


async def load(browser: Browser, origin: str) -> dict[str, float]:
    """Load the page once, as a reader with a phone does."""
    async with phone(browser, SCREEN) as (tab, session, received):
        await session.send("Performance.enable")
        await tab.goto(f"{origin}/posts/long.html", wait_until="load")
        seen: dict[str, float] = await tab.evaluate(QUIET)
        spent = await _spent(session)
    return {**seen, **spent, "bytes": received[0]}


async def resize(browser: Browser, origin: str) -> dict[str, float]:
    """Turn the page to 375 px and back, and tell what the main thread did for it."""
    context = await browser.new_context(viewport={"width": 1280, "height": 800})
    tab = await context.new_page()
    session = await context.new_cdp_session(tab)
    # The time that other programs take counts in a clock's, and not in the thread's own.
    await session.send("Performance.enable", {"timeDomain": "threadTicks"})
    await tab.goto(f"{origin}/posts/long.html", wait_until="load")
    await tab.evaluate(waiting(), {"engineFailed": False, "again": False})
    before = await _spent(session)
    for width in (375, 1280):
        await tab.set_viewport_size({"width": width, "height": 800})
        await tab.evaluate(RESIZED)
    after = await _spent(session)
    await context.close()
    return {name: after[name] - before[name] for name in after}


async def loads(engine: str) -> None:
    options = BrowserOptions(os.environ.get("MATHFIT_BROWSER"), allowed_hosts=SERVED)
    columns = ("shown", "placed", "main", "script", "shift", "bytes")
    print(f"{'':10}" + "".join(f"{name:>11}" for name in columns))
    with tempfile.TemporaryDirectory() as folder:
        for way, site in make(Path(folder), post(engine=engine)).items():
            with serving(site, PackageFolder.read(ENGINES)) as origin:
                async with open_browser(options) as (browser, _):
                    seen = [await load(browser, origin) for _ in range(ROUNDS)]
            mean = {name: statistics.fmean(one[name] for one in seen) for name in columns}
            print(
                f"{way:10}{mean['shown']:11.0f}{mean['placed']:11.0f}{mean['main']:11.0f}"
                f"{mean['script']:11.0f}{mean['shift']:11.4f}{mean['bytes'] / 1000:9.1f}KB"
            )


async def resizes(engine: str) -> None:
    options = BrowserOptions(os.environ.get("MATHFIT_BROWSER"), allowed_hosts=SERVED)
    print(f"{'':10}{'equations':>10}{'main, ms':>10}{'script, ms':>12}")
    for count in COUNTS:
        with tempfile.TemporaryDirectory() as folder:
            for way, site in make(Path(folder), post(count, engine)).items():
                with serving(site, PackageFolder.read(ENGINES)) as origin:
                    async with open_browser(options) as (browser, _):
                        seen = [await resize(browser, origin) for _ in range(ROUNDS)]
                main, script = (
                    statistics.fmean(one[name] for one in seen) for name in ("main", "script")
                )
                print(f"{way:10}{count:10}{main:10.1f}{script:12.1f}")


def build(pages: int) -> None:
    """Time cold and warm runs of both ways."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        site = blog_of(root / "site", pages, TYPESET_POSTS)
        took: dict[tuple[str, str], float] = {}
        for run in ("cold", "warm"):
            for way in ("--measure", "--typeset"):
                how = ("--packages", str(ENGINES), "--cache", str(root / way), "--timeout", "120")
                begun = time.perf_counter()
                apply(site, root / f"{run}{way}", way, *how)
                took[run, way] = time.perf_counter() - begun
                print(f"{run:6}{way:11}{pages} pages in {took[run, way]:6.1f} s")
            ratio = took[run, "--typeset"] / took[run, "--measure"]
            print(f"{run:6}{'ratio':11}{ratio:.2f} (wanted: {SLOWER_WANTED} at most)")


def main(words: list[str]) -> None:
    """Run the parts that are named, or all; a number is that of the pages to build."""
    pages = next((int(word) for word in words if word.isdigit()), PAGES)
    engine = MATHJAX2 if "mathjax2" in words else MATHJAX3
    parts = [word for word in words if not word.isdigit() and word != "mathjax2"]
    for part in parts or ["load", "resize", "build"]:
        if part == "build":
            build(pages)
        else:
            asyncio.run({"load": loads, "resize": resizes}[part](engine))


if __name__ == "__main__":
    main(sys.argv[1:])
