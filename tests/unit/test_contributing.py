"""What CONTRIBUTING.md names exists, and every list of selectors knows every engine's output."""

from __future__ import annotations

import re
import typing
from collections import Counter
from pathlib import Path

import pytest
import turbohtml

from mathfit import engines
from mathfit.engines import ENGINES, EngineName, engine_of_package
from mathfit.page.find.forms import FORMS, Holds
from mathfit.page.find.pieces import _PIECE
from tests.unit.outputs import OUTPUTS, Output

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
# `NAME`, `OTHER` and below it in `path`: names that are to stand in a file.
NAMED = re.compile(
    r"((?:`[\w$]+`(?:, | and )?)+)(?: and below it)?(?: of| in) `([\w./-]+/[\w./-]+)`"
)
PATHS = re.compile(
    r"`((?:mathfit|assets|npm|tests|tools|bench|examples|docs)/[\w./-]*)`|\]\(([\w./-]+)\)"
)
COMMANDS = re.compile(r"`make ([a-z-]+)")


def read(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


@pytest.mark.parametrize("path", sorted({a or b for a, b in PATHS.findall(TEXT)}))
def test_a_file_that_is_named_exists(path: str) -> None:
    if path != "tests/generators/build":  # made by the command that the line is about
        assert (ROOT / path).exists()


def named() -> list[tuple[str, str]]:
    lines = " ".join(TEXT.split())
    found = [
        (name, path)
        for names, path in NAMED.findall(lines)
        for name in re.findall(r"`([\w$]+)`", names)
    ]
    assert len(found) > 12
    return found


@pytest.mark.parametrize(("name", "path"), named())
def test_a_table_that_is_named_stands_in_its_file(name: str, path: str) -> None:
    source = read(path)
    assert re.search(
        rf"^\s*(?:(?:export )?const )?{re.escape(name)}\b[^=\n]* =", source, re.MULTILINE
    )


@pytest.mark.parametrize("target", sorted(set(COMMANDS.findall(TEXT))))
def test_a_target_of_make_that_is_named_exists(target: str) -> None:
    assert re.search(rf"^{target}:", read("Makefile"), re.MULTILINE)


def test_an_engine_has_one_row() -> None:
    names = [engine.name for engine in ENGINES]
    told = "ENGINES and EngineName in mathfit/engines.py: a row and a name for each engine"
    assert sorted(names) == sorted(typing.get_args(EngineName)), told
    told = "a row of OUTPUTS in tests/unit/outputs.py for each row of ENGINES in mathfit/engines.py"
    assert {output.engine for output in OUTPUTS} - {"html"} == set(names), told
    for engine in ENGINES:
        told = "the name of an engine is one of its npm packages: ENGINES in mathfit/engines.py"
        assert engine_of_package(engine.name) == engine.name, told
        assert all(re.compile(package) for package in engine.packages)
    assert not {"PACKAGES", "LOCAL_FILES"} & set(vars(engines))


def test_an_output_has_one_row_in_each_table() -> None:
    assert set(Counter(output.name for output in OUTPUTS).values()) == {1}
    typeset = {form.name for form in FORMS if form.holds is Holds.TYPESET}
    told = (
        "for each `form` of OUTPUTS in tests/unit/outputs.py a row of FORMS that holds TYPESET in "
        "mathfit/page/find/forms.py, and the other way round"
    )
    assert {output.form for output in OUTPUTS} == typeset, told


# --- the lists, each as it stands in its file --------------------------------------------------


def strings(source: str) -> list[str]:
    """Return the string literals of a script."""
    found = re.findall(r"""'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|`([^`]*)`""", source)
    return [re.sub(r"\\(.)", r"\1", one or two or three) for one, two, three in found]


def script_list(*signs: str) -> str:
    """Return the lists in the script, as it ships, that have one of these selectors, as one."""
    lists = [
        text.strip(",")
        for text in strings(read("assets/dist/mathfit.min.js"))
        if any(sign in text for sign in signs)
    ]
    assert lists, f"no list with {signs} in the script: make assets"
    return ",".join(lists)


def typeset_lists() -> list[str]:
    """Return the lists that tell what is typeset, in the stylesheet of measured pages."""
    sheet = read("assets/dist/mathfit-measured.min.css")
    found = [one for one in re.findall(r":has\(([^()]*)\)", sheet) if "math" in one.split(",")]
    assert found
    return found


def styled() -> str:
    """Return the elements that print and themes would cut, in the stylesheet."""
    sheet = read("assets/dist/mathfit.min.css")
    (found,) = re.findall(r"math-fit :is\(([^()]*katex-display[^()]*)\)", sheet)
    return str(found)


def javascript_list(path: str, name: str) -> str:
    """Return a constant made of strings, which are joined by `+` in a script of ours."""
    match = re.search(rf"const {name} =(.*?);\n", read(path), re.DOTALL)
    assert match, name
    return "".join(strings(match[1]))


def rows_of_the_probe() -> list[tuple[str, bool]]:
    """Return the selectors of the probe's table, and whether they are of display formulas."""
    table = re.search(
        r"const ENGINES = \[(.*?)\n  \];", read("mathfit/verify/probe/markup.js"), re.DOTALL
    )
    assert table
    rows = re.findall(r"\[\"[^\"]+\", ('[^']*'|\"[^\"]*\"), (true|false)\]", table[1])
    return [(selector[1:-1], display == "true") for selector, display in rows]


outputs = pytest.mark.parametrize("output", OUTPUTS, ids=lambda output: output.name)


def matches(output: Output, selector: str) -> bool:
    """Tell whether a list of selectors fits the display element."""
    document = turbohtml.parse(f'<body><section id="here">{output.html}</section>')
    return document.select_one(f"#here > :is({selector})") is not None


def holds(output: Output, selector: str) -> bool:
    """Tell whether a list of selectors fits the display element or anything in it."""
    document = turbohtml.parse(f'<body><section id="here">{output.html}</section>')
    return any(True for element in document.select(selector) if element.closest("#here"))


SCRIPT = "a row of OUTPUTS in assets/src/selectors.js, then `make assets`"


def row(field: str) -> str:
    """Name the other side of a disagreement: what the output's own row says."""
    return f"`{field}` of its row of OUTPUTS in tests/unit/outputs.py"


@outputs
def test_the_script_finds_it(output: Output) -> None:
    assert matches(output, script_list(".MJXc-display")), f"{SCRIPT}: `display`"
    boxes = script_list(".katex-html>.katex-base", "mjx-container>mjx-math")
    assert holds(output, boxes) == output.box, f"{SCRIPT}: `pieces`; or {row('box')}"


@outputs
def test_the_stylesheets_know_it(output: Output) -> None:
    for selector in typeset_lists():
        assert holds(output, selector), f"{SCRIPT}: `typeset`"
    if output.form not in ("mathml", "latexml"):  # what is a child of the ink is one anyway
        assert matches(output, styled()), f"{SCRIPT}: `outer`"


@outputs
def test_it_is_found_where_the_build_typeset_it(output: Output) -> None:
    selectors = [form.selector for form in FORMS if form.name == output.form]
    found = any(matches(output, selector) for selector in selectors)
    assert found, "a row of FORMS in mathfit/page/find/forms.py"
    told = f"_PIECE in mathfit/page/find/pieces.py; or {row('unbroken')}"
    assert holds(output, _PIECE) == output.unbroken, told


@outputs
def test_its_sizes_are_read_in_the_right_unit(output: Output) -> None:
    source = read("mathfit/measure/read.js")
    expression = re.search(r"const inEx = .*?return (.*?);\n", source, re.DOTALL)
    assert expression
    found = holds(output, "".join(strings(expression[1])))
    assert found == output.by_ex, f"inEx in mathfit/measure/read.js; or {row('by_ex')}"


@outputs
def test_verify_sees_it_and_waits_for_it(output: Output) -> None:
    display = [selector for selector, is_display in rows_of_the_probe() if is_display]
    found = any(matches(output, selector) for selector in display)
    assert found, "a row of ENGINES in mathfit/verify/probe/markup.js"
    formulas = javascript_list("mathfit/browser/wait.js", "FORMULA")
    assert holds(output, formulas), "FORMULA in mathfit/browser/wait.js"
