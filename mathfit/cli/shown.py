"""`mathfit --show-config`: what each option is set to, and where."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from mathfit.cli.options import Option
from mathfit.cli.output import say

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def show(verbs: Mapping[click.Command, dict[str, Any]], path: Path | None) -> None:
    """Show the options of the verbs, as a configuration file would have them.

    `verbs` has what the configuration file says for each, `path` is that file, None where there is
    none.
    """
    say(f"# {path or 'no mathfit.toml, and no [tool.mathfit] in a pyproject.toml'}")
    shown: set[str] = set()
    for command, configured in verbs.items():
        ctx = click.Context(command, info_name=command.name)
        ctx.default_map = configured
        for option in command.params:
            if isinstance(option, Option) and option.key not in shown:
                shown.add(option.key)
                say(_line(option, ctx, path))


def _line(option: Option, ctx: click.Context, path: Path | None) -> str:
    value, source = option.consume_value(ctx, {})
    where = {ParameterSource.ENVIRONMENT: f"${option.envvar}", ParameterSource.DEFAULT_MAP: path}
    if source not in where:
        return f"# {option.key} = {_toml(option.get_default(ctx))}"
    return f"{option.key} = {_toml(value)}  # {where[source]}"


def _toml(value: Any) -> str:
    # A string, a number, true, false and a list of these are the same in JSON and in TOML.
    if isinstance(value, (list, tuple)) and value:
        return json.dumps([str(one) if not isinstance(one, int) else one for one in value])
    if isinstance(value, (str, int, float, os.PathLike)):
        return json.dumps(value, default=str, ensure_ascii=False)
    return "(nothing)"
