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
from mathfit.site.jobs import FRONT, PageJob, PageResult
from mathfit.site.manifest import Known
from mathfit.site.scripts import script_loader
from mathfit.site.ways import Ways, run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from concurrent.futures import Executor

    from mathfit.page.apply import Applied
    from mathfit.page.assets import Asset
    from mathfit.page.size import Size
    from mathfit.page.typeset import Typeset
    from mathfit.site.jobs import Saved
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
    executor: Executor | None = None,
) -> Iterator[PageResult]:
    """Rewrite the pages of a site, one result a page as they get done.

    `jobs` processes do the work, or any `executor`: what it works on has to be pickled where it
    has other processes, and other machines have to see the same folder. A page whose worker was
    lost is tried again.

    With `write` off nothing is written. Assets are linked from the site's root unless
    `options.assets` is None. With `routed`, pages without equations get the assets where a page
    with some shows a router: their results come after the others. With `keep_time` changed pages
    keep the time of their last change. Pages that are `known`, as `manifest` says, are not read,
    and those of them that have no equation and no assets have no result: there is nothing to tell.
    How the pages were left is written to `manifest`. What is no page is not copied. Raises
    MathfitError where what works on the pages has ended.
    """
    tracked = manifest is not None and write
    job = Apply(site.root, site.out, write, options, routed, tracked, keep_time=keep_time)
    known = known or Known(site.names)
    ways = Ways(site, jobs, executor)
    yield from Routing(job, known, manifest).follow(run(job, known.unknown, ways), ways)


class Routing:
    """What becomes of the pages that wait to see whether the site has a router.

    Pages with equations are looked at for one, as they are parsed anyway, and the site's front
    page: so a site without a router has each page read once, as fast as before. Where there is one
    the others are read again, and each has to show a router itself.
    """

    def __init__(self, job: Apply, known: Known, manifest: Manifest | None) -> None:
        """Follow a job; where that is `tracked`, `manifest` is told how each page was left."""
        self._job = job
        self._known = known
        self._manifest = manifest
        self._noting = manifest if job.tracked else None
        self.router: str | None = None
        """The router that was found, where there is an equation."""
        self.again: list[str] = []
        """The pages that were read because of it, or because it is gone."""

    def follow(self, results: Iterable[PageResult], ways: Ways) -> Iterator[PageResult]:
        """Yield the results of the job, those that are known, and then those of pages that wait."""
        site = ways.site
        waiting: list[PageResult] = []
        # Nearly all that wait: their paths are all that is needed.
        quiet: list[str] = []
        formulas = False
        for result in chain(self._known.results, self._noted(results, site)):
            self.router = self.router or result.router
            formulas |= result.equations + result.inline > 0
            if not result.waits:
                yield result
            elif result.quiet:
                quiet.append(result.page.as_posix())
            else:
                waiting.append(result)
        if not formulas:
            self.router = None
        as_before = self.router == self._known.router
        known = {one.page for one in self._known.results} if as_before else set()
        for result in waiting:
            if result.page in known:
                yield replace(result, waits=False, router=self.router if result.bare else None)
            elif self.router or result.changed or result.bare:
                self.again.append(result.page.as_posix())
            else:
                yield replace(result, waits=False)
        if self.router:
            self.again += quiet
        else:
            yield from (PageResult(Path(name)) for name in quiet)
        if self._manifest and self._known.quiet and not as_before:
            self.again += self._manifest.quiet(site)
        bare = Bare.ROUTED if self.router else Bare.NONE
        options = replace(self._job.options, bare=bare)
        last = replace(self._job, options=options, routed=False)
        found = run(last, self.again, ways)
        routed = (replace(result, router=self.router if result.bare else None) for result in found)
        yield from self._noted(routed, site)
        if self._noting and (self._known.unknown or self.again):
            self._noting.keep(site, self.router)

    def _noted(self, results: Iterable[PageResult], site: Site) -> Iterator[PageResult]:
        for result in results:
            if self._noting:
                self._noting.note(site, result)
            yield replace(result, basis=None) if result.basis else result


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
        return self.left(PageJob.__call__(self, page), before)

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
        load: Callable[[str], str | None] | None = None,
        heard: Callable[[Applied[bytes]], object] | None = None,
    ) -> PageResult:
        """Rewrite a page that was read; the arguments are as `apply_page` has them.

        `heard` is told what was made of the page, before that is written.
        """
        to_root = "../" * (len(page.parts) - 1)
        options = replace(options, root=to_root)
        if options.assets is not None:
            options = replace(options, assets=to_root)
        load = load or script_loader(self.root, page, self.bring)
        base = partial(base_of, self.root, raw, self.bring)
        applied = apply_page(
            raw, options, sizes=sizes, inline=inline, outputs=outputs, load=load, base=base
        )
        found = applied.page
        equations = found.equations if found else ()
        inline_alone = len(found.inline) if found and not equations else 0
        waits = self.routed and not equations and not inline_alone
        router = found.router if found and (equations or inline_alone) else None
        if waits:
            router = router_of(applied.html) if page == FRONT else None
            if applied.html != raw:
                # It has the assets of an earlier run: they may have to stay.
                return PageResult(page, changed=True, router=router, waits=True)
        if heard:
            heard(applied)
        saved = self.put(page, raw, applied.html, applied.files)
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
            inline=inline_alone,
            bare=applied.bare,
            waits=waits,
            was=saved.was,
            left_as=(None, saved.stamp),
        )

    def put(self, page: Path, raw: bytes, html: bytes, files: Iterable[Asset]) -> Saved:
        """Write what became of a page that was `raw`, and the files that it loads."""
        if self.write:
            # Before the page: no reader gets a page without them.
            for asset in files:
                ensure((self.out or self.root) / asset.name, asset.data)
        return self.save(page, raw, html)
