"""What tools write, recorded from them: each row of the table of forms has a case from one.

The files in written/ are what the tool of that name and version made of a formula in running text
and a display equation (LaTeXML's has a second one, over two lines), byte for byte; of what
MathJax 2 puts into a page, one paragraph. Whole sites of the tools are built in tests/generators.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import turbohtml

from mathfit.page import decode
from mathfit.page.find import FindOptions, examine
from mathfit.page.find.forms import FORMS, Form, Holds
from tests.unit.pages import page
from tests.unit.properties import hold

WRITTEN = Path(__file__).parent / "written"
# File -> the forms of its display equations.
CASES: dict[str, list[str]] = {
    "distill-1": ["distill"],
    "distill-2": ["distill"],
    "docutils-0.22.4": ["sphinx"],
    "docutils-0.22.4-mathml": ["mathml"],
    "kramdown-2.4.0": ["\\["],
    "kramdown-2.4.0-no-engine": ["kdmath"],
    "kramed-0.5.6": ["script"],
    "latexml-0.8.7": ["latexml", "latexml"],
    "mathjax-2.7.9-html-css": ["mathjax2"],
    "mathjax-2.7.9-svg": ["mathjax2"],
    "mathjax-node-2.1.1": ["mathjax2"],
    "mathjax-node-page-3.2.0": ["mjpage"],
    "mathjax-node-page-3.2.0-chtml": ["mjpage"],
    "mathjax-node-page-3.2.0-mathml": ["mjpage"],
    "pandoc-3.9": ["pandoc"],
    "pandoc-3.9-katex": ["pandoc"],
    "pandoc-3.9-mathml": ["mathml"],
    "pymdown-extensions-13.1": ["arithmatex"],
    "pymdown-extensions-13.1-scripts": ["arithmatex"],
    "pymdown-extensions-13.1-without-preview": ["arithmatex"],
    "rehype-katex-7.0.1": ["katex"],
    "rehype-mathjax-7.1.0-chtml": ["mathjax"],
    "rehype-mathjax-7.1.0-svg": ["mathjax"],
    "remark-math-3.0.1": ["remark"],
    "sphinx-9.0.4": ["sphinx"],
    "temml-0.13.5": ["mathml"],
    # The formula in the paragraph of that class is typeset.
    "vscode-markdown-it-katex-1.1.2": ["katex"],
}
TYPESET = {form.name for form in FORMS if form.holds in (Holds.TYPESET, Holds.ELEMENT)}


def written(name: str) -> str:
    return (WRITTEN / f"{name}.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("engine", ["mathjax2", "katex", "none"])
@pytest.mark.parametrize("name", CASES)
def test_each_equation_is_found_in_its_form(name: str, engine: str) -> None:
    html = page(written(name), engine)
    examined = examine(decode.read(html), FindOptions())
    forms = [equation.form for equation in examined[0].equations] if examined else []
    assert forms == [form for form in CASES[name] if engine != "none" or form in TYPESET]
    assert hold(html) == len(forms)


def test_every_file_is_a_case() -> None:
    told = "each file of written/ needs its row of CASES here, and each row its file"
    assert {file.stem for file in WRITTEN.iterdir()} == set(CASES), told


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.selector)
def test_every_form_has_a_case_from_a_tool_that_writes_it(form: Form) -> None:
    matching = [
        name
        for name in CASES
        if turbohtml.parse(written(name)).select(form.selector.split(", ")[0])
    ]
    assert matching, "a file in tests/unit/page/find/written of what such a tool writes, and CASES"
    told = f"`needle` of its row of FORMS is not in {matching}"
    assert all(form.needle in written(name).lower() for name in matching), told
