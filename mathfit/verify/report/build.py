"""From a run to a folder with index.html, and from the folders of several shards to one."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import groupby
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from mathfit.errors import UsageError
from mathfit.verify.formats import as_json
from mathfit.verify.formats.table import group, summary
from mathfit.verify.judge.checks import BY_NAME, Check
from mathfit.verify.judge.fault import Fault
from mathfit.verify.report import pictures
from mathfit.verify.results import Picture, Run, VerifiedPage

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from mathfit.verify.formats.table import Group

RESULTS = "results.json"
BEFORE = "before"
"""The folder of the original site's pictures and results, in the same form."""
MOST_CARDS = 30
"""Faults shown in full for one page; the rest is in the JSON."""


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture of the filmstrip."""

    picture: Picture
    """The picture."""
    label: str
    """How people call its view."""
    file: str
    """Its address, relative to the report."""
    thumbnail: str
    """The address of its small copy."""
    faults: int
    """How many faults were seen in its view."""
    before: str | None
    """The address of the same view of the original page, or None."""


@dataclass(frozen=True, slots=True)
class Card:
    """One fault of one formula, in all its views."""

    check: Check
    """The check that found the fault."""
    fault: Fault
    """The fault, in the first of its views."""
    views: tuple[str, ...]
    """The labels of its views."""
    widths: tuple[int, ...]
    """Their widths, CSS px."""
    crop: str | None
    """The address of the formula's picture, or None."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One page of the report."""

    page: VerifiedPage
    """What was found on the page."""
    shots: tuple[Shot, ...]
    """Its pictures."""
    cards: tuple[Card, ...]
    """Its faults, at most MOST_CARDS."""
    more: int
    """How many faults are not shown."""


def write(run: Run, folder: Path, before: Run | None = None) -> Path:
    """Write the report of a run whose pictures lie in the folder; return its index.html.

    `before` is the run over the original site, its pictures under `before/` in the same folder.
    """
    wanted = [(page, _crops(page)) for page in run.pages]
    pictures.make(folder, wanted)
    earlier = _pictures(before) if before else {}
    entries = [_entry(page, crops, folder, earlier) for page, crops in wanted]
    entries.sort(key=lambda entry: (-len(entry.page.failures), -len(entry.page.warnings)))
    html = _template().render(
        run=run,
        summary=summary(run),
        entries=entries,
        checks=[check for check in BY_NAME.values() if _used(check, entries)],
        before=before,
        style=_resource("report.css"),
        script=_resource("report.js"),
    )
    folder.mkdir(parents=True, exist_ok=True)
    (folder / RESULTS).write_text(as_json.render(run), encoding="utf-8")
    if before:
        (folder / BEFORE).mkdir(exist_ok=True)
        (folder / BEFORE / RESULTS).write_text(as_json.render(before), encoding="utf-8")
    index = folder / "index.html"
    index.write_text(html, encoding="utf-8")
    return index


def merge(folders: Sequence[Path], out: Path) -> Run:
    """Put the reports of several shards together into one folder; return the whole run.

    Raises UsageError where a folder holds no results of `verify`.
    """
    runs = [_read(folder) for folder in folders]
    for folder in folders:
        for name in ("pictures", BEFORE):
            if (folder / name).is_dir() and folder.resolve() != out.resolve():
                shutil.copytree(folder / name, out / name, dirs_exist_ok=True)
    whole = _whole(runs)
    originals = [folder / BEFORE for folder in folders if (folder / BEFORE / RESULTS).is_file()]
    write(whole, out, _whole([_read(folder) for folder in originals]) if originals else None)
    return whole


def _whole(runs: Sequence[Run]) -> Run:
    pages = {page.page: page for run in runs for page in run.pages}
    return Run(
        site=runs[0].site,
        widths=tuple(sorted({width for run in runs for width in run.widths})),
        pages=tuple(pages[name] for name in sorted(pages)),
        browser=", ".join(dict.fromkeys(run.browser for run in runs if run.browser)),
        version=runs[0].version,
        seconds=max(run.seconds for run in runs),
        skipped=sum(run.skipped for run in runs),
        unchanged=sum(run.unchanged for run in runs),
    )


def _read(folder: Path) -> Run:
    file = folder / RESULTS if folder.is_dir() else folder
    try:
        return as_json.from_data(json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        raise UsageError(f"{file}: no results of verify: {error}") from None


def _entry(
    page: VerifiedPage,
    crops: list[tuple[Picture, Fault]],
    folder: Path,
    earlier: dict[tuple[str, str], str],
) -> Entry:
    shots = tuple(
        Shot(
            picture=picture,
            label=picture.view.label,
            file=_url(picture.file),
            thumbnail=_url(pictures.thumbnail_of(picture)),
            faults=sum(fault.view == picture.view for fault in page.failures),
            before=earlier.get((page.page, picture.view.label))
            or earlier.get((page.page, _place(picture))),
        )
        for picture in sorted(page.pictures, key=lambda one: (one.view.width, one.view.way))
    )
    cropped = {
        (fault.equation, fault.inline, fault.kind): _url(pictures.crop_of(picture, fault))
        for picture, fault in crops
        if (folder / pictures.crop_of(picture, fault)).is_file()
    }
    groups = group(page.failures) + group(page.warnings)
    cards = tuple(_card(one, page, cropped) for one in groups[:MOST_CARDS])
    return Entry(page, shots, cards, max(0, len(groups) - MOST_CARDS))


def _card(one: Group, page: VerifiedPage, cropped: dict[Any, str]) -> Card:
    fault = one.first
    key = (fault.kind, fault.equation, fault.inline)
    widths = {
        other.view.width
        for other in page.faults
        if other.view and (other.kind, other.equation, other.inline) == key
    }
    crop = cropped.get((fault.equation, fault.inline, fault.kind))
    return Card(BY_NAME[fault.kind], fault, one.views, tuple(sorted(widths)), crop)


def _crops(page: VerifiedPage) -> list[tuple[Picture, Fault]]:
    """Return which formulas to crop from which picture: each fault once, where it is first seen."""
    by_view = {picture.view: picture for picture in page.pictures}
    found: dict[tuple[Any, ...], tuple[Picture, Fault]] = {}
    for fault in page.faults:
        picture = by_view.get(fault.view) if fault.view else None
        if picture and fault.box and fault.box[1] < picture.height:
            found.setdefault((fault.kind, fault.equation, fault.inline), (picture, fault))
    ordered = sorted(found.values(), key=lambda one: one[0].view.width)
    return [first for _, same in groupby(ordered, key=lambda one: one[0].view) for first in same]


def _pictures(run: Run) -> dict[tuple[str, str], str]:
    """Return the file of each picture by page and view; also by page and width, as second best."""
    found = {}
    for page in run.pages:
        for picture in sorted(page.pictures, key=lambda one: one.view.way):  # loaded ones first
            file = f"{BEFORE}/{_url(picture.file)}"
            found[page.page, picture.view.label] = file
            found.setdefault((page.page, _place(picture)), file)
    return found


def _place(picture: Picture) -> str:
    return f"{picture.view.width} {picture.view.setting}"


def _used(check: Check, entries: list[Entry]) -> bool:
    return any(card.check is check for entry in entries for card in entry.cards)


def _url(path: object) -> str:
    return quote(str(path))


@cache
def _resource(name: str) -> str:
    return files("mathfit.verify.report").joinpath(name).read_text(encoding="utf-8")


@cache
def _template() -> Any:
    from jinja2 import Environment, StrictUndefined  # noqa: PLC0415

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.from_string(_resource("report.html.jinja"))
