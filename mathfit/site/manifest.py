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
from dataclasses import dataclass, field
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
        with suppress(OSError, ValueError, KeyError, TypeError):
            kept = json.loads(self._file(site).read_bytes())
            if kept["scripts"] == _fingerprint(site, site.scripts):
                return self._holding(site, kept["pages"], kept["router"])
        return Known()

    def keep(
        self, site: Site, known: Known, results: Iterable[PageResult], router: str | None
    ) -> None:
        """Write down how a run left the pages; where that cannot be written nothing is kept."""
        pages = dict(known.entries)
        for result in results:
            name = result.page.as_posix()
            if result.left_as and not result.error:
                pages[name] = (*result.left_as, _told(result))
            else:
                pages.pop(name, None)
        scripts = [script for one in walk(site.root, stamped=True) for script in scripts_of(one)]
        kept = {"scripts": _fingerprint(site, scripts), "router": router, "pages": pages}
        with suppress(OSError):
            write_file(self._file(site), json.dumps(kept, separators=(",", ":")).encode())
            self._prune()

    def _holding(self, site: Site, kept: dict[str, Entry], router: str | None) -> Known:
        out = f"{site.out}/" if site.out else None
        entries: dict[str, Entry] = {}
        results: list[PageResult] = []
        quiet: list[str] = []
        for name, seen in zip(site.names, site.stamps, strict=True):
            entry = kept.get(name)
            if entry is None or entry[0] != seen or seen is None:
                continue
            if out is not None and entry[1] != stamp(out + name):
                continue
            entries[name] = entry
            if entry[2] is None:
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


def _told(result: PageResult) -> dict[str, Any] | None:
    if not (
        result.equations
        or result.engines
        or result.skipped
        or result.unread
        or result.router
        or result.bare
    ):
        return None
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
