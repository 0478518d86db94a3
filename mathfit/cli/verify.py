"""`mathfit verify`."""

from __future__ import annotations

import click


@click.command("verify")
def command() -> None:
    """Not written yet."""
    raise click.UsageError("not written yet")
