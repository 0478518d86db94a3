"""`mathfit doctor`: what this machine has and lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from mathfit.cli.browser_options import browser_options
from mathfit.cli.options import verb
from mathfit.cli.output import say

if TYPE_CHECKING:
    from pathlib import Path


@verb("doctor", "mathfit doctor")
@browser_options
@click.pass_context
def command(ctx: click.Context, /, packages: Path | None, **how: Any) -> None:
    """Tell what this machine has and lacks for verify and apply --measure.

    Exit status 1 where something is missing that they need.
    """
    from mathfit.browser.doctor import examine
    from mathfit.browser.launch import BrowserOptions

    lacking = False
    for line in examine(BrowserOptions(how["browser"], how["browser_name"]), packages):
        lacking |= line.needed and not line.ok
        word = "ok" if line.ok else ("lacking" if line.needed else "note")
        say(f"{word:8} {line.name}: {line.found}")
    ctx.exit(1 if lacking else 0)
