"""Where a site lies and who works on it: a folder or an address, this machine or a cluster."""

from __future__ import annotations

import os
import re
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, overload

import click

from mathfit.cli.options import option
from mathfit.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mathfit.machines.cluster import Cluster
    from mathfit.site.walk import Site

    _ParamType = click.ParamType[Any]
else:
    _ParamType = click.ParamType  # not a generic class before click 8.4

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)
_CODE = (
    *("browser", "machines", "measure", "page", "site", "verify"),
    *("defaults.py", "engines.py", "errors.py", "frameworks.py", "own_digest.py", "terminal.py"),
)

Place: TypeAlias = Path | str
"""A path of this machine, or an address as a string."""


class PlaceType(_ParamType):
    """A path, or an address as `s3://bucket/site`."""

    name = "path"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Place:
        """Return an address as it is, anything else as a path."""
        del param, ctx
        return value if _ADDRESS.match(str(value)) else Path(value)


scheduler_option = option(
    "--scheduler",
    metavar="ADDRESS",
    help="Have the workers of a Dask cluster do the work, e.g. tcp://host:8786. They have to see "
    "SITE at the same path, or SITE is an address.",
)


@contextmanager
def opened(
    site: Place,
    out: Place | None,
    include: Sequence[str],
    exclude: Sequence[str],
    *,
    stamped: bool = False,
    absolute: bool = False,
    keep_time: bool = False,
) -> Iterator[Site]:
    """Find the pages of a site, for the time of a block.

    With `absolute` the paths of folders are, as other machines need them. Raises UsageError as
    `open_site` and `open_far_site` do, and where times are to be kept (`keep_time`) at an address.
    """
    if absolute:
        site, out = at_any_place(site), at_any_place(out)
    if isinstance(site, Path) and (out is None or isinstance(out, Path)):
        from mathfit.site.walk import open_site

        yield open_site(site, out, include, exclude, stamped=stamped)
        return
    from mathfit.machines.mirror import forget
    from mathfit.site.far import open_far_site

    if keep_time:
        raise UsageError("--keep-time is for folders: no store lets files keep a time")
    if isinstance(site, Path) and not site.is_dir():
        raise UsageError(f"SITE has to be a folder where --out is an address: {site}")
    target = None if out is None else _address(out)
    far = open_far_site(_address(site), target, include, exclude)
    assert far.mirror is not None  # noqa: S101
    try:
        yield far
    finally:
        forget(far.mirror.run)


@overload
def at_any_place(place: Place) -> Place: ...
@overload
def at_any_place(place: None) -> None: ...
def at_any_place(place: Place | None) -> Place | None:
    """Return a place by a name that does not depend on the current folder."""
    return place.absolute() if isinstance(place, Path) else place


def _address(place: Place) -> str:
    return place if isinstance(place, str) else f"file://{place.resolve().as_posix()}"


@contextmanager
def workers(
    scheduler: str | None,
    site: Site,
    *,
    written: Sequence[Path | None] = (),
    read: Sequence[Path | None] = (),
) -> Iterator[Cluster | None]:
    """Have the workers of a cluster while the block runs; None without a scheduler.

    `written` are folders that the workers write to, `read` are files that they read. Raises
    UsageError where a worker has another mathfit or does not see the same folders.
    """
    if scheduler is None:
        yield None
        return
    from mathfit.machines.cluster import connect
    from mathfit.machines.mirror import forget

    with connect(scheduler) as cluster:
        cluster.check_code(_code)
        for folder in filter(None, written):
            with _marker(folder) as marker:
                cluster.check_folder(folder, marker)
        for file in filter(None, read):
            cluster.check_folder(file.parent, file)
        if site.mirror and site.names:
            cluster.check_address(site.mirror, site.names[0])
        try:
            yield cluster
        finally:
            if site.mirror:
                with suppress(Exception):  # they delete it themselves when they end
                    cluster.everywhere(forget, site.mirror.run)


def of_site(site: Site, *, write: bool) -> dict[str, list[Path | None]]:
    """Return what `workers` has to see of a site."""
    if site.mirror or not site.names:
        return {}
    first = site.root / site.names[0]
    return {"read": [first], **({"written": [site.target]} if write else {})}


def package_of(folder: Path) -> Path:
    """Return a file that tells a folder of packages from others. Raises UsageError for none."""
    from mathfit.browser.packages import PackageFolder

    return (PackageFolder.read(folder).packages[0].root / "package.json").absolute()


@contextmanager
def _marker(folder: Path) -> Iterator[Path]:
    """Have a file in a folder while the block runs; its name is that of one to be deleted."""
    marker = folder / f".mathfit-{os.urandom(16).hex()}.part"
    folder.mkdir(parents=True, exist_ok=True)
    marker.write_text(os.urandom(16).hex(), encoding="ascii")
    try:
        yield marker
    finally:
        marker.unlink(missing_ok=True)


def _code() -> str:
    """Return a digest of what pages depend on: mathfit's code and what the code puts into them."""
    from mathfit import own_digest
    from mathfit.page import assets

    own = (*assets.assets(), assets.measured_sheet(), assets.enlarging())
    return " ".join([own_digest.own_digest(*_CODE), *(asset.name for asset in own)])
