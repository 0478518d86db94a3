"""The order of loads and turns."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mathfit.verify.plan import glide, plan, sweep
from mathfit.verify.run import Shard

WIDTHS = st.lists(st.integers(100, 3000), min_size=1, max_size=8)


@given(WIDTHS, st.booleans())
def test_every_width_is_loaded_once_and_turned_to(widths: list[int], both: bool) -> None:
    steps = plan(widths, both_ways=both)
    loaded = [step.loaded.width for step in steps if step.loaded]
    turned = [view for step in steps for view in step.turned]
    assert sorted(loaded) == sorted(set(widths))
    assert {view.width for view in turned} == set(widths)
    assert all(view.from_width != view.width for view in turned)
    assert all(view.from_width == step.width for step in steps for view in step.turned)
    if both and len(set(widths)) > 2:
        assert len(turned) > len(loaded)


def test_narrowing_goes_to_the_neighbour_and_growing_from_the_narrowest_to_the_widest() -> None:
    turns = [
        (view.from_width, view.width) for step in plan([768, 320, 1280]) for view in step.turned
    ]
    assert turns == [(320, 1280), (768, 320), (1280, 768)]


def test_a_single_width_is_turned_to_from_another() -> None:
    steps = plan([375])
    assert [step.loaded is not None for step in steps] == [True, False]
    assert steps[1].turned[0].from_width == 1280


@given(WIDTHS)
def test_a_sweep_turns_to_every_width_in_two_loads_and_to_both_ends(widths: list[int]) -> None:
    steps = sweep(widths)
    ordered = sorted(set(widths))
    if len(ordered) < 3:
        assert steps == ()
        return
    assert [step.width for step in steps] == [ordered[0], ordered[-1]]
    turned = [(view.from_width, view.width) for step in steps for view in step.turned]
    assert set(turned) == {
        (view.from_width, view.width) for step in plan(widths) for view in step.turned
    }


@given(WIDTHS)
def test_a_glide_sees_every_width_once_in_one_load(widths: list[int]) -> None:
    (step,) = glide(widths, "zoom")
    assert step.loaded
    views = [step.loaded, *step.turned]
    assert sorted(view.width for view in views) == sorted(set(widths))
    assert {view.setting for view in views} == {"zoom"}


@given(st.integers(1, 9), st.integers(0, 40))
def test_shards_share_the_pages(of: int, count: int) -> None:
    pages = [f"{number}.html" for number in range(count)]
    taken = [page for number in range(1, of + 1) for page in Shard(number, of).take(pages)]
    assert sorted(taken) == sorted(pages)
