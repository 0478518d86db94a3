"""The command line: one file per verb, loaded when it is called, which parses, calls and prints.

It may use page/, site/, browser/, measure/, machines/, verify/, verify/report/, verify/formats/,
verify/results.py, verify/judge/ and the leaves.
"""

# `mathfit --help` imports click and these small files, nothing else.

from __future__ import annotations

import importlib
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mathfit import __version__
from mathfit.cli import options, output
from mathfit.errors import MathfitError

if TYPE_CHECKING:
    from collections.abc import Sequence

# Each verb is the command of the same name in mathfit/cli/<verb>.py.
VERBS = ("apply", "remove", "verify", "report", "inspect", "snippet", "doctor", "completion")


class VerbGroup(click.Group):
    """A group that imports a verb's file when it is asked for that verb."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the verbs in the order in which a person meets them."""
        del ctx
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one verb."""
        del ctx
        if cmd_name not in VERBS:
            return None
        module = importlib.import_module(f"mathfit.cli.{cmd_name}")
        command = module.command
        assert isinstance(command, click.Command)  # noqa: S101
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the verb of a call; the nearest is named for one that there is not."""
        name = args[0] if args else ""
        if name and not name.startswith("-") and name not in VERBS:
            hint = options.nearest(name, VERBS) or f"; there are {', '.join(VERBS)}"
            raise click.UsageError(f"no such verb: {name!r}{hint}")
        return super().resolve_command(ctx, args)


@click.group(
    cls=VerbGroup,
    invoke_without_command=True,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=(
        "Every option can also be set as an environment variable (shown in each verb's help) and "
        "as a key of mathfit.toml, or of [tool.mathfit] in pyproject.toml, found in the current "
        "directory or the nearest above it. The flag wins, then the variable, then the file. "
        "Exit status: 0 done; 1 a check says no; 2 a wrong call or configuration; "
        "3 some pages could not be processed, each named on stderr."
    ),
)
@click.version_option(__version__, prog_name="mathfit")
@click.option(
    "--config",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    envvar="MATHFIT_CONFIG",
    show_envvar=True,
    help="Read this configuration file instead of searching for one.",
)
@click.option(
    "--show-config",
    is_flag=True,
    help="Show what each option of a verb (`mathfit --show-config apply`), or of all, is set to, "
    "and where.",
)
@click.pass_context
def cli(ctx: click.Context, config: Path | None, show_config: bool) -> None:
    """Make the equations of a built site fit every screen, as images do."""
    if os.environ.get("NO_COLOR"):
        ctx.color = False
    path = config or options.find_config(Path.cwd())
    verb = ctx.invoked_subcommand
    if show_config:
        from mathfit.cli.shown import show

        wanted = {name: cli.get_command(ctx, name) for name in ([verb] if verb else VERBS)}
        show(
            {one: configured(name, path) if path else {} for name, one in wanted.items() if one},
            path,
        )
        ctx.exit(0)
    if verb is None:
        raise click.UsageError(f"a verb is missing: {', '.join(VERBS)}")
    if path is None:
        return
    options.remember_config_path(ctx, path)
    ctx.default_map = {verb: configured(verb, path)}


def configured(verb: str, path: Path) -> dict[str, Any]:
    """Return what a configuration file says for one verb, by the names of its parameters.

    Raises ConfigError for a key that is no verb's option.
    """
    context = click.Context(cli)
    commands = {name: cli.get_command(context, name) for name in VERBS}
    called = commands[verb]
    assert called is not None  # noqa: S101
    return options.default_map(
        options.read_config(path), path, filter(None, commands.values()), called
    )


def run(arguments: Sequence[str]) -> int:
    """Run the command line and return its exit status; a person's mistake is one line on stderr."""
    try:
        status = cli.main(list(arguments), prog_name="mathfit", standalone_mode=False)
        # What click writes itself, as --help.
        output.write_out("")
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return 2
    except click.ClickException as error:
        return _fail(error.format_message(), error.exit_code if error.exit_code != 1 else 2)
    except MathfitError as error:
        return _fail(str(error), error.exit_status)
    except OSError as error:
        output.give_up_output()
        of = error.filename or "standard output"
        return _fail(f"{of} cannot be read or written: {error.strerror or error}", 3)
    except (click.Abort, KeyboardInterrupt):
        return _fail("interrupted", 130)
    return status if isinstance(status, int) else 0


def _fail(message: str, status: int) -> int:
    output.tell(f"mathfit: {' '.join(message.split())}")
    return status
