"""Rewrite the pages of a site, and put the assets where they belong."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from mathfit.page.apply import ApplyOptions, Bare, apply_page
from mathfit.page.frameworks import router as router_of
from mathfit.site.base import base_of
from mathfit.site.files import ensure, settled, stamp
from mathfit.site.jobs import FRONT, PageJob, PageResult, run
from mathfit.site.manifest import Known, entry_of
from mathfit.site.scripts import script_loader

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mathfit.page.size import Size
    from mathfit.page.typeset import Typeset
    from mathfit.site.files import Stamp
    from mathfit.site.manifest import Manifest
    from mathfit.site.walk import Site


def apply_site(
    site: Site,
    options: ApplyOptions,
    *,
    jobs: int,
    write: bool,
    routed: bool = False,
    keep_time: bool = False,
    manifest: Manifest | None = None,
    known: Known | None = None,
) -> Iterator[PageResult]:
    """Rewrite the pages of a site, one result a page as they get done.

    With `write` off nothing is written. Assets are linked from the site's root unless
    `options.assets` is None. With `routed`, pages without equations get the assets where a page
    with some shows a router: their results come after the others. With `keep_time` changed pages
    keep the time of their last change. Pages that are `known`, as `manifest` says, are not read,
    and those of them that have no equation and no assets have no result: there is nothing to tell.
    How the pages were left is written to `manifest`. What is no page is not copied.
    """
    tracked = manifest is not None and write
    job = Apply(site.root, site.out, write, options, routed, tracked, keep_time=keep_time)
    known = known or Known()
    unknown = [name for name in site.names if name not in known.entries]
    routing = Routing(job, known)
    entries = dict(known.entries)
    for result in routing.follow(chain(known.results, run(job, unknown, jobs)), jobs):
        if tracked:
            name = result.page.as_posix()
            if entry := entry_of(result):
                entries[name] = entry
            else:
                entries.pop(name, None)
        yield result
    if manifest and tracked and (unknown or routing.again):
        manifest.keep(site, entries, routing.router)


class Routing:
    """What becomes of the pages that wait to see whether the site has a router.

    Pages with equations are looked at for one, as they are parsed anyway, and the site's front
    page: so a site without a router has each page read once, as fast as before. Where there is one
    the others are read again, and each has to show a router itself.
    """

    def __init__(self, job: Apply, known: Known | None = None) -> None:
        self._job = job
        self._known = known or Known()
        self.router: str | None = None
        """The router that was found, where there is an equation."""
        self.again: list[str] = []
        """The pages that were read because of it, or because it is gone."""

    def follow(self, results: Iterable[PageResult], jobs: int) -> Iterator[PageResult]:
        """Yield the results of the job, and at the end those of the pages that wait."""
        waiting: list[PageResult] = []
        # Nearly all that wait: their paths and what their files are like are all that is needed.
        quiet: dict[str, tuple[Stamp, Stamp] | None] = {}
        equations = False
        for result in results:
            self.router = self.router or result.router
            equations |= result.equations > 0
            if not result.waits:
                yield result
            elif result.quiet:
                quiet[result.page.as_posix()] = result.left_as
            else:
                waiting.append(result)
        if not equations:
            self.router = None
        known = self._known.entries if self.router == self._known.router else {}
        for result in waiting:
            name = result.page.as_posix()
            if name in known:
                yield replace(result, waits=False, router=self.router if result.bare else None)
            elif self.router or result.changed or result.bare:
                self.again.append(name)
            else:
                yield replace(result, waits=False)
        if self.router:
            self.again += quiet
        else:
            yield from (PageResult(Path(name), left_as=left) for name, left in quiet.items())
        if not known:
            self.again += self._known.quiet
        bare = Bare.ROUTED if self.router else Bare.NONE
        options = replace(self._job.options, bare=bare)
        last = replace(self._job, options=options, routed=False)
        for result in run(last, self.again, jobs):
            yield replace(result, router=self.router if result.bare else None)


@dataclass(frozen=True, slots=True)
class Apply(PageJob[PageResult]):
    """Rewrite one page of a site after the other."""

    options: ApplyOptions
    """How; `assets` is replaced by the way from each page to the site's root."""
    routed: bool = False
    """Pages without equations may get the assets: they wait for the others."""
    tracked: bool = False
    """Results tell what each file was left as."""

    def __call__(self, page: Path) -> PageResult:
        """Read a page and work on it, and note what its file was like before or is like now."""
        if not self.tracked:
            return replace(PageJob.__call__(self, page), left_as=None)
        before = settled(stamp(self.root / page))
        result = PageJob.__call__(self, page)
        if result.error:
            return result
        written = result.left_as[1] if result.left_as else None
        now = written if result.changed and self.out is None else before
        known = now and (self.out is None or written)
        return replace(result, left_as=(now, written) if known else None)

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
        outputs: Typeset | None = None,
    ) -> PageResult:
        """Rewrite a page that was read; the arguments are as `apply_page` has them."""
        to_root = "../" * (len(page.parts) - 1)
        options = replace(options, root=to_root)
        if options.assets is not None:
            options = replace(options, assets=to_root)
        load = script_loader(self.root, page)
        base = partial(base_of, self.root, raw)
        applied = apply_page(
            raw, options, sizes=sizes, inline=inline, outputs=outputs, load=load, base=base
        )
        found = applied.page
        equations = found.equations if found else ()
        waits = self.routed and not equations
        router = found.router if found and equations else None
        if waits:
            router = router_of(applied.html) if page == FRONT else None
            if applied.html != raw:
                # It has the assets of an earlier run: they may have to stay.
                return PageResult(page, changed=True, router=router, waits=True)
        if self.write:
            # Before the page: no reader gets a page without them.
            for asset in applied.files:
                ensure((self.out or self.root) / asset.name, asset.data)
        saved = self.save(page, raw, applied.html)
        if found is None:
            return PageResult(
                page,
                saved.changed,
                notes=saved.notes,
                router=router,
                waits=waits,
                was=saved.was,
                left_as=(None, saved.stamp),
            )
        return PageResult(
            page,
            saved.changed,
            len(equations),
            found.engines,
            found.skipped,
            found.unread,
            measured=sizes is not None and bool(equations),
            notes=saved.notes,
            router=router,
            bare=applied.bare,
            waits=waits,
            was=saved.was,
            left_as=(None, saved.stamp),
        )
