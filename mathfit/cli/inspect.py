"""`mathfit inspect`."""

from __future__ import annotations

import click


@click.command("inspect")
def command() -> None:
    """Not written yet."""
    raise click.UsageError("not written yet")
