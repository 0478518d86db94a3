"""The example blog and generators' sites, typeset: as they were where there is room, and fitted."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.fit.conftest import FRAMES, serving
from tests.browser.measure.conftest import ADDRESSES, CDN, Look, Measure, resize, settle
from tests.browser.other.conftest import RUNNING
from tests.generators import builds

if TYPE_CHECKING:
    from playwright.async_api import Page

    from mathfit.browser.packages import PackageFolder

pytestmark = [pytest.mark.browser, pytest.mark.generators]

ROOT = Path(__file__).parents[3]
POSTS = ("diffusion-score", "laplace-method", "linear-attention", "woodbury")
GENERATORS = ("hugo-mathjax", "sphinx")
PAGES = (
    *(f"blog/posts/{name}.html" for name in POSTS),
    *(f"{name}/{post}.html" for name in GENERATORS for post in ("gradient", "spectral")),
)
WIDTHS = (1280, 768, 375, 320)

# Where each formula stands in its block, and how large it is, CSS px; and whether all of this block
# has room, so that nothing in it is shrunken.
SEEN = """() => {
  const boxes = [...document.querySelectorAll(
    "mjx-container > mjx-math, mjx-container > svg, .katex-html .base, .katex-html .katex-base")];
  const seen = boxes.map((one) => {
    const block = one.closest("p, li, td, dd, section, article, main, body");
    const frame = block.getBoundingClientRect();
    const { left, top, right, width, height } = one.getBoundingClientRect();
    return { block, room: right <= frame.right + 1,
      place: [left - frame.left, top - frame.top, width, height] };
  });
  const tight = new Set(seen.filter(({ room }) => !room).map(({ block }) => block));
  return seen.map(({ block, place }) => [...place, !tight.has(block)]);
}"""
# Formulas that stick out of the page, and how far the page can be scrolled sideways.
OUT = """() => {
  const width = document.documentElement.clientWidth;
  const out = [...document.querySelectorAll("math-fit, math-fit-typeset > *")].filter((one) => {
    const { left, right } = one.getBoundingClientRect();
    return !one.closest("math-fit-room") && one.localName !== "template" &&
      (left < -1 || right > width + 1);
  });
  return {
    out: out.map((one) => one.outerHTML.slice(0, 200)),
    shown: document.querySelectorAll("mjx-container, .katex").length,
    wide: document.documentElement.scrollWidth - width,
    engine: !!(window.MathJax || window.katex),
  };
}"""


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory, measure: Measure) -> Path:
    """Return a folder with the sites, as they were in `plain` and typeset in `typeset`."""
    root = tmp_path_factory.mktemp("sites")
    shutil.copytree(ROOT / "examples" / "blog", root / "plain" / "blog")
    for generator in builds.GENERATORS:
        if generator.name in GENERATORS:
            try:
                built = builds.build(generator)
            except builds.LeftOutError as reason:
                pytest.skip(f"{generator.name} left out: {reason}")
            shutil.copytree(built, root / "plain" / generator.name)
    found = measure(root / "plain", root / "typeset", typeset=True)
    assert [(page, found[page].untypeset) for page in PAGES if not found[page].typeset] == []
    return root


def test_where_there_is_room_each_page_is_as_it_was(sites: Path, look: Look) -> None:
    async def steps(page: Page) -> dict[str, list[Any]]:
        found: dict[str, list[Any]] = {}
        for name in PAGES:
            found[name] = []
            for way in ("plain", "typeset"):
                await settle(page, f"{way}/{name}")
                found[name].append(await page.evaluate(SEEN))
        return found

    apart = []
    for name, (plain, typeset) in look(sites, steps).items():
        assert len(plain) == len(typeset) > 5
        for index, (one, other) in enumerate(zip(plain, typeset, strict=True)):
            if one[4] and max(abs(a - b) for a, b in zip(one[:4], other[:4], strict=True)) > 1:
                apart.append((name, index, one, other))
    assert apart == []


def test_verify_finds_no_fault(sites: Path, packages: PackageFolder, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mathfit", "verify", sites / "typeset"]
    command += ["--before", sites / "plain", "--packages", packages.root]
    # Without scripts, too: the formulas, and their fit, are in the page.
    command += ["--settings", "no-script"]
    command += ["--widths", "320,375,768,1280", "--json", tmp_path / "run.json"]
    for page in PAGES:
        command += ["--include", page]
    done = subprocess.run(
        [str(word) for word in command], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode in (0, 1), done.stderr
    run = json.loads((tmp_path / "run.json").read_text(encoding="utf-8"))
    told = [f"{f['page']} {f['width']} {f['kind']} {f['detail']}" for f in run["faults"]]
    assert told == []
    assert run["pages"] == len(PAGES)


def _served(sites: Path) -> dict[str, str]:
    """Return the pages without a script, stylesheets inside, fonts at the server's addresses."""
    found = {}
    for name in PAGES:
        file = sites / "typeset" / name
        text = file.read_text(encoding="utf-8")

        def held(link: re.Match[str], folder: Path = file.parent) -> str:
            sheet = folder / link[1]
            css = sheet.read_text(encoding="utf-8") if sheet.is_file() else ""
            return f"<style>{css}</style>"

        text = re.sub(r"<script\b.*?</script>", "", text, flags=re.DOTALL)
        text = re.sub(r'<link rel="stylesheet"[^>]*? href="([^"?:]+)[^>]*>', held, text)
        for local, public in ADDRESSES.items():
            text = text.replace(public, local)
        found["/" + name] = text.replace(CDN, "/npm/")
    return found


@pytest.mark.parametrize("browser_name", sorted(RUNNING))
def test_all_fits_in_other_browsers_without_a_script(sites: Path, browser_name: str) -> None:
    found: dict[str, Any] = {}
    with RUNNING[browser_name]() as browser, serving(_served(sites)) as origin:
        for name in PAGES:
            for loaded in (WIDTHS[0], WIDTHS[-1]):
                browser.resize(loaded)
                browser.open(f"{origin}/{name}")
                for width in WIDTHS if loaded == WIDTHS[0] else WIDTHS[::-1]:
                    browser.resize(width)
                    browser.evaluate(FRAMES)
                    state = browser.evaluate(OUT)
                    assert state["shown"] > 5
                    assert not state["engine"]
                    if state["out"] or state["wide"] > 0:
                        found[f"{name}, loaded at {loaded}, read at {width}"] = state
    assert found == {}


# What a reader selects, and what the browser finds in the page: the text around formulas, and
# nothing of their source.
SELECTED = r"""() => {
  getSelection().selectAllChildren(document.querySelector("article, main, .body, body"));
  const text = getSelection().toString();
  const word = text.match(/\p{L}{4,}/u)[0].slice(0, 6);
  const find = (what) => { getSelection().removeAllRanges(); return window.find(what); };
  const command = /\\(frac|sum|begin|operatorname|mathbf)\b/;
  const tex = [...document.querySelectorAll("math-fit-typeset > template")]
    .map(({ content }) => content.textContent.match(command)?.[0]).find((one) => one);
  const source = text.includes(tex);
  return { length: text.length, source, word: find(word), tex: tex && find(tex) };
}"""


def test_selecting_and_finding_reach_the_text_and_no_source(sites: Path, look: Look) -> None:
    async def steps(page: Page) -> dict[str, Any]:
        found = {}
        for name in PAGES:
            await settle(page, f"typeset/{name}")
            await resize(page, 1280)
            found[name] = await page.evaluate(SELECTED)
        return found

    for name, seen in look(sites, steps).items():
        assert seen["length"] > 100, name
        assert (seen["source"], seen["word"], seen["tex"]) == (False, True, False), name
