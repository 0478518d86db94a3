"""A run as Markdown, for the summary that GitHub and GitLab show of a job."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from mathfit.verify.formats.table import cell, group, summary, views

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mathfit.verify.results import Picture, Run, VerifiedPage

MOST_PAGES = 100
"""Rows of the first table: GitHub takes no summary of more than a megabyte."""
MOST_FAULTS = 100
"""Rows of the second table."""
MOST_PICTURES = 10
"""Pages of which a picture is shown."""

# Whatever Markdown, HTML, GitHub's mathematics or a mention could be made of.
_SPECIAL = re.compile(r"[^\w\s.,:;/()%+='\"-]")


def render(run: Run, report_url: str | None = None) -> str:
    """Return a run as Markdown.

    `report_url` is where readers will find the report: it is linked, and each page with a fault is
    shown as the report has it. Without that there are no pictures: a summary holds none itself.
    """
    return "\n".join(_lines(run, report_url.rstrip("/") if report_url else None)) + "\n"


def _lines(run: Run, report: str | None) -> Iterator[str]:
    yield f"## {'✅' if run.ok else '❌'} mathfit verify: {_text(summary(run))}"
    yield ""
    if report:
        yield f"[The report]({_address(report)}/index.html)"
        yield ""
    if run.pages:
        yield from _pages(run)
    yield from _faults(run)
    if report:
        yield from _pictures(run, report)


def _pages(run: Run) -> Iterator[str]:
    yield from _row("page", "equations", *(f"{width} px" for width in run.widths))
    yield from _row("---", *("---:" for _ in range(len(run.widths) + 1)))
    # Pages with a fault are what is looked for.
    pages = sorted(run.pages, key=lambda page: page.ok)
    for page in pages[:MOST_PAGES]:
        cells = (cell(page, width) for width in run.widths)
        yield from _row(_text(page.page), str(page.equations), *cells)
    yield from _more(len(pages) - MOST_PAGES, "page")


def _faults(run: Run) -> Iterator[str]:
    found = [one for page in run.pages for one in (*group(page.failures), *group(page.warnings))]
    if not found:
        return
    found.sort(key=lambda one: one.first.severity != "fault")
    yield from _row("", "where", "what", "seen at")
    yield from _row(*("---" for _ in range(4)))
    for one in found[:MOST_FAULTS]:
        fault = one.first
        source = f"<br><code>{_text(fault.tex[:60])}</code>" if fault.tex else ""
        where = f"{_text(fault.page)}<br>{fault.where}"
        what = f"**{fault.kind}**: {_text(fault.detail)}{source}"
        yield from _row(fault.severity, where, what, _text(views(one.views)))
    yield from _more(len(found) - MOST_FAULTS, "line")


def _pictures(run: Run, report: str) -> Iterator[str]:
    shown = [(page, picture) for page in run.pages if (picture := _picture(page))]
    for page, picture in shown[:MOST_PICTURES]:
        label = _text(f"{page.page}, {picture.view.label}")
        source = f"{_address(report)}/{quote(str(picture.file))}"
        yield f"<details><summary>{label}</summary>"
        yield f'<img alt="{label}" src="{source}" width="{min(picture.width, 800)}">'
        yield "</details>"
        yield ""


def _picture(page: VerifiedPage) -> Picture | None:
    """Return the picture of the first view of a page in which something is wrong."""
    wrong = [fault.view for fault in page.failures]
    return next((picture for picture in page.pictures if picture.view in wrong), None)


def _row(*cells: str) -> Iterator[str]:
    yield f"| {' | '.join(cells)} |"


def _more(number: int, noun: str) -> Iterator[str]:
    """End a table, and count what it leaves out."""
    yield ""
    if number > 0:
        yield f"and {number} {noun}{'' if number == 1 else 's'} more: the report has all"
        yield ""


def _text(text: str) -> str:
    """Write text so that nothing in it is taken for markup."""
    plain = " ".join(text.split())
    return _SPECIAL.sub(lambda found: f"&#{ord(found[0])};", plain).replace("_", "&#95;")


def _address(url: str) -> str:
    """Write an address so that it ends where it ends."""
    return quote(url, safe=":/?#@!$&'*+,;=%~-._")
