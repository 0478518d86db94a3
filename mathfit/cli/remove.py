"""`mathfit remove`: give a site back as `apply` found it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from mathfit.cli import site_options as shared
from mathfit.cli.options import option

if TYPE_CHECKING:
    from pathlib import Path


@click.command("remove")
@shared.site_argument
@shared.out_option
@option("--check", is_flag=True, help="Write nothing; exit 1 if a page would change.")
@shared.include_option
@shared.exclude_option
@shared.jobs_option
@click.pass_context
def command(
    ctx: click.Context,
    /,
    site: Path,
    out: Path | None,
    check: bool,
    include: tuple[str, ...],
    exclude: tuple[str, ...],
    jobs: int,
) -> None:
    """Give back, byte for byte, the pages that `mathfit apply` found in SITE.

    SITE is a folder, one file, or - for standard input to standard output. The asset files are
    deleted too, unless somebody changed them.
    """
    if str(site) == shared.STDIN:
        from mathfit.page.remove import remove_html

        raw = sys.stdin.buffer.read()
        original = remove_html(raw)
        if check:
            ctx.exit(int(original != raw))
        sys.stdout.buffer.write(original)
        ctx.exit(0)
    from mathfit.site.remove import remove_site
    from mathfit.site.walk import open_site

    opened = open_site(site, out, include, exclude)
    failed = False
    changed = 0
    work = remove_site(opened, jobs=jobs, write=not check)
    for result in shared.with_progress(work, len(opened.pages), "remove"):
        shared.tell_problems(result)
        failed |= result.error is not None
        changed += result.changed
        if check and result.changed:
            click.echo(f"{result.page.as_posix()} would change")
    verb = "would be given back" if check else "given back"
    click.echo(f"{shared.counted(changed, 'page')} of {len(opened.pages):,} {verb}")
    if failed:
        ctx.exit(3)
    ctx.exit(1 if check and changed else 0)
