"""mathfit makes the equations of a built site fit every screen.

The commands are in `mathfit.cli`. As a library, `apply_html` and `remove_html` do the same to one
page, str or bytes, without touching a file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mathfit.page.apply import apply_html
    from mathfit.page.remove import remove_html

__all__ = ["__version__", "apply_html", "remove_html"]

__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    """Import the parsers when a page is at hand: `mathfit --help` needs none."""
    if name == "apply_html":
        from mathfit.page.apply import apply_html  # noqa: PLC0415

        return apply_html
    if name == "remove_html":
        from mathfit.page.remove import remove_html  # noqa: PLC0415

        return remove_html
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
