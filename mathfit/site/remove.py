"""Give back the pages of a site as `apply` found them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mathfit.page import assets
from mathfit.page.remove import remove_html
from mathfit.site.jobs import PageJob, PageResult, run

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mathfit.site.walk import Site


def remove_site(
    site: Site, *, jobs: int, write: bool, keep_time: bool = False
) -> Iterator[PageResult]:
    """Give back the pages of a site as `apply` found them, then delete its asset files.

    With `keep_time` changed pages keep the time of their last change. What is no page is not
    copied.
    """
    failed = False
    job = Remove(site.root, site.out, write, keep_time=keep_time)
    for result in run(job, site.names, jobs):
        failed |= result.error is not None
        yield result
    if write and not failed:
        for file in sorted(site.target.glob("mathfit.*")):
            if _is_our_asset(file):
                file.unlink()


def _is_our_asset(file: Path) -> bool:
    """Tell whether a file is an asset of ours that nobody changed: its name holds its hash."""
    if not assets.FILE_NAME.fullmatch(file.name) or file.is_symlink() or not file.is_file():
        return False
    try:
        content = file.read_bytes()
    except OSError:
        return False
    return assets.Asset(file.suffix[1:], raw=content).name == file.name


@dataclass(frozen=True, slots=True)
class Remove(PageJob[PageResult]):
    """Give back one page of a site after the other."""

    def work(self, page: Path, raw: bytes) -> PageResult:
        """Take out of a page what `apply` put in."""
        saved = self.save(page, raw, remove_html(raw))
        return PageResult(page, saved.changed, notes=saved.notes, was=saved.was)

    def failed(self, page: Path, message: str) -> PageResult:
        """Name the page that could not be given back."""
        return PageResult(page, error=message)
