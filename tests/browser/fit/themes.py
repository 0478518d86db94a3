"""What themes and tools say of equations and of what stands around them: the table.

A row names the engine that the theme brings along, how its tool writes an equation, a number, a
remark and a table, and its CSS: files in themes/, in their order. These have the theme's rules as
facts in CSS of our own: for math and the numbers beside it, resets, boxes of articles, lists,
tables, quotes and remarks. Colours and fonts are left out where nothing depends on them.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tests.browser.fit import pages

CSS = Path(__file__).parent / "themes"
WORDS = "Words that stand before it, enough of them to fill a line on a phone and some more."
INLINE = r"\((" + "+".join(f"b_{{{n}}}" for n in range(12)) + r")\)"
_SUM = [f"a_{{{n}}}" for n in range(1, 16)]
KINDS = {
    "five": "a+b=c",
    "plain": r"f(x)=\sum_{n=0}^{\infty}\frac{f^{(n)}(x_0)}{n!}(x-x_0)^n",
    "long": rf"S={' + '.join(_SUM)}+\frac{{1}}{{\sqrt{{x}}}}",
}
_TERMS = "<mo>+</mo>".join(f"<msub><mi>a</mi><mn>{n}</mn></msub>" for n in range(1, 16))
MATHML = {
    "five": "<mi>a</mi><mo>+</mo><mi>b</mi><mo>=</mo><mi>c</mi>",
    "plain": "<mi>f</mi><mo>=</mo><munderover><mo>∑</mo><mn>0</mn><mi>∞</mi></munderover>"
    "<mfrac><msub><mi>x</mi><mn>0</mn></msub><mi>n</mi></mfrac>",
    "long": f"<mi>S</mi><mo>=</mo>{_TERMS}",
}


@dataclass(frozen=True, slots=True)
class Theme:
    """One theme: a row. In its HTML `{}` is what goes there."""

    name: str
    """As people call it."""
    output: str
    """The engine's output, of `pages.OUTPUTS`; empty for MathML that the tool writes."""
    css: tuple[str, ...]
    """Its files in themes/."""
    frame: str = "<main>{}</main>"
    """What stands around its text."""
    equation: str = "<p>\\[{}\\]</p>"
    """How its tool writes an equation."""
    number: str = ""
    """How its tool writes one with a number of its own; empty where the engine numbers it."""
    note: str = "<aside>{}</aside>"
    """Its box for a remark."""
    table: str = "<table><tr><td>Name</td><td>{}</td></tr></table>"
    """Its table, with what it puts around that."""
    script: str = ""
    """What a script of it does to the page."""
    built: bool = False
    """Its build typesets: the page has the engine's output and no engine."""
    places: tuple[str, ...] = ("text", "list", "quote", "note", "cell")
    """Where its equations stand."""


_DIV_MATH = '<div class="math notranslate nohighlight">\n\\[{}\\]</div>'
_EQNO = (
    '<div class="math notranslate nohighlight" id="e">\n<span class="eqno">(1)<a class="headerlink"'
    ' href="#e" title="Link to this equation">#</a></span>\\[{}\\]</div>'
)
_ADMONITION = '<div class="admonition note"><p class="admonition-title">Note</p>{}</div>'

THEMES = (
    Theme(
        "Material for MkDocs",
        "mathjax3-chtml",
        ("material",),
        script="MathJax.options.ignoreHtmlClass='.*|';MathJax.options.processHtmlClass='arithmatex'",
        frame='<div class="md-content"><article class="md-typeset">{}</article></div>',
        equation='<div class="arithmatex">\\[{}\\]</div>',
        note=_ADMONITION,
        table='<div class="md-typeset__scrollwrap"><div class="md-typeset__table"><table><tr>'
        "<td>Name</td><td>{}</td></tr></table></div></div>",
    ),
    Theme(
        "pydata",
        "mathjax4-chtml",
        ("bootstrap", "sphinx", "pydata"),
        frame='<div class="bd-container"><div class="bd-article-container"><article>{}'
        "</article></div></div>",
        equation=_DIV_MATH,
        number=_EQNO,
        note=_ADMONITION,
        table='<div class="pst-scrollable-table-container"><table class="table"><tr><td>Name'
        "</td><td>{}</td></tr></table></div>",
    ),
    Theme(
        "Jupyter Book",
        "mathjax3-chtml",
        ("bootstrap", "sphinx", "pydata", "jupyter-book"),
        frame='<div class="bd-container"><div class="bd-article-container">'
        '<article class="bd-article">{}</article></div></div>',
        equation=_DIV_MATH,
        number=_EQNO,
        note='<details class="admonition" open><summary>Note</summary>{}</details>',
    ),
    Theme(
        "furo",
        "mathjax4-chtml",
        ("sphinx", "furo"),
        frame="<article>{}</article>",
        equation=f'<div class="math-wrapper">{_DIV_MATH}</div>',
        number=f'<div class="math-wrapper">{_EQNO}</div>',
        note=_ADMONITION,
        table='<div class="table-wrapper docutils container"><table><tr><td>Name</td><td>{}'
        "</td></tr></table></div>",
    ),
    Theme(
        "Read the Docs",
        "mathjax3-svg",
        ("sphinx", "read-the-docs"),
        frame='<div class="wy-nav-content"><div class="rst-content"><div class="document">{}'
        "</div></div></div>",
        equation=_DIV_MATH,
        number=_EQNO,
        note=_ADMONITION,
        table='<div class="wy-table-responsive"><table class="docutils"><tr><td>Name</td><td>'
        "{}</td></tr></table></div>",
    ),
    Theme(
        "just-the-docs",
        "katex",
        ("just-the-docs",),
        frame='<div class="main"><div class="main-content">{}</div></div>',
        note='<blockquote class="note">{}</blockquote>',
        table='<div class="table-wrapper"><table><tr><td>Name</td><td>{}</td></tr></table></div>',
    ),
    Theme(
        "minimal-mistakes",
        "mathjax3-chtml",
        ("minimal-mistakes",),
        frame='<div id="main"><article class="page"><section class="page__content">{}'
        "</section></article></div>",
        note='<div class="notice">{}</div>',
    ),
    Theme(
        "Chirpy",
        "mathjax3-chtml",
        ("bootstrap", "chirpy"),
        frame='<div class="container"><div class="row"><main class="col-12"><article>'
        '<div class="content">{}</div></article></main></div></div>',
        note='<blockquote class="prompt-info"><div>{}</div></blockquote>',
        table='<div class="table-wrapper"><table><tr><td>Name</td><td>{}</td></tr></table></div>',
    ),
    Theme(
        "al-folio",
        "mathjax3-chtml",
        ("bootstrap", "al-folio"),
        frame='<div class="container"><div class="post"><article class="post-content">{}'
        "</article></div></div>",
        note='<blockquote class="block-tip">{}</blockquote>',
    ),
    Theme(
        "PaperMod",
        "katex",
        ("papermod",),
        frame='<main class="main"><article><div class="post-content md-content">{}</div>'
        "</article></main>",
        note='<details open><summary>More</summary><div class="inner">{}</div></details>',
    ),
    Theme(
        "Docsy",
        "katex",
        ("bootstrap", "docsy"),
        frame='<div class="container td-main"><main><div class="td-content">{}</div></main></div>',
        equation="\\[{}\\]",
        note='<div class="alert alert-info" role="alert">{}</div>',
        table='<table class="td-table"><tr><td>Name</td><td>{}</td></tr></table>',
    ),
    Theme(
        "Blowfish",
        "katex-016",
        ("tailwind", "blowfish"),
        frame='<section class="flex prose"><div class="article-content">{}</div></section>',
        note='<div class="alert"><span>i</span><div>{}</div></div>',
    ),
    Theme(
        "NexT",
        "mathjax3-chtml",
        ("next",),
        frame='<div class="main-inner"><div class="post-block"><div class="post-body">{}'
        "</div></div></div>",
        note='<div class="note info">{}</div>',
        table='<div class="table-container"><table><tr><td>Name</td><td>{}</td></tr></table></div>',
        script="MathJax.startup={pageReady:()=>MathJax.startup.defaultPageReady().then(()=>document.querySelectorAll('mjx-container').forEach((e)=>e.parentElement.classList.add('has-jax')))}",
    ),
    Theme(
        "Butterfly, MathJax",
        "mathjax3-chtml",
        ("butterfly-mathjax",),
        frame='<main id="content-inner"><div id="post"><article id="article-container">{}'
        "</article></div></main>",
        note='<div class="note info">{}</div>',
        table='<div class="table-wrap"><table><tr><td>Name</td><td>{}</td></tr></table></div>',
    ),
    Theme(
        "Butterfly, KaTeX",
        "katex",
        ("butterfly-katex",),
        frame='<div id="post"><article id="article-container">{}</article></div>',
    ),
    Theme(
        "Icarus",
        "katex-016",
        ("icarus",),
        frame='<section class="section"><div class="container"><div class="columns">'
        '<div class="column is-8"><div class="card-content"><article class="content">{}'
        "</article></div></div></div></div></section>",
        note='<div class="message"><div class="message-body">{}</div></div>',
    ),
    Theme(
        "Docusaurus",
        "katex",
        ("docusaurus",),
        frame='<div class="container"><div class="row"><div class="col docItemCol"><article>'
        '<div class="theme-doc-markdown markdown">{}</div></article></div></div></div>',
        equation="\\[{}\\]",
        note='<div class="theme-admonition admonition alert">{}</div>',
        built=True,
    ),
    Theme(
        "VitePress",
        "mathjax3-svg",
        ("vitepress",),
        frame='<div class="VPDoc"><div class="content"><main><div class="vp-doc"><div>{}'
        "</div></div></main></div></div>",
        note='<div class="tip custom-block">{}</div>',
    ),
    Theme(
        "Starlight",
        "katex",
        ("starlight",),
        frame='<div class="content-panel"><div class="sl-container">'
        '<div class="sl-markdown-content">{}</div></div></div>',
        equation="\\[{}\\]",
        note='<aside class="starlight-aside"><p>Note</p><div>{}</div></aside>',
        built=True,
    ),
    Theme(
        "Quarto",
        "mathjax3-chtml",
        ("bootstrap", "quarto"),
        frame='<div class="page-columns"><main class="content">{}</main></div>',
        equation='<p><span id="eq-a"><span class="math display">\\[{}\\]</span></span></p>',
        note='<div class="callout callout-note"><div class="callout-body">'
        '<div class="callout-body-container">{}</div></div></div>',
    ),
    Theme(
        "pandoc-eqnos",
        "mathjax3-chtml",
        ("pandoc-eqnos",),
        equation='<p><span class="math display">\\[{}\\]</span></p>',
        number='<p><span class="eqnos" id="e"><span class="math display">\\[{}\\]</span>'
        '<span class="eqnos-number">(7)</span></span></p>',
    ),
    Theme(
        "ar5iv",
        "",
        ("ar5iv",),
        frame='<div class="ltx_page_content"><article class="ltx_document">{}</article></div>',
        equation='<div class="ltx_para"><table class="ltx_equation ltx_eqn_table"><tbody>'
        '<tr class="ltx_equation ltx_eqn_row">'
        '<td class="ltx_eqn_cell ltx_eqn_center_padleft"></td>'
        '<td class="ltx_eqn_cell ltx_align_center">{}</td>'
        '<td class="ltx_eqn_cell ltx_eqn_center_padright"></td></tr></tbody></table>'
        "</div>",
        number='<div class="ltx_para"><table class="ltx_equation ltx_eqn_table"><tbody>'
        '<tr class="ltx_equation ltx_eqn_row">'
        '<td class="ltx_eqn_cell ltx_eqn_center_padleft"></td>'
        '<td class="ltx_eqn_cell ltx_align_center">{}</td>'
        '<td class="ltx_eqn_cell ltx_eqn_center_padright"></td>'
        '<td class="ltx_eqn_cell ltx_eqn_eqno"><span class="ltx_tag ltx_tag_equation">'
        "(1)</span></td></tr></tbody></table></div>",
        places=("text", "list", "quote"),
    ),
)


def page(theme: Theme, head: str = "") -> str:
    """Return a theme's page: a section an equation. `head` is what else its head has."""
    around = {
        "text": "<p>{words}</p>{}<p>{words}</p>",
        "list": "<ul><li>{words}{}</li><li>{words}</li></ul>",
        "quote": "<blockquote><p>{words}</p>{}</blockquote>",
        "note": theme.note,
        "cell": theme.table,
    }
    sections = []
    for place in theme.places:
        for kind in KINDS:
            equations = {kind: _equation(theme, kind, numbered=False)}
            if place in ("text", "note"):
                equations[f"{kind}-numbered"] = _equation(theme, kind, numbered=True)
            for name, equation in equations.items():
                inside = around[place].replace("{}", equation).replace("{words}", WORDS)
                sections.append(
                    f'<section data-place="{place}" data-kind="{name}">'
                    f"{theme.frame.replace('{}', inside)}</section>"
                )
    inline = f"<p>{WORDS} {INLINE if theme.output else ''} {WORDS}</p>"
    sections.append(f"<section data-inline>{theme.frame.replace('{}', inline)}</section>")
    engine = pages.OUTPUTS[theme.output].head if theme.output else ""
    if theme.script:
        engine = engine.replace("<script src=", f"<script>{theme.script}</script><script src=", 1)
    css = "".join((CSS / f"{name}.css").read_text(encoding="utf-8") for name in theme.css)
    return (
        "<!doctype html><html lang=en><head><meta charset=utf-8><title>theme</title>"
        "<meta name=viewport content='width=device-width,initial-scale=1'>"
        f"<style>body{{font:16px/1.6 'DejaVu Serif',serif}}{css}section{{display:flow-root}}"
        f"</style>{head}{engine}</head><body>{''.join(sections)}</body></html>"
    )


def _equation(theme: Theme, kind: str, *, numbered: bool) -> str:
    formula = KINDS[kind]
    if not theme.output:
        formula = f'<math display="block">{MATHML[kind]}</math>'
    if numbered and not theme.number:
        formula += r"\tag{7}"
    written = theme.number if numbered and theme.number else theme.equation
    return written.replace("{}", formula)
