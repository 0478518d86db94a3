"""`mathfit remove`."""

from __future__ import annotations

import click


@click.command("remove")
def command() -> None:
    """Not written yet."""
    raise click.UsageError("not written yet")
