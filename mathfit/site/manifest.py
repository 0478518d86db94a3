"""Pages that are as an earlier run left them: they need not be read again.

What tells that is the file's inode, size and times. The time at which its status changed is set by
the system alone: a copy that keeps the time of the last change, or a clock that was wrong, changes
it all the same. The list lies in a folder of the user's, never in the site.

A page with measured sizes also depends on what it loaded in the browser. Many pages load the same,
so what they depend on is looked at once for all of them.
"""

from __future__ import annotations

import hashlib
import json
import math
import os
import sqlite3
import time
from collections.abc import Callable, Sequence  # resolved by typing.get_type_hints
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path  # resolved by typing.get_type_hints
from typing import TYPE_CHECKING, Any

from mathfit.site.files import Stamp, stamp
from mathfit.site.jobs import PageResult  # resolved by typing.get_type_hints
from mathfit.site.told import from_json, to_json
from mathfit.site.walk import scripts_of, walk

if TYPE_CHECKING:
    from mathfit.site.walk import Site

KEPT_DAYS = 90
"""Days for which a list is good that no run has written anew."""
_TABLES = """
CREATE TABLE IF NOT EXISTS about (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS pages (
  name BLOB PRIMARY KEY, left TEXT, copy TEXT, told TEXT, depends TEXT, until REAL, plain INTEGER
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS depends (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the pages of a site that are as an earlier run left them."""

    unknown: Sequence[str]
    """The paths below the site of the other pages, which have to be read."""
    results: tuple[PageResult, ...] = ()
    """The known pages of which there is something to tell."""
    router: str | None = None
    """The router that the earlier run found in the site: what has no equation depends on it."""
    quiet: int = 0
    """How many known pages have no equation and no assets, and so no result."""
    plain: int = 0
    """How many known pages have no result because only their equations are counted."""
    equations: int = 0
    """How many equations these have."""

    def settle(self, site: Site) -> tuple[PageResult, ...] | None:
        """Return the results of a site of which nothing has to be done; None where there is."""
        if self.unknown or site.leftovers or site.out is not None:
            return None
        router = next((one.router for one in self.results if one.router), None)
        if router != self.router or (
            router and not any(one.equations or one.inline for one in self.results)
        ):
            return None
        return tuple(
            replace(one, waits=False, router=router if one.bare else None) if one.waits else one
            for one in self.results
        )


@dataclass(slots=True)
class Manifest:
    """The list of one site, one target, and one way to rewrite pages."""

    folder: Path
    """Where lists are kept."""
    about: str
    """What the result depends on besides the site: the options, and mathfit's own code."""
    routed: bool = False
    """Pages without equations wait for the others, as `Apply.routed` says."""
    alone: bool = False
    """What becomes of a page depends on nothing else in the site."""
    holds: Callable[[str], bool] | None = None
    """Tells whether `Basis.depends` is as it was; None where nothing is measured."""
    _list: sqlite3.Connection | None = field(default=None, repr=False)
    _gone: list[str] = field(default_factory=list, repr=False)

    def known(self, site: Site, *, named: bool = True) -> Known:
        """Return what is known of the pages that are as they were left.

        Where `named` is off and nothing has to be done, pages of which there is no more to tell
        than how many equations they have are counted: to make each page's result anew takes as
        long as half of the listing of the site.
        """
        with suppress(sqlite3.Error, OSError, ValueError, KeyError, TypeError):
            router, as_it_was = self._about(site)
            if as_it_was and site.out is None and self._holds_whole(site):
                if not named and router is None and not site.leftovers:
                    of_plain = "SELECT count(plain), total(plain) FROM pages"
                    plain, equations = self._open(site).execute(of_plain).fetchone()
                    results = self._told(site, "plain IS NULL")
                else:
                    plain, equations, results = 0, 0, self._told(site)
                quiet = len(site.names) - len(results) - plain
                return Known((), results, router, quiet, plain, int(equations))
            if as_it_was is not None:
                return self._holding(site, router)
        return Known(site.names)

    def quiet(self, site: Site) -> list[str]:
        """Return the paths of the known pages that have no result."""
        unknown = set(self.known(site).unknown)
        rows = self._open(site).execute("SELECT name FROM pages WHERE told IS NULL")
        return [name for row in rows if (name := os.fsdecode(row[0])) not in unknown]

    def note(self, site: Site, result: PageResult) -> None:
        """Write down how a page was left. Nothing of it holds before `keep`."""
        name = os.fsencode(result.page.as_posix())
        with suppress(sqlite3.Error, OSError):
            if result.error or not result.left_as:
                self._open(site).execute("DELETE FROM pages WHERE name = ?", (name,))
                return
            told = None if result.quiet else json.dumps(to_json(result))
            plain = result.equations if _is_plain(result) else None
            row = (name, *result.left_as, told, *self._based(site, result), plain)
            self._open(site).execute(
                "INSERT OR REPLACE INTO pages VALUES (?, ?, ?, ?, ?, ?, ?)", row
            )

    def keep(self, site: Site, router: str | None) -> None:
        """Let what was noted hold; where that cannot be written nothing does."""
        listings = () if self.alone else walk(site.root, stamped=True)
        scripts = [script for one in listings for script in scripts_of(one)]
        about = {"scripts": self._fingerprint(site, scripts), "router": json.dumps(router)}
        with suppress(sqlite3.Error, OSError):
            opened = self._open(site)
            # Others are pages that this run was not to look at.
            gone = [(os.fsencode(name),) for name in self._gone if not (site.root / name).exists()]
            opened.executemany("DELETE FROM pages WHERE name = ?", gone)
            if self.holds:
                # Whatever no page depends on any more would be looked at for nothing.
                opened.execute(
                    "DELETE FROM depends WHERE key NOT IN"
                    " (SELECT depends FROM pages WHERE depends IS NOT NULL)"
                )
            left = dict(opened.execute("SELECT name, left FROM pages"))
            stamps = [left.pop(os.fsencode(name), None) for name in site.names]
            # Other pages in the list are those of a run without --include.
            about["all"] = "" if left else _digest(site.names, stamps)
            opened.executemany("INSERT OR REPLACE INTO about VALUES (?, ?)", about.items())
            opened.commit()
            self._prune()

    def close(self) -> None:
        """Let go of the list; what was noted and not kept is forgotten."""
        if self._list is not None:
            with suppress(sqlite3.Error):
                self._list.close()
            self._list = None

    def _open(self, site: Site) -> sqlite3.Connection:
        if self._list is None:
            self.folder.mkdir(parents=True, exist_ok=True)
            try:
                self._list = _connect(self._file(site))
            except sqlite3.DatabaseError:  # no list: whatever has damaged it
                self._file(site).unlink()
                self._list = _connect(self._file(site))
        return self._list

    def _about(self, site: Site) -> tuple[str | None, bool | None]:
        """Return the router that was found, and whether each page is as it was.

        None instead of that where the list does not hold. What the list does not have is a
        KeyError.
        """
        if not self._file(site).exists():
            return None, None
        about = dict(self._open(site).execute("SELECT key, value FROM about"))
        if about["scripts"] != self._fingerprint(site, site.scripts):
            return None, None
        as_it_was = bool(about["all"]) and about["all"] == _digest(site.names, site.stamps)
        return json.loads(about["router"]), as_it_was

    def _holds_whole(self, site: Site) -> bool:
        """Tell whether what any page depends on is as it was.

        To look at all pages at once takes a third of the time that looking at each takes.
        """
        opened = self._open(site)
        (until,) = opened.execute("SELECT min(until) FROM pages").fetchone()
        (keys,) = opened.execute("SELECT count(*) FROM depends").fetchone()
        return (until or math.inf) >= time.time() and len(self._bases(site)) == keys

    def _told(self, site: Site, which: str = "TRUE") -> tuple[PageResult, ...]:
        rows = self._open(site).execute(
            f"SELECT name, left, told FROM pages WHERE told IS NOT NULL AND {which}"  # noqa: S608
        )
        return tuple(
            self._result(os.fsdecode(name), left, None, json.loads(told))
            for name, left, told in rows
        )

    def _holding(self, site: Site, router: str | None) -> Known:
        out = f"{site.out}/" if site.out else None
        seen = dict(zip(site.names, site.stamps, strict=True))
        holding = self._bases(site)
        results: list[PageResult] = []
        quiet = 0
        now = time.time()
        rows = self._open(site).execute("SELECT name, left, copy, told, depends, until FROM pages")
        for encoded, left, copy, told, depends, until in rows:
            name = os.fsdecode(encoded)
            if name not in seen:
                self._gone.append(name)
                continue
            if left is None or left != seen[name]:
                continue
            if out is not None and copy != stamp(out + name):
                continue
            if depends is not None and (depends not in holding or until < now):
                continue
            del seen[name]
            if told is None:
                quiet += 1
            else:
                results.append(self._result(name, left, copy, json.loads(told)))
        return Known(list(seen), tuple(results), router, quiet)

    def _bases(self, site: Site) -> set[str]:
        """Return the keys of what pages depend on and what is as it was."""
        if self.holds is None:
            return set()
        rows = self._open(site).execute("SELECT key, value FROM depends")
        return {key for key, depends in rows if self.holds(depends)}

    def _based(self, site: Site, result: PageResult) -> tuple[str | None, float | None]:
        """Write down what a page depends on; return the key of that, and until when it is good."""
        if result.basis is None:
            return None, None
        depends = result.basis.depends
        key = hashlib.sha256(depends.encode()).hexdigest()[:40]
        self._open(site).execute("INSERT OR IGNORE INTO depends VALUES (?, ?)", (key, depends))
        return key, result.basis.until

    def _result(self, name: str, left: Stamp, copy: Stamp, told: dict[str, Any]) -> PageResult:
        waits = self.routed and not told["equations"] and not told["inline"]
        return from_json(name, told, waits=waits, left_as=(left, copy))

    def _fingerprint(self, site: Site, scripts: Sequence[tuple[str, Stamp]]) -> str:
        """Return a digest of what pages depend on: the site's scripts and stylesheets, our files.

        Empty where pages depend on nothing.
        """
        if self.alone:
            return ""
        files = sorted(scripts)
        if site.out:
            files += [(file.name, None) for file in sorted(site.out.glob("mathfit.*"))]
        return hashlib.sha256(json.dumps(files).encode()).hexdigest()

    def _file(self, site: Site) -> Path:
        folders = [str(folder.resolve()) for folder in (site.root, site.out) if folder]
        about = [self.about, self.routed, *folders]
        key = hashlib.sha256(json.dumps(about).encode()).hexdigest()[:40]
        return self.folder / f"{key}.sqlite"

    def _prune(self) -> None:
        for file in self.folder.iterdir():
            if file.stat().st_mtime < time.time() - KEPT_DAYS * 86400:
                file.unlink()


def _digest(names: Sequence[str], stamps: Sequence[Stamp]) -> str:
    """Return a digest of all pages as they are; empty where one of them cannot be known."""
    known = [seen for seen in stamps if seen]
    if len(known) < len(names):
        return ""
    content = "\n".join([*names, "", *known])
    return hashlib.sha256(content.encode("utf-8", "surrogateescape")).hexdigest()


def _connect(file: Path) -> sqlite3.Connection:
    opened = sqlite3.connect(file, timeout=1)
    try:
        opened.executescript(_TABLES)
    except sqlite3.Error:
        opened.close()
        raise
    return opened


def _is_plain(result: PageResult) -> bool:
    """Tell whether a page that is as it was left is told of by the number of its equations."""
    return result.equations > 0 and not (
        result.skipped
        or result.unread
        or result.unmeasured
        or result.untypeset
        or result.remarks
        or result.router
        or result.bare
    )
