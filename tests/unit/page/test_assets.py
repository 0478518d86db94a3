"""The script's modules, and what is built of them."""

from __future__ import annotations

import re
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from mathfit.page.assets import standalone

ASSETS = Path(__file__).parents[3] / "assets"
IMPORT = re.compile(r"""(?:from |import\()"(\.[^"]+)\"""")
WORD = re.compile(r"[a-zA-Z]{6,}")


def imports(module: Path) -> set[Path]:
    """Return the files that a module imports, for its types as well."""
    source = module.read_text(encoding="utf-8")
    return {(module.parent / name).resolve() for name in IMPORT.findall(source)}


def test_no_modules_of_the_script_depend_on_each_other_in_a_circle() -> None:
    graph = {module: imports(module) for module in (ASSETS / "src").rglob("*.js")}
    assert any(graph.values())
    TopologicalSorter(graph).prepare()


def test_what_enlarges_and_what_fits_know_nothing_of_each_other() -> None:
    enlarge = ASSETS / "src" / "enlarge"
    for module in (ASSETS / "src").rglob("*.js"):
        for imported in imports(module):
            assert (imported.parent == enlarge) == (module.parent == enlarge), module


@pytest.mark.parametrize("enlarge", [True, False])
def test_the_readable_snippet_is_the_minified_one_with_its_comments(enlarge: bool) -> None:
    readable = standalone(readable=True, enlarge=enlarge)
    minified = standalone(enlarge=enlarge)
    assert "// Measures each equation's natural size once" in readable
    assert "/** " in readable
    assert len(readable) > 2 * len(minified)
    # Whatever the minifier renames, it keeps selectors and the names of properties and events.
    words = set(WORD.findall(minified))
    assert len(words) > 100
    assert [word for word in sorted(words) if word not in readable] == []


def test_every_list_of_selectors_in_a_stylesheet_is_filled_in() -> None:
    for sheet in (ASSETS / "dist").glob("*.css"):
        assert ":--" not in sheet.read_text(encoding="utf-8"), sheet
