"""What tells which pages `apply --measure` need not read again, without what measures them.

A page is known where an earlier run has kept its sizes, and what they depend on is as it was. The
rule is that of the kept sizes themselves; only the page's own bytes are told by its file's stamp.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mathfit.browser.digest import Dependencies
from mathfit.browser.find import identity
from mathfit.browser.packages import PackageFolder
from mathfit.browser.served import SiteFiles
from mathfit.own_digest import own_digest
from mathfit.page import assets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

CODE = (
    "browser",
    "machines",
    "measure",
    "page",
    "site",
    "defaults.py",
    "engines.py",
    "errors.py",
    "frameworks.py",
    "terminal.py",
    "own_digest.py",
    "user_cache.py",
)
"""What a page's sizes depend on of mathfit itself, besides the assets."""


def about(
    *,
    keep_script: bool,
    numbers: str,
    typeset: bool,
    fonts: str,
    browser: str | None,
    browser_name: Any,
    packages: Path | None,
    allow: Iterable[str],
    **_others: Any,
) -> str:
    """Return what a measured page depends on besides the site and the options of every `apply`."""
    named = (*assets.names(), assets.measured_sheet().name)
    how = (
        keep_script,
        numbers,
        typeset,
        fonts,
        packages is not None,
        sorted(map(str.lower, allow)),
    )
    return f"{own_digest(*CODE)} {named} {how} {identity(browser, browser_name)}"


def holds(root: Path, packages: Path | None) -> Callable[[str], bool]:
    """Return what tells whether `Basis.depends` of a page in a folder is as it was.

    Raises UsageError for a folder of packages that is not one.
    """
    site = SiteFiles(root)
    folder = PackageFolder.read(packages) if packages else None
    return lambda depends: Dependencies.from_text(depends).hold(site, folder)
