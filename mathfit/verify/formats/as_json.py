"""A run as JSON. docs/verify-json.md describes the schema; fields are added, never changed."""

from __future__ import annotations

import json
from pathlib import PurePosixPath
from typing import Any

from mathfit.verify.judge.fault import Fault
from mathfit.verify.judge.geometry import View
from mathfit.verify.results import Picture, Run, VerifiedPage

SCHEMA = 1


def render(run: Run) -> str:
    """Return a run as a JSON document."""
    return json.dumps(to_data(run), ensure_ascii=False, indent=2) + "\n"


def to_data(run: Run) -> dict[str, Any]:
    """Return a run as plain data."""
    return {
        "schema": SCHEMA,
        "ok": run.ok,
        "pages": len(run.pages),
        "skipped": run.skipped,
        "unchanged": run.unchanged,
        "equations": run.equations,
        "faults": [_fault(fault) for fault in run.faults],
        "warnings": [_fault(fault) for fault in run.warnings],
        "results": [_page(page) for page in run.pages],
        "site": run.site,
        "widths": list(run.widths),
        "shard": run.shard or None,
        "browser": run.browser,
        "version": run.version,
        "seconds": round(run.seconds, 3),
    }


def from_data(data: dict[str, Any]) -> Run:
    """Read back what `to_data` wrote.

    Raises ValueError where the data is of another schema or incomplete.
    """
    if data.get("schema") != SCHEMA:
        raise ValueError(f"schema {data.get('schema')!r}, expected {SCHEMA}")
    try:
        faults = [_read_fault(one) for key in ("faults", "warnings") for one in data[key]]
        return Run(
            site=data["site"],
            widths=tuple(data["widths"]),
            pages=tuple(_read_page(one, faults) for one in data["results"]),
            browser=data["browser"],
            version=data["version"],
            seconds=data["seconds"],
            skipped=data["skipped"],
            shard=data["shard"] or "",
            unchanged=data.get("unchanged", 0),
        )
    except (KeyError, TypeError) as error:
        raise ValueError(f"incomplete: {error}") from None


def _fault(fault: Fault) -> dict[str, Any]:
    view = fault.view
    return {
        "page": fault.page,
        "width": view.width if view else None,
        "way": view.way if view else None,
        "from_width": view.from_width if view else None,
        "setting": view.setting if view else "",
        "equation": fault.equation,
        "inline": fault.inline,
        "kind": fault.kind,
        "detail": fault.detail,
        "tex": fault.tex,
        "box": list(fault.box) if fault.box else None,
    }


def _read_fault(data: dict[str, Any]) -> Fault:
    box = data["box"]
    return Fault(
        page=data["page"],
        kind=data["kind"],
        detail=data["detail"],
        view=_read_view(data) if data["width"] is not None else None,
        equation=data["equation"],
        inline=data["inline"],
        tex=data["tex"],
        box=(box[0], box[1], box[2], box[3]) if box else None,
    )


def _read_view(data: dict[str, Any]) -> View:
    return View(data["width"], data["way"], data["from_width"], data["setting"])


def _page(page: VerifiedPage) -> dict[str, Any]:
    return {
        "page": page.page,
        "ok": page.ok,
        "engine": page.engine,
        "equations": page.equations,
        "inline": page.inline,
        "views": page.views,
        "seconds": page.seconds,
        "notes": list(page.notes),
        "pictures": [_picture(picture) for picture in page.pictures],
    }


def _read_page(data: dict[str, Any], faults: list[Fault]) -> VerifiedPage:
    return VerifiedPage(
        page=data["page"],
        engine=data["engine"],
        equations=data["equations"],
        inline=data["inline"],
        views=data["views"],
        seconds=data["seconds"],
        faults=tuple(fault for fault in faults if fault.page == data["page"]),
        pictures=tuple(_read_picture(one) for one in data["pictures"]),
        notes=tuple(data["notes"]),
    )


def _picture(picture: Picture) -> dict[str, Any]:
    return {
        "width": picture.view.width,
        "way": picture.view.way,
        "from_width": picture.view.from_width,
        "setting": picture.view.setting,
        "file": str(picture.file),
        "size": [picture.width, picture.height],
    }


def _read_picture(data: dict[str, Any]) -> Picture:
    width, height = data["size"]
    return Picture(_read_view(data), PurePosixPath(data["file"]), width, height)
