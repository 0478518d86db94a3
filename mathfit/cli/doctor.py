"""`mathfit doctor`."""

from __future__ import annotations

import click


@click.command("doctor")
def command() -> None:
    """Not written yet."""
    raise click.UsageError("not written yet")
