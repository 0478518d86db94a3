"""When two pictures of a formula count as the same."""

from __future__ import annotations

import pytest
from PIL import Image, ImageDraw, ImageFilter

from mathfit.verify.judge.compare import difference, same_picture


def drawn(
    text: str, at: tuple[float, float] = (8, 6), size: tuple[int, int] = (90, 40)
) -> Image.Image:
    image = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(image)
    draw.text(at, text, fill="black", font_size=20)
    return image


@pytest.mark.parametrize("at", [(8, 6), (9, 6), (7, 7), (8.5, 6.5), (8, 5.6)])
def test_a_shift_of_a_pixel_is_the_same(at: tuple[float, float]) -> None:
    assert same_picture(drawn("a = (12)"), drawn("a = (12)", at))


def test_softer_edges_are_the_same() -> None:
    assert same_picture(drawn("(12)"), drawn("(12)").filter(ImageFilter.GaussianBlur(0.4)))


@pytest.mark.parametrize("other", ["a = (13)", "a + (12)", "a (12)", "a = (12).", "a = [12]", ""])
def test_other_text_is_not_the_same(other: str) -> None:
    assert difference(drawn("a = (12)"), drawn(other)) > 1
    assert not same_picture(drawn("a = (12)"), drawn(other))


def test_a_move_of_four_pixels_is_not_the_same() -> None:
    assert not same_picture(drawn("(12)"), drawn("(12)", (12, 6)))


def test_sizes_may_differ_by_a_rounding() -> None:
    assert same_picture(drawn("(1)"), drawn("(1)", size=(91, 41)))


def line(*rows: tuple[int, int]) -> Image.Image:
    image = Image.new("L", (60, 30), 255)
    for row, grey in rows:
        ImageDraw.Draw(image).line((10, row, 50, row), fill=grey)
    return image


def test_a_thin_line_between_two_rows_of_pixels_is_the_same() -> None:
    assert same_picture(line((15, 0)), line((15, 128), (16, 128)))
    assert same_picture(line((15, 64), (16, 192)), line((15, 192), (16, 64)))
    assert not same_picture(line((15, 0)), line((15, 0), (19, 0)))
    assert not same_picture(line((15, 0)), line((15, 200)))
