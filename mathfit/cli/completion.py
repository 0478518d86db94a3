"""`mathfit completion`: let a shell complete verbs, options and their values."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from mathfit.cli.options import verb
from mathfit.cli.output import write_out


@verb("completion", 'eval "$(mathfit completion bash)"')
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def command(ctx: click.Context, /, shell: str) -> None:
    """Write what lets SHELL complete mathfit's verbs, options and their values.

    Put the example's line into ~/.bashrc or ~/.zshrc; for fish: `mathfit completion fish >
    ~/.config/fish/completions/mathfit.fish`.
    """
    kind = get_completion_class(shell)
    assert kind is not None  # noqa: S101
    write_out(kind(ctx.find_root().command, {}, "mathfit", "_MATHFIT_COMPLETE").source())
