"""What measuring a page gives, as plain data that can be kept."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from mathfit.page.size import Size

if TYPE_CHECKING:
    from collections.abc import Mapping

SLACK = 0.001
"""Added to each width, as a share of it. Browsers round what they lay out, each in its own way; in
a column of 720 px this is less than a pixel."""


@dataclass(frozen=True, slots=True)
class Dependencies:
    """What a page's numbers depend on besides its own bytes.

    `files` are paths in the site and the SHA-256 of what was there, `missing` addresses where
    nothing was, `packages` which version answered each engine's address.
    """

    files: dict[str, str] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    packages: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Measured:
    """One page, measured.

    `sizes` are those of its equations in page order, `inline` those of inline formulas that may be
    wider than a line, by their place among the page's inline formulas. `reason` says why the page
    is to be measured when it is read, in its readers' browsers; then there are no sizes. `script`
    says why the page keeps the script besides its numbers. `by_rule`: its security policy forbids
    style attributes. `failed`: the browser could not tell; another time it may.
    """

    sizes: tuple[Size, ...] = ()
    inline: tuple[tuple[int, Size], ...] = ()
    reason: str | None = None
    script: str | None = None
    by_rule: bool = False
    failed: bool = False
    notes: tuple[str, ...] = ()
    dependencies: Dependencies = field(default_factory=Dependencies)

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
            notes=tuple(data["notes"]),
            dependencies=Dependencies(**data["dependencies"]),
        )
