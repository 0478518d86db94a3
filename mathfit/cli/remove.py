"""`mathfit remove`: give a site back as `apply` found it."""

from __future__ import annotations

import sys
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

import click

from mathfit.cli import places
from mathfit.cli import site_options as shared
from mathfit.cli.options import option, verb
from mathfit.cli.output import say, tell, write_out
from mathfit.user_cache import default_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mathfit.cli.places import Place
    from mathfit.site.jobs import PageResult
    from mathfit.site.manifest import Manifest
    from mathfit.site.walk import Site


@verb("remove", "mathfit remove public")
@shared.site_argument
@shared.out_option
@option("--check", is_flag=True, help="Write nothing; exit 1 if a page would change.")
@shared.include_option
@shared.exclude_option
@shared.cache_option("which pages have nothing of mathfit's")
@shared.no_cache_option
@shared.jobs_option
@places.scheduler_option
@shared.keep_time_option
@shared.quiet_option
@shared.verbose_option
@click.pass_context
def command(
    ctx: click.Context,
    /,
    site: Place,
    out: Place | None,
    check: bool,
    include: tuple[str, ...],
    exclude: tuple[str, ...],
    cache: Path | None,
    no_cache: bool,
    jobs: int,
    scheduler: str | None,
    keep_time: bool,
    quiet: bool,
    verbose: bool,
) -> None:
    """Give back, byte for byte, the pages that `mathfit apply` found in SITE.

    SITE is a folder, one file, an address as s3://bucket/site, or - for standard input to standard
    output. The asset files are deleted too, unless somebody changed them.
    """
    if str(site) == shared.STDIN:
        from mathfit.page.remove import remove_html

        raw = sys.stdin.buffer.read()
        original = remove_html(raw)
        if check:
            ctx.exit(int(original != raw))
        write_out(original)
        ctx.exit(0)
    from mathfit.site.remove import remove_site
    from mathfit.site.stale import stale_lists

    results: list[PageResult] = []
    read = 0
    with (
        places.opened(
            site,
            out,
            include,
            exclude,
            stamped=not no_cache,
            absolute=scheduler is not None,
            keep_time=keep_time,
        ) as opened,
        _manifest(opened, None if no_cache else cache or default_folder()) as manifest,
        places.workers(scheduler, opened, **places.of_site(opened, write=not check)) as executor,
        shared.writing(
            opened, write=not check, quiet=quiet, spread=executor is not None
        ) as problems,
    ):
        failed = bool(problems)
        work = remove_site(
            opened,
            jobs=jobs,
            write=not check,
            keep_time=keep_time,
            manifest=manifest,
            known=manifest.known(opened) if manifest else None,
            executor=executor,
        )
        for result in shared.with_progress(work, len(opened.names), "remove", quiet=quiet):
            shared.tell_problems(result, quiet=quiet)
            failed |= result.error is not None
            read += 1
            if not result.quiet:
                results.append(result)
            if verbose and result.error is None:
                tell(f"{result.page}: {'given back' if result.changed else 'unchanged'}")
            if check and result.changed and not quiet:
                say(f"{result.page.as_posix()} would change")
        if verbose and read < len(opened.names):
            what = shared.counted(len(opened.names) - read, "page")
            tell(f"{what} without anything of mathfit's: unchanged since the last run, not read")
        before = {result.page: result.was for result in results if result.was}
        shared.tell_notes(stale_lists(opened, before), quiet=quiet)
    changed = sum(result.changed for result in results)
    verb = "would be given back" if check else "given back"
    if not quiet:
        say(f"{shared.counted(changed, 'page')} of {len(opened.names):,} {verb}")
    if failed:
        ctx.exit(3)
    ctx.exit(1 if check and changed else 0)


@contextmanager
def _manifest(site: Site, cache: Path | None) -> Iterator[Manifest | None]:
    """Have the list of the pages in which earlier runs have left nothing; None where none is."""
    if cache is None or not shared.may_know(site):
        yield None
        return
    from mathfit.own_digest import own_digest
    from mathfit.site.manifest import Manifest

    about = f"remove {own_digest('page', 'site', 'errors.py')}"
    with closing(Manifest(cache / "pages", about, alone=True)) as manifest:
        yield manifest
