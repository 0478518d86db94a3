"""Screenshots: the whole page, small on disk."""

from __future__ import annotations

import asyncio
import base64
from typing import TYPE_CHECKING, Any

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
    content, size = await capture(tab, scene, {"format": "webp", "quality": 70})
    await asyncio.to_thread(_write, target, content)
    return size


async def capture(tab: Page, scene: Scene, how: dict[str, Any]) -> tuple[bytes, tuple[int, int]]:
    """Return a picture of the whole page in a format of Chromium's, and its size in CSS px."""
    width = round(scene.viewport + min(max(scene.sideways, 0), scene.viewport))
    height = round(min(max(scene.height, 1), TALLEST))
    session = await tab.context.new_cdp_session(tab)
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
        await session.detach()
    return base64.b64decode(answer["data"]), (width, height)


def _write(target: Path, content: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
