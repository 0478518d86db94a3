"""Pages with their formulas typeset in them: the same picture, fitted, with no engine."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from mathfit.page.remove import remove_html
from mathfit.site.remove import remove_site
from mathfit.site.walk import open_site
from tests.browser.fit.conftest import JUDGE
from tests.browser.measure.conftest import CDN, Look, Measure, resize, settle, write
from tests.browser.measure.sources import page
from tests.browser.typeset.conftest import MULTLINES, OUTPUTS, Site, page_of

if TYPE_CHECKING:
    from playwright.async_api import Page

pytestmark = pytest.mark.browser

WIDTHS = (1280, 768, 375, 320)
# Where each formula stands in its block, and how wide and high it is, the page's own px. The boxes
# of an inline formula: its container has the line's height.
SEEN = """() => {
  const display = 'mjx-container[display="true"],.katex-display,.MathJax_Display,.MJXc-display,'
    + '.MathJax_SVG_Display';
  const formulas = `${display},mjx-container:not([display]) mjx-math,`
    + 'mjx-container:not([display]) svg,.base,.katex-base,.math,.mjx-math,.MathJax_SVG svg';
  const all = [...document.querySelectorAll(formulas)]
    .filter((one) => !one.parentElement.closest(display));
  return {
    formulas: all.map((one) => {
      const { left, top, width, height } = one.getBoundingClientRect();
      const frame = one.closest("section,p").getBoundingClientRect();
      const narrow = width <= 720 && one.scrollWidth <= one.clientWidth + 3;
      return [left - frame.left, top - frame.top, width, height, narrow && !one.closest("#wide")];
    }),
    paragraph: document.getElementById("text").getBoundingClientRect().height,
    wide: document.documentElement.scrollWidth - innerWidth,
    engine: !!(window.MathJax?.version || window.katex || window.renderMathInElement),
    script: !!window.mathfit,
  };
}"""


# MathJax's own elements are undefined, too: those that it made stand in ours.
UNSEEN = """() => [...document.querySelectorAll("math-fit-typeset")].filter((one) =>
  !one.closest("math-fit-ink, p, section").checkVisibility(
    { opacityProperty: true, visibilityProperty: true }) ||
  getComputedStyle(one).visibility !== "visible" ||
  getComputedStyle(one).display === "none").length"""


@pytest.fixture(scope="module")
def seen(site: Site, look: Look) -> dict[tuple[str, str], dict[int, Any]]:
    """What is seen of each page at each width, by its name and the way in which it was made."""

    async def steps(page: Page) -> dict[tuple[str, str], dict[int, Any]]:
        found: dict[tuple[str, str], dict[int, Any]] = {}
        for name in OUTPUTS:
            for way in ("plain", "typeset"):
                await settle(page, f"{way}/{name}.html")
                found[name, way] = {}
                for width in WIDTHS:
                    await resize(page, width)
                    found[name, way][width] = await page.evaluate(SEEN)
                    problems = (await page.evaluate(JUDGE))["problems"]
                    found[name, way][width]["problems"] = problems
        return found

    found: dict[tuple[str, str], dict[int, Any]] = look(site.root, steps)
    return found


def _apart(one: dict[str, Any], other: dict[str, Any], *, fitting: bool = False) -> list[str]:
    """Return which formulas are not in the same place; `fitting`: of those that need no fit."""
    assert len(one["formulas"]) == len(other["formulas"]) > 10
    pairs = [
        (a, b)
        for a, b in zip(one["formulas"], other["formulas"], strict=True)
        if not fitting or a[4]
    ]
    return [
        f"{a} and {b}"
        for a, b in pairs
        if max(abs(x - y) for x, y in zip(a[:4], b[:4], strict=True)) > 1
    ]


@pytest.mark.parametrize("name", OUTPUTS)
def test_it_needs_no_engine_and_no_script(site: Site, seen: dict[Any, Any], name: str) -> None:
    result = site.results[f"{name}.html"]
    assert (result.untypeset, result.typeset, result.error) == (None, True, None)
    assert seen[name, "plain"][1280]["engine"]
    assert not seen[name, "typeset"][1280]["engine"]
    assert not seen[name, "typeset"][1280]["script"]


@pytest.mark.parametrize("name", OUTPUTS)
def test_where_there_is_room_it_looks_as_before(seen: dict[Any, Any], name: str) -> None:
    plain, typeset = (seen[name, way][1280] for way in ("plain", "typeset"))
    assert _apart(plain, typeset, fitting=True) == []
    assert abs(plain["paragraph"] - typeset["paragraph"]) <= 1


@pytest.mark.parametrize("name", OUTPUTS)
def test_it_fits_at_every_width(seen: dict[Any, Any], name: str) -> None:
    for width in WIDTHS:
        typeset = seen[name, "typeset"][width]
        assert (typeset["problems"], typeset["wide"]) == ([], 0), width


# How far the rows of the multline are from the left end, the middle and the right end of their
# formula, and its number from the right end.
ROWS = """() => {
  const ends = (element) => {
    const { left, right } = element.getBoundingClientRect();
    return { left, right, middle: (left + right) / 2 };
  };
  const formula = document.querySelector("#multline mjx-container");
  const line = ends(formula);
  const top = (element) => element.getBoundingClientRect().top;
  const cells = [...formula.querySelectorAll("[data-mml-node=mtd]:not([id])")];
  const rows = cells.sort((a, b) => top(a) - top(b)).map(ends);
  return [rows[0].left - line.left, rows[1].middle - line.middle, rows[2].right - line.right,
    ends(formula.querySelector("[data-labels]")).right - line.right];
}"""


@pytest.mark.parametrize("name", MULTLINES)
def test_the_rows_of_a_multline_follow_their_line(site: Site, look: Look, name: str) -> None:
    async def steps(page: Page) -> dict[str, dict[int, list[float]]]:
        found: dict[str, dict[int, list[float]]] = {"plain": {}, "typeset": {}}
        await settle(page, f"typeset/multline-{name}.html")
        for width in (1280, 600):
            await resize(page, width)
            found["typeset"][width] = await page.evaluate(ROWS)
        for width in (1280, 600):
            await page.set_viewport_size({"width": width, "height": 900})
            await settle(page, f"plain/multline-{name}.html")
            found["plain"][width] = await page.evaluate(ROWS)
        return found

    assert site.results[f"multline-{name}.html"].typeset
    found = look(site.root, steps)
    for width, plain in found["plain"].items():
        assert found["typeset"][width] == pytest.approx(plain, abs=1), width


@pytest.mark.parametrize("hidden", ["display: none", "visibility: hidden", "opacity: 0"])
def test_a_reset_for_undefined_elements_hides_nothing(site: Site, look: Look, hidden: str) -> None:
    async def steps(page: Page) -> list[int]:
        unseen = []
        for name in OUTPUTS:
            await settle(page, f"typeset/{name}.html")
            await page.add_style_tag(content=f":not(:defined) {{ {hidden} }}")
            unseen.append(await page.evaluate(UNSEEN))
        return unseen

    assert look(site.root, steps) == [0] * len(OUTPUTS)


@pytest.mark.parametrize("name", OUTPUTS)
def test_without_javascript_it_is_the_same(
    site: Site, seen: dict[Any, Any], look: Look, name: str
) -> None:
    async def steps(page: Page) -> dict[int, Any]:
        await settle(page, f"typeset/{name}.html", scripts=False)
        found = {}
        for width in (1280, 320):
            await page.set_viewport_size({"width": width, "height": 900})
            found[width] = await page.evaluate(SEEN)
        return found

    found = look(site.root, steps, java_script_enabled=False)
    for width, off in found.items():
        on = seen[name, "typeset"][width]
        assert _apart(on, off) == [], width
        assert off["wide"] == 0


def test_remove_gives_the_bytes_and_twice_is_once(
    site: Site, measure: Measure, tmp_path: Path
) -> None:
    for name in OUTPUTS:
        once = (site.root / "typeset" / f"{name}.html").read_bytes()
        assert remove_html(once) == (site.root / "plain" / f"{name}.html").read_bytes()
    name = "katex.html"
    once = (site.root / "typeset" / name).read_bytes()
    write(tmp_path / "once", {name: once.decode("utf-8")})
    measure(tmp_path / "once", typeset=True)
    assert (tmp_path / "once" / name).read_bytes() == once


LINKED = """<p>See \\eqref{first} and \\(\\href{#there}{x}\\), \\(\\color{red}{y}\\).</p>
<div style="height: 3000px"></div>
\\begin{equation}\\label{first} E = mc^2 \\end{equation}
<p id="there">There.</p><div style="height: 3000px"></div>"""


MATHJAX2 = """<script type="text/x-mathjax-config">
MathJax.Hub.Config({ TeX: { equationNumbers: { autoNumber: "AMS" }, Macros: { mass: "m" } } });
MathJax.Hub.Register.StartupHook("TeX Jax Ready", function () {
  MathJax.InputJax.TeX.Definitions.Add({ macros: { speed: ["Macro", "c"] } });
});
</script>
<script async src="https://cdn.jsdelivr.net/npm/mathjax@2/MathJax.js?config=TeX-MML-AM_OUTPUT">
</script><script>MathJax = { tex2jax: { inlineMath: [["\\\\(", "\\\\)"]] } };
addEventListener("load", () => MathJax.Hub.Queue(["Typeset", MathJax.Hub]));</script>"""
MATHJAX3 = (
    '<script>MathJax = { tex: { tags: "ams" } }</script><script async '
    'src="https://cdn.jsdelivr.net/npm/mathjax@3/es5/tex-chtml-full.js"></script>'
)


@pytest.mark.parametrize(
    ("head", "formula"),
    [
        (MATHJAX3, "mjx-container"),
        (MATHJAX2.replace("OUTPUT", "CHTML"), ".mjx-chtml"),
        (MATHJAX2.replace("OUTPUT", "HTMLorMML"), ".MathJax"),
        (MATHJAX2.replace("OUTPUT", "SVG"), ".MathJax_SVG"),
    ],
)
def test_links_numbers_and_colours_work_without_the_engine(
    measure: Measure, look: Look, tmp_path: Path, head: str, formula: str
) -> None:
    html = f"<!DOCTYPE html><html lang=en><meta charset=utf-8><title>a</title>{head}{LINKED}</html>"
    write(tmp_path / "plain", {"a.html": html})
    result = measure(tmp_path / "plain", tmp_path / "out", typeset=True)["a.html"]
    assert result.untypeset is None

    async def steps(tab: Page) -> list[Any]:
        await settle(tab, "a.html", scripts=False)
        found = []
        for link in (f"{formula} a[*|href*=mjx-eqn]", f'{formula} a[*|href="#there"]'):
            await tab.locator(link).first.click()
            found.append(await tab.evaluate("() => scrollY > 2000"))
            await tab.evaluate("() => scrollTo(0, 0)")
        red = """() => {
          const one = document.querySelector("[style*='color: red'], [fill=red]");
          return getComputedStyle(one)[one.matches("[fill]") ? "fill" : "color"];
        }"""
        found.append(await tab.evaluate(red))
        # What a reader selects and copies of a line: no TeX of the source, and the words.
        found.append(await tab.evaluate("() => document.querySelector('p').innerText"))
        return found

    to_equation, to_words, colour, text = look(tmp_path / "out", steps, java_script_enabled=False)
    assert (to_equation, to_words, colour) == (True, True, "rgb(255, 0, 0)")
    assert re.match(r"See .*and", text, re.DOTALL)
    assert "\\eqref" not in text
    assert "\\href" not in text


@pytest.mark.parametrize("engine", ["mathjax", "katex", "mathjax2-html", "mathjax2-chtml"])
def test_copied_fonts_come_from_the_site(
    measure: Measure, look: Look, tmp_path: Path, engine: str
) -> None:
    html = page_of(engine) if engine in OUTPUTS else page("<p>$$x$$</p>", engine)
    plain = write(tmp_path / "plain", {"a/b.html": html})
    out = tmp_path / "out"
    assert measure(tmp_path / "plain", out, typeset=True, fonts="copied")["a/b.html"].typeset

    async def steps(tab: Page) -> set[str]:
        asked: set[str] = set()
        tab.on("request", lambda request: asked.add(request.url))
        await settle(tab, "a/b.html")
        return asked

    asked = look(out, steps)
    assert not [url for url in asked if "jsdelivr" in url]
    fonts = {file.name for file in out.glob("mathfit.*.woff*")}
    assert {url.rpartition("/")[2] for url in asked} & fonts
    list(remove_site(open_site(out), jobs=1, write=True))
    assert not list(out.glob("mathfit.*"))
    assert (out / "a/b.html").read_bytes() == (plain / "a/b.html").read_bytes()


MODULE = f"""<link rel="stylesheet" href="{CDN}katex@latest/dist/katex.min.css">
<script type="module">
import renderMathInElement from "{CDN}katex@latest/dist/contrib/auto-render.mjs";
renderMathInElement(document.body, {{ macros: {{ "\\\\mass": "m" }} }});
</script>"""


def test_auto_render_may_be_a_module(measure: Measure, look: Look, tmp_path: Path) -> None:
    html = page(r"<p>$$E = \mass c^2$$</p>", "none", MODULE)
    write(tmp_path / "plain", {"a.html": html})
    result = measure(tmp_path / "plain", tmp_path / "out", typeset=True)["a.html"]
    assert (result.untypeset, result.typeset) == (None, True)
    assert remove_html((tmp_path / "out" / "a.html").read_bytes()) == html.encode()

    async def steps(tab: Page) -> tuple[set[str], int, str]:
        asked: set[str] = set()
        tab.on("request", lambda request: asked.add(request.url))
        await settle(tab, "a.html")
        shown = tab.locator(".katex-display")
        return asked, await shown.count(), await shown.first.inner_text()

    asked, count, text = look(tmp_path / "out", steps)
    assert not [url for url in asked if url.endswith("js")]
    assert count == 1
    assert "\\mass" not in text.partition("\n")[0]


AXE = Path(__file__).parents[3] / "node_modules" / "axe-core" / "axe.min.js"
RUN_AXE = (
    """async () => (await axe.run()).violations.flatMap((one) => one.nodes.map(() => one.id))"""
)


@pytest.mark.parametrize("name", OUTPUTS)
def test_axe_finds_no_more_than_with_the_engine(site: Site, look: Look, name: str) -> None:
    async def steps(page: Page) -> dict[str, Counter[str]]:
        found = {}
        for way in ("measured", "typeset"):
            await settle(page, f"{way}/{name}.html")
            await page.evaluate(AXE.read_text(encoding="utf-8"))
            found[way] = Counter(await page.evaluate(RUN_AXE))
        return found

    found = look(site.root, steps)
    assert found["typeset"] <= found["measured"]


@pytest.mark.parametrize("name", ["mathjax3-chtml", "katex"])
def test_the_keyboard_reaches_what_scrolls_and_nothing_else(
    site: Site, look: Look, name: str
) -> None:
    # axe-core asks for a tabindex in what scrolls. One in the page would stop the Tab key at each
    # long equation on wide screens too, where nothing scrolls: the browser knows where it does.
    scrolling = """() => [...document.querySelectorAll("math-fit-room, .katex")]
      .filter((one) => getComputedStyle(one).overflowX === "auto" &&
        one.scrollWidth > one.clientWidth).length"""
    focused = """() => {
      const one = document.activeElement;
      const first = !one.dataset.seen;
      one.dataset.seen = "1";
      return first && one.scrollWidth > one.clientWidth && one.matches("math-fit-room, .katex");
    }"""

    async def steps(page: Page) -> list[tuple[int, int]]:
        found = []
        for width in (320, 1280):
            await page.set_viewport_size({"width": width, "height": 900})
            await settle(page, f"typeset/{name}.html", scripts=False)
            count = await page.evaluate(scrolling)
            reached = 0
            await page.keyboard.press("Tab")
            while await page.evaluate(focused):
                reached += 1
                await page.keyboard.press("Tab")
            found.append((reached, count))
        return found

    narrow, wide = look(site.root, steps, java_script_enabled=False)
    assert narrow[0] == narrow[1] > 0
    assert wide[0] == wide[1] < narrow[1]
