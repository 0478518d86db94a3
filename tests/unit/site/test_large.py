"""A page that would take minutes or all memory is left as it was, in one line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mathfit.cli import run
from mathfit.page.apply import apply_html
from mathfit.site import files
from tests.unit.pages import page

if TYPE_CHECKING:
    from collections.abc import Iterable

MATH = page("<p>$$x$$</p>")


@pytest.mark.parametrize("verb", ["apply", "remove", "inspect"])
def test_a_page_of_a_hundred_megabytes(
    tmp_path: Path, verb: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "small.html").write_text(MATH)
    with (tmp_path / "large.html").open("wb") as large:
        large.write(MATH.encode())
        large.truncate(100_000_000)
    read_bytes = Path.read_bytes

    def read_small(file: Path) -> bytes:
        assert file.stat().st_size <= files.LARGEST
        return read_bytes(file)

    monkeypatch.setattr(Path, "read_bytes", read_small)
    assert run([verb, str(tmp_path)]) == 3
    told = "large.html: left as it was: larger than 32 MB; --exclude leaves it out\n"
    assert capsys.readouterr().err == told


def attributes(number: int, one: str) -> Iterable[str]:
    return (one.format(index) for index in range(number))


@pytest.mark.parametrize("one", ["a{}", "a{}=1", 'a{}="b c"', "\na{} = '1'"])
def test_a_tag_with_a_hundred_thousand_attributes(
    tmp_path: Path, one: str, capsys: pytest.CaptureFixture[str]
) -> None:
    html = page(f"<p {' '.join(attributes(100_000, one))}>$$x$$</p>")
    (tmp_path / "a.html").write_text(html)
    assert run(["apply", str(tmp_path)]) == 3
    told = "a.html: left as it was: a tag has more than 8,000 attributes\n"
    assert capsys.readouterr().err == told
    assert (tmp_path / "a.html").read_text() == html


def test_long_tags_and_long_text_are_no_such_thing() -> None:
    path = " ".join(map(str, range(20_000)))
    words = "a = b " * 20_000
    for body in (f'<svg><path d="{path}"/></svg>', f"<p>{words}</p>", f"<p title='{words}'>"):
        assert "<math-fit" in apply_html(page(f"{body}<p>$$x$$</p>"))
