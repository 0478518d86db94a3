"""A run as people read it on a terminal: one row per page, then what is wrong, worst first."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mathfit.terminal import printable
from mathfit.verify.judge.checks import CHECKS
from mathfit.verify.judge.fault import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mathfit.verify.results import Run, VerifiedPage

MOST_LINES = 12
"""Lines of detail for one page; more are counted, and stand in the JSON and the report."""

_ORDER = {check.name: place for place, check in enumerate(CHECKS)}


@dataclass(frozen=True, slots=True)
class Group:
    """The same fault of the same formula in several views."""

    first: Fault
    """The fault in the first of the views."""
    views: tuple[str, ...]
    """The labels of the views."""


def render(run: Run) -> str:
    """Return the whole text, without colours, ending in one line that sums it up."""
    parts = [*_rows(run)] if run.pages else []
    for page in run.pages:
        parts += _details(page)
    return "\n".join(printable(part) for part in [*parts, summary(run)]) + "\n"


def summary(run: Run) -> str:
    """Return the run in one line."""
    bad = sum(not page.ok for page in run.pages)
    warnings = f", {_count(len(run.warnings), 'warning')}" if run.warnings else ""
    what = f"{_count(run.equations, 'equation')} on {_count(len(run.pages), 'page')}"
    widths = ", ".join(str(width) for width in run.widths)
    same = f"; {_count(run.unchanged, 'page')} unchanged, not opened" if run.unchanged else ""
    if run.ok:
        return f"ok: {what} fit at {widths} px{warnings} ({run.seconds:.1f} s){same}"
    faults = _count(len(run.faults), "fault")
    of = _count(len(run.pages), "page")
    return f"{faults} on {bad} of {of}; {what}{warnings} at {widths} px{same}"


def group(faults: Sequence[Fault]) -> list[Group]:
    """Put the views of one fault together, worst kinds first, then in the page's order."""
    found: dict[tuple[object, ...], list[Fault]] = {}
    for fault in faults:
        found.setdefault((fault.kind, fault.equation, fault.inline), []).append(fault)
    groups = [
        Group(same[0], tuple(fault.view.label for fault in same if fault.view))
        for same in found.values()
    ]
    return sorted(groups, key=lambda one: (_ORDER[one.first.kind], one.first.equation or 0))


def _rows(run: Run) -> Iterator[str]:
    width = max(_columns(page.page) for page in run.pages)
    heads = [f"{w} px" for w in run.widths]
    columns = [max(len(head), 7) for head in heads]
    head = "  ".join(head.rjust(size) for head, size in zip(heads, columns, strict=True))
    yield f"{'page'.ljust(width)}  equations  {head}"
    for page in run.pages:
        cells = (cell(page, w).rjust(size) for w, size in zip(run.widths, columns, strict=True))
        name = page.page + " " * (width - _columns(page.page))
        yield f"{name}  {page.equations:9}  {'  '.join(cells)}"
    yield ""


def cell(page: VerifiedPage, width: int) -> str:
    """Say in a word what was found on a page at one width, CSS px."""
    here = [fault for fault in page.faults if fault.view is None or fault.view.width == width]
    faults = sum(fault.severity == "fault" for fault in here)
    if faults:
        return _count(faults, "fault")
    if any(fault.kind == "unfinished" for fault in page.faults):
        return "-"
    return "warning" if here else "ok"


def _details(page: VerifiedPage) -> Iterator[str]:
    groups = group(page.failures) + group(page.warnings)
    if not groups and not page.notes:
        return
    yield page.page
    for one in groups[:MOST_LINES]:
        fault = one.first
        lead = "" if fault.severity == "fault" else "warning: "
        yield f"  {lead}{fault.where}: {fault.kind}: {fault.detail} ({views(one.views)})"
        if fault.tex:
            yield f"      {_short(fault.tex)}"
    if len(groups) > MOST_LINES:
        yield f"  and {len(groups) - MOST_LINES} more"
    for note in page.notes:
        yield f"  note: {note}"
    yield ""


def views(labels: Sequence[str]) -> str:
    """Say in which views a fault was seen, by their labels."""
    if len(labels) <= 2:
        return "; ".join(labels) or "in every view"
    return f"{labels[0]}, and {len(labels) - 1} more views"


def _short(tex: str, most: int = 72) -> str:
    return tex if len(tex) <= most else tex[: most - 1] + "…"


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


def _columns(text: str) -> int:
    """Return how many columns a terminal needs for a text: Chinese letters take two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
