"""How fast `verify` takes its pictures, beside the tools that people take pictures of pages with.

The same pages, widths (those that verify takes by itself) and pictures (each page whole at each
width), in one run. The peers wait until every equation is typeset, as verify does; verify also
turns each page to every width, reads where each formula stands and judges it, which they do not; it
loads a page at the narrowest and at the widest alone where turning to either shows the same. So it
gains with every width. Pages per second would hide the widths: the measure is pages x widths per
second, browser's start included.

    make bench-verify              all of it; COPIES=n for another number of pages
    python bench/verify.py peers   the comparison alone; WIDTHS=375,768,1280 for other widths

The peers are installed outside the project's own environment, into bench/.peers, on first use.
"""

from __future__ import annotations

import functools
import http.server
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeAlias

from playwright.sync_api import sync_playwright

from mathfit import defaults
from mathfit.browser.find import find_browser
from mathfit.browser.launch import CHROMIUM_FLAGS
from mathfit.page.apply import ApplyOptions
from mathfit.site.apply import apply_site
from mathfit.site.walk import open_site

ROOT = Path(__file__).parents[1]
PEERS = Path(__file__).parent / ".peers"
WIDTHS = (
    tuple(map(int, os.environ["WIDTHS"].split(","))) if "WIDTHS" in os.environ else defaults.WIDTHS
)
COPIES = int(os.environ.get("COPIES", "3"))
# Where the pages' engines lie in the site: all of them are files of the site for every tool.
ENGINES = {
    "https://cdn.jsdelivr.net/npm/mathjax@3/": "mathjax3",
    "https://cdn.jsdelivr.net/npm/mathjax@3.2.2/": "mathjax3",
    "https://cdn.jsdelivr.net/npm/katex@0.16.47/": "katex016",
    "https://cdn.jsdelivr.net/npm/katex@0.19.1/": "katex",
    "https://cdnjs.cloudflare.com/ajax/libs/mathjax/2.7.9/": "mathjax2",
    "https://cdn.jsdelivr.net/npm/mathjax@2/": "mathjax2",
    "https://cdn.jsdelivr.net/npm/mathjax@2.7.9/": "mathjax2",
}
# MathJax 4 asks a CDN for its fonts wherever it lies itself.
LEFT_OUT = "mathjax@4"
READY = """document.readyState === 'complete' && document.fonts.status === 'loaded' &&
[...document.querySelectorAll('math-fit')].every((one) => one.hasAttribute('fit'))"""
FLAGS = [flag for flag in CHROMIUM_FLAGS if not flag.startswith("--js-flags")] + [
    "--no-sandbox",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]

Peer: TypeAlias = Callable[[str, list[str], Path], None]


def make_site(root: Path, copies: int) -> list[str]:
    """Write the example posts, fitted, `copies` times, with their engines; return the pages."""
    source = root.with_name("source")
    blog = ROOT / "examples" / "blog"
    pages = []
    shutil.copytree(blog, source, ignore=shutil.ignore_patterns("*.html", "feed.xml"))
    for post in sorted(blog.glob("posts/*.html")):
        text = post.read_text(encoding="utf-8")
        if LEFT_OUT in text:
            continue
        for address, folder in ENGINES.items():
            text = text.replace(address, f"/engines/{folder}/")
        text = re.sub(r'\s(integrity|crossorigin)="[^"]*"', "", text)
        for copy in range(copies):
            page = source / "posts" / f"{post.stem}-{copy}.html"
            page.write_text(text, encoding="utf-8")
            pages.append(f"posts/{page.name}")
    for _ in apply_site(open_site(source, root), ApplyOptions(), jobs=1, write=True):
        pass
    for folder in set(ENGINES.values()):
        target = root / "engines" / folder
        shutil.copytree(ROOT / "node_modules" / folder, target, copy_function=_link)
    return pages


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


@contextmanager
def serve(root: Path) -> Iterator[str]:
    """Serve a folder on loopback while the block runs; yield its address."""

    class Handler(http.server.SimpleHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: Any) -> None:
            pass

    handler = functools.partial(Handler, directory=str(root))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def browser() -> str:
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
        return str(find_browser(os.environ.get("MATHFIT_BROWSER"), own).path)


def run(command: Sequence[object], **how: Any) -> None:
    done = subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, check=False, **how
    )
    if done.returncode:
        raise SystemExit(f"{command[0]}: {done.stdout[-1500:]}\n{done.stderr[-1500:]}")


# --- the peers ---

_LAUNCH = """import sys
from playwright.sync_api import BrowserType
launch = BrowserType.launch
BrowserType.launch = lambda self, **how: launch(self, **{**how, "executable_path": sys.argv[1]})
from shot_scraper.cli import cli
cli(sys.argv[2:])
"""


def shot_scraper(address: str, pages: list[str], out: Path) -> None:
    """`shot-scraper multi`, one shot per page and width."""
    program = PEERS / "venv" / "bin" / "python"
    if not program.exists():
        run([sys.executable, "-m", "venv", PEERS / "venv"])
        run([program, "-m", "pip", "install", "--quiet", "shot-scraper"])
    shots = [
        {
            "url": f"{address}/{page}",
            "width": width,
            "wait_for": READY,
            "output": str(out / f"{Path(page).stem}-{width}.png"),
        }
        for page in pages
        for width in WIDTHS
    ]
    config = out / "shots.yml"
    config.write_text(json.dumps(shots), encoding="utf-8")  # JSON is YAML
    flags = [part for flag in FLAGS for part in ("--browser-arg", flag)]
    launch = [program, "-c", _LAUNCH, BROWSER, "multi", config, "--silent", "--fail"]
    run([*launch, *flags])


def backstop(address: str, pages: list[str], out: Path) -> None:
    """`backstop reference`: the pictures alone, nothing compared."""
    program = PEERS / "node" / "node_modules" / ".bin" / "backstop"
    if not program.exists():
        (PEERS / "node").mkdir(parents=True, exist_ok=True)
        (PEERS / "node" / "package.json").write_text('{"private": true}')
        without = {"PUPPETEER_SKIP_DOWNLOAD": "1", "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD": "1"}
        install = ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "backstopjs@6"]
        run(install, cwd=PEERS / "node", env={**os.environ, **without})
    (out / "scripts").mkdir()
    (out / "package.json").write_text('{"type": "commonjs"}')  # not the project's own
    ready = f"module.exports = (page) => page.waitForFunction({json.dumps(READY)});"
    (out / "scripts" / "ready.js").write_text(ready)
    config = {
        "id": "bench",
        "viewports": [{"label": str(w), "width": w, "height": 800} for w in WIDTHS],
        "scenarios": [
            {"label": Path(page).stem, "url": f"{address}/{page}", "selectors": ["document"]}
            for page in pages
        ],
        "onReadyScript": "ready.js",
        "paths": {
            "bitmaps_reference": str(out / "shots"),
            "engine_scripts": str(out / "scripts"),
        },
        "engine": "puppeteer",
        "engineOptions": {"executablePath": BROWSER, "args": FLAGS, "headless": True},
        "asyncCaptureLimit": 10,
        "report": [],
    }
    file = out / "backstop.json"
    file.write_text(json.dumps(config))
    run([program, "reference", f"--config={file}"], cwd=out)


def mathfit(site: Path, out: Path, *more: str) -> None:
    command = [sys.executable, "-m", "mathfit", "verify", site, "--include", "posts/*"]
    widths = ",".join(map(str, WIDTHS))
    done = subprocess.run(
        [*map(str, command), "--widths", widths, "--report", str(out), "--browser", BROWSER, *more],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode not in (0, 1):
        raise SystemExit(done.stderr)


def peers(copies: int) -> None:
    PEERS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=PEERS) as folder:
        site = Path(folder) / "site"
        pages = make_site(site, copies)
        shots = len(pages) * len(WIDTHS)
        print(f"{len(pages)} pages x {len(WIDTHS)} widths, {shots} pictures, {os.cpu_count()} CPUs")
        times: dict[str, float] = {}
        with serve(site) as address:
            for name, peer in (("shot-scraper multi", shot_scraper), ("BackstopJS", backstop)):
                for warm in (True, False):  # the first run installs, and warms the disk's cache
                    out = Path(folder) / f"{name.split()[0]}-{warm}"
                    out.mkdir()
                    start = time.perf_counter()
                    peer(address, pages[:1] if warm else pages, out)
                    times[name] = time.perf_counter() - start
                count = len(list(out.rglob("*.png")))
                if count != shots:
                    raise SystemExit(f"{name} took {count} pictures of {shots}")
        out = Path(folder) / "mathfit"
        start = time.perf_counter()
        mathfit(site, out)
        times["mathfit verify"] = time.perf_counter() - start
        files = out.glob("pictures/posts/*/*.jpg")
        taken = {(file.parent, file.stem.removesuffix("-turned")) for file in files}
        if len(taken) != shots:
            raise SystemExit(f"mathfit took {len(taken)} pictures of {shots}")
    fastest = min(seconds for name, seconds in times.items() if name != "mathfit verify")
    print(f"{'':24}{'seconds':>10}{'pages x widths / s':>22}{'times the faster peer':>24}")
    for name, seconds in times.items():
        print(f"{name:24}{seconds:10.1f}{shots / seconds:22.2f}{fastest / seconds:24.2f}")


BROWSER = browser()

if __name__ == "__main__":
    peers(COPIES)
