"""Pages to be judged: a head for each engine, and a body in between."""

from __future__ import annotations

CDN = "https://cdn.jsdelivr.net/npm/"
MATHJAX2 = """<script type="text/x-mathjax-config">MathJax.Hub.Config({messageStyle: "none",
tex2jax: {inlineMath: [["\\\\(", "\\\\)"]]}, TeX: {equationNumbers: {autoNumber: "AMS"}}})</script>
<script src="https://cdnjs.cloudflare.com/ajax/libs/mathjax/2.7.9/MathJax.js?config=%s"></script>"""
MATHJAX = """<script>MathJax = {tex: {tags: "ams"}}</script><script src="%s"></script>"""
KATEX = (
    f'<link rel="stylesheet" href="{CDN}katex@%(v)s/dist/katex.min.css">'
    f'<script defer src="{CDN}katex@%(v)s/dist/katex.min.js"></script>'
    f'<script defer src="{CDN}katex@%(v)s/dist/contrib/auto-render.min.js"'
    """ onload="renderMathInElement(document.body, {throwOnError: false, delimiters: [
{left: '\\\\[', right: '\\\\]', display: true}, {left: '\\\\(', right: '\\\\)', display: false},
{left: '\\\\begin{align}', right: '\\\\end{align}', display: true}]})"></script>"""
)

HEADS: dict[str, str] = {
    "mathjax2-html": MATHJAX2 % "TeX-AMS_HTML",
    "mathjax2-chtml": MATHJAX2 % "TeX-AMS_CHTML",
    "mathjax2-svg": MATHJAX2 % "TeX-AMS_SVG",
    "mathjax3-chtml": MATHJAX % (CDN + "mathjax@3/es5/tex-chtml.js"),
    "mathjax3-svg": MATHJAX % (CDN + "mathjax@3/es5/tex-svg.js"),
    "mathjax4-chtml": MATHJAX % (CDN + "mathjax@4/tex-chtml.js"),
    "mathjax4-svg": MATHJAX % (CDN + "mathjax@4/tex-svg.js"),
    "katex-0.10": KATEX % {"v": "0.10.2"},
    "katex-0.16": KATEX % {"v": "0.16"},
    "katex": KATEX % {"v": "latest"},
}
WORDS = "<p>Some words before and after, so that there is a line.</p>"


def page(body: str, engine: str = "katex", css: str = "") -> str:
    """Return a page of one column, 16 px letters, with words around the body."""
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>scratch</title>'
        '<meta name="viewport" content="width=device-width">'
        "<style>body{margin:0 auto;padding:0 16px;max-width:640px;font:16px/1.5 serif}</style>"
        f"{HEADS[engine]}<style>{css}</style><body>{WORDS}{body}{WORDS}</body></html>"
    )
