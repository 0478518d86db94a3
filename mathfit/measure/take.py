"""Take out of an open page what its engine made of each formula."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from mathfit.measure.measured import SLACK
from mathfit.page.size import Size
from mathfit.page.typeset import Output, Typeset

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mathfit.browser.session import Session


async def take(session: Session, equations: int, inline: int) -> Typeset | str:
    """Return the outputs of a page whose sizes were read, or why they are not taken.

    `equations` and `inline` say how many formulas the source has. Raises UnfinishedError as the
    session does.
    """
    seen = await session.evaluate(_script(), {"count": equations, "inline": inline})
    if reason := seen.get("reason"):
        return str(reason)
    return Typeset(
        tuple(map(_output, seen["equations"])), tuple(map(_output, seen["inline"])), seen["css"]
    )


def _output(seen: Mapping[str, Any]) -> Output:
    return Output(seen["html"], tuple(_size(size) for size in seen["pieces"]))


def _size(seen: Mapping[str, Any]) -> Size:
    return Size(**{**seen, "width": seen["width"] * (1 + SLACK)})


@cache
def _script() -> str:
    return files("mathfit.measure").joinpath("take.js").read_text(encoding="utf-8")
