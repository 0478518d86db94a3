"""What this machine has and lacks for `verify` and build-time measuring, one line each."""

from __future__ import annotations

import asyncio
import platform
import sys
from dataclasses import dataclass
from importlib import metadata
from typing import TYPE_CHECKING

from mathfit import __version__
from mathfit.browser.launch import BrowserOptions, open_browser
from mathfit.errors import MathfitError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# A letter of each script that posts are written in. Without a font for it, every one is the same
# empty box, and measured widths are those of boxes.
SCRIPTS: dict[str, str] = {"Chinese": "数式", "Japanese": "数かな", "Korean": "수식", "Greek": "αβ"}
_NO_SUCH_LETTER = "\U000fff7d"

# Draws a letter and a code point that no font has; the same picture means there is no font.
_HAS_GLYPHS = """([texts, none]) => {
  const draw = (text) => {
    const canvas = document.createElement("canvas");
    canvas.width = 60;
    canvas.height = 30;
    const context = canvas.getContext("2d");
    context.font = "20px serif";
    context.fillText(text, 5, 22);
    return canvas.toDataURL();
  };
  return texts.map((text) => [...text].every((letter) => draw(letter) !== draw(none)));
}"""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was looked at."""

    name: str
    """How people call it."""
    found: str
    """What was found, for a person to read."""
    ok: bool = True
    """`verify` can do with it."""
    needed: bool = True
    """False for what is only good to know."""


def examine(browser: BrowserOptions, packages: Path | None) -> Iterator[Line]:
    """Look at everything, yielding each line as it is known."""
    yield Line("mathfit", __version__)
    yield Line("Python", f"{platform.python_version()} ({sys.executable})")
    for package in ("playwright", "turbohtml", "lxml", "Jinja2"):
        yield _package(package)
    try:
        yield from asyncio.run(_browser(browser))
    except MathfitError as error:
        yield Line("browser", str(error), ok=False)
    yield from _engines(packages)


def _package(name: str) -> Line:
    try:
        return Line(name, metadata.version(name))
    except metadata.PackageNotFoundError:
        return Line(name, "not installed", ok=False)


async def _browser(options: BrowserOptions) -> list[Line]:
    async with open_browser(options) as (browser, found):
        lines = [
            Line("browser", f"{options.name} {browser.version}, {found.path} ({found.origin})")
        ]
        page = await browser.new_page()
        has = await page.evaluate(_HAS_GLYPHS, [list(SCRIPTS.values()), _NO_SUCH_LETTER])
    fonts = zip(SCRIPTS, has, strict=True)
    missing = [name for name, there in fonts if not there]
    if missing:
        text = f"no letters for {', '.join(missing)}: such pages are measured with empty boxes"
        return [*lines, Line("fonts", text, ok=False, needed=False)]
    return [*lines, Line("fonts", f"letters for {', '.join(SCRIPTS)}", needed=False)]


def _engines(folder: Path | None) -> Iterator[Line]:
    from mathfit.browser.packages import PackageFolder  # noqa: PLC0415

    if folder is None:
        text = "no --packages: engines are loaded from the addresses that pages name"
        yield Line("packages", text, needed=False)
        return
    try:
        found = PackageFolder.read(folder)
    except MathfitError as error:
        yield Line("packages", str(error), ok=False)
        return
    for name, versions in sorted(found.by_name.items()):
        yield Line(name, ", ".join(package.version for package in versions))
    fonts = "@mathjax/mathjax-newcm-font"
    if found.choose("mathjax", "4") and fonts not in found.by_name:
        yield Line(fonts, "not there, and MathJax 4 asks for it", ok=False)
