"""Tell what is found in a site without changing it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mathfit.page import decode
from mathfit.page.find import Engine, FindOptions, Left, examine
from mathfit.page.remove import remove_html
from mathfit.site.files import read_page
from mathfit.site.jobs import error_message, run
from mathfit.site.scripts import script_loader

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mathfit.site.walk import Site


@dataclass(frozen=True, slots=True)
class FoundEquation:
    """One equation as a person reads it: its line (from 1), its form, its source."""

    line: int
    form: str
    source: str


@dataclass(frozen=True, slots=True)
class InspectedPage:
    """What one page holds; `error` says why it could not be read."""

    page: Path
    engines: tuple[Engine, ...] = ()
    equations: tuple[FoundEquation, ...] = ()
    left: tuple[Left, ...] = ()
    error: str | None = None

    @property
    def forms(self) -> Counter[str]:
        """How many equations there are of each form."""
        return Counter(equation.form for equation in self.equations)


def inspect_site(site: Site, options: FindOptions, *, jobs: int) -> Iterator[InspectedPage]:
    """Yield what each page holds, in the site's order. Wrappers that are there are looked through.

    Nothing is written.
    """
    yield from run(_Inspect(site.root, options), site.pages, jobs)


def inspect_html(html: bytes, options: FindOptions, page: Path, root: Path) -> InspectedPage:
    """Return what one page holds; its scripts are read below `root`."""
    source = decode.read(remove_html(html))
    examined = examine(source, options, script_loader(root, page))
    if examined is None:
        return InspectedPage(page)
    found = examined[0]
    equations = tuple(
        FoundEquation(
            source.line(equation.start),
            equation.form,
            source.shown(equation.start, equation.end),
        )
        for equation in found.equations
    )
    return InspectedPage(page, found.engines, equations, found.left)


@dataclass(frozen=True, slots=True)
class _Inspect:
    root: Path
    options: FindOptions

    def __call__(self, page: Path) -> InspectedPage:
        try:
            return inspect_html(read_page(self.root / page), self.options, page, self.root)
        except Exception as error:  # noqa: BLE001  # no page stops the work on all the others
            return InspectedPage(page, error=error_message(error))
