"""`mathfit report`: put the reports of several shards together."""

from __future__ import annotations

from pathlib import Path

import click

from mathfit.cli.options import option, verb
from mathfit.cli.output import tell, write_out


@verb("report", "mathfit report part-1 part-2 --out report")
@click.argument(
    "folders",
    metavar="DIR...",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, path_type=Path),
)
@option(
    "--out",
    metavar="DIR",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Where to write the whole report.",
)
@click.pass_context
def command(ctx: click.Context, /, folders: tuple[Path, ...], out: Path) -> None:
    """Merge the reports that `verify --shard K/N --report DIR` wrote into one.

    Exit status 1 where any of them holds a fault.
    """
    from mathfit.verify.formats import table
    from mathfit.verify.report import build

    try:
        run = build.merge(folders, out)
    except OSError as error:
        raise click.FileError(str(out), error.strerror or str(error)) from None
    write_out(table.render(run))
    tell(f"report: {out / 'index.html'}")
    ctx.exit(0 if run.ok else 1)
