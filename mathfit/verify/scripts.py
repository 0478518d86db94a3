"""The scripts that are evaluated in a page, put together from the files that people write."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

# The parts of the probe, in the order in which they need each other. Each is a function that gets
# the parts before it and returns more.
_PARTS = (
    "boxes",
    "markup",
    "ink",
    "room",
    "clip",
    "sight",
    "beside",
    "counted",
    "neighbours",
    "untypeset",
    "records",
)


@cache
def settle() -> str:
    """Return the settle step of wait.js: what is far from the screen is scrolled to, and back."""
    return _read("settle.js")


@cache
def click() -> str:
    """Return what follows a link of the page, as a function of its options."""
    return _read("click.js")


@cache
def probe() -> str:
    """Return the script that tells what stands on a page: a function of `{ inline: boolean }`.

    It knows the engines' own markup and nothing of mathfit's, so that it sees a raw page, a page
    after `apply` and a page that somebody fitted by other means with the same eyes. All reads, no
    writes: the page is left as it was found. It returns `{ page, units }`, all lengths in CSS px of
    the viewport, and judges nothing: that is done in checks.py.
    """
    parts = "".join(
        f"Object.assign(parts, ({_read(f'probe/{name}.js')})(parts));\n" for name in _PARTS
    )
    return f"(options) => {{\nconst parts = {{}};\n{parts}return parts.read(options);\n}}"


def _read(name: str) -> str:
    return files("mathfit.verify").joinpath(name).read_text(encoding="utf-8").rstrip()
