"""Each check on a scene that breaks exactly it, and on the good scene that it was made from."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from mathfit.verify.judge import checks
from mathfit.verify.judge.geometry import Formula, Scene, Scroller, View

# A column from 20 to 340 px in a 360 px window; text of 16 px; one line before and one after.
GOOD = Formula(
    index=1,
    display=True,
    engine="KaTeX",
    tex="x",
    ink=(100, 100, 330, 140),
    formula=(100, 100, 260, 140),
    number=(310, 110, 330, 130),
    room=(20, 340),
    block="p",
    block_em=16,
    em=19.36,
    above=(20, 60, 340, 80),
    below=(20, 160, 340, 180),
)


def scene(*formulas: Formula, width: int = 360, sideways: float = 0, way: Any = "loaded") -> Scene:
    return Scene(View(width, way), width, sideways, 1000, formulas)


def kinds(seen: Scene, others: tuple[Scene, ...] = ()) -> set[str]:
    context = checks.learn((seen, *others))
    return {check.name for check, _ in checks.judge(seen, context)}


def shrunk(scale: float, **more: Any) -> Formula:
    """Return the good formula at a smaller scale, by a transform."""
    return replace(GOOD, em=GOOD.em * scale, transform=scale, **more)


def test_a_good_scene() -> None:
    assert kinds(scene(GOOD)) == set()


def test_the_table_has_unique_names_and_reasons() -> None:
    names = [check.name for check in checks.CHECKS]
    assert len(set(names)) == len(names)
    assert all(check.reason for check in checks.CHECKS)


@pytest.mark.parametrize(
    ("kind", "formula"),
    [
        ("leaves-block", replace(GOOD, ink=(100, 100, 342, 140))),
        ("leaves-block", replace(GOOD, ink=(18, 100, 330, 140))),
        ("number-overlaps", replace(GOOD, overlap=3)),
        ("clipped", replace(GOOD, clipped=(0, 4, 0, 0))),
        ("invisible", replace(GOOD, hidden=True, unseen="opacity is 0 on main")),
        ("fills-padding", replace(GOOD, filled=16)),
        ("overlaps-line", replace(GOOD, below=(20, 120, 340, 140))),
        ("scrolls-unshrunk", replace(GOOD, scroller=Scroller(40, True, (20, 90, 340, 150)))),
        ("scrolls-inside", shrunk(0.4, scroller=Scroller(40, True, (20, 90, 340, 150)),
                                  formula=(20, 100, 320, 140))),
        ("needless-scroll", replace(GOOD, scroller=Scroller(2, False, (20, 90, 340, 150)))),
        ("illegible", replace(GOOD, em=6.5)),
        ("tex-error", replace(GOOD, error="Undefined control sequence")),
        ("shrunk-with-room", shrunk(0.5, formula=(100, 100, 180, 120), number=None)),
        ("blank-space", shrunk(0.4, formula=(20, 100, 320, 140), below=(20, 200, 340, 220))),
    ],
)  # fmt: skip
def test_each_breaks_its_own_check_alone(kind: str, formula: Formula) -> None:
    assert kinds(scene(formula)) == {kind}


def test_sticking_out_by_a_rounding_is_no_fault() -> None:
    assert kinds(scene(replace(GOOD, ink=(19.2, 100, 340.9, 140)))) == set()


def test_a_hidden_formula_is_not_judged() -> None:
    assert kinds(scene(replace(GOOD, hidden=True, ink=(0, 0, 999, 9), overlap=9))) == set()


def test_an_inline_formula_that_sticks_out() -> None:
    inline = Formula(3, False, "KaTeX", "x", ink=(300, 0, 350, 20), room=(20, 340), block="p")
    assert kinds(scene(inline)) == {"leaves-block"}


def test_ink_that_a_scroll_box_keeps_in_does_not_leave_its_block() -> None:
    scroller = Scroller(60, True, (20, 90, 340, 150))
    assert "leaves-block" not in kinds(
        scene(replace(GOOD, ink=(20, 100, 400, 140), scroller=scroller))
    )


def test_a_wide_table_is_not_its_formulas_fault() -> None:
    fits_cell = replace(GOOD, ink=(400, 100, 500, 140), cell=(390, 90, 510, 150), reach=(400, 500))
    assert kinds(scene(fits_cell, sideways=150)) == set()
    leaves_cell = replace(fits_cell, ink=(400, 100, 520, 140))
    assert "leaves-block" in kinds(scene(leaves_cell))


def test_the_page_scrolls_because_of_a_formula_or_of_something_else() -> None:
    assert kinds(scene(replace(GOOD, reach=(100, 400)), sideways=40)) == {"page-scrolls"}
    assert kinds(scene(replace(GOOD, reach=(100, 330)), sideways=40)) == set()


def test_shrinking_by_font_size_shows_against_another_width() -> None:
    wide = scene(replace(GOOD, room=(20, 1000)), width=1280)
    small = replace(GOOD, em=GOOD.em / 2, formula=(100, 100, 180, 120), number=None)
    assert kinds(scene(small), (wide,)) == {"shrunk-with-room"}
    assert kinds(scene(small)) == set(), "nothing tells that it was ever larger"


def test_a_number_needs_its_room_on_both_sides_of_a_centred_formula() -> None:
    # 0.8 of 300 px of formula and 25 px of number: 300 + 2 * (25 + 16) px do not fit 320.
    one = shrunk(0.8, formula=(60, 100, 300, 140), number=(310, 110, 330, 130))
    assert kinds(scene(one)) == set()


def test_space_that_the_page_had_before_is_no_blank_space() -> None:
    far = (20, 400, 340, 420)
    natural = scene(replace(GOOD, below=far), width=1280)
    small = shrunk(0.5, formula=(20, 100, 320, 140), number=None, below=far)
    assert kinds(scene(small), (natural,)) == set()
    assert "blank-space" in kinds(scene(small), (scene(GOOD, width=1280),))


def test_tex_that_nothing_has_typeset() -> None:
    left = replace(scene(GOOD), untypeset=(r"$$\sum_{i",))
    assert kinds(left) == {"untypeset"}


def test_what_is_hardly_smaller_leaves_no_blank_space() -> None:
    # 40 px at 0.95 were 42 px: the two are no hole.
    where: dict[str, Any] = {"formula": (20, 100, 320, 140), "below": (20, 200, 340, 220)}
    assert kinds(scene(shrunk(0.95, number=None, **where))) == set()
    assert kinds(scene(shrunk(0.4, number=None, **where))) == {"blank-space"}


def test_what_stands_beside_a_formula_takes_room_from_it() -> None:
    # 200 px of formula in a column of 320 px: 100 px of text beside it leave room, 150 px do not.
    one = shrunk(0.9, formula=(100, 100, 280, 140), number=None)
    assert kinds(scene(replace(one, beside=100))) == {"shrunk-with-room"}
    assert kinds(scene(replace(one, beside=150))) == set()
    assert kinds(scene(shrunk(0.5, formula=(100, 100, 200, 140), number=None, beside=150))) == {
        "shrunk-with-room"
    }


def counted(index: int, number: str, begun: str = "eq@4") -> Formula:
    return replace(GOOD, index=index, counted=(number,), counted_from=begun)


def test_counted_numbers_that_are_all_the_first() -> None:
    assert kinds(scene(counted(1, "(1)"), counted(2, "(1)"))) == {"numbers-repeat"}
    assert kinds(scene(counted(1, "(1)"), counted(2, "(2)"))) == set()
    assert kinds(scene(counted(1, "(1)"))) == set()


def test_each_section_may_count_from_one() -> None:
    assert kinds(scene(counted(1, "(1)"), counted(2, "(1)", "eq@9"))) == set()


def test_numbers_that_no_browser_tells_are_not_judged() -> None:
    assert kinds(scene(counted(1, ""), counted(2, ""))) == set()


def test_an_ignored_check_stays_silent() -> None:
    seen = scene(replace(GOOD, overlap=3))
    assert not list(checks.judge(seen, checks.learn([seen]), frozenset({"number-overlaps"})))


def test_a_transform_may_follow_the_size_of_the_text() -> None:
    # Loaded where the text is 16 px, and turned to where a theme makes it 14.4 px; and back.
    loaded = scene(GOOD)
    smaller = replace(GOOD, em=GOOD.em * 0.9, transform=0.9, block_em=14.4)
    turned = scene(smaller, width=320, way="turned")
    assert "shrunk-with-room" not in kinds(loaded, (turned,))
    assert "shrunk-with-room" not in kinds(turned, (loaded,))


def test_what_was_loaded_counts_before_what_was_turned() -> None:
    turned = scene(replace(GOOD, block_em=14.4), width=320, way="turned")
    assert "shrunk-with-room" not in kinds(scene(GOOD), (turned,))


def test_the_margin_of_a_heading_after_a_formula_is_no_hole() -> None:
    below = shrunk(0.4, formula=(20, 100, 320, 140), below=(20, 200, 340, 220))
    assert kinds(scene(below)) == {"blank-space"}
    assert kinds(scene(replace(below, apart=40))) == set()


def test_the_foot_of_a_page_may_be_anywhere_below_a_formula() -> None:
    below = shrunk(0.4, formula=(20, 100, 320, 140), below=(20, 700, 340, 720))
    assert kinds(scene(replace(below, elsewhere=True))) == set()
    lying = replace(below, elsewhere=True, below=(20, 110, 340, 140))
    assert "overlaps-line" in kinds(scene(lying)), "but not upon it"
