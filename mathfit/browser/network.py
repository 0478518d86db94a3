"""What a page may reach: its own site, its engine, and the hosts that the user allows.

Everything is answered from disk inside the browser's network layer. Measured against a loopback
server (the same blog, the same engines): as fast or faster, and no port is open.
"""

from __future__ import annotations

import asyncio
import json
import re
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from mathfit.browser.fetch import Fetched, FetchError, fetch
from mathfit.browser.packages import PackageFolder
from mathfit.browser.served import SiteFiles, Stamp, content_type, stamp
from mathfit.engines import EngineAddress, match_address
from mathfit.errors import MathfitError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from playwright.async_api import BrowserContext, Request, Route


# Below it close.js tells of connections that are no requests.
_REFUSED = "http://refused.mathfit.localhost/?"
# In the query of a script that close.js has run as a page's shared worker.
_SHARED = "mathfit-shared-worker"
_UNMARKED = re.compile(rf"[?&]{_SHARED}$")
_INTEGRITY = re.compile(rb"(<(?:script|link)\b[^>]*?\s)(integrity)(?=\s*=)", re.IGNORECASE)
_TAG_ADDRESS = re.compile(rb"""\s(?:src|href)\s*=\s*["']?([^"'\s>]+)""", re.IGNORECASE)


@dataclass(slots=True)
class Traffic:
    """What one page asked for that could not be given, and what was answered by another version."""

    missing_engine: dict[str, str] = field(default_factory=dict)
    """Address of an engine's file -> why there is no answer."""
    blocked: set[str] = field(default_factory=set)
    """Hosts that the page asked for and that are not allowed."""
    substituted: dict[str, str] = field(default_factory=dict)
    """`katex@0.16.9` -> the version that answered instead."""
    missing_files: set[str] = field(default_factory=set)
    """Addresses on the site at which there is no file."""
    files: dict[Path, Stamp] = field(default_factory=dict)
    """Files of the site that were given, each as it was then."""
    network: set[str] = field(default_factory=set)
    """Addresses that were let through to the network."""
    packages: dict[str, str] = field(default_factory=dict)
    """`katex@0.16` -> the version that answered, for every package that did."""

    def why_missing(self, lead: str = "") -> str:
        """Say which file of an engine was asked for in vain, after `lead`; nothing for none."""
        if not self.missing_engine:
            return ""
        url, why = next(iter(self.missing_engine.items()))
        more = len(self.missing_engine) - 1
        return f"{lead}{url}: {why}" + (f" (and {more} more)" if more else "")

    def notes(self) -> tuple[str, ...]:
        """Say what a person should know of the page and is no fault."""
        notes = [
            f"{asked} was answered by version {given}"
            for asked, given in sorted(self.substituted.items())
        ]
        if self.blocked:
            notes.append("not allowed to reach " + ", ".join(sorted(self.blocked)))
        return tuple(notes)


@dataclass(frozen=True)
class Network:
    """The rules, the same for every page of a run."""

    site: SiteFiles
    """The site, answered from disk."""
    packages: PackageFolder | None = None
    """The engines' packages, answered from disk; None to load engines from the network."""
    allowed_hosts: frozenset[str] = frozenset()
    """Hosts that pages may reach besides, in lower case."""

    _fetched: dict[str, Fetched] = field(default_factory=dict, compare=False, repr=False)

    async def attach(
        self,
        context: BrowserContext,
        traffic: Traffic,
        only: str | None = None,
        instead: Mapping[str, bytes] | None = None,
    ) -> None:
        """Answer every request of a context by these rules, keeping account in `traffic`.

        With `only`, the page stays at that address: it may go nowhere else by itself. `instead`
        are contents by address that are given instead of what the site has there, or has not.
        """
        from playwright.async_api import Error  # noqa: PLC0415

        async def give(route: Route) -> None:
            request = route.request
            if only and _leaves(request, only):
                traffic.blocked.add(request.url)
                await route.fulfill(status=204)
                return
            content = instead.get(request.url) if instead else None
            if content is not None:
                await self._give(route, request, content)
            else:
                await self._answer(route, traffic)

        async def answer(route: Route) -> None:
            # Whoever asked may be gone: a window that was closed at once, a page that was left.
            with suppress(Error):
                await give(route)

        await context.route("**/*", answer)

    def note_socket(self, url: str, traffic: Traffic) -> None:
        """Keep account of a connection that a page begins without a request; Chromium ends it."""
        host = urlsplit(url).hostname or url
        if host not in self.allowed_hosts:
            traffic.blocked.add(host)

    async def _answer(self, route: Route, traffic: Traffic) -> None:
        request = route.request
        url = request.url
        if self.site.owns(url):
            await self._answer_site(route, request, traffic)
            return
        if url.startswith(_REFUSED):
            self.note_socket(unquote(url.removeprefix(_REFUSED)), traffic)
            await route.abort("blockedbyclient")
            return
        host = urlsplit(url).hostname or ""
        address = match_address(url)
        if address and self.packages:
            found = self.packages.answer(address)
            if found:
                asking = f"{address.package}@{address.version or ''}"
                traffic.packages[asking] = found.package.version
                if not found.exact:
                    asked = f"{address.package}@{address.version}"
                    traffic.substituted[asked] = found.package.version
                await _fulfill(route, found.file)
                return
        if host in self.allowed_hosts:
            traffic.network.add(url)
            await route.continue_()
            return
        if self.packages is None and self._may_fetch(url):
            traffic.network.add(url)
            await self._fetch(route, url, traffic)
            return
        if address:
            traffic.missing_engine[url] = self._why(address)
        else:
            traffic.blocked.add(host)
        await route.abort("blockedbyclient")

    def _may_fetch(self, url: str) -> bool:
        address = match_address(url)
        return address is not None and not address.by_name

    async def _fetch(self, route: Route, url: str, traffic: Traffic) -> None:
        """Answer with an engine's file, which all pages of a run share."""
        found = self._fetched.get(url)
        if found is None:
            try:
                found = await asyncio.to_thread(fetch, url, self._may_fetch)
            except FetchError as error:
                traffic.missing_engine[url] = f"{error} (--packages DIR needs no network)"
                await route.abort("failed")
                return
            self._fetched[url] = found
        headers = {"content-type": found.content_type, "access-control-allow-origin": "*"}
        await route.fulfill(body=found.body, headers=headers)

    async def _answer_site(self, route: Route, request: Request, traffic: Traffic) -> None:
        # What has to be brought from elsewhere takes its time, in which others are answered.
        try:
            file = (
                await asyncio.to_thread(self.site.file, request.url)
                if self.site.bring
                else self.site.file(request.url)
            )
        except MathfitError as error:
            traffic.missing_engine[request.url] = str(error)
            await route.abort("failed")
            return
        if file is None:
            traffic.missing_files.add(_UNMARKED.sub("", request.url))
            if (address := match_address(request.url)) and address.by_name:
                traffic.missing_engine[request.url] = "no such file on the site"
            await route.fulfill(status=404, content_type="text/plain", body="not on this site")
            return
        traffic.files[file] = stamp(file)
        if _UNMARKED.search(request.url):
            body = _own("shared.js").encode() + file.read_bytes()
            await route.fulfill(body=body, content_type=content_type(file))
            return
        if request.is_navigation_request() and self.packages:
            body = self._without_broken_pins(file.read_bytes())
            await route.fulfill(body=body, content_type=content_type(file))
            return
        await _fulfill(route, file)

    async def _give(self, route: Route, request: Request, content: bytes) -> None:
        if request.is_navigation_request() and self.packages:
            content = self._without_broken_pins(content)
        path = urlsplit(request.url).path
        # A folder's address is that of its index.html.
        kind = content_type(PurePosixPath(path + "index.html" if path.endswith("/") else path))
        await route.fulfill(body=content, content_type=kind)

    def _why(self, address: EngineAddress) -> str:
        asked = address.package + (f"@{address.version}" if address.version else "")
        if self.packages is None:
            return (
                f"{asked} is not at an address of a known host; --allow HOST lets the page reach it"
            )
        package = self.packages.choose(address.package, address.version)
        if package is None:
            return f"no package for {asked} in {self.packages.root}"
        return f"{package.name}@{package.version} has no file {address.path!r}"

    def _without_broken_pins(self, content: bytes) -> bytes:
        """Return a page whose `integrity` pins don't refuse the version that answers instead.

        Only pins of an address that another version answers are put out of force; the rest of the
        page is served byte for byte.
        """
        packages = self.packages
        if packages is None or b"integrity" not in content:
            return content

        def rename(match: re.Match[bytes]) -> bytes:
            end = content.find(b">", match.start())
            address = _TAG_ADDRESS.search(content, match.start(), end)
            known = match_address(address.group(1).decode("utf-8", "replace")) if address else None
            found = packages.answer(known) if known else None
            pinned = known is not None and found is not None
            if pinned and known and found and found.package.version != known.version:
                return match.group(1) + b"nointegrity"
            return match.group()

        return _INTEGRITY.sub(rename, content)


@cache
def closing() -> str:
    """Return the script that closes, in a page, the ways to the network that are no requests."""
    script = _own("close.js").rstrip().removesuffix(";")
    given = ", ".join(map(json.dumps, (_REFUSED, _own("shared.js"), _SHARED)))
    return f"({script})({given});"


@cache
def _own(name: str) -> str:
    return files("mathfit.browser").joinpath(name).read_text(encoding="utf-8")


def _leaves(request: Request, only: str) -> bool:
    """Tell whether a page goes elsewhere by a request, itself or in a window that it opens."""
    from playwright.async_api import Error  # noqa: PLC0415

    if not request.is_navigation_request() or request.url == only:
        return False
    try:
        return request.frame.parent_frame is None
    except Error:  # a window that is not there yet
        return True


async def _fulfill(route: Route, file: Path) -> None:
    await route.fulfill(
        path=file,
        headers={"content-type": content_type(file), "access-control-allow-origin": "*"},
    )
