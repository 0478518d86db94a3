"""Pages that are as an earlier run left them: they need not be read again.

What tells that is the file's inode, size and times. The time at which its status changed is set by
the system alone: a copy that keeps the time of the last change, or a clock that was wrong, changes
it all the same. The list lies in a folder of the user's, never in the site.
"""

from __future__ import annotations

import hashlib
import json
import time
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from mathfit.page.find import Engine, Skipped
from mathfit.site.files import Stamp, stamp, write_file
from mathfit.site.jobs import FRONT, PageResult
from mathfit.site.walk import scripts_of, walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mathfit.site.walk import Site

KEPT_DAYS = 90
"""Days for which a list is good that no run has written anew."""
Entry: TypeAlias = tuple[Stamp, Stamp, "dict[str, Any] | None"]
"""What a page's file was left like, and the one in `out`, and what there is to tell of the page."""


@dataclass(frozen=True, slots=True)
class Known:
    """The pages of a site that are as an earlier run left them."""

    entries: dict[str, Entry] = field(default_factory=dict)
    """All of them, by their paths below the site."""
    results: tuple[PageResult, ...] = ()
    """Those of which there is something to tell."""
    quiet: tuple[str, ...] = ()
    """The others, which have no equation and no assets."""
    router: str | None = None
    """The router that the earlier run found in the site: what has no equation depends on it."""

    def settle(self, site: Site) -> tuple[PageResult, ...] | None:
        """Return the results of a site of which nothing has to be done; None where there is."""
        if len(self.entries) < len(site.names) or site.leftovers or site.out is not None:
            return None
        router = next((one.router for one in self.results if one.router), None)
        if router != self.router or (router and not any(one.equations for one in self.results)):
            return None
        return tuple(
            replace(one, waits=False, router=router if one.bare else None) if one.waits else one
            for one in self.results
        )


@dataclass(frozen=True, slots=True)
class Manifest:
    """The list of one site, one target, and one way to rewrite pages."""

    folder: Path
    """Where lists are kept."""
    about: str
    """What the result depends on besides the site: the options, and mathfit's own code."""
    routed: bool = False
    """Pages without equations wait for the others, as `Apply.routed` says."""

    def known(self, site: Site) -> Known:
        """Return what is known of the pages that are as they were left."""
        with suppress(OSError, ValueError, KeyError, TypeError), self._file(site).open() as lines:
            about = json.loads(next(lines, "{}"))
            if about["scripts"] == _fingerprint(site, site.scripts):
                return self._holding(site, map(json.loads, lines), about["router"])
        return Known()

    def keep(self, site: Site, entries: dict[str, Entry], router: str | None) -> None:
        """Write down how a run left the pages; where that cannot be written nothing is kept."""
        scripts = [script for one in walk(site.root, stamped=True) for script in scripts_of(one)]
        about = {"scripts": _fingerprint(site, scripts), "router": router}
        # A page a line: the whole as one string would take as much again as all that is known.
        lines = chain([about], ([name, *entry] for name, entry in entries.items()))
        with suppress(OSError):
            write_file(self._file(site), (f"{json.dumps(line)}\n".encode() for line in lines))
            self._prune()

    def _holding(
        self, site: Site, kept: Iterable[tuple[str, Stamp, Stamp, Any]], router: str | None
    ) -> Known:
        out = f"{site.out}/" if site.out else None
        entries: dict[str, Entry] = {}
        results: list[PageResult] = []
        quiet: list[str] = []
        seen = dict(zip(site.names, site.stamps, strict=True))
        for name, left, copy, told in kept:
            if left is None or left != seen.get(name):
                continue
            if out is not None and copy != stamp(out + name):
                continue
            entry = (seen[name], copy, told)
            entries[name] = entry
            if told is None:
                quiet.append(name)
            else:
                results.append(self._result(name, *entry))
        return Known(entries, tuple(results), tuple(quiet), router)

    def _result(self, name: str, left: Stamp, copy: Stamp, told: dict[str, Any]) -> PageResult:
        return PageResult(
            Path(name),
            equations=told["equations"],
            engines=tuple(Engine(**one) for one in told["engines"]),
            skipped=tuple(Skipped(**one) for one in told["skipped"]),
            unread=tuple(told["unread"]),
            router=told["router"],
            bare=told["bare"],
            waits=self.routed and not told["equations"],
            left_as=(left, copy),
        )

    def _file(self, site: Site) -> Path:
        folders = [str(folder.resolve()) for folder in (site.root, site.out) if folder]
        about = [self.about, self.routed, *folders]
        key = hashlib.sha256(json.dumps(about).encode()).hexdigest()[:40]
        return self.folder / f"{key}.json"

    def _prune(self) -> None:
        for file in self.folder.glob("*.json"):
            if file.stat().st_mtime < time.time() - KEPT_DAYS * 86400:
                file.unlink()


def entry_of(result: PageResult) -> Entry | None:
    """Return what is to be kept of a page; None where its file may be another."""
    if result.error or not result.left_as:
        return None
    return (*result.left_as, None if result.quiet else _told(result))


def _told(result: PageResult) -> dict[str, Any]:
    return {
        "equations": result.equations,
        "engines": [{"name": one.name, "version": one.version} for one in result.engines],
        "skipped": [{"line": one.line, "reason": one.reason} for one in result.skipped],
        "unread": list(result.unread),
        # Of a page with no more than the assets this is the site's. The front page has it itself.
        "router": None if result.bare and result.page != FRONT else result.router,
        "bare": result.bare,
    }


def _fingerprint(site: Site, scripts: Sequence[tuple[str, Stamp]]) -> str:
    """Return a digest of what pages depend on in the site: its scripts, stylesheets, our assets."""
    files = sorted(scripts)
    if site.out:
        files += [(file.name, None) for file in sorted(site.out.glob("mathfit.*"))]
    return hashlib.sha256(json.dumps(files).encode()).hexdigest()
