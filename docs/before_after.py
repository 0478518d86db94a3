"""Take the picture of the README: a post at 375 px, before and after `apply`.

python docs/before_after.py    writes docs/before-after.png
"""

from __future__ import annotations

import asyncio
import io
from pathlib import Path

from PIL import Image

import mathfit
from mathfit.browser.launch import BrowserOptions, open_browser
from mathfit.browser.network import Network, Traffic
from mathfit.browser.packages import PackageFolder
from mathfit.browser.served import SiteFiles
from mathfit.browser.session import waiting

ROOT = Path(__file__).parents[1]
BLOG = ROOT / "examples" / "blog"
POST = "posts/laplace-method.html"
START = "Expanding to second order"  # what stands in the second line of the picture
HEIGHT = 556  # CSS px
MARGIN = 24  # pixels
GROUND = "#d0d4de"


async def take() -> list[Image.Image]:
    """Return both pictures, 1.5 pixels to the CSS px."""
    network = Network(SiteFiles(BLOG), PackageFolder.read(ROOT / "node_modules"))
    url = network.site.url(POST)
    fitted = mathfit.apply_html((BLOG / POST).read_bytes())
    pictures = []
    async with open_browser(BrowserOptions()) as (browser, _):
        for instead in ({}, {url: fitted}):
            context = await browser.new_context(
                viewport={"width": 375, "height": HEIGHT}, device_scale_factor=1.5
            )
            await network.attach(context, Traffic(), instead=instead)
            page = await context.new_page()
            await page.goto(url)
            await page.evaluate(waiting(), {"engineFailed": False, "again": False})
            await page.evaluate(
                """(text) => {
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
                }""",
                START,
            )
            pictures.append(Image.open(io.BytesIO(await page.screenshot())))
    return pictures


def main() -> None:
    """Put the two beside each other."""
    pictures = asyncio.run(take())
    width, height = pictures[0].size
    both = Image.new("RGB", (2 * width + 3 * MARGIN, height + 2 * MARGIN), GROUND)
    for index, picture in enumerate(pictures):
        both.paste(picture, (MARGIN + index * (width + MARGIN), MARGIN))
    # 64 colours hold two inks on paper, at half the size.
    both.quantize(64).save(ROOT / "docs" / "before-after.png", optimize=True)


if __name__ == "__main__":
    main()
