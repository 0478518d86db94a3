"""The original beside the result: only what is different is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mathfit import apply_html
from mathfit.verify.judge.compare import compare
from tests.browser.verify.scratch import page

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser.verify.conftest import Verify

pytestmark = pytest.mark.browser

FORMULA = r"\[a = \frac{b}{c} + \sum_{i=1}^n x_i \tag{1}\]"
SHIFTED = "<p style='margin:0 0 .37em'>one more line</p>"
CHANGED: dict[str, tuple[str | None, str]] = {
    "the same": (None, page(FORMULA)),
    "the same, half a pixel further down": (None, page(SHIFTED + FORMULA)),
    "another number": ("number-differs", page(FORMULA.replace("{1}\\]", "{2}\\]"))),
    "no number": ("number-differs", page(FORMULA.replace(r"\tag{1}", ""))),
    "another sign": ("looks-different", page(FORMULA.replace("} + ", "} - "))),
    "moved": ("looks-different", page(FORMULA, css=".katex-html{padding-left:9px}")),
    "another colour": ("looks-different", page(FORMULA, css=".katex-base{color:#bbb}")),
    "not displayed": ("invisible", page(f'<div style="display:none">{FORMULA}</div>')),
    "a script fails": ("script-error", page(FORMULA + "<script>nowhere.at.all</script>")),
    "the page jumps": (
        "layout-shift",
        page(FORMULA + "<script>onload = () => setTimeout(() => document.body.insertAdjacentHTML("
             "'afterbegin', '<div style=height:400px></div>'))</script>"),
    ),
}  # fmt: skip


def test_each_difference_is_named_and_nothing_else(verify: Verify, tmp_path: Path) -> None:
    names = {f"{number}.html": name for number, name in enumerate(CHANGED)}
    before = verify({file: page(FORMULA) for file in names}, (700,), looks=tmp_path / "before")
    changed = {file: CHANGED[name][1] for file, name in names.items()}
    after = verify(changed, (700,), looks=tmp_path / "after")
    told = {}
    for file, name in names.items():
        old, new = before[file].behaviour, after[file].behaviour
        assert old is not None
        assert new is not None
        told[name] = {fault.kind for fault in compare(file, old, new)}
    assert told == {name: {kind} if kind else set() for name, (kind, _) in CHANGED.items()}


def test_equations_far_from_the_window_are_in_the_pictures(verify: Verify, tmp_path: Path) -> None:
    # From a hundred on, what is far from the window is not painted until it comes near.
    many = page("".join(rf"<p>\[a_{{{n}}} = b\]</p>" for n in range(120)))
    before = verify({"many.html": many}, (700,), looks=tmp_path / "before")["many.html"]
    fitted = apply_html(many)
    after = verify({"many.html": fitted}, (700,), looks=tmp_path / "after")["many.html"]
    assert before.behaviour is not None
    assert after.behaviour is not None
    # Not how far the page moved: Chromium's headless shell counts a layout that is never painted.
    ignored = frozenset({"layout-shift"})
    assert list(compare(after.page, before.behaviour, after.behaviour, ignored)) == []
