"""One site that is typeset at build time, shared by all tests, and its pages as they were."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from mathfit.site.jobs import PageResult
from tests.browser.fit import pages
from tests.browser.measure.conftest import (
    Measure,
    chromium,
    look,
    measure,
    on_cdn,
    packages,
    write,
)

__all__ = ["chromium", "look", "measure", "packages"]

OUTPUTS = (
    "mathjax2-html",
    "mathjax2-chtml",
    "mathjax2-svg",
    "mathjax3-chtml",
    "mathjax3-svg",
    "mathjax4-chtml",
    "mathjax4-svg",
    "katex",
    "katex-016",
)
KINDS = ("five", "long", "numbered", "tag", "nested", "align")
_WIDE = "+".join(f"a_{{{n}}}" for n in range(1, 14))
# Inline formulas: some that fit every line; one that no engine breaks, and one that engines break.
INLINE = (
    r'<p id="text">Here \(x_0^2\) stands in a line, and \(\frac{a}{b_1}\) too, between words that '
    r"need no formula at all, and \(\sqrt{y}\) in the next line.</p>"
    rf'<p id="wide">This \(\frac{{{_WIDE}}}{{b_1}}\) is wider than a phone, as \({_WIDE}\) is, '
    r"which may be broken. More words follow, for another line.</p>"
)

MULTLINES = ("mathjax3-svg", "mathjax4-svg")
# Its rows stand at the left, in the middle and at the right of the line, whatever its width.
MULTLINE = (
    r'<div id="multline"><p>Words. \begin{multline}a_1+a_2+a_3+a_4+a_5+a_6\\'
    r"+b_1+b_2+b_3\\+c_1+c_2+c_3=0\end{multline} Words.</p></div>"
)


@dataclass(frozen=True, slots=True)
class Site:
    """A site, as its author wrote it and as it was made."""

    root: Path
    """The folder that holds the folders `plain`, `measured` and `typeset`."""
    results: dict[str, PageResult]
    """What became of its pages where they were typeset."""


def page_of(name: str) -> str:
    """Return a page of the matrix with inline formulas, its engine at its public address."""
    few = {place: pages.PLACES[place] for place in ("paragraph", "float")}
    html = pages.page(pages.OUTPUTS[name], wrapped=False, places=few, kinds=KINDS)
    # What the matrix waits for: a script that does more than to start the engine.
    html = html.replace(";window.typeset=1", "")
    return on_cdn(html.replace("<section", INLINE + "<section", 1))


def multline_of(name: str) -> str:
    """Return a page with a multline."""
    few = {"paragraph": MULTLINE + pages.PLACES["paragraph"]}
    return on_cdn(pages.page(pages.OUTPUTS[name], wrapped=False, places=few, kinds=("five",)))


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, measure: Measure) -> Site:
    """Typeset the site, and measure it too."""
    root = tmp_path_factory.mktemp("typeset")
    written = {f"{name}.html": page_of(name) for name in OUTPUTS}
    written |= {f"multline-{name}.html": multline_of(name) for name in MULTLINES}
    write(root / "plain", written)
    measure(root / "plain", root / "measured")
    return Site(root, measure(root / "plain", root / "typeset", typeset=True))
