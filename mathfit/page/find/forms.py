"""The forms in which a display equation stands in built HTML: the one table.

To teach mathfit a new form, add a line. `needle` is a string (case folded) that a page with the
form contains as its tools write it, so that pages with none of them are not even parsed. TeX
between delimiters in running text is not a form of this table: it is found by the engine's own
rules (rules.py, tex.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Holds(Enum):
    """What an element of a form has to hold to be an equation."""

    TYPESET = "typeset"
    """A formula typeset at build time: an equation whether or not the page has an engine."""
    ELEMENT = "element"
    """What it holds is typeset by an engine that it brings with it, whatever the page has."""
    DELIMITED = "delimited"
    """TeX between display delimiters and nothing else (the class alone is too common a word)."""
    TEX = "tex"
    """TeX with or without delimiters: the class is only used for display math."""
    SCRIPT = "script"
    """A script element with TeX: display math when its type says so."""


@dataclass(frozen=True, slots=True)
class Form:
    """One form of a display equation."""

    name: str
    """How `inspect` calls it; two rows may share one."""
    selector: str
    """The CSS selector of its element."""
    needle: str
    """A string that each page with the form contains, case folded."""
    holds: Holds
    """What its element has to hold."""
    written_by: str
    """The tools that write it."""


FORMS: tuple[Form, ...] = (
    # Typeset at build time.
    Form(
        "katex",
        ".katex-display",
        "katex-display",
        Holds.TYPESET,
        "KaTeX of every version: rehype-katex, markdown-it, Hugo, kramdown, Docusaurus",
    ),
    Form(
        "mathjax",
        'mjx-container[display="true"]',
        "mjx-container",
        Holds.TYPESET,
        "MathJax 3 and 4, CHTML and SVG: hexo-filter-mathjax, rehype-mathjax, Eleventy plug-ins",
    ),
    Form(
        "mathjax2",
        ".MathJax_Display, .MathJax_SVG_Display",
        "_display",
        Holds.TYPESET,
        "MathJax 2 HTML-CSS and SVG: pages saved from a browser",
    ),
    Form(
        "mathjax2",
        ".MJXc-display",
        "mjxc-display",
        Holds.TYPESET,
        "MathJax 2 CommonHTML: mathjax-node, pages saved from a browser",
    ),
    Form(
        "mjpage",
        ".mjpage__block",
        "mjpage__block",
        Holds.TYPESET,
        "mathjax-node-page: SVG, CommonHTML or MathML of MathJax 2 and 3 in an element of its own",
    ),
    Form(
        "latexml",
        "table.ltx_eqn_table, div.ltx_eqn_div",
        "ltx_eqn_",
        Holds.TYPESET,
        "LaTeXML: a table with the formula and its number",
    ),
    Form(
        "mathml",
        'math[display="block" i]',
        "<math",
        Holds.TYPESET,
        "pandoc --mathml, Temml, texmath, LaTeXML without tables",
    ),
    # Elements that bring an engine with them, whatever the page has.
    Form("distill", "d-math[block]", "<d-math", Holds.ELEMENT, "Distill 2, in a shadow tree"),
    Form("distill", "dt-math[block]", "<dt-math", Holds.ELEMENT, "Distill 1"),
    # Still to be typeset by the page's engine.
    Form(
        "script",
        'script[type^="math/tex" i]',
        "math/tex",
        Holds.SCRIPT,
        "kramdown, older PyMdown and Jekyll, MathJax 2 pages saved from a browser",
    ),
    Form(
        "arithmatex",
        ".arithmatex",
        "arithmatex",
        Holds.DELIMITED,
        "PyMdown Extensions: MkDocs Material, Pelican",
    ),
    Form("pandoc", ".math.display", "math display", Holds.TEX, "pandoc, Quarto, R Markdown"),
    Form("sphinx", "div.math", "math", Holds.DELIMITED, "Sphinx, MyST, Jupyter Book, docutils"),
    Form("remark", ".math-display", "math-display", Holds.TEX, "remark-math, Gatsby, Astro"),
    Form("katex-block", ".katex-block", "katex-block", Holds.TEX, "markdown-it-katex, VuePress"),
    Form("kdmath", "div.kdmath", "kdmath", Holds.DELIMITED, "Jekyll's kramdown on GitHub Pages"),
)

# What is between delimiters is found by them.
NEEDLES = tuple(sorted({form.needle for form in FORMS if form.holds is not Holds.DELIMITED}))

# What lies within these is not the reader's formula: hidden copies beside an image that already
# fits (MediaWiki), what engines keep for assistive technology, scripts that a browser puts into the
# head because nothing stands before them.
NOT_WITHIN = (
    "template, head, .mwe-math-element, .katex-mathml, mjx-assistive-mml, .MJX_Assistive_MathML, "
    "annotation-xml, math-fit, select"
)
# TeX in these is code that is shown as code; what is typeset there is a formula all the same.
CODE = "pre"

# Elements whose text is no place for an element, or none that an engine reads.
NO_MARKUP = frozenset(
    (
        *("script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes"),
        *("noscript", "plaintext", "option", "optgroup", "select", "template"),
    )
)
