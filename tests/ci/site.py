"""A small site that needs mathfit, and the environment in which its engine is found."""

from __future__ import annotations

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HEAD = (
    '<meta charset="utf-8"><title>t</title><meta name="viewport" content="width=device-width">'
    '<script src="https://cdn.jsdelivr.net/npm/mathjax@3/es5/tex-chtml.js"></script>'
)
SUM = "+".join(f"a_{{{number}}}" for number in range(30))
PAGE = f'<!doctype html><html lang="en"><head>{HEAD}</head><body><p>A sum:</p>$$%s$$</body></html>'


def write_site(folder: Path) -> None:
    """Write a page with an equation that is too wide for phones, and one with none that is."""
    folder.mkdir()
    (folder / "wide.html").write_text(PAGE % SUM, encoding="utf-8")
    (folder / "small.html").write_text(PAGE % "x", encoding="utf-8")


def environment(folder: Path) -> dict[str, str]:
    """Return variables with the mathfit under test on the PATH, installed or not."""
    command = folder / "bin" / "mathfit"
    command.parent.mkdir(exist_ok=True)
    command.write_text(
        f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m mathfit "$@"\n',
        encoding="utf-8",
    )
    command.chmod(0o755)
    packages = os.environ.get("MATHFIT_PACKAGES", str(ROOT / "node_modules"))
    path = f"{command.parent}{os.pathsep}{os.environ['PATH']}"
    return os.environ | {"PATH": path, "MATHFIT_PACKAGES": packages}
