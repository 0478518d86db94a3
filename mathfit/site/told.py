"""What there is to tell of a page, as JSON has it: also where an earlier run left the page so."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mathfit.page.find import Engine, Skipped
from mathfit.site.jobs import FRONT, PageResult

if TYPE_CHECKING:
    from collections.abc import Mapping


def to_json(result: PageResult) -> dict[str, Any]:
    """Return what JSON can hold of a result: what holds at every run."""
    return {
        "equations": result.equations,
        "engines": [{"name": one.name, "version": one.version} for one in result.engines],
        "skipped": [{"line": one.line, "reason": one.reason} for one in result.skipped],
        "unread": list(result.unread),
        # Of a page with no more than the assets this is the site's. The front page has it itself.
        "router": None if result.bare and result.page != FRONT else result.router,
        "inline": result.inline,
        "measured": result.measured,
        "unmeasured": result.unmeasured,
        "typeset": result.typeset,
        "untypeset": result.untypeset,
        "remarks": list(result.remarks),
        "bare": result.bare,
    }


def from_json(page: str, told: Mapping[str, Any], **about: Any) -> PageResult:
    """Return the result of a page (its path below the site) again; `about` has its other fields.

    Raises TypeError or KeyError for what `to_json` did not give.
    """
    return PageResult(
        Path(page),
        equations=told["equations"],
        engines=tuple(_engine(**one) for one in told["engines"]),
        skipped=tuple(Skipped(**one) for one in told["skipped"]),
        unread=tuple(told["unread"]),
        measured=told["measured"],
        unmeasured=told["unmeasured"],
        typeset=told["typeset"],
        untypeset=told["untypeset"],
        remarks=tuple(told["remarks"]),
        router=told["router"],
        inline=told["inline"],
        bare=told["bare"],
        **about,
    )


@lru_cache(maxsize=64)
def _engine(name: str, version: str | None) -> Engine:
    return Engine(name, version)
