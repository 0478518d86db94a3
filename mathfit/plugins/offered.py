"""The options that plugins offer: those of `mathfit apply`, by the same names, with `_` for `-`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import click

from mathfit.cli.apply import command
from mathfit.cli.options import CommaList, Option, nearest
from mathfit.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Kind: TypeAlias = Literal["flag", "choice", "number", "list", "text"]

# Options of `apply` that say nothing in a generator's configuration, and why.
NOT_OFFERED = {
    "out": "the generator says where the site lies",
    "check": "the plugin is there to change the pages; the command `mathfit apply --check` is not",
    "scheduler": "a generator builds a site on one machine; the command does it on a cluster",
    "watch": "the generator itself says when the site was built anew",
    "json": "the result goes to the generator's own log",
    "quiet": "the generator's own options say how much is told",
    "verbose": "the generator's own options say how much is told",
}


@dataclass(frozen=True, slots=True)
class Offered:
    """One option of `mathfit apply` that plugins offer."""

    name: str
    """As a key of a configuration: `min_scale`."""
    kind: Kind
    """What a value looks like; a `list` may be written as one text, too."""
    choices: tuple[str, ...]
    """The values of a `choice`; empty otherwise."""
    help: str
    """What the option does, in a sentence."""


def offered() -> tuple[Offered, ...]:
    """Return all options that plugins offer, in the order of `mathfit apply --help`."""
    return tuple(
        Offered(_name(option), _kind(option), _choices(option), option.help or "")
        for option in _options()
        if option.key not in NOT_OFFERED
    )


def check_names(names: Iterable[str], shown: str = "{}") -> None:
    """Raise ConfigError for the first name that is no option, with the right name most like it.

    `shown` is how the generator's users write an option, with `{}` in place of the name.
    """
    known = {one.name: shown.format(one.name) for one in offered()}
    for name in names:
        plain = name.replace("-", "_")
        if plain in known:
            continue
        written = shown.format(name)
        if why := NOT_OFFERED.get(plain):
            raise ConfigError(f"{written!r} is no option of the plugin: {why}")
        raise ConfigError(f"there is no option {written!r}{nearest(written, known.values())}")


def parameters(options: Mapping[str, Any]) -> dict[str, Any]:
    """Return options by the names that click has for them; what is None is left out."""
    by_key = {option.key: option for option in _options()}
    found: dict[str, Any] = {}
    for name, value in options.items():
        option = by_key[name.replace("_", "-")]
        if value is not None:
            single = option.multiple and not isinstance(value, (list, tuple))
            found[option.name or ""] = [value] if single else value
    return found


def _options() -> list[Option]:
    return [option for option in command.params if isinstance(option, Option)]


def _name(option: Option) -> str:
    return option.key.replace("-", "_")


def _kind(option: Option) -> Kind:
    if option.is_flag:
        return "flag"
    if isinstance(option.type, click.Choice):
        return "choice"
    if option.multiple or isinstance(option.type, CommaList):
        return "list"
    numbers = (click.types.IntParamType, click.types.FloatParamType)
    return "number" if isinstance(option.type, numbers) else "text"


def _choices(option: Option) -> tuple[str, ...]:
    return tuple(option.type.choices) if isinstance(option.type, click.Choice) else ()
