"""Find every display equation of a page, and know which pages have any."""

from mathfit.page.find.equations import examine, examine_without_math, is_whole
from mathfit.page.find.model import Engine, Equation, FindOptions, Page, Skipped

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
