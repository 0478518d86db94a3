"""Find every display equation of a page, and know which pages have any."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mathfit.page.find.model import Engine, Equation, FindOptions, Page, Skipped

if TYPE_CHECKING:
    from mathfit.page.find.equations import examine, examine_without_math, is_whole

__all__ = [
    "Engine",
    "Equation",
    "FindOptions",
    "Page",
    "Skipped",
    "examine",
    "examine_without_math",
    "is_whole",
]


def __getattr__(name: str) -> Any:
    # What is known of a site's pages is told without a parser.
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from mathfit.page.find import equations  # noqa: PLC0415  # see above

    return getattr(equations, name)
