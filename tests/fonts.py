"""The fonts of the tests: those that the suite brings, and no others.

What a page shows depends on the fonts of its machine. So every browser of the tests is started with
a fontconfig of our own, whose folder holds links to the files named here. Where the font for
mathematics matters, a page names one of MATH by `@font-face`.
"""

from __future__ import annotations

import os
import sys
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).parents[1]
NODE = ROOT / "node_modules"
FOLDER = ROOT / "build" / "fonts"

# What a new Debian has. Its font for mathematics is a package of its own and not always there.
TEXT = tuple(
    f"dejavu-fonts-ttf/ttf/DejaVu{face}.ttf"
    for name, slope in (("Sans", "Oblique"), ("Serif", "Italic"), ("SansMono", "Oblique"))
    for face in (name, f"{name}-Bold", f"{name}-{slope}", f"{name}-Bold{slope}")
)
DEJAVU_MATH = NODE / "dejavu-fonts-ttf" / "ttf" / "DejaVuMathTeXGyre.ttf"
# The example posts are Chinese. No package of npm has files that a system can install.
CHINESE = ("NotoSerifCJK-*.ttc", "NotoSansCJK-*.ttc")
DEBIAN = (Path("/usr/share/fonts"), Path("/usr/share/texmf/fonts"))


def _ziamath() -> Path:
    spec = find_spec("ziamath")
    return Path(spec.origin or "").parent if spec else Path()


MATH: dict[str, Path] = {
    "DejaVu Math TeX Gyre": DEJAVU_MATH,
    "Latin Modern Math": DEBIAN[1] / "opentype" / "public" / "lm-math" / "latinmodern-math.otf",
    "STIX Two Math": _ziamath() / "fonts" / "STIXTwoMath-Regular.ttf",
    "Noto Sans Math": NODE.joinpath(
        "@fontsource", "noto-sans-math", "files", "noto-sans-math-latin-400-normal.woff2"
    ),
}
"""Fonts with OpenType's table for mathematics, by the name that pages know them by."""

# KaTeX's letters are Computer Modern's: their x-height is 0.43 em. DejaVu Serif's is 0.52 em.
LOW = NODE / "katex" / "dist" / "fonts" / "KaTeX_Main-Regular.woff2"
"""A text font with a small x-height."""

WEB: dict[str, Path] = {**MATH, "KaTeX Main": LOW}
"""What a page of the tests may name by `@font-face`."""

_CONFIGURATION = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>{folder}</dir>
  <cachedir>{folder}/cache</cachedir>
  <alias><family>serif</family><prefer><family>DejaVu Serif</family></prefer></alias>
  <alias><family>sans-serif</family><prefer><family>DejaVu Sans</family></prefer></alias>
  <alias><family>monospace</family><prefer><family>DejaVu Sans Mono</family></prefer></alias>
  <match target="pattern">
    <edit name="family" mode="append"><string>DejaVu Sans</string></edit>
  </match>
  <match target="font">
    <edit name="antialias"><bool>true</bool></edit>
    <edit name="hinting"><bool>true</bool></edit>
    <edit name="hintstyle"><const>hintslight</const></edit>
    <edit name="rgba"><const>none</const></edit>
  </match>
</fontconfig>
"""


def chinese() -> list[Path]:
    """Return the files of the font for Chinese, which tools/setup.sh installs."""
    return [file for glob in CHINESE for file in sorted(DEBIAN[0].glob(f"*/*/{glob}"))]


def brought(*, math: bool = True) -> list[Path]:
    """Return the files that browsers see, with a font for mathematics or without one."""
    return [*(NODE / name for name in TEXT), *chinese(), *([DEJAVU_MATH] if math else [])]


def configuration(*, math: bool = True) -> Path:
    """Write the folder of links and its fontconfig, and return the latter.

    Raises FileNotFoundError where a font is missing.
    """
    folder = FOLDER / ("math" if math else "text")
    folder.mkdir(parents=True, exist_ok=True)
    files = brought(math=math)
    if not chinese():
        raise FileNotFoundError("no font for Chinese: NotoSerifCJK")
    for file in files:
        if not file.is_file():
            raise FileNotFoundError(f"no font at {file}")
        link = folder / file.name
        if not link.is_symlink() or link.readlink() != file:
            link.unlink(missing_ok=True)
            link.symlink_to(file)
    for link in folder.iterdir():
        if link.is_symlink() and link.readlink() not in files:
            link.unlink()
    target = folder / "fonts.conf"
    text = _CONFIGURATION.format(folder=folder)
    if not target.is_file() or target.read_text(encoding="utf-8") != text:
        target.write_text(text, encoding="utf-8")
    return target


def use() -> None:
    """Have every browser that this process starts see these fonts alone.

    Only Linux has fontconfig. MATHFIT_TEST_FONTS=system leaves the machine its own fonts.
    """
    if sys.platform.startswith("linux") and os.environ.get("MATHFIT_TEST_FONTS") != "system":
        os.environ["FONTCONFIG_FILE"] = str(configuration())
