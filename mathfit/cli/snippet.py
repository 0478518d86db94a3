"""`mathfit snippet`."""

from __future__ import annotations

import click


@click.command("snippet")
def command() -> None:
    """Not written yet."""
    raise click.UsageError("not written yet")
