"""What each output of an engine puts into a page: one row each, as small as its lists can tell.

The lists of selectors have to know every output: those of the script and the stylesheets, of
finding, of measuring and of `verify`. test_contributing.py asks them.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Output:
    """One output: a display formula of it, and what the lists are to find in that."""

    name: str
    """As people call it."""
    engine: str
    """A name of the table of engines, or `html` for what no engine of the reader's writes."""
    html: str
    """A display formula, its outermost element the display element."""
    form: str
    """The name of its form in the table of forms."""
    box: bool = True
    """In it there is a box as wide as the formula."""
    unbroken: bool = True
    """That box is one element in which no line is broken, also where the build typeset it."""
    by_ex: bool = False
    """It is sized by the x-height of the text around it."""


OUTPUTS = (
    Output(
        "MathJax 3 and 4, CHTML",
        "mathjax",
        '<mjx-container jax="CHTML" display="true"><mjx-math></mjx-math></mjx-container>',
        "mathjax",
        by_ex=True,
    ),
    Output(
        "MathJax 3 and 4, SVG",
        "mathjax",
        '<mjx-container jax="SVG" display="true"><svg></svg></mjx-container>',
        "mathjax",
        by_ex=True,
    ),
    Output(
        "MathJax 2, HTML-CSS",
        "mathjax",
        '<div class="MathJax_Display"><span class="MathJax"><span class="math"></span></span>'
        "</div>",
        "mathjax2",
        unbroken=False,
        by_ex=True,
    ),
    Output(
        "MathJax 2, CommonHTML",
        "mathjax",
        '<span class="MJXc-display"><span class="mjx-chtml"><span class="mjx-math"></span></span>'
        "</span>",
        "mathjax2",
        by_ex=True,
    ),
    Output(
        "MathJax 2, SVG",
        "mathjax",
        '<div class="MathJax_SVG_Display"><span class="MathJax_SVG"><svg></svg></span></div>',
        "mathjax2",
        by_ex=True,
    ),
    Output(
        "mathjax-node-page, SVG",
        "mathjax",
        '<span class="mjpage mjpage__block"><svg></svg></span>',
        "mjpage",
        by_ex=True,
    ),
    Output(
        "KaTeX until 0.17",
        "katex",
        '<span class="katex-display"><span class="katex"><span class="katex-html">'
        '<span class="base"></span></span></span></span>',
        "katex",
    ),
    Output(
        "KaTeX from 0.18",
        "katex",
        '<span class="katex-display"><span class="katex"><span class="katex-html">'
        '<span class="katex-base"></span></span></span></span>',
        "katex",
    ),
    Output(
        "MathML",
        "temml",
        '<math display="block"><mi>x</mi></math>',
        "mathml",
        unbroken=False,
    ),
    Output(
        "LaTeXML",
        "html",
        '<table class="ltx_eqn_table"><tr><td><math display="block"></math></td></tr></table>',
        "latexml",
        unbroken=False,
    ),
)
