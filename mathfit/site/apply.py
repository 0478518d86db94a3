"""Rewrite the pages of a site, and put the assets where they belong."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mathfit.page.apply import ApplyOptions, apply_page
from mathfit.site.files import copy_rest, ensure
from mathfit.site.jobs import PageJob, PageResult, run
from mathfit.site.scripts import script_loader

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from mathfit.page.size import Size
    from mathfit.site.walk import Site


def apply_site(
    site: Site, options: ApplyOptions, *, jobs: int, write: bool
) -> Iterator[PageResult]:
    """Rewrite the pages of a site, one result a page as they get done, in the site's order.

    With `write` off nothing is written. Assets are linked from the site's root unless
    `options.assets` is None.
    """
    if write:
        copy_rest(site)
    yield from run(Apply(site.root, site.out, write, options), site.pages, jobs)


@dataclass(frozen=True, slots=True)
class Apply(PageJob[PageResult]):
    """Rewrite one page of a site after the other."""

    options: ApplyOptions
    """How; `assets` is replaced by the way from each page to the site's root."""

    def work(self, page: Path, raw: bytes) -> PageResult:
        """Rewrite a page whose equations are measured when it is read."""
        return self.apply(page, raw, self.options)

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
            options = replace(options, assets="../" * (len(page.parts) - 1))
        load = script_loader(self.root, page)
        applied = apply_page(raw, options, sizes=sizes, inline=inline, load=load)
        if self.write:
            # Before the page: no reader gets a page without them.
            for asset in applied.files:
                ensure((self.out or self.root) / asset.name, asset.content.encode("ascii"))
        changed = self.save(page, raw, applied.html)
        found = applied.page
        if found is None:
            return PageResult(page, changed)
        measured = sizes is not None and bool(found.equations)
        return PageResult(
            page, changed, len(found.equations), found.engines, found.skipped, measured=measured
        )
