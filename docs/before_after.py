"""Take the pictures of the README and the gallery: pages at 375 px, before and after `apply`.

python docs/before_after.py               takes all
python docs/before_after.py katex-521     takes one of the gallery
"""

from __future__ import annotations

import asyncio
import io
import sys
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

import mathfit
from mathfit.browser.launch import BrowserOptions, open_browser
from mathfit.browser.network import Network, Traffic
from mathfit.browser.packages import PackageFolder
from mathfit.browser.served import SiteFiles
from mathfit.browser.session import waiting

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
GALLERY = ROOT / "examples" / "gallery"
WIDTH = 375  # CSS px
MARGIN = 24  # pixels
GROUND = "#d0d4de"


@dataclass(frozen=True)
class Shot:
    """A page, and what is to be seen of it."""

    page: Path
    picture: Path
    root: Path
    """The folder of the site that the page belongs to."""
    height: int = 0
    """CSS px; 0: the whole page, as high as it is before."""
    start: str = ""
    """What stands in the second line of the picture; empty: the top of the page."""
    opened_at: int = WIDTH
    """The width of the window, in CSS px, when the page is opened."""


BLOG = ROOT / "examples" / "blog"
SHOTS = [
    Shot(
        BLOG / "posts" / "laplace-method.html",
        DOCS / "before-after.png",
        BLOG,
        height=556,
        start="Expanding to second order",
    ),
    *(
        Shot(
            page,
            DOCS / "gallery" / f"{page.stem}.png",
            GALLERY,
            # The report is about an open window that is made narrower.
            opened_at=1280 if page.stem == "mathjax-3019" else WIDTH,
        )
        for page in sorted(GALLERY.glob("*.html"))
    ),
]
SCROLL = """(text) => {
  const paragraphs = [...document.querySelectorAll('p')];
  const found = paragraphs.find((each) => each.textContent.includes(text));
  const range = document.createRange();
  const walker = document.createTreeWalker(found, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const at = walker.currentNode.data.indexOf(text);
    if (at < 0) continue;
    range.setStart(walker.currentNode, at);
    range.setEnd(walker.currentNode, at + 1);
  }
  scrollTo(0, scrollY + range.getBoundingClientRect().top - 4);
}"""
HEIGHT = "() => Math.ceil(document.body.getBoundingClientRect().bottom)"


async def take(shot: Shot) -> list[Image.Image]:
    """Return both pictures, 1.5 pixels to the CSS px."""
    network = Network(SiteFiles(shot.root), PackageFolder.read(ROOT / "node_modules"))
    url = network.site.url(shot.page.relative_to(shot.root).as_posix())
    fitted = mathfit.apply_html(shot.page.read_bytes())
    pictures = []
    height = shot.height
    async with open_browser(BrowserOptions()) as (browser, _):
        for instead in ({}, {url: fitted}):
            context = await browser.new_context(
                viewport={"width": shot.opened_at, "height": height or 400},
                device_scale_factor=1.5,
            )
            await network.attach(context, Traffic(), instead=instead)
            page = await context.new_page()
            await page.goto(url)
            await page.evaluate(waiting(), {"engineFailed": False, "again": False})
            await page.set_viewport_size({"width": WIDTH, "height": height or 400})
            height = height or await page.evaluate(HEIGHT)
            await page.set_viewport_size({"width": WIDTH, "height": height})
            await page.evaluate(waiting(), {"engineFailed": False, "again": False})
            if shot.start:
                await page.evaluate(SCROLL, shot.start)
            pictures.append(Image.open(io.BytesIO(await page.screenshot())))
    return pictures


def main(names: list[str]) -> None:
    """Put the two of each page beside each other."""
    for shot in SHOTS:
        if names and shot.picture.stem not in names:
            continue
        pictures = asyncio.run(take(shot))
        width, height = pictures[0].size
        both = Image.new("RGB", (2 * width + 3 * MARGIN, height + 2 * MARGIN), GROUND)
        for index, picture in enumerate(pictures):
            both.paste(picture, (MARGIN + index * (width + MARGIN), MARGIN))
        shot.picture.parent.mkdir(exist_ok=True)
        # 64 colours hold two inks on paper, at half the size.
        both.quantize(64).save(shot.picture, optimize=True)


if __name__ == "__main__":
    main(sys.argv[1:])
