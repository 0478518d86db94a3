"""Pages that are as an earlier run left them: they need not be read again.

What tells that is the file's inode, size and times. The time at which its status changed is set by
the system alone: a copy that keeps the time of the last change, or a clock that was wrong, changes
it all the same. The list lies in a folder of the user's, never in the site.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mathfit.page.find import Engine, Skipped
from mathfit.site.files import stamp, write_file
from mathfit.site.jobs import PageResult
from mathfit.site.walk import scripts_of, walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mathfit.site.walk import Site

KEPT_DAYS = 90
"""Days for which a list is good that no run has written anew."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """The list of one site, one target, and one way to rewrite pages."""

    folder: Path
    """Where lists are kept."""
    about: str
    """What the result depends on besides the site: the options, and mathfit's own code."""
    routed: bool = False
    """Pages without equations wait for the others, as `Apply.routed` says."""

    def known(self, site: Site) -> dict[Path, PageResult]:
        """Return what is known of the pages that are as they were left."""
        with suppress(OSError, ValueError, KeyError, TypeError):
            kept = json.loads(self._file(site).read_text(encoding="utf-8"))
            if kept["scripts"] == _fingerprint(site, site.scripts):
                return self._holding(site, kept["pages"])
        return {}

    def keep(self, site: Site, results: Iterable[PageResult]) -> None:
        """Write down how a run left the pages; where that cannot be written nothing is kept."""
        pages = {
            result.page.as_posix(): [result.left_as, _entry(result)]
            for result in results
            # What became of a page without equations that has the assets depends on the others.
            if result.left_as and not result.error and not result.bare
        }
        scripts = [path for one in walk(site.root) for path in scripts_of(one)]
        kept = {"scripts": _fingerprint(site, scripts), "pages": pages}
        with suppress(OSError):
            write_file(self._file(site), json.dumps(kept).encode())
            self._prune()

    def _holding(self, site: Site, kept: dict[str, Any]) -> dict[Path, PageResult]:
        root = os.path.join(site.root, "")  # noqa: PTH118  # for speed, as below
        out = os.path.join(site.out, "") if site.out else None  # noqa: PTH118
        found = {}
        for page in site.pages:
            name = page.as_posix()
            if (entry := kept.get(name)) is None:
                continue
            left_as, told = entry
            if left_as[0] == stamp(root + name) and (
                out is None or left_as[1] == stamp(out + name)
            ):
                found[page] = self._result(page, told, left_as)
        return found

    def _result(self, page: Path, told: dict[str, Any] | None, left_as: Any) -> PageResult:
        if told is None:
            return PageResult(page, waits=self.routed, left_as=left_as)
        return PageResult(
            page,
            equations=told["equations"],
            engines=tuple(Engine(**one) for one in told["engines"]),
            skipped=tuple(Skipped(**one) for one in told["skipped"]),
            unread=tuple(told["unread"]),
            router=told["router"],
            waits=self.routed and not told["equations"],
            left_as=left_as,
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


def _entry(result: PageResult) -> dict[str, Any] | None:
    if not (result.equations or result.engines or result.skipped or result.unread or result.router):
        return None
    return {
        "equations": result.equations,
        "engines": [{"name": one.name, "version": one.version} for one in result.engines],
        "skipped": [{"line": one.line, "reason": one.reason} for one in result.skipped],
        "unread": list(result.unread),
        "router": result.router,
    }


def _fingerprint(site: Site, scripts: Sequence[Path]) -> str:
    """Return a digest of what pages depend on in the site: its scripts, stylesheets, our assets."""
    files = [(path.as_posix(), stamp(site.root / path)) for path in sorted(scripts)]
    if site.out:
        files += [(file.name, None) for file in sorted(site.out.glob("mathfit.*"))]
    return hashlib.sha256(json.dumps(files).encode()).hexdigest()
