"""The browser's own count of layout shifts on the example posts, beside the page as it was written.

    python bench/shift.py              every post
    python bench/shift.py newton vq    those whose names hold one of the words

Each post is loaded from a loopback server over the network of a phone (bench/measure.py), as its
author wrote it (plain), after `mathfit apply` (applied) and after `mathfit apply --measure`
(measured). The median of several loads. Chromium alone has this count.
"""

from __future__ import annotations

import asyncio
import re
import shutil
import statistics
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from measure import BLOG, ENGINES, NETWORK, ROUNDS, SERVED, apply, measuring, serving

from mathfit.browser.launch import BrowserOptions, open_browser
from mathfit.browser.packages import PackageFolder
from mathfit.browser.session import waiting

if TYPE_CHECKING:
    from playwright.async_api import Browser

WIDTHS, HEIGHT = (375, 768, 1280), 800
BOUND = 0.005
"""What a page may have more than the plain one."""
# The loopback server is the CDN, too.
CDNS = (
    (r"https://cdn\.jsdelivr\.net/npm/", "/npm/"),
    (r"https://cdnjs\.cloudflare\.com/ajax/libs/mathjax/([^/]*)/", r"/npm/mathjax@\1/"),
)
WATCH = """
window.shift = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""
SHIFT = """async () => {
  for (let n = 0; n < 10; n += 1) await new Promise(requestAnimationFrame);
  return window.shift;
}"""


async def load(browser: Browser, address: str, width: int) -> float:
    context = await browser.new_context(viewport={"width": width, "height": HEIGHT})
    await context.add_init_script(WATCH)
    tab = await context.new_page()
    session = await context.new_cdp_session(tab)
    await session.send("Network.enable")
    await session.send("Network.emulateNetworkConditions", {"offline": False, **NETWORK})
    await tab.goto(address, wait_until="load")
    await tab.evaluate(waiting(), {"engineFailed": False, "again": False})
    found: float = await tab.evaluate(SHIFT)
    await context.close()
    return found


async def compare(sites: dict[str, Path], posts: list[str]) -> bool:
    packages = PackageFolder.read(ENGINES)
    kept = True
    print(f"{'':24}{'width':>6}" + "".join(f"{name:>10}" for name in sites))
    async with open_browser(BrowserOptions(allowed_hosts=SERVED)) as (browser, _):
        for post in posts:
            for width in WIDTHS:
                found = {}
                for name, site in sites.items():
                    with serving(site, packages) as origin:
                        address = f"{origin}/posts/{post}"
                        loads = [await load(browser, address, width) for _ in range(ROUNDS)]
                        found[name] = statistics.median(loads)
                worse = [name for name in found if found[name] > found["plain"] + BOUND]
                kept &= not worse
                print(
                    f"{post:24}{width:6}"
                    + "".join(f"{shift:10.4f}" for shift in found.values())
                    + (f"  WORSE: {', '.join(worse)}" if worse else "")
                )
    print(f"at most {BOUND} more than the plain page: {'kept' if kept else 'NOT KEPT'}")
    return kept


def main(words: list[str]) -> int:
    posts = sorted(post.name for post in (BLOG / "posts").glob("*.html"))
    chosen = [post for post in posts if not words or any(word in post for word in words)]
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        sites = {name: root / name for name in ("plain", "applied", "measured")}
        shutil.copytree(BLOG, sites["plain"])
        apply(BLOG, sites["applied"])
        apply(BLOG, sites["measured"], *measuring(root / "cache"))
        for page in root.glob("*/posts/*.html"):
            text = page.read_text(encoding="utf-8")
            for address, local in CDNS:
                text = re.sub(address, local, text)
            page.write_text(text, encoding="utf-8")
        return 0 if asyncio.run(compare(sites, chosen)) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
