r"""What is found is what the engines themselves typeset, and what they leave in the page is found.

Each engine reads one page of awkward places for TeX, with its own defaults and with a page's own
options; in each place mathfit has to find as many display equations as the engine makes. Then the
page is saved as the browser holds it, and those equations have to be found in their typeset form.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from mathfit.page import decode
from mathfit.page.find import FindOptions, examine
from tests.browser.fit.conftest import settled
from tests.unit.properties import OPTIONS, hold

if TYPE_CHECKING:
    from playwright.async_api import Page

    from tests.browser.fit.conftest import Play

pytestmark = pytest.mark.browser

STARRED = ("equation", "align", "gather", "alignat", "multline", "flalign", "eqnarray")
ENVIRONMENTS = [
    *(name + star for name in STARRED for star in ("", "*")),
    *("split", "aligned", "gathered", "alignedat", "array", "subarray", "xalignat", "CD"),
    *("matrix", "pmatrix", "bmatrix", "Bmatrix", "vmatrix", "Vmatrix", "smallmatrix"),
    *("cases", "rcases", "math", "displaymath"),
]
ARGUMENTS = {
    **dict.fromkeys(("alignat", "alignat*", "alignedat", "xalignat"), "{1}"),
    **dict.fromkeys(("array", "subarray"), "{c}"),
}

# Each is one place. Left out are those where an engine finds TeX and no element may stand around
# it: <option>, <textarea>, an SVG's <text>.
PLACES = [
    *(f"<p>\\begin{{{e}}}{ARGUMENTS.get(e, '')}a\\end{{{e}}}</p>" for e in ENVIRONMENTS),
    "<p>a $$x$$ b</p>",
    "<p>\\[x\\] and $$y$$, \\(z\\)</p>",
    "<p>$$a \\text{$b$} c$$ d $$e$$</p>",
    "<p>$$a \\text{costs \\$5} c$$ d</p>",
    "<p>it costs \\$5, \\$$6 and $$x$$</p>",
    "<p>\\\\[4pt] is a line's end, and \\\\[5pt] is one</p>",
    "<p>$$a {b$$ c} d$$ e</p>",
    "<p>$$a} b$$ c</p>",
    "<p>$$a \\} b$$ c</p>",
    "<p>$$a \\{ b$$ c</p>",
    "<p>$$ unclosed</p><p>next $$ paragraph</p>",
    "<p>\\[ unclosed $$x$$</p>",
    "<p>$$a % a comment with $ and }\n b$$ c</p>",
    "<p>$$a % $$ \n b$$ c</p>",
    "<p>\\begin{equation}\\begin{aligned}a&amp;b\\\\c&amp;d\\end{aligned}\\end{equation}</p>",
    "<p>\\begin{align}a\\end{equation} b \\end{align}</p>",
    "<p>$$\\begin{pmatrix}a&amp;b\\\\[2pt]c&amp;d\\end{pmatrix}$$</p>",
    "<p>$$a < b$$ and $$c &lt; d$$ and $$e &amp; f$$</p>",
    "<p>&#36;&#x24;x$$ and &#92;[y\\]</p>",
    "<p>$$a<br>b$$ c</p>",
    "<p>$$a<br/>\n+ b<wbr>c<!-- $$ -->$$ d</p>",
    "<p>$$a<em>b</em>c$$</p>",
    "<p>\\[a_<em>1</em> + b\\] c \\[d\\]</p>",
    "<p>a <b>$$x$$</b><i>$$</i>y$$</p>",
    "<p>$$x$$$$y$$</p>",
    "<p>$$$x$$$</p>",
    "<p>$$$$ a $$$$</p>",
    "<p>$$ $$ a</p>",
    "<p>$x$ costs $5</p>",
    "<pre>$$x$$</pre><code>$$x$$</code><kbd>$$y$$</kbd>",
    "<textarea>$$x$$</textarea><button>$$y$$</button>",
    "<noscript>$$x$$</noscript><template>$$x$$</template>",
    "<svg><text>a</text><foreignObject>$$x$$<p>$$y$$</p></foreignObject></svg>",
    "<p class=tex2jax_ignore>$$x$$ <b class=tex2jax_process>$$y$$</b></p>",
    "<p class=mathjax_ignore>$$x$$ <b class=mathjax_process>$$y$$</b></p>",
    "<pre class=mathjax_process>$$x$$ <i>$$y$$</i></pre>",
    "<table>$$x$$<tr><td>$$y$$<td>a \\[z\\]</table>",
    "<ul><li>$$x$$<li>$$y$$</ul><dl><dt>$$z$$</dl>",
    "<details><summary>$$x$$</summary>$$y$$</details>",
    "<a href=b>$$x$$</a><h2>$$y$$</h2><label>$$z$$</label>",
    "<p>\\ref{a} \\eqref{b} \\begin{c d</p><p>$$x$$</p>",
    "<p>\\begin {equation}x\\end {equation}</p>",
    "<p>[[x]] ((y)) $$z$$</p>",
]
OWN = "[['[[',']]'],['$$','$$']]"
KATEX_OWN = (
    "{throwOnError:false,delimiters:[{left:'[[',right:']]',display:true},{left:'$$',right:'$$',display:true}],"
    "ignoredTags:['script','noscript','style','textarea','pre','code','option','button'],ignoredClasses:['tex2jax_ignore']}"
)


def mathjax2(config: str = "", output: str = "TeX-AMS_CHTML") -> str:
    return (
        "<script type='text/x-mathjax-config'>MathJax.Hub.Config({messageStyle:'none',"
        f"showMathMenu:false{config}}})</script>"
        f"<script src='/npm/mathjax2/MathJax.js?config={output}'></script>"
    )


def mathjax(version: int, config: str = "", output: str = "chtml") -> str:
    folder = "mathjax3/es5" if version == 3 else "mathjax4"
    fonts = "" if version == 3 else "output:{fontPath:'/npm/@mathjax/%%FONT%%-font'},"
    return (
        f"<script>MathJax={{{fonts}options:{{enableMenu:false{config}}}}}</script>"
        f"<script src=/npm/{folder}/tex-{output}.js></script>"
    )


def katex(folder: str, options: str = "{throwOnError:false}", call: str = "document.body") -> str:
    dist = f"/npm/{folder}/dist"
    return (
        f"<link rel=stylesheet href={dist}/katex.min.css><script src={dist}/katex.min.js></script>"
        f"<script src={dist}/contrib/auto-render.min.js></script><script>"
        "addEventListener('DOMContentLoaded',()=>{"
        f"renderMathInElement({call},{options});window.typeset=1}})</script>"
    )


HEADS = {
    "mathjax2": mathjax2(),
    "mathjax2-html": mathjax2(output="TeX-AMS_HTML"),
    "mathjax2-svg": mathjax2(output="TeX-AMS_SVG"),
    "mathjax3-svg": mathjax(3, output="svg"),
    "mathjax4-svg": mathjax(4, output="svg"),
    "mathjax2-own": mathjax2(f",tex2jax:{{displayMath:{OWN},processEscapes:true}}"),
    "mathjax3": mathjax(3),
    "mathjax3-own": mathjax(3, f",ignoreHtmlClass:'x|tex2jax_ignore'}},tex:{{displayMath:{OWN}"),
    "mathjax4": mathjax(4),
    "katex": katex("katex"),
    "katex-016": katex("katex016"),
    "katex-010": katex("katex010"),
    "katex-own": katex("katex", KATEX_OWN),
}
# What an engine takes for a display equation; KaTeX writes its errors without that element.
DISPLAY = "mjx-container[display=true],.MathJax_Display,.MJXc-display,.katex-display"
DISPLAY += ",.MathJax_SVG_Display"
COUNT = """(selector) => Array.from(document.querySelectorAll("section"), (section) =>
    section.querySelectorAll(selector).length)"""
# The same files by the addresses that tell their versions.
ADDRESSES = {
    "/npm/mathjax2/": "https://cdn.jsdelivr.net/npm/mathjax@2.7.9/",
    "/npm/mathjax3/": "https://cdn.jsdelivr.net/npm/mathjax@3.2.2/",
    "/npm/mathjax4/": "https://cdn.jsdelivr.net/npm/mathjax@4.1.3/",
    "/npm/katex010/": "https://cdn.jsdelivr.net/npm/katex@0.10.2/",
    "/npm/katex016/": "https://cdn.jsdelivr.net/npm/katex@0.16.47/",
}
OPENS = "<section>"


def public(page: str) -> str:
    """Return a page as if its engine came from where engines come from."""
    for address, elsewhere in ADDRESSES.items():
        page = page.replace(address, elsewhere)
    return page


def counts(page: str) -> tuple[list[int], list[str]]:
    """Return how many equations mathfit finds in each section, and their forms."""
    source = decode.read(page)
    examined = examine(source, FindOptions())
    assert examined is not None
    starts = [match.end() for match in re.finditer(OPENS, source.text)]
    found = [0] * len(starts)
    for equation in examined[0].equations:
        found[sum(start <= equation.start for start in starts) - 1] += 1
    return found, [equation.form for equation in examined[0].equations]


def differences(found: list[int], made: list[int]) -> list[str]:
    return [
        f"{place}: {theirs} by the engine, {ours} found"
        for place, theirs, ours in zip(PLACES, made, found, strict=True)
        if theirs != ours
    ]


@pytest.mark.parametrize("engine", HEADS)
def test_what_the_engine_typesets_is_found_before_and_after(play: Play, engine: str) -> None:
    body = "\n".join(f"{OPENS}{place}</section>" for place in PLACES)
    html = f"<!doctype html><html><head>{HEADS[engine]}</head><body>\n{body}\n</body></html>"

    async def steps(page: Page, origin: str) -> Any:
        await page.goto(f"{origin}/page")
        await settled(page)
        made = await page.evaluate(COUNT, DISPLAY)
        return made, await page.evaluate(COUNT, ".katex-error"), await page.content()

    made, errors, saved = play({"/page": html}, steps)
    found, _ = counts(public(html))
    assert differences(found, [sum(both) for both in zip(made, errors, strict=True)]) == []
    assert sum(made) > 30
    # As the browser holds it now: each in its typeset form, and once. What KaTeX could not typeset
    # is still TeX, to be read again.
    saved = public(saved)
    again, forms = counts(saved)
    wrong = zip(again, made, errors, strict=True)
    expected = [ours if mistakes else theirs for ours, theirs, mistakes in wrong]
    assert differences(again, expected) == []
    name = "katex" if "katex" in engine else "mathjax2" if "2" in engine else "mathjax"
    assert forms.count(name) == sum(made)
    assert set(forms) <= ({name, "\\begin"} if any(errors) else {name})
    assert hold(saved, OPTIONS[0]) == sum(again)
