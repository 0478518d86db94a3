"""Pages to be measured, as people write them."""

from __future__ import annotations

from tests.browser.measure.conftest import CDN

KATEX = (
    f'<link rel="stylesheet" href="{CDN}katex@latest/dist/katex.min.css">'
    f'<script defer src="{CDN}katex@latest/dist/katex.min.js"></script>'
    f'<script defer src="{CDN}katex@latest/dist/contrib/auto-render.min.js"'
    ' onload="renderMathInElement(document.body)"></script>'
)
MATHJAX = f'<script async src="{CDN}mathjax@3/es5/tex-chtml.js"></script>'
HEADS = {"katex": KATEX, "mathjax": MATHJAX, "none": ""}
SHORT = r"$$E=mc^2$$"
WIDE = "$$S=" + "+".join(rf"\frac{{a_{{{n}}}}}{{b}}" for n in range(24)) + "$$"
MATHML = (
    '<math display="block"><mrow><mi>S</mi><mo>=</mo>'
    + "<mo>+</mo>".join(f"<msub><mi>a</mi><mn>{n}</mn></msub>" for n in range(40))
    + "</mrow></math>"
)


def page(body: str, engine: str = "katex", head: str = "", lead: str = "") -> str:
    """Return a page of one column; `head` comes after the engine, `lead` before it."""
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        "<title>a page</title>\n"
        '<meta name="viewport" content="width=device-width">\n'
        f'{lead}<link rel="stylesheet" href="style.css">\n{HEADS[engine]}{head}\n</head>\n<body>\n'
        f"<p>Words before.</p>\n{body}\n<p>Words after.</p>\n</body>\n</html>\n"
    )


STYLE = (
    "body { margin: 0 auto; padding: 0 12px; max-width: 700px; font: 16px/1.5 'DejaVu Serif' }\n"
)
