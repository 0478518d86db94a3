"""Rewrite the pages of a site, and put the assets where they belong."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mathfit.frameworks import may_have_router
from mathfit.page.apply import ApplyOptions, Bare, apply_page
from mathfit.site.base import base_of
from mathfit.site.files import copy_rest, ensure
from mathfit.site.jobs import PageJob, PageResult, run
from mathfit.site.scripts import script_loader

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from mathfit.page.size import Size
    from mathfit.site.walk import Site


def apply_site(
    site: Site, options: ApplyOptions, *, jobs: int, write: bool, routed: bool = False
) -> Iterator[PageResult]:
    """Rewrite the pages of a site, one result a page as they get done.

    With `write` off nothing is written. Assets are linked from the site's root unless
    `options.assets` is None. With `routed`, pages without equations get the assets where a page
    with some shows a router: their results come after the others.
    """
    if write:
        copy_rest(site)
    job = Apply(site.root, site.out, write, options, routed)
    yield from with_routed(job, run(job, site.pages, jobs), jobs)


def with_routed(job: Apply, results: Iterable[PageResult], jobs: int) -> Iterator[PageResult]:
    """Yield the results of a job, and at the end what becomes of the pages that wait for them.

    Only pages with equations are looked at for a router, as they are parsed anyway: so a site
    without one has each page read once, and looked at as little as before. The others are read
    again where there is one; each then has to show a router of its own.
    """
    waiting: list[PageResult] = []
    router = False
    for result in results:
        router |= result.router is not None
        if result.waits:
            waiting.append(result)
        else:
            yield result
    again: list[Path] = []
    for result in waiting:
        if router or result.changed:
            again.append(result.page)
        else:
            yield replace(result, waits=False)
    bare = Bare.ROUTED if router else Bare.NONE
    last = replace(job, options=replace(job.options, bare=bare), routed=False)
    yield from run(last, again, jobs)


@dataclass(frozen=True, slots=True)
class Apply(PageJob[PageResult]):
    """Rewrite one page of a site after the other."""

    options: ApplyOptions
    """How; `assets` is replaced by the way from each page to the site's root."""
    routed: bool = False
    """Pages without equations may get the assets: they wait for the others."""

    def work(self, page: Path, raw: bytes) -> PageResult:
        """Rewrite a page whose equations are measured when it is read."""
        return self.apply(page, raw, self.options)

    def _way_to_assets(self, page: Path, raw: bytes) -> str:
        """Return the address of the site's root for a page.

        A router may put what stands in one page's head into another page, where a relative address
        would be another one (Astro's does).
        """
        routed = may_have_router(raw.decode("latin-1"))
        base = base_of(self.root, raw) if routed else None
        return "../" * (len(page.parts) - 1) if base is None else base

    def failed(self, page: Path, message: str) -> PageResult:
        """Name the page that could not be rewritten."""
        return PageResult(page, error=message)

    def apply(
        self,
        page: Path,
        raw: bytes,
        options: ApplyOptions,
        sizes: Sequence[Size | None] | None = None,
        inline: Sequence[tuple[int, Size]] = (),
    ) -> PageResult:
        """Rewrite a page that was read; `sizes` and `inline` are as `apply_page` has them."""
        if options.assets is not None:
            options = replace(options, assets=self._way_to_assets(page, raw))
        load = script_loader(self.root, page)
        applied = apply_page(raw, options, sizes=sizes, inline=inline, load=load)
        found = applied.page
        equations = found.equations if found else ()
        if self.routed and not equations and applied.html != raw:
            # It has the assets of an earlier run: they may have to stay.
            return PageResult(page, changed=True, waits=True)
        if self.write:
            # Before the page: no reader gets a page without them.
            for asset in applied.files:
                ensure((self.out or self.root) / asset.name, asset.content.encode("ascii"))
        changed = self.save(page, raw, applied.html)
        if found is None:
            return PageResult(page, changed, waits=self.routed)
        return PageResult(
            page,
            changed,
            len(equations),
            found.engines,
            found.skipped,
            measured=sizes is not None and bool(equations),
            router=found.router if self.routed and equations else None,
            bare=applied.bare,
            waits=self.routed and not equations,
        )
