"""Rewrite the pages of a site, and put the assets where they belong."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mathfit.page.apply import ApplyOptions, apply_page
from mathfit.site.files import copy_as_it_was, copy_rest, ensure, read_page, write_file
from mathfit.site.jobs import PageResult, error_message, run
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
    yield from run(Apply(site.root, site.out, options, write), site.pages, jobs)


@dataclass(frozen=True, slots=True)
class Apply:
    """Rewrite one page of a site after the other; `page` is relative to the site."""

    root: Path
    out: Path | None
    options: ApplyOptions
    write: bool

    def __call__(self, page: Path) -> PageResult:
        """Rewrite a page whose equations are measured when it is read."""
        try:
            return self.apply(page, read_page(self.root / page), self.options)
        except Exception as error:  # noqa: BLE001  # no page stops the work on all the others
            return self.failed(page, error)

    def apply(
        self,
        page: Path,
        raw: bytes,
        options: ApplyOptions,
        sizes: Sequence[Size | None] | None = None,
        inline: Sequence[tuple[int, Size]] = (),
    ) -> PageResult:
        """Rewrite a page that was read; raises MathfitError or OSError where that is no good."""
        if options.assets is not None:
            options = replace(options, assets="../" * (len(page.parts) - 1))
        load = script_loader(self.root, page)
        applied = apply_page(raw, options, sizes=sizes, inline=inline, load=load)
        changed = applied.html != raw
        if self.write:
            target = self.out or self.root
            # Before the page: no reader gets a page without them.
            for asset in applied.files:
                ensure(target / asset.name, asset.content.encode("ascii"))
            if changed or self.out is not None:
                write_file(target / page, applied.html, self.root / page)
        found = applied.page
        if found is None:
            return PageResult(page, changed)
        measured = sizes is not None and bool(found.equations)
        return PageResult(
            page, changed, len(found.equations), found.engines, found.left, measured=measured
        )

    def failed(self, page: Path, error: Exception) -> PageResult:
        """Give the result of a page that is left as it was."""
        if self.write and self.out is not None:
            copy_as_it_was(self.root / page, self.out / page)
        return PageResult(page, error=error_message(error))
