"""What is wrong on a page: the word of one check, with the place and the view that it is about."""

from __future__ import annotations

from dataclasses import dataclass

from mathfit.verify.judge.checks import BY_NAME, Severity
from mathfit.verify.judge.geometry import Box, View  # typing.get_type_hints


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong (or, as a warning, worth a look) on one page in one view."""

    page: str
    """The page, relative to the site, with `/`."""
    kind: str
    """The name of the check."""
    detail: str
    """What is wrong, for a person to read."""
    view: View | None = None
    """The view in which it was seen; None for all of them."""
    equation: int | None = None
    """Counted from 1 among the page's display equations; None for the page or an inline formula."""
    inline: int | None = None
    """Counted from 1 among the page's inline formulas."""
    tex: str = ""
    """The formula's source, as far as the page has it."""
    box: Box | None = None
    """The ink, in CSS px of the whole page, for cropping."""

    @property
    def severity(self) -> Severity:
        """As the table of checks has it."""
        return BY_NAME[self.kind].severity

    @property
    def where(self) -> str:
        """How messages call the formula."""
        if self.equation is not None:
            return f"equation {self.equation}"
        if self.inline is not None:
            return f"inline formula {self.inline}"
        return "page"
