"""A run as annotations of GitHub Actions: lines that it shows beside the run and the change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mathfit.verify.formats.table import group, summary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mathfit.verify.results import Run

MOST = 10
"""GitHub shows so many errors and so many warnings of one step."""


def render(run: Run) -> str:
    """Return the annotations, errors before warnings, one line each."""
    return "".join(f"{line}\n" for line in _lines(run))


def _lines(run: Run) -> Iterator[str]:
    for level, faults in (("error", run.faults), ("warning", run.warnings)):
        groups = [
            one
            for page in run.pages
            for one in group([fault for fault in faults if fault.page == page.page])
        ]
        for one in groups[:MOST]:
            fault = one.first
            views = f" ({one.views[0]})" if one.views else ""
            title = f"mathfit: {fault.kind}"
            text = f"{fault.page}: {fault.where}: {fault.detail}{views}"
            file = _property(f"{run.site.rstrip('/')}/{fault.page}")
            yield f"::{level} file={file},title={_property(title)}::{_data(text)}"
    yield f"::notice title=mathfit verify::{_data(summary(run))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
