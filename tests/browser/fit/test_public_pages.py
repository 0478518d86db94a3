"""Pages as the public builds them: themes, numbers, tables and counters of their own.

Each row is a kind of page, and stands for others of its kind. A reader gets what stands there
without mathfit where there is room, and the same smaller where there is not; loaded or turned.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import mathfit
from tests.browser.fit import pages
from tests.browser.fit.conftest import FRAMES, Play, settled

if TYPE_CHECKING:
    from playwright.async_api import Page

pytestmark = pytest.mark.browser

READER = (Path(__file__).parent / "reader.js").read_text(encoding="utf-8")
LONG = (
    r"\sum_{k=0}^{n}\left(a_k x^k+b_k y^k\right)=\int_0^\infty e^{-t^2}\,dt"
    r"+\frac{\partial^2 u}{\partial x^2}+\prod_{j=1}^{m}\left(1+\frac{z_j}{w_j}\right)"
)
TEXT = "Nobody had measured how deep the lake is near the old pier, and the morning was calm. "
BOTH = rf"<p>{TEXT}</p>\[{LONG}\]<p>{TEXT}</p>\[E=mc^2\]<p>{TEXT}</p>"
NARROW, WIDE = (320, 375), 1280


@dataclass(frozen=True, slots=True)
class Row:
    """One kind of page."""

    style: str
    body: str
    engines: tuple[str, ...] = ("mathjax3-chtml", "mathjax4-svg", "katex")
    numbers: str = ""
    """A selector of the page's own numbers."""
    natural: tuple[int, ...] = ()
    """The equations, counted from 0, that have their own size in the narrow window too."""
    moves: float = 1
    """How far an equation may stand from where it stands without mathfit, and be wider, CSS px."""


def numbered(wrap: str) -> str:
    """Return a page of a long equation and a short one, each with a number of the page's."""
    both = wrap.format(number="(1)", tex=LONG) + wrap.format(number="(2)", tex="E=mc^2")
    return f"<article><p>{TEXT}</p>{both}<p>{TEXT}</p></article>"


SPHINX = r'<div class="math"><span class="eqno">{number}</span>\[{tex}\]</div>'
TABLE = (
    "<table class='t'><tr><th>Law</th><th>Formula</th><th>Meaning</th></tr>"
    rf"<tr><td>Energy</td><td>\[E=mc^2\]</td><td>{TEXT * 3}</td></tr>"
    rf"<tr><td>Gauss</td><td>\[\nabla\cdot E=\rho\]</td><td>{TEXT}</td></tr></table><p>{TEXT}</p>"
)
CELLS = "table.t{border-collapse:collapse}.t td{border:1px solid #ccc;padding:.5rem}"
ROWS = {
    # A theme's rule for the children of an element meets the wrapper.
    "children-min-content": Row(
        ".a{overflow:auto;margin:0 -.8rem}"
        ".a>*{width:min-content;margin-inline:auto!important;padding-inline:.8rem}",
        rf"<p>{TEXT}</p><div class=a>\[{LONG}\]</div><p>{TEXT}</p><div class=a>\[E=mc^2\]</div>",
        moves=2,
    ),
    "children-stack": Row(
        ".flow>*{margin-block:0;padding:0 1rem;max-width:36em;margin-inline:auto}"
        ".flow>*+*{margin-block-start:1.5em}",
        f"<main class=flow>{BOTH}</main>",
    ),
    "children-margins": Row(
        ".m>*{margin-inline:2rem!important;border-left:3px solid #ccc;padding-left:1em}",
        f"<main class=m>{BOTH}</main>",
    ),
    "children-full-bleed": Row(
        ".g{display:grid;grid-template-columns:1fr min(40rem,100%) 1fr}.g>*{grid-column:2}",
        f"<main class=g>{BOTH}</main>",
    ),
    "children-flex-column": Row(
        ".c{display:flex;flex-direction:column;gap:1em}.c>*{margin:0;align-self:stretch}",
        f"<main class=c>{BOTH}</main>",
    ),
    # A rule for the engine's element by its place, which the wrapper takes.
    "child-of-a-flex-row": Row(
        ".r{display:flex}.r>mjx-container,.r>.katex-display{flex:1;order:2;text-align:left}",
        rf"<div class=r>\[E=mc^2\]<span>Words</span></div><div class=r>\[{LONG}\]</div>",
        natural=(0,),
    ),
    # Numbers that are not the engine's.
    "number-float": Row("span.eqno{float:right}", numbered(SPHINX), numbers=".eqno"),
    "number-float-left": Row("span.eqno{float:left}", numbered(SPHINX), numbers=".eqno"),
    "number-flex-reverse": Row(
        "div.math{display:flex;flex-direction:row-reverse;align-items:center;gap:.5em;"
        "overflow:hidden}div.math mjx-container,div.math .katex-display{flex-grow:1}",
        numbered(SPHINX),
        numbers=".eqno",
    ),
    "number-absolute": Row(
        ".e{display:inline-block;position:relative;width:100%}"
        ".n{position:absolute;right:0;top:50%;line-height:0}",
        numbered(r"<span class=e><span>\[{tex}\]</span><span class=n>{number}</span></span>"),
        numbers=".n",
    ),
    "number-absolute-left": Row(
        ".e{position:relative}.n{position:absolute;left:0;top:40%}",
        numbered(r"<div class=e>\[{tex}\]<b class=n>{number}</b></div>"),
        numbers=".n",
    ),
    "number-grid": Row(
        ".e{display:grid;grid-template-columns:1fr auto;align-items:center}",
        numbered(r"<div class=e><div>\[{tex}\]</div><b class=n>{number}</b></div>"),
        numbers=".n",
    ),
    "number-cell": Row(
        ".e{width:100%}.e td:first-child{width:100%}",
        numbered(r"<table class=e><tr><td>\[{tex}\]</td><td class=n>{number}</td></tr></table>"),
        numbers=".n",
    ),
    "picture-float": Row(
        "i{float:right;width:6em;height:9em;background:#ccc}",
        rf"<i class=n></i><p>{TEXT}</p>\[E=mc^2\]<p>{TEXT}</p>\[{LONG}\]",
        numbers=".n",
        natural=(0,),
    ),
    # Text that can give way.
    "table": Row(CELLS, TABLE, natural=(0, 1)),
    "table-whole-width": Row(CELLS + ".t{width:100%}", TABLE, natural=(0, 1)),
    "table-block": Row(CELLS + ".t{display:block;overflow:auto}", TABLE, natural=(0, 1)),
    "table-in-a-flex-item": Row(
        CELLS + ".l{display:flex}.l nav{width:4em}.l main{flex:1}",
        f"<div class=l><nav>Menu</nav><main>{TABLE}</main></div>",
    ),
    "table-long": Row(
        CELLS,
        rf"<table class=t><tr><td>Words</td><td>\[{LONG}\]</td><td>{TEXT * 3}</td></tr></table>",
    ),
    "flex-row": Row(
        ".f{display:flex;gap:1em}.f>div{flex:0 1 auto}",
        rf"<div class=f><div>\[E=mc^2\]</div><div>{TEXT * 2}</div></div>"
        rf"<div class=f><div>{TEXT * 2}</div><div>\[a^2+b^2=c^2\]</div></div>",
        natural=(0, 1),
    ),
    # What sticks out of the box that its engine gave it.
    "sticks-out": Row("", r"\[a=\rlap{\text{a text that takes no room, and is long}}\]"),
    "sticks-out-beside-a-number": Row(
        "",
        r"\[\begin{aligned}A&=\begin{array}{l}\rlap{\text{a text that takes no room}}\\d"
        r"\end{array}\\B&=c_9\end{aligned}\tag{17}\]",
    ),
    # Rows at both ends of the line.
    "multline": Row(
        "",
        rf"<p>{TEXT}</p>\begin{{multline}}S={LONG}\\+b_1+b_2\end{{multline}}<p>{TEXT}</p>"
        rf"\begin{{multline*}}S={LONG}\\+b_1+b_2\\+c\end{{multline*}}",
        ("mathjax3-chtml", "mathjax3-svg", "mathjax4-svg"),
        moves=3,
    ),
}


@pytest.mark.parametrize("way", ["apply", "snippet"])
@pytest.mark.parametrize(
    ("row", "engine"), [(name, engine) for name, row in ROWS.items() for engine in row.engines]
)
def test_a_reader_gets_what_stands_there_and_it_fits(
    replay: Play, row: str, engine: str, way: str
) -> None:
    page_of = ROWS[row]
    head = (
        "<!doctype html><html lang=en><meta charset=utf-8><title>t</title>"
        "<meta name=viewport content='width=device-width,initial-scale=1'>"
        "<style>body{margin:0;padding:1rem;font:16px/1.6 'DejaVu Serif',serif}"
        f"{page_of.style}</style>"
    )
    body = f"{pages.OUTPUTS[engine].head}<body>{page_of.body}</body></html>"
    plain = head + body
    fitted = mathfit.apply_html(plain) if way == "apply" else head + pages.ASSETS + body

    async def look(page: Page) -> Any:
        await page.evaluate(FRAMES)
        return await page.evaluate(READER, page_of.numbers)

    async def steps(page: Page, origin: str) -> Any:
        await page.set_viewport_size({"width": WIDE, "height": 900})
        await page.goto(origin + "/plain")
        await settled(page)
        found: dict[Any, Any] = {"plain": await look(page)}
        for width in (*NARROW, WIDE):
            await page.set_viewport_size({"width": width, "height": 900})
            await page.goto(origin + "/fitted")
            await settled(page)
            found[width] = await look(page)
        for width in NARROW:
            await page.set_viewport_size({"width": width, "height": 900})
            found[width, "turned"] = await look(page)
        await page.set_viewport_size({"width": NARROW[0], "height": 900})
        await page.goto(origin + "/fitted")
        await settled(page)
        await page.set_viewport_size({"width": WIDE, "height": 900})
        found[WIDE, "turned"] = await look(page)
        return found

    found = replay({"/plain": plain, "/fitted": fitted}, steps)
    there = found.pop("plain")["equations"]
    assert there
    for state, seen in found.items():
        assert seen["problems"] == [], state
        assert len(seen["equations"]) == len(there), state
        assert all(equation["fitted"] for equation in seen["equations"]), state
    for state in (WIDE, (WIDE, "turned")):
        for at_first, now in zip(there, found[state]["equations"], strict=True):
            assert now["left"] == pytest.approx(at_first["left"], abs=page_of.moves), state
            assert now["width"] == pytest.approx(at_first["width"], abs=page_of.moves), state
    for width in NARROW:
        loaded, turned = (found[state]["equations"] for state in (width, (width, "turned")))
        for one, other in zip(loaded, turned, strict=True):
            assert one["width"] == pytest.approx(other["width"], abs=1), width
            assert one["left"] == pytest.approx(other["left"], abs=1), width
        for index in page_of.natural:
            assert loaded[index]["width"] == pytest.approx(there[index]["width"], abs=1), width
