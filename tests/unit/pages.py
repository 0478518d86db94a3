"""Small pages for the tests."""

from __future__ import annotations

MATHJAX2 = '<script src="https://cdn.jsdelivr.net/npm/mathjax@2/MathJax.js?config=TeX-AMS_CHTML">'
MATHJAX3 = '<script src="https://cdn.jsdelivr.net/npm/mathjax@3/es5/tex-mml-chtml.js" async>'
MATHJAX4 = '<script src="https://cdn.jsdelivr.net/npm/mathjax@4/tex-mml-chtml.js" defer>'
KATEX_ONLY = '<script src="https://cdn.jsdelivr.net/npm/katex@0.16.47/dist/katex.min.js">'
AUTO_RENDER = (
    f"{KATEX_ONLY}</script>"
    '<script src="https://cdn.jsdelivr.net/npm/katex@0.16.47/dist/contrib/auto-render.min.js"'
    ' onload="renderMathInElement(document.body)">'
)
ENGINES = {
    "mathjax2": MATHJAX2,
    "mathjax3": MATHJAX3,
    "mathjax4": MATHJAX4,
    "katex": AUTO_RENDER,
    "none": "<script>",
}


def page(body: str, engine: str = "mathjax3", head: str = "") -> str:
    """Return a whole page with an engine's script in its head."""
    return (
        f'<!DOCTYPE html>\n<html>\n<head>\n<meta charset="utf-8">\n{head}{ENGINES[engine]}</script>'
        f"\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )
