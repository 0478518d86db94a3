"""What readers get: formulas that fit, and a page that does not move while the engine works."""

from __future__ import annotations

import asyncio
import re
import shutil
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from mathfit.cli import run
from tests import fonts
from tests.browser.fit.conftest import other_ink
from tests.browser.measure.conftest import Look, Measure, at_read_time, resize, settle, write
from tests.browser.measure.sources import MATHML, SHORT, STYLE, WIDE, page

if TYPE_CHECKING:
    from playwright.async_api import Page, Route

pytestmark = pytest.mark.browser

GEOMETRY = (Path(__file__).parent / "geometry.js").read_text(encoding="utf-8")
WIDTHS = (1280, 375)
NUMBERED = r"\begin{equation}a=b\end{equation}\begin{align}c&=d\\e&=f\end{align}"


def _wrappers(seen: dict[str, Any]) -> list[list[float]]:
    return [one["wrapper"] for one in seen["all"]]


def _shapes(seen: dict[str, Any]) -> list[list[float]]:
    """Return where each stands in its line, without what the lines above sum up to."""
    return [[left, right, bottom - top] for left, top, right, bottom in _wrappers(seen)]


@pytest.mark.parametrize("engine", ["mathjax", "katex"])
def test_the_source_takes_the_room_of_the_formula(
    tmp_path: Path, measure: Measure, look: Look, engine: str
) -> None:
    body = f"{SHORT}<p>Some words</p>{WIDE}<p>in between</p>" + SHORT * 2
    root = write(tmp_path / "site", {"a.html": page(body, engine), "style.css": STYLE})
    assert measure(root)["a.html"].measured

    async def steps(tab: Page) -> None:
        arrives = asyncio.Event()

        async def late(route: Route) -> None:
            await arrives.wait()
            await route.fallback()

        await tab.route("**/*.js", late)
        for width in WIDTHS:
            await resize(tab, width)
            arrives.clear()
            loaded = asyncio.create_task(settle(tab, "a.html"))
            await tab.wait_for_selector("p:last-of-type", state="attached")
            await resize(tab, width)
            before = await tab.evaluate(GEOMETRY)
            source = await tab.inner_text("math-fit-ink >> nth=0")
            arrives.set()
            await loaded
            after = await tab.evaluate(GEOMETRY)
            assert "E=mc^2" in source
            assert len(after["all"]) == 4
            assert before["width"] == after["width"] == width
            for one, other in zip(_wrappers(before), _wrappers(after), strict=True):
                assert one == pytest.approx(other, abs=0.5)
            # Nor does the source leave that room, as the eye sees it.
            assert after["all"][1]["scale"] < 1

    look(root, steps)


def test_without_scripts_the_source_is_read_whole(
    tmp_path: Path, measure: Measure, look: Look
) -> None:
    plain = page(f"<p>Words {WIDE} and words.</p>{SHORT}", "mathjax")
    root = write(tmp_path / "site", {"a.html": plain, "style.css": STYLE})
    measure(root, tmp_path / "out")

    async def picture(tab: Page) -> bytes:
        await settle(tab, "a.html", scripts=False)
        return await tab.screenshot()

    options = {"java_script_enabled": False, "viewport": {"width": 375, "height": 700}}
    before = look(root, picture, **options)
    assert other_ink(before, look(tmp_path / "out", picture, **options)) == 0


def test_typeset_at_build_time_it_fits_without_scripts(
    tmp_path: Path, measure: Measure, look: Look
) -> None:
    post = Path(__file__).parents[3] / "examples" / "blog" / "posts" / "kalman.html"
    pages = {"a.html": post.read_text(encoding="utf-8"), "b.html": page(MATHML + SHORT, "none")}
    root = write(tmp_path / "site", {**pages, "style.css": STYLE})
    results = measure(root, tmp_path / "out")
    assert results["a.html"].measured
    assert results["b.html"].measured
    at_read_time(root, tmp_path / "read")

    async def see(tab: Page, *, scripts: bool) -> list[Any]:
        seen = []
        for name in ("a.html", "b.html"):
            await settle(tab, name, scripts=scripts)
            for width in WIDTHS:
                await tab.set_viewport_size({"width": width, "height": 900})
                seen.append(await tab.evaluate(GEOMETRY))
        return seen

    # Playwright's own evaluation still runs where the page's scripts do not.
    off = look(tmp_path / "out", partial(see, scripts=False), java_script_enabled=False)
    on = look(tmp_path / "read", partial(see, scripts=True))
    for one, other, width in zip(off, on, WIDTHS * 2, strict=True):
        assert one["width"] <= width
        for a, b in zip(_shapes(one), _shapes(other), strict=True):
            assert a == pytest.approx(b, abs=1)


def test_numbers_are_those_of_the_page(tmp_path: Path, measure: Measure, look: Look) -> None:
    delimiters = "renderMathInElement(document.body)"
    body = f"{NUMBERED}<p>Words</p>{WIDE}{NUMBERED}"
    html = page(body, "katex")
    assert delimiters in html
    root = write(tmp_path / "site", {"a.html": html, "style.css": STYLE})
    assert measure(root, tmp_path / "out")["a.html"].measured

    async def picture(tab: Page) -> bytes:
        await settle(tab, "a.html")
        return await tab.screenshot()

    # Wide enough for all: the same picture, numbers included.
    options = {"viewport": {"width": 1280, "height": 900}}
    wide = STYLE.replace("700px", "none")
    for folder in (root, tmp_path / "out"):
        (folder / "style.css").write_text(wide)
    before = look(root, picture, **options)
    assert other_ink(before, look(tmp_path / "out", picture, **options)) == 0


HIDDEN = {
    "details": "<details><summary>More</summary>{}</details>",
    "tab": "<div style='display:none'>{}</div>",
    "tab in a tab": "<div hidden><div class=tab>{}</div></div>",
    "dialog": "<dialog>{}</dialog>",
    "scroller": "<div style='overflow:auto;width:90px;height:40px'>{}</div>",
    "later": "<div style='content-visibility:auto;contain-intrinsic-size:1px 9999px'>{}</div>",
}


def test_what_is_hidden_is_measured_too(tmp_path: Path, measure: Measure) -> None:
    tall = "<div style='height:3000px'></div>"
    body = WIDE + tall + "".join(frame.format(WIDE) for frame in HIDDEN.values())
    style = STYLE + ".tab { display: none !important }\n"
    root = write(tmp_path / "site", {"a.html": page(body), "style.css": style})
    result = measure(root)["a.html"]
    assert (result.unmeasured, result.measured) == (None, True)
    html = (root / "a.html").read_text(encoding="utf-8")
    tags = [part.split(">")[0] for part in html.split("<math-fit ")[1:]]
    assert len(tags) == 1 + len(HIDDEN)
    assert "--mathfit-w:" in tags[0]
    # A browser's widths are sums of 64ths of a CSS px, which depend on where the sum begins.
    numbers = [[float(each) for each in re.findall(r":([\d.]+)", tag)] for tag in tags]
    assert len(numbers[0]) == 4
    for other in numbers:
        assert other == pytest.approx(numbers[0], abs=0.002)


ROOMS = """() => [...document.querySelectorAll("math-fit")].map((wrapper) => {
  const room = wrapper.firstElementChild;
  const { right } = room.getBoundingClientRect();
  const ink = room.firstElementChild;
  return {
    out: right - document.body.getBoundingClientRect().right + 12,
    hidden: room.scrollWidth - room.clientWidth,
    scale: ink.getBoundingClientRect().width / parseFloat(getComputedStyle(ink).width),
  };
})"""


@pytest.mark.parametrize("follows", [True, False], ids=["the x-height", "nothing"])
def test_another_text_font_at_the_readers(
    tmp_path: Path, measure: Measure, look: Look, follows: bool
) -> None:
    """MathJax sets its size by the font's x-height: here a fifth more than when it was measured.

    The numbers follow that. What they cannot follow is text in a formula, in the reader's font.
    """
    if follows:
        formula = "$$S=" + "+".join(f"a_{{{n}}}" for n in range(16)) + "$$"
        option = ""
    else:
        formula = r"$$S=a \text{ the words were measured in a font in which they are narrower}$$"
        option = "matchFontHeight: false, mtextInheritFont: true"
    body = f"{formula}<p>Words</p>{SHORT}"
    # MathJax finds the width of text when it typesets: here not before the page's font is there.
    ready = "document.fonts.load('16px Low').then(() => MathJax.startup.defaultReady())"
    config = f"{{ chtml: {{ {option} }}, startup: {{ ready: () => {ready} }} }}"
    lead = f"<script>MathJax = {config}</script>"
    low = "@font-face { font-family: Low; src: url(low.woff2) }\n"
    low += STYLE.replace("DejaVu Serif", "Low")
    pages = {"a.html": page(body, "mathjax", lead=lead), "style.css": low}
    root = write(tmp_path / "site", pages)
    shutil.copy(fonts.LOW, root / "low.woff2")
    measure(root, tmp_path / "out")
    measure(root, tmp_path / "kept", keep_script=True)

    def seen(folder: str, style: str) -> Any:
        (tmp_path / folder / "style.css").write_text(style)

        async def steps(tab: Page) -> Any:
            await settle(tab, "a.html")
            rooms = await tab.evaluate(ROOMS)
            assert await tab.evaluate("() => document.documentElement.scrollWidth") == 375
            assert all(room["out"] <= 0.5 for room in rooms)
            assert 0.45 < rooms[0]["scale"] < 1  # else it scrolls anyway
            return rooms

        return look(tmp_path / folder, steps, viewport={"width": 375, "height": 700})

    before = seen("out", low)
    other = seen("out", STYLE)
    kept = seen("kept", STYLE)
    assert [room["hidden"] for room in (*before, *kept)] == [0] * 4
    assert kept[0]["scale"] < before[0]["scale"] - 0.05
    assert other[1]["hidden"] == 0
    if follows:
        assert other[0]["hidden"] == 0
        assert other[0]["scale"] == pytest.approx(kept[0]["scale"], rel=0.004)
    else:
        assert other[0]["hidden"] > 10  # the net: nothing is out of reach


def test_a_policy_without_inline_styles(tmp_path: Path, measure: Measure, look: Look) -> None:
    policy = (
        '<meta http-equiv="content-security-policy" content="default-src \'none\'; '
        "style-src 'self'; script-src 'self'\">"
    )
    html = page(MATHML, "none", lead=policy)
    root = write(tmp_path / "site", {"a/a.html": html, "a/style.css": STYLE})
    assert measure(root)["a/a.html"].measured
    written = (root / "a" / "a.html").read_text(encoding="utf-8")
    assert "style=" not in written.replace("stylesheet", "")
    assert len(list(root.glob("mathfit.*.css"))) == 2

    async def steps(tab: Page) -> Any:
        await settle(tab, "a/a.html")
        return await tab.evaluate(GEOMETRY)

    seen = look(root, steps, viewport={"width": 375, "height": 700})
    assert seen["width"] == 375
    assert 0.39 < seen["all"][0]["scale"] < 1
    before = written
    measure(root)
    assert (root / "a" / "a.html").read_text(encoding="utf-8") == before
    assert run(["remove", str(root)]) == 0
    assert (root / "a" / "a.html").read_text(encoding="utf-8") == html
    assert not list(root.glob("mathfit.*"))
