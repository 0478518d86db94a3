"""How options behave on every verb: a flag, an environment variable, a key in a file.

An option `--min-scale` is also `MATHFIT_MIN_SCALE` and `min-scale = …` in the file. The flag wins,
then the variable, then the file. The name never holds the verb: what two verbs share is set once.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from mathfit.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    _ParamType = click.ParamType[Any]
else:
    _ParamType = click.ParamType  # not a generic class before click 8.4

PREFIX = "MATHFIT_"
FILE_NAME = "mathfit.toml"


class Option(click.Option):
    """A click option with its environment variable and its configuration key.

    An option that may be given several times takes its values from the variable separated by `;`
    or by line ends (a CSS selector and a glob may hold spaces and commas).
    """

    def __init__(self, param_decls: Sequence[str] | None = None, **attrs: Any) -> None:
        attrs.setdefault("show_envvar", True)
        super().__init__(param_decls, **attrs)
        if self.envvar is None:
            self.envvar = PREFIX + self.key.upper().replace("-", "_")

    @property
    def key(self) -> str:
        """The option's name in the configuration file: its long flag without the dashes."""
        return max(self.opts, key=len).lstrip("-")

    def value_from_envvar(self, ctx: click.Context) -> Any:
        """Split a variable's value where the option takes several."""
        if not self.multiple:
            return super().value_from_envvar(ctx)
        value = self.resolve_envvar_value(ctx)
        if value is None:
            return None
        return [part.strip() for part in re.split(r"[;\n]", value) if part.strip()]

    def process_value(self, ctx: click.Context, value: Any) -> Any:
        """Say where a bad value came from when it is not on the command line."""
        try:
            return super().process_value(ctx, value)
        except click.BadParameter as error:
            if isinstance(self.type, click.Choice) and (
                hint := nearest(str(value), self.type.choices)
            ):
                message = error.message.rstrip(".") + hint
                error = click.BadParameter(message, error.ctx, error.param, error.param_hint)
            source = ctx.get_parameter_source(self.name) if self.name else None
            if source is ParameterSource.DEFAULT_MAP:
                raise ConfigError(
                    f"{_config_path(ctx)}: bad value for {self.key!r}: {error.message}"
                ) from None
            if source is ParameterSource.ENVIRONMENT:
                raise ConfigError(f"{self.envvar}: {error.message}") from None
            raise error from None


def option(*param_decls: str, **attrs: Any) -> Callable[[Any], Any]:
    """Do what `click.option` does, with the variable and the key of every mathfit option."""
    return click.option(*param_decls, cls=Option, **attrs)


class Verb(click.Command):
    """A command whose help begins with what to type."""

    example = ""

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the example, and then what click writes."""
        formatter.write(f"Example: {self.example}\n\n")
        super().format_help(ctx, formatter)


def verb(name: str, example: str) -> Callable[[Callable[..., Any]], Verb]:
    """Do what `click.command` does, with an example of a call."""

    def decorate(function: Callable[..., Any]) -> Verb:
        command = click.command(name, cls=Verb)(function)
        command.example = example
        return command

    return decorate


class CommaList(_ParamType):
    """Several values in one, separated by commas: `--widths 320,375`; in a file also a list."""

    name = "list"

    def __init__(self, item: _ParamType | type) -> None:
        self.item = click.types.convert_type(item)
        self.name = f"{self.item.name},…"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[Any, ...]:
        """Return the values as a tuple, each converted by the item's own type."""
        if isinstance(value, str):
            value = [part.strip() for part in value.split(",") if part.strip()]
        elif not isinstance(value, (list, tuple)):
            value = [value]
        return tuple(self.item.convert(part, param, ctx) for part in value)


def find_config(start: Path) -> Path | None:
    """Return the configuration file that holds for a directory: its own, or a parent's nearest.

    `mathfit.toml` comes before a `pyproject.toml` beside it; a `pyproject.toml` without a
    `[tool.mathfit]` table does not count.
    """
    for folder in (start, *start.parents):
        if (folder / FILE_NAME).is_file():
            return folder / FILE_NAME
        project = folder / "pyproject.toml"
        if project.is_file() and _table(project, whole_file_is_ours=False) is not None:
            return project
    return None


def read_config(path: Path) -> dict[str, Any]:
    """Return the keys of a configuration file, with `_` and `-` in names taken as the same.

    Raises ConfigError when the file cannot be read or is not TOML.
    """
    table = _table(path, whole_file_is_ours=path.name != "pyproject.toml")
    return {key.replace("_", "-"): value for key, value in (table or {}).items()}


def _table(path: Path, *, whole_file_is_ours: bool) -> dict[str, Any] | None:
    try:
        with path.open("rb") as file:
            content = tomllib.load(file)
    except (OSError, ValueError) as error:
        if not whole_file_is_ours and isinstance(error, ValueError):
            return None  # somebody else's broken file is not ours to complain of
        raise ConfigError(f"{path}: {error}") from None
    if whole_file_is_ours:
        return content
    table = content.get("tool", {}).get("mathfit")
    return table if isinstance(table, dict) else None


def default_map(
    config: Mapping[str, Any], path: Path, commands: Iterable[click.Command], verb: click.Command
) -> dict[str, Any]:
    """Turn a configuration into click's defaults for one verb.

    A key has to be an option of some verb, else it is a mistake worth a message.
    """
    known = {
        parameter.key
        for command in commands
        for parameter in command.params
        if isinstance(parameter, Option)
    }
    for key in config:
        if key not in known:
            raise ConfigError(f"{path}: unknown key {key!r}{nearest(key, known)}")
    defaults: dict[str, Any] = {}
    for parameter in verb.params:
        if isinstance(parameter, Option) and parameter.key in config:
            value = config[parameter.key]
            if parameter.multiple and not isinstance(value, list):
                value = [value]
            defaults[parameter.name or ""] = value
    return defaults


def nearest(name: str, known: Iterable[str]) -> str:
    """Return the end of a message about an unknown name: the right name that is most like it."""
    near = difflib.get_close_matches(name, list(known), n=1)
    return f"; did you mean {near[0]!r}?" if near else ""


def _config_path(ctx: click.Context) -> str:
    return str(ctx.find_root().meta.get("mathfit.config", FILE_NAME))


def remember_config_path(ctx: click.Context, path: Path) -> None:
    """Keep the file's name for the messages about its values."""
    ctx.find_root().meta["mathfit.config"] = path
