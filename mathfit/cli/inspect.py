"""`mathfit inspect`: which equations, in which form, for which engine, where."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import click

from mathfit.cli import places
from mathfit.cli import site_options as shared
from mathfit.cli.options import verb
from mathfit.cli.output import say, say_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mathfit.cli.places import Place
    from mathfit.site.inspect import InspectedPage

_SHOWN = 96
"""Characters of an equation's source in the table."""


@verb("inspect", "mathfit inspect public")
@shared.site_argument
@shared.include_option
@shared.exclude_option
@shared.find_options
@shared.jobs_option
@shared.json_option
@shared.quiet_option
@click.pass_context
def command(
    ctx: click.Context,
    /,
    site: Place,
    include: tuple[str, ...],
    exclude: tuple[str, ...],
    as_json: bool,
    jobs: int,
    quiet: bool,
    **how: Any,
) -> None:
    """Show the equations of SITE: a folder's pages in a table, one file's equations line by line.

    Each page is listed with its engine, the engine's version, and how many equations of each form
    were found; it is unknown where a page has what looks like TeX, and tells of no engine that
    reads it. Where a framework takes a page over in the reader's browser it is named, with how
    many equations it leaves to the script alone. Nothing is written.
    """
    from mathfit.site.inspect import inspect_site

    with places.opened(site, None, include, exclude) as opened:
        options = shared.read_find_options(**how)
        failed = shared.tell_notes(opened.notes, quiet=quiet)
        pages: list[InspectedPage] = []
        work = inspect_site(opened, options, jobs=jobs)
        for page in shared.with_progress(work, len(opened.names), "inspect", quiet=quiet):
            shared.tell_problems(page, quiet=quiet)
            pages.append(page)
    shared.tell_unread(pages, quiet=quiet)
    if as_json:
        say_json(_json(pages))
    elif opened.whole:
        _table(pages)
    else:
        _lines(pages[0])
    ctx.exit(3 if failed or any(page.error for page in pages) else 0)


def _engines(page: InspectedPage) -> str:
    named = [f"{engine.name} {engine.version or '?'}" for engine in page.engines]
    return ", ".join(named) or ("unknown" if page.unread else "-")


def _forms(forms: Counter[str]) -> str:
    return ", ".join(f"{count} {form}" for form, count in forms.most_common()) or "-"


def _table(pages: Sequence[InspectedPage]) -> None:
    with_math = [page for page in pages if page.engines or page.equations or page.unread]
    rows = [
        (page.page.as_posix(), _engines(page), str(len(page.equations)), _forms(page.forms))
        for page in with_math
    ]
    total: Counter[str] = sum((page.forms for page in with_math), Counter())
    pages_with = f"{len(with_math):,} of {shared.counted(len(pages), 'page')}"
    rows.append((pages_with, "", str(total.total()), _forms(total)))
    header = ("page", "engine", "equations", "forms")
    widths = [max(len(row[column]) for row in (header, *rows)) for column in range(3)]
    for row in (header, *rows):
        cells = (row[0].ljust(widths[0]), row[1].ljust(widths[1]), row[2].rjust(widths[2]), row[3])
        say("  ".join(cells).rstrip())
    # Layouts are shared: one line for a site rather than a column that says the same in each row.
    for line in dict.fromkeys(line for page in with_math for line in _run_by(page, counted=False)):
        say(line)


def _run_by(page: InspectedPage, *, counted: bool = True) -> list[str]:
    """Say what runs a page in the reader's browser, and what that means for its equations."""
    lines = []
    for name in page.frameworks:
        said = []
        if number := page.owners[name]:
            what = shared.counted(number, "equation") if counted else "the equations"
            said.append(f"hydrates {what}: only the script fits them")
        if name == page.router:
            said.append("puts the content of one page into another")
        if said:
            lines.append(f"{name}: {'; '.join(said)}")
    return lines


def _lines(page: InspectedPage) -> None:
    say(f"{page.page}: {_engines(page)}, {_forms(page.forms)}")
    for line in _run_by(page):
        say(line)
    width = max((len(equation.form) for equation in page.equations), default=0)
    for equation in page.equations:
        source = " ".join(equation.source.split())
        short = source if len(source) <= _SHOWN else source[: _SHOWN - 1] + "…"
        say(f"{equation.line:>6}  {equation.form.ljust(width)}  {short}")


def _json(pages: Sequence[InspectedPage]) -> dict[str, Any]:
    total: Counter[str] = sum((page.forms for page in pages), Counter())
    return {
        "pages": [
            {
                "page": page.page.as_posix(),
                "engines": [{"name": e.name, "version": e.version} for e in page.engines],
                "frameworks": list(page.frameworks),
                "router": page.router,
                "forms": dict(page.forms),
                "equations": [
                    {"line": e.line, "form": e.form, "source": e.source, "hydrated_by": e.owner}
                    for e in page.equations
                ],
                "unread": list(page.unread),
                "left": [{"line": one.line, "reason": one.reason} for one in page.skipped],
                "error": page.error,
            }
            for page in pages
        ],
        "total": {
            "pages": len(pages),
            "with_math": sum(1 for page in pages if page.engines or page.equations),
            "equations": total.total(),
            "forms": dict(total),
        },
    }
