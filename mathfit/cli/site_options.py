"""The options that verbs on a site share, and how they tell what became of its pages."""

from __future__ import annotations

import os
import sys
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import click

from mathfit.cli.options import option
from mathfit.cli.output import is_heard, tell
from mathfit.cli.places import PlaceType

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from mathfit.page.find import FindOptions, Skipped
    from mathfit.site.walk import FileNote, Site

STDIN = "-"
Result = TypeVar("Result")


class OfPage(Protocol):
    """What became of a page, as far as its problems go."""

    @property
    def page(self) -> Path:
        """The page, relative to the site."""

    @property
    def skipped(self) -> tuple[Skipped, ...]:
        """The equations that get no wrapper."""

    @property
    def error(self) -> str | None:
        """Why the page could not be processed."""


site_argument = click.argument("site", metavar="SITE", type=PlaceType())
include_option = option(
    "--include", metavar="GLOB", multiple=True, help="Only pages whose path below SITE matches."
)
exclude_option = option(
    "--exclude", metavar="GLOB", multiple=True, help="No pages whose path below SITE matches."
)
out_option = option(
    "--out",
    metavar="DIR",
    type=PlaceType(),
    help="Write the site there, everything else copied along, instead of in place.",
)
jobs_option = option(
    "--jobs",
    type=click.IntRange(min=1),
    default=lambda: os.cpu_count() or 1,
    show_default="one per processor",
    help="Processes to work with.",
)
json_option = option("--json", "as_json", is_flag=True, help="Write the result as JSON.")
no_cache_option = option(
    "--no-cache", is_flag=True, help="Read every page, and measure everything anew."
)
keep_time_option = option(
    "--keep-time", is_flag=True, help="Let changed pages keep the time of their last change."
)
quiet_option = option(
    "-q", "--quiet", is_flag=True, help="Tell nothing but what could not be done, and JSON."
)
verbose_option = option(
    "-v", "--verbose", is_flag=True, help="Tell on stderr what became of each page, too."
)


def cache_option(kept: str) -> Callable[[Any], Any]:
    """Add the option that says where something is `kept` between runs."""
    return option(
        "--cache",
        type=click.Path(file_okay=False, path_type=Path),
        metavar="DIR",
        help=f"Where to keep {kept}.  [default: the user's cache folder]",
    )


def may_know(site: Site) -> bool:
    """Tell whether pages can be known without being read: files tell what happened to them.

    Not on Windows, where no time is the system's alone.
    """
    return site.whole and site.mirror is None and sys.platform != "win32"


def find_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say what counts as an equation."""
    for decorate in (
        option("--skip", metavar="CSS", help="No equations in elements that match the selector."),
        option("--only", metavar="CSS", help="Only equations in elements that match the selector."),
        option(
            "--delimiters",
            metavar="'LEFT RIGHT'",
            multiple=True,
            help="Display delimiters instead of the engine's own, e.g. '$$ $$'.",
        ),
        option(
            "--engine",
            type=click.Choice(["auto", "mathjax", "katex", "mathml"]),
            default="auto",
            show_default=True,
            help="The engine of every page, where pages do not tell; mathml: none.",
        ),
    ):
        function = decorate(function)
    return function


def read_find_options(
    engine: str, delimiters: Iterable[str], only: str | None, skip: str | None
) -> FindOptions:
    """Turn the options into FindOptions; a bad selector or pair is a wrong call."""
    from turbohtml import parse

    from mathfit.page.find import FindOptions

    pairs = []
    for pair in delimiters:
        sides = pair.split()
        if len(sides) != 2:
            raise click.BadParameter(f"{pair!r} is not a left and a right, with a space between.")
        pairs.append((sides[0], sides[1]))
    for name, selector in (("only", only), ("skip", skip)):
        try:
            if selector is not None:
                parse("").select(selector)
        except ValueError as error:
            raise click.BadParameter(str(error), param_hint=f"--{name}") from None
    return FindOptions(engine, tuple(pairs), only, skip)


def with_progress(
    results: Iterable[Result], total: int, label: str, *, quiet: bool = False
) -> Iterator[Result]:
    """Yield the results, with a progress bar where stderr is a terminal."""
    if quiet or is_heard() or not sys.stderr.isatty():
        yield from results
        return
    with click.progressbar(results, length=total, label=label, file=sys.stderr) as bar:
        yield from bar
        bar.update(total - bar.pos)  # what needed no work has no result


def tell_problems(result: OfPage, *, quiet: bool = False) -> None:
    """Name on stderr what could not be done on one page; unless `quiet`, what is left as it is."""
    if result.error is not None:
        tell(f"{result.page}: {result.error}", problem=True)
    if quiet:
        return
    for note in _notes(result):
        tell(f"{result.page}: {note}")
    for one in result.skipped:
        tell(f"{result.page}:{one.line}: left as it is: {one.reason}")


def tell_notes(notes: Iterable[FileNote], *, quiet: bool = False) -> bool:
    """Name on stderr what is to be said of other files; return whether something failed."""
    failed = False
    for note in notes:
        failed |= note.failed
        if note.failed or not quiet:
            tell(f"{note.path}: {note.message}", problem=note.failed)
    return failed


class Unread(Protocol):
    """What became of a page, as far as TeX goes that no engine is known to read."""

    @property
    def page(self) -> Path:
        """The page, relative to the site."""

    @property
    def unread(self) -> tuple[int, ...]:
        """The lines of what looks like TeX."""


def tell_unread(results: Iterable[Unread], *, quiet: bool = False) -> None:
    """Say in one line on stderr where a site has what looks like TeX and no engine is known."""
    pages = [result for result in results if result.unread]
    if quiet or not pages:
        return
    first, more = pages[0], len(pages) - 1
    others = f" (so on {counted(more, 'other page')})" if more else ""
    tell(
        f"{first.page}:{first.unread[0]}: this looks like TeX, and no engine is known that reads "
        f"it{others}: name the engine with --engine mathjax or --engine katex",
        problem=True,
    )


def _notes(result: OfPage) -> tuple[str, ...]:
    unmeasured: str | None = getattr(result, "unmeasured", None)
    notes: tuple[str, ...] = (*getattr(result, "remarks", ()), *getattr(result, "notes", ()))
    untypeset: str | None = getattr(result, "untypeset", None)
    if unmeasured:
        notes = (f"measured when it is read: {unmeasured}", *notes)
    elif untypeset:
        notes = (f"not typeset: {untypeset}", *notes)
    return notes


def _held(site: Site, *, spread: bool) -> AbstractContextManager[tuple[FileNote, ...]]:
    from mathfit.site.write import writing
    from mathfit.user_cache import default_folder

    return writing(site, default_folder() / "runs", spread=spread)


@contextmanager
def writing(
    site: Site, *, write: bool, quiet: bool, spread: bool = False
) -> Iterator[list[FileNote]]:
    """Have a site to oneself while it is written in the block, where it is; yield what failed.

    What cannot be read or copied is named on stderr. With `spread` workers write that may get lost.
    """
    with _held(site, spread=spread) if write else nullcontext(()) as notes:
        told = [*site.notes, *notes]
        tell_notes(told, quiet=quiet)
        yield [note for note in told if note.failed]


def counted(number: int, noun: str) -> str:
    """Write `1 page`, `2 pages`."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")
