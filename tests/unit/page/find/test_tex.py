"""TeX in text is found as each engine itself finds it."""

from __future__ import annotations

import pytest

from mathfit.page.find import rules
from mathfit.page.find.tex import Rules, search

EVERY = [rules.MATHJAX2, rules.MATHJAX3, rules.MATHJAX4, rules.KATEX, rules.TEMML]
MATHJAX = [rules.MATHJAX2, rules.MATHJAX3, rules.MATHJAX4]


def display(text: str, given: Rules) -> list[str]:
    return [text[found.start : found.end] for found in search(text, given) if found.display]


@pytest.mark.parametrize("given", EVERY, ids=lambda given: given.search.value)
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a $$x$$ b", ["$$x$$"]),
        (r"a \[x\] b", [r"\[x\]"]),
        ("$$a$$$$b$$", ["$$a$$", "$$b$$"]),
        (r"inline \(x\) only", []),
        (r"$$ \$5 $$", [r"$$ \$5 $$"]),
        (r"$$a\text{$x$ and $$y$$}b$$", [r"$$a\text{$x$ and $$y$$}b$$"]),
        (r"\[ a\\[2pt] b \]", [r"\[ a\\[2pt] b \]"]),
        ("$$a % b\nc$$", ["$$a % b\nc$$"]),
        (
            r"\begin{equation}\begin{cases}a\end{cases}\end{equation}",
            [r"\begin{equation}\begin{cases}a\end{cases}\end{equation}"],
        ),
        (r"\begin{align}a&b\end{align} $$c$$", [r"\begin{align}a&b\end{align}", "$$c$$"]),
        ("costs $5 and $6", []),
        ("$$ never closed", []),
        ("", []),
    ],
)
def test_what_every_engine_finds(given: Rules, text: str, found: list[str]) -> None:
    assert display(text, given) == found


@pytest.mark.parametrize("given", MATHJAX, ids=["2", "3", "4"])
@pytest.mark.parametrize(
    ("text", "found"),
    [
        (r"\begin{gather*}a\end{gather*}", [r"\begin{gather*}a\end{gather*}"]),
        (r"\begin{unknown}a\end{unknown}", [r"\begin{unknown}a\end{unknown}"]),
        (r"\[ open $$x$$", ["$$x$$"]),
        (r"see \eqref{a$$b} $$x$$", ["$$x$$"]),
        (r"\begin{a} open $$x$$", ["$$x$$"]),
        ("$$a}b$$", ["$$a}b$$"]),
    ],
)
def test_what_mathjax_finds(given: Rules, text: str, found: list[str]) -> None:
    assert display(text, given) == found


@pytest.mark.parametrize(
    ("given", "text", "found"),
    [
        # Braces left open: only MathJax 2 takes the first end nevertheless.
        (rules.MATHJAX2, "$$a{b$$ c", ["$$a{b$$"]),
        (rules.MATHJAX3, "$$a{b$$ c", []),
        (rules.KATEX, "$$a{b$$ c", []),
        # Spaces after \begin are taken from version 3 on.
        (rules.MATHJAX2, r"\begin {a}x\end {a}", []),
        (rules.MATHJAX3, r"\begin {a}x\end {a}", [r"\begin {a}x\end {a}"]),
        # \$ means a dollar by default from version 3 on.
        (rules.MATHJAX2, r"\$$x$$", ["$$x$$"]),
        (rules.MATHJAX3, r"\$$x$$", []),
        # KaTeX knows the environments by name, without stars, Temml with them.
        (rules.KATEX, r"\begin{gather*}a\end{gather*}", []),
        (rules.TEMML, r"\begin{gather*}a\end{gather*}", [r"\begin{gather*}a\end{gather*}"]),
        (rules.KATEX_BEFORE_AMS, r"\begin{equation}a\end{equation}", []),
        # An unclosed formula ends KaTeX's search in that text.
        (rules.KATEX, r"\[ open $$x$$", []),
        # A brace too many counts for KaTeX.
        (rules.KATEX, "$$a}{b$$", ["$$a}{b$$"]),
    ],
)
def test_where_engines_differ(given: Rules, text: str, found: list[str]) -> None:
    assert display(text, given) == found


# All that MathJax 2 to 4 (with mathtools, empheq, cases, bussproofs) and KaTeX know.
KNOWN = """
align align* alignat alignat* aligned alignedat array Bmatrix Bmatrix* bmatrix bmatrix* Bsmallmatrix
Bsmallmatrix* bsmallmatrix bsmallmatrix* cases cases* CD crampedsubarray darray dcases dcases*
displaymath drcases drcases* empheq eqnarray eqnarray* equation equation* flalign flalign* gather
gather* gathered indentalign lcases lgathered math matrix matrix* multline multline* multlined
numcases pmatrix pmatrix* prooftree psmallmatrix psmallmatrix* rcases rcases* rgathered smallmatrix
smallmatrix* split spreadlines subarray subequations subnumcases Vmatrix Vmatrix* vmatrix vmatrix*
Vsmallmatrix Vsmallmatrix* vsmallmatrix vsmallmatrix* xalignat xalignat* xxalignat
"""
KATEX_BY_ITSELF = {"equation", "align", "alignat", "gather", "CD"}
HELD = r"\begin{other}{x} \\[2pt] y\end{other} \text{$b$ and \}} \$5 % a comment" + "\n"


@pytest.mark.parametrize("given", EVERY, ids=lambda given: given.search.value)
@pytest.mark.parametrize("name", KNOWN.split())
def test_every_environment(name: str, given: Rules) -> None:
    inner = rf"\begin{{{name}}}{HELD}\end{{{name}}}"
    assert display(f"a $${inner}$$ b", given) == [f"$${inner}$$"]
    assert display(rf"a \[{inner}\] b", given) == [rf"\[{inner}\]"]
    found = display(f"a {inner} b", given)
    if given in MATHJAX:
        assert found == ([] if name in given.inline else [inner])
    elif given is rules.KATEX:
        assert found == ([inner] if name in KATEX_BY_ITSELF else [])


def test_inline_dollars_of_a_configuration_come_first() -> None:
    given = rules.mathjax(rules.MATHJAX3, {"tex": {"inlineMath": [["$", "$"], ["\\(", "\\)"]]}})
    assert display("a $x$ $$y$$ $z$", given) == ["$$y$$"]
    # One dollar too many, and MathJax pairs them in another way: so do we.
    assert display("a $x $$y$$", given) == []


def test_a_persons_own_delimiters_take_the_place_of_the_engines() -> None:
    given = rules.with_display(rules.MATHJAX3, [("[math]", "[/math]")])
    assert display(r"[math]x[/math] $$y$$ \begin{a}z\end{a}", given) == [
        "[math]x[/math]",
        r"\begin{a}z\end{a}",
    ]
