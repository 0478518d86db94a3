"""Screenshots of the whole page: small ones for the report, lossless ones to compare."""

from __future__ import annotations

import asyncio
import base64
import io
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from PIL import Image

from mathfit.verify.judge.compare import Look
from mathfit.verify.results import Picture

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.async_api import Page

    from mathfit.verify.judge.geometry import Box, Formula, Scene, View

TALLEST = 16_000
"""CSS px. A longer page is cut, its faulty formulas are still listed."""
_AROUND = 3
"""CSS px around a formula that its picture shows."""


class Camera:
    """Takes the pictures of one page, and remembers which."""

    def __init__(self, page: str, report: Path | None, looks: Path | None) -> None:
        self.pictures: list[Picture] = []
        self.looks: list[Look] = []
        self._page = page
        self._report = report
        self._looks = looks

    async def take_picture(self, tab: Page, scene: Scene) -> None:
        """Take a picture for the report. JPEG: Chromium takes three times as long for WebP.

        It is as wide as the window plus what sticks out of it, up to twice the window.
        """
        if self._report is None:
            return
        view = scene.view
        name = f"{view.width}{'' if view.way == 'loaded' else f'-{view.way}'}"
        name += f"{'-' if view.setting else ''}{view.setting}.jpg"
        file = PurePosixPath("pictures", self._page, name)
        content, size = await capture(tab, scene, {"format": "jpeg", "quality": 75})
        await asyncio.to_thread(_write, self._report / file, content)
        self.pictures.append(Picture(view, file, *size))

    def drop_picture(self, view: View) -> None:
        """Keep no picture of a view for the report."""
        for picture in self.pictures:
            if picture.view == view and self._report:
                (self._report / picture.file).unlink(missing_ok=True)
        self.pictures = [one for one in self.pictures if one.view != view]

    async def take_looks(self, tab: Page, scene: Scene) -> None:
        """Take a lossless picture of each display formula, to compare it."""
        if self._looks is None:
            return
        content, _ = await capture(tab, scene, {"format": "png"})
        folder = self._looks / self._page

        def cut() -> list[Look]:
            with Image.open(io.BytesIO(content)) as image:
                image.load()
                looks = take_looks(image, scene.view, scene.displays, scene.scroll_y, folder)
                return list(looks)

        self.looks = [one for one in self.looks if one.view != scene.view]
        self.looks += await asyncio.to_thread(cut)


# A page of many equations does not paint those far from the window: a picture of the whole page
# would have gaps there. A constructed stylesheet is allowed under any security policy.
PAINT_ALL = """(on) => {
  const sheets = document.adoptedStyleSheets;
  if (!on) { document.adoptedStyleSheets = sheets.slice(0, -1); return false; }
  // The style of a whole page costs.
  if (!document.querySelector("math-fit[lazy],[data-mathfit~=lazy]")) return false;
  const sheet = new CSSStyleSheet();
  const room = "math-fit-room,.katex-display[data-mathfit~=lazy]>.katex";
  sheet.replaceSync(`:is(${room}){content-visibility:visible!important}`);
  document.adoptedStyleSheets = [...sheets, sheet];
  return true;
}"""


async def capture(tab: Page, scene: Scene, how: dict[str, Any]) -> tuple[bytes, tuple[int, int]]:
    """Return a picture of the whole page in a format of Chromium's, and its size in CSS px."""
    width = round(scene.viewport + min(max(scene.sideways, 0), scene.viewport))
    height = round(min(max(scene.height, 1), TALLEST))
    session = await tab.context.new_cdp_session(tab)
    painted = await tab.evaluate(PAINT_ALL, True)
    try:
        answer = await session.send(
            "Page.captureScreenshot",
            {
                **how,
                "captureBeyondViewport": True,
                "optimizeForSpeed": False,
                "clip": {"x": 0, "y": 0, "width": width, "height": height, "scale": 1},
            },
        )
    finally:
        if painted:
            await tab.evaluate(PAINT_ALL, False)
        await session.detach()
    return base64.b64decode(answer["data"]), (width, height)


def _write(target: Path, content: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)


def take_looks(
    page: Image.Image, view: View, formulas: tuple[Formula, ...], scroll_y: float, folder: Path
) -> Iterator[Look]:
    """Cut each display formula, and its number, out of a picture of the whole page."""
    folder.mkdir(parents=True, exist_ok=True)
    for one in formulas:
        stem = f"{view.width}-{view.way}-{one.index}"
        picture = folder / f"{stem}.png"
        if not _cut(page, one.formula or one.ink, scroll_y, picture):
            continue
        number = folder / f"{stem}-number.png"
        has_number = one.number is not None and _cut(page, one.number, scroll_y, number)
        yield Look(view, one, picture, number if has_number else None)


def _cut(page: Image.Image, box: Box, scroll_y: float, target: Path) -> bool:
    left, top, right, bottom = box
    area = (
        round(left) - _AROUND,
        round(top + scroll_y) - _AROUND,
        round(right) + _AROUND,
        round(bottom + scroll_y) + _AROUND,
    )
    if area[1] < 0 or area[3] > page.height or area[0] < 0 or area[2] > page.width:
        return False  # beyond the picture: nothing to compare
    page.crop(area).save(target, compress_level=1)
    return True
