"""Give back the pages of a site as `apply` found them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mathfit.page import assets
from mathfit.page.remove import remove_html
from mathfit.site.far import delete_far_assets
from mathfit.site.files import settled, stamp
from mathfit.site.jobs import PageJob, PageResult
from mathfit.site.manifest import Known
from mathfit.site.ways import Ways, run

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Executor
    from pathlib import Path

    from mathfit.site.manifest import Manifest
    from mathfit.site.walk import Site


def remove_site(
    site: Site,
    *,
    jobs: int,
    write: bool,
    keep_time: bool = False,
    manifest: Manifest | None = None,
    known: Known | None = None,
    executor: Executor | None = None,
) -> Iterator[PageResult]:
    """Give back the pages of a site as `apply` found them, then delete its asset files.

    `jobs` and `executor` are as `apply_site` has them. With `keep_time` changed pages keep the time
    of their last change. Pages that are `known`, as `manifest` says, have nothing of mathfit's:
    they are not read and have no result. What is no page is not copied.
    """
    failed = False
    tracked = manifest is not None and write
    known = known or Known(site.names)
    job = Remove(site.root, site.out, write, tracked, keep_time=keep_time)
    for result in run(job, known.unknown, Ways(site, jobs, executor)):
        failed |= result.error is not None
        if manifest and tracked:
            manifest.note(site, PageResult(result.page, error=result.error, left_as=result.left_as))
        yield result
    if manifest and tracked and known.unknown:
        manifest.keep(site, None)
    if write and not failed and site.mirror:
        delete_far_assets(site.mirror)
    elif write and not failed:
        for file in sorted(site.target.glob("mathfit.*")):
            if _is_our_asset(file):
                file.unlink()


def _is_our_asset(file: Path) -> bool:
    """Tell whether a file is an asset of ours that nobody changed: its name holds its hash."""
    if file.is_symlink() or not file.is_file():
        return False
    try:
        return assets.is_ours(file.name, file.read_bytes())
    except OSError:
        return False


@dataclass(frozen=True, slots=True)
class Remove(PageJob[PageResult]):
    """Give back one page of a site after the other."""

    tracked: bool = False
    """Results tell what each file was left as."""

    def __call__(self, page: Path) -> PageResult:
        """Read a page and work on it, and note what its file was like before or is like now."""
        before = settled(stamp(self.root / page)) if self.tracked else None
        return self.left(PageJob.__call__(self, page), before)

    def work(self, page: Path, raw: bytes) -> PageResult:
        """Take out of a page what `apply` put in."""
        saved = self.save(page, raw, remove_html(raw))
        left_as = (None, saved.stamp) if self.tracked else None
        return PageResult(page, saved.changed, notes=saved.notes, was=saved.was, left_as=left_as)

    def failed(self, page: Path, message: str) -> PageResult:
        """Name the page that could not be given back."""
        return PageResult(page, error=message)
