"""What the snippet costs the reader, at load and at every resize, beside its peers.

One page of 300 equations, typeset in the browser by MathJax 3 (CommonHTML) or KaTeX, and the same
page in several variants:

    plain    as its author wrote it
    + vw     with one length in vw in its own CSS, as many themes have: what Chromium then does at
             every resize of the window, it does for a container's unit as well
    mathfit  after `mathfit apply`
    script   the blog author's own way: each equation's font-size from its width and its parent's,
             computed again at each resize
    fitty    each equation's font-size kept by fitty (npm), which does the same with care

Times are Chromium's own sums of layout, style and script (the DevTools protocol's
Performance.getMetrics), and of all that the main thread did; the best of several rounds. Ratios to
`plain` are the point. Layout shift
is the sum of the page's `layout-shift` entries, without a window of time.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import json
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mathfit import apply_html
from mathfit.browser.launch import BrowserOptions, open_browser

if TYPE_CHECKING:
    from playwright.async_api import Browser, CDPSession, Page, Route

ROOT = Path(__file__).parents[1]
ENGINES = Path(os.environ.get("MATHFIT_PACKAGES") or ROOT / "node_modules")
DIST = ROOT / "assets" / "dist"
ORIGIN = "http://bench.localhost"
WIDTHS = (1280, 1024, 768, 600, 414, 375, 320)
EQUATIONS = 300

# The posts that are repeated, as they are, until the page has so many equations.
POSTS = {"mathjax3-chtml": "diffusion-score", "katex": "linear-attention"}
_DISPLAY = re.compile(
    r"\$\$.*?\$\$|\\\[.*?\\\]|\\begin\{(equation|align|gather)\*?\}.*?\\end\{\1\*?\}", re.DOTALL
)

# The blog author's way, as the idea's page tells it, for both engines.
SCRIPT = """
const fit = () => {
  for (const box of document.querySelectorAll('mjx-container[display="true"],.katex-display')) {
    box.style.fontSize = '';
    const inner = box.querySelector('mjx-math,.katex-html');
    const own = inner.scrollWidth, room = box.parentElement.clientWidth;
    if (own > room) box.style.fontSize = (100 * room / own) + '%';
  }
};
addEventListener('resize', fit);
ready.then(fit);
"""
FITTY = """
ready.then(() => {
  const formulas = 'mjx-container[display="true"]>mjx-math,.katex-display>.katex';
  for (const box of document.querySelectorAll(formulas)) {
    box.style.display = 'inline-block';
    const maxSize = parseFloat(getComputedStyle(box).fontSize);
    fitty(box, { minSize: 6, maxSize, multiLine: false });
  }
});
"""
# KaTeX says nowhere that it is done; auto-render's call is synchronous, in the handler of its load.
TYPESET = "addEventListener('load', () => { window.typeset = 1; })"
READY = """
const ready = (async () => {
  const soon = () => new Promise((done) => setTimeout(done, 10));
  if (window.MathJax) {
    while (!(MathJax.startup && MathJax.startup.promise)) await soon();
    await MathJax.startup.promise;
  } else {
    while (!window.typeset) await soon();
  }
  await document.fonts.ready;
})();
"""
SHIFT = """
window.shift = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""
FRAMES = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
SETTLED = f"async () => {{ {READY} await ready; await ({FRAMES})(); await ({FRAMES})(); }}"


def plain_page(engine: str) -> str:
    """Return a real post as its author wrote it, its article repeated for 300 equations."""
    post = (ROOT / "examples" / "blog" / "posts" / f"{POSTS[engine]}.html").read_text(
        encoding="utf-8"
    )
    post = re.sub(r"https://cdn\.jsdelivr\.net/npm/", "/npm/", post)
    post = post.replace("/npm/mathjax@3/", "/npm/mathjax3/").replace(
        "/npm/katex@0.16.47/", "/npm/katex/"
    )
    post = re.sub(r' integrity="[^"]*"| crossorigin="[^"]*"', "", post)
    post = post.replace('href="../style.css"', "href=/style.css")
    # An address may be given once in a page.
    post = re.sub(r"\\label\{[^}]*\}", "", post)
    post = post.replace("</head>", f"<script>{TYPESET}</script></head>")
    start, end = post.index("<article"), post.index("</article>") + len("</article>")
    article = post[start:end]
    count = sum(1 for _ in _DISPLAY.finditer(article))
    return post[:start] + article * round(EQUATIONS / count) + post[end:]


def variants(engine: str) -> dict[str, str]:
    """Return the page in every variant."""
    plain = plain_page(engine)
    fitted = apply_html(plain)
    return {
        "plain": plain,
        "plain + vw": plain.replace(
            "</head>", "<style>body{--any:1vw;margin-top:var(--any)}</style></head>"
        ),
        "mathfit": fitted,
        "script": plain.replace("</body>", f"<script>{READY}{SCRIPT}</script></body>"),
        "fitty": plain.replace(
            "</body>",
            "<script src=/npm/fitty/dist/fitty.min.js></script>"
            f"<script>{READY}{FITTY}</script></body>",
        ),
    }


@dataclass(frozen=True, slots=True)
class Cost:
    """What a page cost the browser: milliseconds, and a count of layouts."""

    layout: float
    style: float
    script: float
    task: float
    """All that the main thread did: painting, parsing and collecting garbage as well."""

    @property
    def sum(self) -> float:
        """Milliseconds of layout and style."""
        return self.layout + self.style


async def cost(session: CDPSession) -> Cost:
    """Return what was spent so far."""
    answer = await session.send("Performance.getMetrics")
    values = {metric["name"]: metric["value"] * 1000 for metric in answer["metrics"]}
    names = ("LayoutDuration", "RecalcStyleDuration", "ScriptDuration", "TaskDuration")
    return Cost(*(values[name] for name in names))


async def serve(route: Route, pages: dict[str, str]) -> None:
    """Answer from the table of pages, or from the engines' folder."""
    path = route.request.url.removeprefix(ORIGIN).partition("?")[0]
    if path in pages:
        await route.fulfill(body=pages[path], content_type="text/html; charset=utf-8")
    elif path == "/style.css":
        await route.fulfill(path=ROOT / "examples" / "blog" / "style.css")
    elif path.startswith("/npm/"):
        await route.fulfill(path=ENGINES / path.removeprefix("/npm/"))
    else:
        await route.abort()


async def opened(browser: Browser, pages: dict[str, str], width: int) -> tuple[Page, CDPSession]:
    """Return a new page of its own context that serves `pages`."""
    context = await browser.new_context(viewport={"width": width, "height": 800})
    page = await context.new_page()
    await page.route("**/*", lambda route: serve(route, pages))
    await page.add_init_script(SHIFT)
    session = await context.new_cdp_session(page)
    await session.send("Performance.enable")
    return page, session


async def resized(browser: Browser, html: str, rounds: int) -> Cost:
    """Return the cost of one sweep through the widths, the best of the rounds."""
    page, session = await opened(browser, {"/": html}, WIDTHS[0])
    await page.goto(ORIGIN + "/")
    await page.evaluate(SETTLED)
    costs = []
    for _ in range(rounds):
        before = await cost(session)
        for width in WIDTHS:
            await page.set_viewport_size({"width": width, "height": 800})
            await page.evaluate(FRAMES)
        after = await cost(session)
        costs.append(
            Cost(
                after.layout - before.layout,
                after.style - before.style,
                after.script - before.script,
                after.task - before.task,
            )
        )
        await page.set_viewport_size({"width": WIDTHS[0], "height": 800})
        await page.evaluate(FRAMES)
    await page.context.close()
    return min(costs, key=lambda each: each.sum)


async def loaded(browser: Browser, html: str, width: int, rounds: int) -> tuple[Cost, float]:
    """Return the cost until the last equation is in place, and the layout shift."""
    costs = []
    shifts = []
    for _ in range(rounds):
        page, session = await opened(browser, {"/": html}, width)
        await page.goto(ORIGIN + "/")
        await page.evaluate(SETTLED)
        costs.append(await cost(session))
        shifts.append(float(await page.evaluate("() => window.shift")))
        await page.context.close()
    return min(costs, key=lambda each: each.sum + each.script), sorted(shifts)[len(shifts) // 2]


async def forced_layouts(browser: Browser, html: str, width: int) -> int:
    """Count the layouts that mathfit's own script forced while the page loaded."""
    page, _ = await opened(browser, {"/": html}, width)
    session = await browser.new_browser_cdp_session()
    events: list[dict[str, Any]] = []
    done = asyncio.Event()
    session.on("Tracing.dataCollected", lambda data: events.extend(data["value"]))
    session.on("Tracing.tracingComplete", lambda _: done.set())
    categories = ["devtools.timeline", "disabled-by-default-devtools.timeline.stack"]
    await session.send("Tracing.start", {"traceConfig": {"includedCategories": categories}})
    await page.goto(ORIGIN + "/")
    await page.evaluate(SETTLED)
    await session.send("Tracing.end")
    await done.wait()
    await page.context.close()
    count = 0
    for event in events:
        if event["name"] == "Layout":
            frames = event.get("args", {}).get("beginData", {}).get("stackTrace") or []
            # Of the scripts in the page itself, only mathfit's asks for sizes.
            count += any(frame["url"] == f"{ORIGIN}/" for frame in frames)
    return count


def sizes() -> dict[str, int]:
    """Return the gzipped size of each asset as it ships, bytes."""
    return {
        path.name: len(gzip.compress(path.read_bytes(), 9, mtime=0))
        for path in sorted(DIST.glob("*.min.*"))
    }


def row(name: str, *cells: float | str) -> str:
    """Return a line of a table; numbers are milliseconds."""
    return f"{name:24}" + "".join(
        f"{cell:>8}" if isinstance(cell, str) else f"{cell:8.0f}" for cell in cells
    )


async def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", default="", help="names of variants and engines, with commas")
    parser.add_argument("--skip-load", action="store_true")
    options = parser.parse_args()
    only = set(filter(None, options.only.split(",")))
    print("sizes, bytes gzipped:", json.dumps(sizes()))
    async with open_browser(BrowserOptions(os.environ.get("MATHFIT_BROWSER"))) as (browser, found):
        print(found, browser.version)
        for engine in POSTS:
            if only & set(POSTS) and engine not in only:
                continue
            pages = variants(engine)
            chosen = [name for name in pages if not only - set(POSTS) or name in only]
            print(f"\n{engine}, {EQUATIONS} equations")
            heads: tuple[str, ...] = ("layout", "style", "sum", "ratio", "script", "all", "ratio")
            print(row("resize, seven widths", *heads))
            base = None
            for name in chosen:
                spent = await resized(browser, pages[name], options.rounds)
                base = base or spent
                ratio = f"{spent.sum / base.sum:.2f}"
                whole = (spent.script, spent.task, f"{spent.task / base.task:.2f}")
                print(row(name, spent.layout, spent.style, spent.sum, ratio, *whole))
            if options.skip_load:
                continue
            for width in (375, 1280):
                heads = ("layout", "style", "script", "sum", "ratio", "all", "ratio", "shift")
                print(row(f"load at {width} px", *heads))
                first: tuple[float, float] | None = None
                for name in chosen:
                    spent, shift = await loaded(browser, pages[name], width, options.rounds)
                    total = spent.sum + spent.script
                    first = first or (total, spent.task)
                    ratios = [f"{total / first[0]:.2f}", f"{spent.task / first[1]:.2f}"]
                    times = (spent.layout, spent.style, spent.script, total, ratios[0])
                    print(row(name, *times, spent.task, ratios[1], f"{shift:.3f}"))
            if "mathfit" in chosen:
                forced = await forced_layouts(browser, pages["mathfit"], 375)
                print(f"layouts that mathfit's script forced while the page loaded: {forced}")


if __name__ == "__main__":
    asyncio.run(main())
