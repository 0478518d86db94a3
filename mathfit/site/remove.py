"""Give back the pages of a site as `apply` found them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mathfit.page import assets
from mathfit.page.remove import remove_html
from mathfit.site.files import copy_rest, read_page, write_file
from mathfit.site.jobs import PageResult, error_message, run

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mathfit.site.walk import Site


def remove_site(site: Site, *, jobs: int, write: bool) -> Iterator[PageResult]:
    """Give back the pages of a site as `apply` found them, then delete its asset files."""
    if write:
        copy_rest(site)
    failed = False
    for result in run(_Remove(site.root, site.out, write), site.pages, jobs):
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
        content = file.read_bytes().decode("ascii")
    except (OSError, UnicodeDecodeError):
        return False
    return assets.Asset(file.suffix[1:], content).name == file.name


@dataclass(frozen=True, slots=True)
class _Remove:
    root: Path
    out: Path | None
    write: bool

    def __call__(self, page: Path) -> PageResult:
        try:
            raw = read_page(self.root / page)
            original = remove_html(raw)
            changed = original != raw
            if self.write and (changed or self.out is not None):
                write_file((self.out or self.root) / page, original, self.root / page)
        except Exception as error:  # noqa: BLE001  # no page stops the work on all the others
            return PageResult(page, error=error_message(error))
        return PageResult(page, changed)
