"""Screenshots: the whole page, small on disk."""

from __future__ import annotations

import asyncio
import base64
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.async_api import Page

    from mathfit.verify.geometry import Scene

TALLEST = 16_000
"""CSS px. WebP ends at 16,383; a longer page is cut, its faulty formulas are still listed."""


async def take_picture(tab: Page, target: Path, scene: Scene) -> tuple[int, int]:
    """Write a picture of the whole page as WebP; return its width and height in CSS px.

    The picture is as wide as the window plus what sticks out of it, up to twice the window.
    """
    width = round(scene.viewport + min(max(scene.sideways, 0), scene.viewport))
    height = round(min(max(scene.height, 1), TALLEST))
    session = await tab.context.new_cdp_session(tab)
    try:
        answer = await session.send(
            "Page.captureScreenshot",
            {
                "format": "webp",
                "quality": 70,
                "captureBeyondViewport": True,
                "optimizeForSpeed": False,
                "clip": {"x": 0, "y": 0, "width": width, "height": height, "scale": 1},
            },
        )
    finally:
        await session.detach()
    content = base64.b64decode(answer["data"])
    await asyncio.to_thread(_write, target, content)
    return width, height


def _write(target: Path, content: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
