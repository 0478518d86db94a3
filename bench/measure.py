"""What measuring at build time gives the reader, and what it costs the build.

    python bench/measure.py           both
    python bench/measure.py reader    one: reader, build

reader: 300 equations between lines of text, MathJax 3 in the reader's browser, the page as its
author wrote it
(plain), after `mathfit apply` (read time) and after `mathfit apply --measure` (measured), each
loaded from a loopback server over the network of a phone (CDP's emulation). Layout shift is the
sum of the page's `layout-shift` entries until nothing moves any more; "in place" is when the last
display equation got its last position, read at each frame; bytes are what went over the wire,
compressed. The mean of several loads. A real post follows, whose paragraphs are full of inline
formulas: what they shift is not mathfit's to reserve.

build: 200 pages, cold and warm, and with one page changed.
"""

from __future__ import annotations

import asyncio
import gzip
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import asynccontextmanager, contextmanager
from functools import cache, partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

from mathfit.browser.launch import BrowserOptions, open_browser
from mathfit.browser.packages import PackageFolder
from mathfit.browser.served import content_type
from mathfit.engines import match_address

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Sequence

    from playwright.async_api import Browser, CDPSession, Page

ROOT = Path(__file__).parents[1]
BLOG = ROOT / "examples" / "blog"
ENGINES = Path(os.environ.get("MATHFIT_PACKAGES") or ROOT / "node_modules")
MATHFIT = Path(sys.executable).with_name("mathfit")
EQUATIONS, PAGES, ROUNDS = 300, 200, 3
SCREENS = ((375, 800), (1280, 800))
# Round trip in ms, bytes a second: a phone on a usual 4G.
# The pages are served here.
SERVED = frozenset({"127.0.0.1"})
NETWORK = {"latency": 60, "downloadThroughput": 1_500_000, "uploadThroughput": 750_000}
SHIFT_WANTED, SHIFT_PLAIN = 0.01, 0.15

# Numbered or not, wide or not: formulas that are higher than the line of their source.
FORMULAS = (
    (
        r"\begin{align}\int_0^1 x^n\,dx&=\frac{1}{n+1}\\"
        r"\int_0^\infty e^{-x^2}dx&=\frac{\sqrt\pi}{2}\\"
        r"\sum_{n=1}^{\infty}\frac{1}{n^2}&=\frac{\pi^2}{6}\end{align}"
    ),
    r"$$f(x)=\sum_{n=0}^{\infty}\frac{f^{(n)}(x_0)}{n!}(x-x_0)^n$$",
    r"\begin{equation}\frac{1}{1+\frac{e^{-2\pi}}{1+\frac{e^{-4\pi}}{1+\cdots}}}=e^{2\pi/5}-\phi\end{equation}",
    (
        r"$$p(x_1,\ldots,x_n)=\prod_{i=1}^{n}\frac{1}{\sqrt{2\pi}\sigma}e^{-\frac{(x_i-\mu)^2}{2\sigma^2}},\qquad"
        r"\hat\mu=\frac1n\sum_{i=1}^{n}x_i,\qquad\hat\sigma^2=\frac1n\sum_{i=1}^{n}(x_i-\hat\mu)^2$$"
    ),
    (
        r"\begin{align}\frac{\partial L}{\partial W}"
        r"&=\sum_i\frac{\partial L}{\partial y_i}x_i^{\top}\\"
        r"\frac{\partial L}{\partial b}&=\sum_i\frac{\partial L}{\partial y_i}\end{align}"
    ),
)

WATCH = """
window.shift = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value;
}).observe({ type: "layout-shift", buffered: true });
// When did the page's equations last change their number or the place of the last one?
window.placed = 0;
let last = "";
const look = () => {
  const all = document.querySelectorAll('mjx-container[display="true"], .MJXc-display');
  requestAnimationFrame(look);
  if (!all.length) return;
  const { top, left, right, bottom } = all[all.length - 1].getBoundingClientRect();
  const now = [all.length, top + scrollY, left, right, bottom + scrollY].map(Math.round).join();
  if (now !== last) { last = now; window.placed = performance.now(); }
};
addEventListener("DOMContentLoaded", look);
"""
QUIET = """async () => {
  while (!(window.MathJax && MathJax.startup && MathJax.startup.promise)) {
    await new Promise((done) => requestAnimationFrame(done));
  }
  await MathJax.startup.promise;
  await document.fonts.ready;
  while (performance.now() - window.placed < 500) {
    await new Promise((done) => requestAnimationFrame(done));
  }
  const shown = document.querySelectorAll('mjx-container[display="true"]').length;
  return { shift: window.shift, placed: window.placed, shown };
}"""


class Handler(BaseHTTPRequestHandler):
    """Answers from a site, and engines' addresses below /npm/ from packages; compressed."""

    protocol_version = "HTTP/1.1"

    def __init__(self, site: Path, packages: PackageFolder, *args: Any) -> None:
        self.site, self.packages = site, packages
        super().__init__(*args)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        file: Path | None = self.site / path.lstrip("/")
        if path.startswith("/npm/"):
            address = match_address("https://cdn.jsdelivr.net" + path)
            found = self.packages.answer(address) if address else None
            file = found.file if found else None
        if file is None or not file.is_file():
            self.send_error(404)
            return
        body, packed = compressed(file)
        self.send_response(200)
        self.send_header("content-type", content_type(file))
        self.send_header("content-length", str(len(body)))
        if packed:
            self.send_header("content-encoding", "gzip")
        self.end_headers()
        self.wfile.write(body)


@cache
def compressed(file: Path) -> tuple[bytes, bool]:
    """Return what goes over the wire: text compressed, fonts as they are."""
    content = file.read_bytes()
    packed = file.suffix in {".html", ".css", ".js", ".svg"}
    return (gzip.compress(content, 6), True) if packed else (content, False)


@contextmanager
def serving(site: Path, packages: PackageFolder) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, site, packages))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


_DISPLAY = re.compile(r"\$\$.*?\$\$|\\begin\{(equation|align)\*?\}.*?\\end\{\1\*?\}", re.DOTALL)


def real_post() -> str:
    """Return a MathJax 3 post whose article is repeated until it has 300 equations.

    Its paragraphs are full of inline formulas, whose room nobody reserves.
    """
    post = re.sub(r"\\label\{[^}]*\}", "", _post())  # a label may be given once
    start, end = post.index("<article"), post.index("</article>") + len("</article>")
    article = post[start:end]
    count = len(_DISPLAY.findall(article))
    return post[:start] + article * round(EQUATIONS / count) + post[end:]


def long_formulas() -> str:
    """Return the equations of a post: on a phone their source takes more lines than they do."""
    post = (BLOG / "posts" / "low-rank-svd.html").read_text(encoding="utf-8")
    found = [match.group() for match in _DISPLAY.finditer(post)]
    return text_post([re.sub(r"\\(?:label|tag)\{[^}]*\}", "", tex) for tex in found])


def text_post(formulas: Sequence[str] = FORMULAS) -> str:
    """Return 300 equations between lines of text, in a page without any style of its own."""
    words = "The next one follows."
    article = "".join(
        f"<p>{words}</p>\n<p>{formulas[index % len(formulas)]}</p>\n" for index in range(EQUATIONS)
    )
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Equations</title>'
        '<meta name="viewport" content="width=device-width">'
        "<style>body { font: 16px/1.5 serif; margin: 16px }</style>"
        '<script>MathJax = { tex: { tags: "ams" } }</script>'
        '<script async src="https://cdn.jsdelivr.net/npm/mathjax@3/es5/tex-mml-chtml.js"></script>'
        f"</head><body><h1>Equations</h1>\n{article}</body></html>\n"
    )


def inline_formulas() -> str:
    """Return 300 equations between short paragraphs that begin with an inline formula."""
    plain = "<p>The next one follows.</p>"
    words = (
        r"<p>$\frac{\partial\mathcal{L}}{\partial W_{\text{out}}}$ is what the next is about.</p>"
    )
    return text_post().replace(plain, words)


def _post() -> str:
    return (BLOG / "posts" / "diffusion-score.html").read_text(encoding="utf-8")


def apply(site: Path, out: Path, *more: str) -> str:
    done = subprocess.run(
        [MATHFIT, "apply", site, "--out", out, *more], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def measuring(cache_folder: Path) -> list[str]:
    return [
        "--measure",
        "--packages",
        str(ENGINES),
        "--cache",
        str(cache_folder),
        "--timeout",
        "120",
    ]


@asynccontextmanager
async def phone(
    browser: Browser, screen: tuple[int, int]
) -> AsyncIterator[tuple[Page, CDPSession, list[float]]]:
    """Open a tab as a reader with a phone has one: the tab, its session, and the bytes received."""
    width, height = screen
    context = await browser.new_context(viewport={"width": width, "height": height})
    await context.add_init_script(WATCH)
    tab = await context.new_page()
    session = await context.new_cdp_session(tab)
    received = [0.0]
    session.on(
        "Network.loadingFinished",
        lambda event: received.__setitem__(0, received[0] + event["encodedDataLength"]),
    )
    await session.send("Network.enable")
    await session.send("Network.emulateNetworkConditions", {"offline": False, **NETWORK})
    yield tab, session, received
    await context.close()


async def visit(browser: Browser, origin: str, screen: tuple[int, int]) -> dict[str, float]:
    async with phone(browser, screen) as (tab, _, received):
        await tab.goto(f"{origin}/posts/long.html", wait_until="commit")
        await tab.wait_for_load_state("load")
        seen: dict[str, float] = await tab.evaluate(QUIET)
    return {**seen, "bytes": received[0]}


async def read(sites: dict[str, Path], packages: PackageFolder) -> None:
    options = BrowserOptions(os.environ.get("MATHFIT_BROWSER"), allowed_hosts=SERVED)
    shifts: dict[tuple[str, int], float] = {}
    print(f"{'':12}{'width':>7}{'equations':>11}{'layout shift':>14}{'in place, ms':>14}{'KB':>9}")
    for name, site in sites.items():
        with serving(site, packages) as origin:
            async with open_browser(options) as (browser, _):
                for screen in SCREENS:
                    seen = [await visit(browser, origin, screen) for _ in range(ROUNDS)]
                    mean = {key: statistics.fmean(one[key] for one in seen) for key in seen[0]}
                    shifts[name, screen[0]] = mean["shift"]
                    print(
                        f"{name:12}{screen[0]:7}{mean['shown']:11.0f}{mean['shift']:14.4f}"
                        f"{mean['placed']:14.0f}{mean['bytes'] / 1000:9.1f}"
                    )
    for width, _ in SCREENS:
        plain, measured = shifts["plain", width], shifts["measured", width]
        kept = measured <= SHIFT_WANTED
        said = "kept" if kept else "NOT KEPT"
        if plain < SHIFT_PLAIN:
            said += f" (where plain MathJax has less than {SHIFT_PLAIN})"
        print(f"at {width} px: layout shift {measured:.4f}, bound {SHIFT_WANTED}: {said}")


def reader() -> None:
    pages = {
        "tall formulas": text_post,
        "long formulas": long_formulas,
        "inline formulas": inline_formulas,
        "a real post": real_post,
    }
    for name, make in pages.items():
        print(name)
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            site = root / "plain"
            (site / "posts").mkdir(parents=True)
            shutil.copy(BLOG / "style.css", site)
            (site / "posts" / "long.html").write_text(make(), encoding="utf-8")
            sites = {"plain": site, "read time": root / "read", "measured": root / "measured"}
            apply(site, sites["read time"])
            print(apply(site, sites["measured"], *measuring(root / "cache")), end="")
            for one in sites.values():  # the loopback server is the CDN, too
                page = one / "posts" / "long.html"
                text = page.read_text(encoding="utf-8")
                text = text.replace("https://cdn.jsdelivr.net/npm/", "/npm/")
                page.write_text(text, encoding="utf-8")
            asyncio.run(read(sites, PackageFolder.read(ENGINES)))


def blog_of(site: Path, pages: int, posts: Sequence[str] = ()) -> Path:
    """Write a site of so many pages: the example posts, or those of these names, in turn."""
    found = sorted(
        post for post in (BLOG / "posts").glob("*.html") if not posts or post.stem in posts
    )
    (site / "posts").mkdir(parents=True)
    shutil.copy(BLOG / "style.css", site)
    for number in range(pages):
        text = found[number % len(found)].read_text(encoding="utf-8")
        text = text.replace("</title>", f" {number}</title>")
        (site / "posts" / f"{number:03}.html").write_text(text, encoding="utf-8")
    return site


def build() -> None:
    """Time cold and warm runs over 200 pages of the example posts, and one with a page changed."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        site = blog_of(root / "site", PAGES)
        how = measuring(root / "cache")
        for name in ("cold", "warm", "one page changed"):
            if name.startswith("one"):
                page = site / "posts" / f"{PAGES // 2:03}.html"
                page.write_text(page.read_text(encoding="utf-8") + "<!-- -->", encoding="utf-8")
            out = root / name.replace(" ", "-")
            begun = time.perf_counter()
            apply(site, out, *how)
            seconds = time.perf_counter() - begun
            print(
                f"{name:20}{PAGES} pages in {seconds:6.1f} s: {PAGES / seconds:7.1f} pages a second"
            )
        begun = time.perf_counter()
        apply(site, out, *how)
        seconds = time.perf_counter() - begun
        print(f"{'nothing changed':20}{PAGES} pages in {seconds:6.1f} s: no page was read")


if __name__ == "__main__":
    for part in sys.argv[1:] or ["reader", "build"]:
        {"reader": reader, "build": build}[part]()
