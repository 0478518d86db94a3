"""How fast the report opens, and how large it is: a site of 300 pages, and one of 1,000.

Each page has a picture at four widths; on every third page there are six faults, cropped. The
report is opened from disk in a browser that has not seen it; it is usable when its script has
filtered the pages and the first of them have been drawn. The peer is the same report with every
picture loaded at once, as a page without `loading=lazy` and `content-visibility` does.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path, PurePosixPath

from PIL import Image
from playwright.sync_api import sync_playwright

from mathfit.browser.find import find_browser
from mathfit.browser.launch import CHROMIUM_FLAGS
from mathfit.verify.judge.fault import Fault
from mathfit.verify.judge.geometry import View
from mathfit.verify.report import build
from mathfit.verify.results import Picture, Run, VerifiedPage

ROOT = Path(__file__).parents[1]
WIDTHS = (320, 375, 768, 1280)
TEX = r"\begin{equation}\hat{x}_{t|t} = F\hat{x}_{t-1|t-1} + \left(FP_{t-1|t-1}F^\top\right)"
USABLE = """() => new Promise((done) => {
  const drawn = () => requestAnimationFrame(() => requestAnimationFrame(() =>
    done(performance.now())));
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", drawn);
  else drawn();
})"""


def write(folder: Path, count: int) -> Path:
    """Write the report of a site of so many pages; return its index.html."""
    samples = {}
    with Image.open(ROOT / "docs" / "before-after.png") as text:
        for width in WIDTHS:
            samples[width] = folder / f"{width}.jpg"
            text.convert("RGB").resize((width, 2400)).save(samples[width], quality=75)
    pages = []
    for number in range(count):
        name = f"posts/{number}.html"
        shots = []
        for width in WIDTHS:
            file = PurePosixPath("pictures", name, f"{width}.jpg")
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(samples[width], folder / file)
            shots.append(Picture(View(width), file, width, 2400))
        faults = [
            Fault(name, "leaves-block", f"{20 + n} px beyond the right edge", View(375), n, None,
                  TEX, (16, 200.0 * n, 340, 200.0 * n + 60))
            for n in range(1, 7)
            if number % 3 == 0
        ]  # fmt: skip
        pages.append(
            VerifiedPage(name, "MathJax 3.2.2", 20, 40, 8, 1.0, tuple(faults), tuple(shots))
        )
    return build.write(Run("site", WIDTHS, tuple(pages), "chromium", "0", 100.0), folder)


def opened(file: Path) -> float:
    """Return the seconds until the report can be used, the best of three browsers."""
    times = []
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
        path = str(find_browser(os.environ.get("MATHFIT_BROWSER"), own).path)
        for _ in range(3):
            flags = [*CHROMIUM_FLAGS, "--no-sandbox"]
            browser = playwright.chromium.launch(executable_path=path, args=flags)
            tab = browser.new_page(viewport={"width": 1280, "height": 800})
            tab.goto(file.as_uri(), wait_until="commit")
            times.append(float(tab.evaluate(USABLE)) / 1000)
            browser.close()
    return min(times)


def main() -> None:
    print(f"{'pages':>6}{'usable, s':>12}{'all at once, s':>16}{'index.html':>12}{'folder':>10}")
    for count in map(int, sys.argv[1:] or ("300", "1000")):
        with tempfile.TemporaryDirectory() as folder:
            index = write(Path(folder), count)
            seconds = opened(index)
            eager = index.with_name("eager.html")
            html = index.read_text(encoding="utf-8")
            html = html.replace('loading="lazy" decoding="async"', "")
            eager.write_text(html.replace("content-visibility: auto;", ""), encoding="utf-8")
            size = sum(file.stat().st_size for file in Path(folder).rglob("*") if file.is_file())
            print(
                f"{count:6}{seconds:12.2f}{opened(eager):16.2f}"
                f"{index.stat().st_size / 1e6:9.2f} MB{size / 1e6:7.0f} MB"
            )


if __name__ == "__main__":
    main()
