"""Tell what is found in a site without changing it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mathfit.page import decode
from mathfit.page.find import Engine, FindOptions, Skipped, examine
from mathfit.page.remove import remove_html
from mathfit.site.jobs import PageJob
from mathfit.site.scripts import script_loader
from mathfit.site.ways import Ways, run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mathfit.site.walk import Site


@dataclass(frozen=True, slots=True)
class FoundEquation:
    """One equation as a person reads it."""

    line: int
    """Its line in the source, counted from 1."""
    form: str
    """A name from the table of forms, or what opens TeX in text."""
    source: str
    """What stands in the page."""
    owner: str | None = None
    """The framework that hydrates what it lies in: the script alone fits it."""


@dataclass(frozen=True, slots=True)
class InspectedPage:
    """What one page holds."""

    page: Path
    """The page, relative to the site."""
    engines: tuple[Engine, ...] = ()
    """The engines that typeset the page in the reader's browser."""
    equations: tuple[FoundEquation, ...] = ()
    """The display equations, in page order."""
    skipped: tuple[Skipped, ...] = ()
    """The equations that would get no wrapper."""
    unread: tuple[int, ...] = ()
    """The lines of what looks like TeX, where no engine is known that reads it."""
    error: str | None = None
    """Why the page could not be read."""
    frameworks: tuple[str, ...] = ()
    """The frameworks and routers that run the page in the reader's browser."""
    router: str | None = None
    """The one among them that puts other pages' content into this one."""

    @property
    def forms(self) -> Counter[str]:
        """How many equations there are of each form."""
        return Counter(equation.form for equation in self.equations)

    @property
    def owners(self) -> Counter[str]:
        """How many equations lie in what each framework hydrates."""
        return Counter(equation.owner for equation in self.equations if equation.owner)


def inspect_site(site: Site, options: FindOptions, *, jobs: int) -> Iterator[InspectedPage]:
    """Yield what each page holds, in the site's order. Wrappers that are there are looked through.

    Nothing is written.
    """
    job = Inspect(site.root, None, write=False, options=options)
    yield from run(job, site.names, Ways(site, jobs))


def inspect_html(
    html: bytes,
    options: FindOptions,
    page: Path,
    root: Path,
    bring: Callable[[str], None] | None = None,
) -> InspectedPage:
    """Return what one page holds; its scripts are read below `root`, once `bring` has put them."""
    source = decode.read(remove_html(html))
    examined = examine(source, options, script_loader(root, page, bring))
    if examined is None:
        return InspectedPage(page)
    found = examined[0]
    equations = tuple(
        FoundEquation(
            source.line(equation.start),
            equation.form,
            source.shown(equation.start, equation.end),
            equation.owner,
        )
        for equation in found.equations
    )
    names = tuple(dict.fromkeys(row.name for row in found.frameworks))
    return InspectedPage(
        page,
        found.engines,
        equations,
        found.skipped,
        found.unread,
        frameworks=names,
        router=found.router,
    )


@dataclass(frozen=True, slots=True)
class Inspect(PageJob[InspectedPage]):
    """Look at one page of a site after the other."""

    options: FindOptions
    """What counts as an equation."""

    def work(self, page: Path, raw: bytes) -> InspectedPage:
        """Tell what a page holds."""
        return inspect_html(raw, self.options, page, self.root, self.bring)

    def failed(self, page: Path, message: str) -> InspectedPage:
        """Name the page that could not be read."""
        return InspectedPage(page, error=message)
