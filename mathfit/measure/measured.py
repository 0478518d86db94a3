"""What measuring a page gives, as plain data that can be kept."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from mathfit.page.size import Size
from mathfit.page.typeset import Typeset  # resolved by typing.get_type_hints

if TYPE_CHECKING:
    from collections.abc import Mapping

SLACK = 0.001
"""Added to each width, as a share of it. Browsers round what they lay out, each in its own way; in
a column of 720 px this is less than a pixel."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One page, measured."""

    sizes: tuple[Size, ...] = ()
    """The natural sizes of its equations, in page order."""
    inline: tuple[tuple[int, Size], ...] = ()
    """The natural sizes of inline formulas, each with its place among the page's inline formulas,
    counted from 0: of those that may be wider than a line, and of those whose room is kept until
    their engine has typeset them."""
    reason: str | None = None
    """Why the page is to be measured in its readers' browsers; then there are no sizes."""
    script: str | None = None
    """Why the page keeps the script besides its sizes; None where it need not."""
    by_rule: bool = False
    """The page's security policy forbids style attributes: the sizes go into a stylesheet."""
    failed: bool = False
    """The browser could not tell; another time it may."""
    typeset: Typeset | None = None
    """What the engine made of its formulas, where that was wanted and could be taken."""
    untypeset: str | None = None
    """Why it was not taken, where it was wanted."""
    notes: tuple[str, ...] = ()
    """What a person should know of the page."""

    def to_json(self) -> dict[str, Any]:
        """Return what JSON can hold."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Measured:
        """Read back what `to_json` gave. Raises TypeError or KeyError for anything else."""
        return cls(
            sizes=tuple(Size(**size) for size in data["sizes"]),
            inline=tuple((int(index), Size(**size)) for index, size in data["inline"]),
            reason=data["reason"],
            script=data["script"],
            by_rule=data["by_rule"],
            failed=data["failed"],
            typeset=None if data["typeset"] is None else Typeset.from_json(data["typeset"]),
            untypeset=data["untypeset"],
            notes=tuple(data["notes"]),
        )
