"""Find every display equation of a page, and know which pages have any."""

from mathfit.find.model import Engine, Equation, FindOptions, Left, Page
from mathfit.find.page import examine

__all__ = ["Engine", "Equation", "FindOptions", "Left", "Page", "examine"]
