"""`mathfit apply`."""

from __future__ import annotations

import click


@click.command("apply")
def command() -> None:
    """Not written yet."""
    raise click.UsageError("not written yet")
