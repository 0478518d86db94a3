"""When two views of a page show the same."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mathfit.verify.judge.geometry import Formula, Scene, Scroller, View, alike

FORMULA = Formula(1, display=True, engine="KaTeX", tex="a", ink=(10, 20, 90, 40), em=16)
SCENE = Scene(View(320), 320, 0, 800, (FORMULA,))


def test_the_way_in_does_not_count_nor_does_rounding() -> None:
    other = replace(FORMULA, ink=(10.2, 20, 90.4, 40))
    turned = replace(SCENE, view=View(320, "turned", 768), formulas=(other,), height=800.3)
    assert alike(SCENE, turned)


@pytest.mark.parametrize(
    "formula",
    [
        replace(FORMULA, ink=(10, 20, 92, 40)),
        replace(FORMULA, number=(300, 20, 310, 40)),
        replace(FORMULA, hidden=True),
        replace(FORMULA, tex="b"),
        replace(FORMULA, scroller=Scroller(40, needed=True, box=(0, 0, 320, 50))),
    ],
)
def test_every_part_of_a_formula_counts(formula: Formula) -> None:
    assert not alike(SCENE, replace(SCENE, formulas=(formula,)))


def test_the_page_counts_and_the_count_of_formulas() -> None:
    assert not alike(SCENE, replace(SCENE, height=824))
    assert not alike(SCENE, replace(SCENE, sideways=12))
    assert not alike(SCENE, replace(SCENE, errors=("Undefined control sequence",)))
    assert not alike(SCENE, replace(SCENE, formulas=(FORMULA, FORMULA)))
