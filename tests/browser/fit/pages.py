"""The matrix: every engine's output, every kind of equation, every place it can stand in."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

WRAPPER = (
    "<math-fit translate=no><math-fit-room><math-fit-ink>{}"
    "</math-fit-ink></math-fit-room></math-fit>"
)
ASSETS = (
    "<link rel=stylesheet href=/assets/mathfit.css><script defer src=/assets/mathfit.js></script>"
)
ENVIRONMENTS = ("equation", "align", "gather")


@dataclass(frozen=True, slots=True)
class Output:
    """One engine's output and the head that makes it; addresses are below `/npm/`."""

    name: str
    head: str


def _mathjax2(config: str) -> str:
    options = {
        "tex2jax": {"inlineMath": [["\\(", "\\)"]], "processEnvironments": True},
        "TeX": {"equationNumbers": {"autoNumber": "AMS"}},
        "messageStyle": "none",
        "showMathMenu": False,
    }
    return (
        f'<script type="text/x-mathjax-config">MathJax.Hub.Config({json.dumps(options)})</script>'
        f'<script src="/npm/mathjax2/MathJax.js?config={config}"></script>'
    )


def _mathjax(path: str, output: dict[str, object] | None = None) -> str:
    config = {"tex": {"tags": "ams"}, "loader": {"load": ["[tex]/color"]}, "output": output or {}}
    config["options"] = {
        "enableMenu": False,
        "enableSpeech": False,
        "enableBraille": False,
        "enableExplorer": False,
        "enableEnrichment": False,
        # What MathJax 4 asks. Its speech comes from a worker: a third of a second an equation.
        "menuOptions": {"settings": {"speech": False, "braille": False, "enrich": False}},
        "a11y": {"speech": False, "braille": False},
    }
    if path.startswith("mathjax4"):
        config["loader"] = {
            "load": ["[tex]/color"],
            "paths": {"mathjax-newcm": "/npm/@mathjax/mathjax-newcm-font"},
        }
        config["output"] = {"fontPath": "/npm/@mathjax/%%FONT%%-font", **(output or {})}
    return f"<script>MathJax={json.dumps(config)}</script><script src=/npm/{path}></script>"


def _katex(folder: str, **options: object) -> str:
    delimiters = [
        {"left": "\\(", "right": "\\)", "display": False},
        {"left": "\\[", "right": "\\]", "display": True},
    ] + [
        {"left": f"\\begin{{{name}}}", "right": f"\\end{{{name}}}", "display": True}
        for name in ENVIRONMENTS
    ]
    config = {"delimiters": delimiters, "trust": True, "throwOnError": False, **options}
    dist = f"/npm/{folder}/dist"
    return (
        f"<link rel=stylesheet href={dist}/katex.min.css><script src={dist}/katex.min.js></script>"
        f"<script src={dist}/contrib/auto-render.min.js></script>"
        "<script>addEventListener('DOMContentLoaded',()=>{"
        f"renderMathInElement(document.body,{json.dumps(config)});window.typeset=1}})</script>"
    )


OUTPUTS = {
    output.name: output
    for output in (
        Output("mathjax2-html", _mathjax2("TeX-AMS_HTML")),
        Output("mathjax2-chtml", _mathjax2("TeX-AMS_CHTML")),
        Output("mathjax2-svg", _mathjax2("TeX-AMS_SVG")),
        Output("mathjax3-chtml", _mathjax("mathjax3/es5/tex-mml-chtml.js")),
        Output("mathjax3-svg", _mathjax("mathjax3/es5/tex-mml-svg.js")),
        Output("mathjax4-chtml", _mathjax("mathjax4/tex-mml-chtml.js")),
        Output("mathjax4-svg", _mathjax("mathjax4/tex-mml-svg.js")),
        Output(
            "mathjax4-scale", _mathjax("mathjax4/tex-mml-chtml.js", {"displayOverflow": "scale"})
        ),
        Output(
            "mathjax4-svg-scale",
            _mathjax("mathjax4/tex-mml-svg.js", {"displayOverflow": "scale"}),
        ),
        Output(
            "mathjax4-linebreak",
            _mathjax("mathjax4/tex-mml-chtml.js", {"displayOverflow": "linebreak"}),
        ),
        Output(
            "mathjax4-scroll", _mathjax("mathjax4/tex-mml-chtml.js", {"displayOverflow": "scroll"})
        ),
        Output(
            "mathjax4-truncate",
            _mathjax("mathjax4/tex-mml-chtml.js", {"displayOverflow": "truncate"}),
        ),
        Output("katex", _katex("katex")),
        Output("katex-016", _katex("katex016")),
        Output("katex-010", _katex("katex010")),
        Output("katex-fleqn", _katex("katex", fleqn=True)),
        Output("katex-leqno", _katex("katex", leqno=True)),
        Output("katex-mathml", _katex("katex", output="mathml")),
    )
}

# They differ from another output in an option or a release. The suite has to end within 20 minutes,
# and looks at these in fewer places. MATHFIT_MATRIX=all looks at all of them everywhere.
VARIANTS = {
    "mathjax4-scale",
    "mathjax4-svg-scale",
    "mathjax4-linebreak",
    "mathjax4-scroll",
    "mathjax4-truncate",
    "katex-016",
    "katex-010",
    "katex-fleqn",
    "katex-leqno",
}
WHOLE = os.environ.get("MATHFIT_MATRIX") == "all"
MAIN = [name for name in OUTPUTS if WHOLE or name not in VARIANTS]

_LONG = " + ".join(f"a_{{{n}}}" for n in range(1, 30))
_HUGE = " + ".join(f"a_{{{n}}}" for n in range(1, 100))

# Name -> TeX. Each stands alone: no reference, no macro.
KINDS = {
    "five": r"\[a+b=c\]",
    "plain": r"\[f(x)=\sum_{n=0}^{\infty}\frac{f^{(n)}(x_0)}{n!}(x-x_0)^n\]",
    "long": rf"\[S={_LONG}\]",
    "huge": rf"\[S={_HUGE}\]",
    "numbered": rf"\begin{{equation}}S={_LONG}\end{{equation}}",
    "numbered-short": r"\begin{equation}E=mc^2\end{equation}",
    "tag": rf"\[S={_LONG}\tag{{theorem of somebody}}\]",
    "matrix": r"\[A=\begin{pmatrix}"
    + r"\\".join("&".join(f"a_{{{r}{c}}}" for c in range(12)) for r in range(4))
    + r"\end{pmatrix}\]",
    "cases": rf"\[f(x)=\begin{{cases}}{_LONG}&x>0\\0&\text{{otherwise}}\end{{cases}}\]",
    "nested": r"\[\cfrac{1}{1+\cfrac{1}{1+\cfrac{1}{1+\cfrac{1}{x}}}}=\left(\int_{-\infty}^{\infty}"
    r"\left(\frac{\partial^2 f}{\partial x^2}\right)^{2^{2^2}}dx\right)^{\frac12}\]",
    "cjk": rf"\[\text{{低秩近似的误差}}={_LONG}\]",
    "colour": rf"\[\color{{red}}{{x}}+\boxed{{{_LONG}}}\]",
    "error": r"\[\frac{1\]",
}
# The largest take more time than all others: where a place could make a difference.
HEAVY = {"huge", "matrix"}
# What KaTeX's oldest release and auto-render's own delimiters cannot do.
ALIGNED = {
    "align": rf"\begin{{align}}S&={_LONG}\\T&=b+c\end{{align}}",
    "gather": rf"\begin{{gather}}S={_LONG}\\T=b+c\end{{gather}}",
}

# Name -> HTML around {}. Each has words before and after, as text has.
PLACES = {
    "paragraph": "<p>Words before it. {} Words after it, and then some more of them.</p>",
    "list": "<ul><li>One<ul><li>Two {} and on</li></ul></li></ul>",
    "quote": "<blockquote><p>Words {} words</p></blockquote>",
    "figure": "<figure>{}<figcaption>Caption</figcaption></figure>",
    "cell": "<table><tr><td>Words</td><td>Before {} after</td></tr></table>",
    "flex": "<div style='display:flex'><div>Before {} after</div></div>",
    "grid": "<div style='display:grid'><div>Before {} after</div></div>",
    "float": "<div style='overflow:hidden'><div style='float:left'>Before {} after</div></div>",
    "inline-block": "<div><div style='display:inline-block'>Before {} after</div></div>",
    "columns": "<div style='columns:2'><p>Words before {} after, more words to fill it.</p></div>",
    "left": "<div style='text-align:left'>Before {} after</div>",
    "right": "<div style='text-align:right'>Before {} after</div>",
    "rtl": "<div dir=rtl>שלום {} עולם</div>",
    "small": "<p>Before <span style='font-size:90%'>{}</span> after</p>",
}
# A theme that makes its text smaller on a phone, as pandoc's own does.
SMALLER = "<style>@media(max-width:600px){body{font-size:14.4px}}</style>"
NO_MATH_FONT = "none"
MATH_FAMILY = "Formulas"
# In a style element of its own: when a media query in one changes, Chromium (156) loads its fonts
# again.
WEB_FONT = "@font-face{font-family:%s;src:url('/fonts/%s')}"


def math_font(name: str) -> str:
    """Return the CSS that has MathML in a font of tests/fonts.py, or in one for text."""
    if name == NO_MATH_FONT:
        return "<style>math{font-family:'DejaVu Serif'}</style>"
    return f"<style>{WEB_FONT % (MATH_FAMILY, name)}math{{font-family:{MATH_FAMILY}}}</style>"


# Text with a small x-height, and with a large one: MathJax makes its letters as high as the text's.
TEXT_FONTS = {
    "low": f"<style>{WEB_FONT % ('Low', 'KaTeX Main')}body{{font-family:Low!important}}</style>",
    "high": "<style>body{font-family:'DejaVu Sans'!important}</style>",
}

# They differ most: a block, what asks for its contents' width, columns, right to left.
FEW_PLACES = {place: PLACES[place] for place in ("paragraph", "cell", "columns", "rtl")}
THEME = (
    "mjx-container,.katex-display,.MathJax_Display"
    "{overflow-x:auto;overflow-y:hidden;max-width:100%}"
)


def page(
    output: Output,
    *,
    wrapped: bool,
    assets: bool | None = None,
    places: dict[str, str] | None = None,
    kinds: Sequence[str] = (),
    theme: bool = False,
    style: str = "",
) -> str:
    """Return a page with kinds in places; with wrappers as `apply` puts them, or plain.

    `assets` has it load mathfit: None where there are wrappers.
    `style` is style elements of the page's own.
    """
    places = places or PLACES
    known = KINDS if output.name == "katex-010" else KINDS | ALIGNED
    rows = []
    for place, frame in places.items():
        for kind, tex in known.items():
            if kinds and kind not in kinds:
                continue
            if kind in HEAVY and place not in ("paragraph", "cell", "rtl"):
                continue
            body = frame.replace("{}", WRAPPER.format(tex) if wrapped else tex)
            rows.append(f'<section data-place="{place}" data-kind="{kind}">{body}</section>')
    loads = wrapped if assets is None else assets
    return (
        "<!doctype html><html lang=en><meta charset=utf-8><title>matrix</title>"
        "<meta name=viewport content='width=device-width,initial-scale=1'>"
        "<style>body{margin:0 auto;padding:0 12px;max-width:var(--column,720px);"
        "font:16px/1.6 'DejaVu Serif',serif}blockquote,figure{margin-inline:12px}"
        f"{THEME if theme else ''}</style>{style}"
        f"{ASSETS if loads else ''}{output.head}<body>{''.join(rows)}</body></html>"
    )
