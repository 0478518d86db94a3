"""What all plugins call: fit a built site, or one page, and tell of it in the generator's log."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import click

from mathfit.cli import cli, configured, options, output
from mathfit.cli.apply import command, page_options
from mathfit.errors import MathfitError, UsageError
from mathfit.plugins.offered import NOT_OFFERED, check_names, parameters
from mathfit.site.scripts import forget_scripts, script_loader
from mathfit.site.walk import wanted_by

if TYPE_CHECKING:
    from mathfit.page.apply import ApplyOptions


class Log(Protocol):
    """The log of a generator: a logger of Python's, or what looks like one."""

    def info(self, message: str, *values: object) -> object:
        """Tell what was done."""

    def warning(self, message: str, *values: object) -> object:
        """Tell what could not be done; a strict build fails of it."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The options of one project."""

    options: Mapping[str, Any]
    """By the names of `Offered`, as the configuration has them; None is as if not set."""
    where: Path
    """The configuration of the generator. A `mathfit.toml` in its folder or above holds, too,
    where the options say nothing."""
    shown: str = "{}"
    """How the generator's users write an option, with `{}` in place of the name."""

    def check(self) -> None:
        """Raise UsageError for a wrong name or a wrong value, before the generator has begun."""
        check_names(self.options, self.shown)
        _page_options(_context(self, Path()).params)


def fit_site(site: Path, settings: Settings, log: Log) -> None:
    """Do `mathfit apply` on the folder of a built site.

    What could not be done is a warning in the log, and the other pages go on. Raises MathfitError
    for a wrong option, and where nothing could be done at all.
    """
    forget_scripts()
    context = _context(settings, site)
    with output.heard_by(_to(log)), context:
        try:
            command.invoke(context)
        except click.exceptions.Exit:
            return  # every problem has its line already
        except click.ClickException as error:
            raise UsageError(error.format_message()) from None
        except OSError as error:
            why = error.strerror or error
            raise MathfitError(
                f"{error.filename or site} cannot be read or written: {why}"
            ) from None


def fit_page(html: str, page: Path, site: Path, settings: Settings, log: Log) -> str:
    """Return one page, fitted, with the assets inside; `page` is its path below `site`.

    The equations are measured when the page is read, whatever the options say. A page that cannot
    be fitted is a warning in the log, and is returned as it was. Raises UsageError for a wrong
    option.
    """
    from mathfit.page.apply import Bare, apply_page  # noqa: PLC0415  # the parsers

    given = _context(settings, site).params
    if not wanted_by(given["include"], given["exclude"])(page.as_posix()):
        return html
    forget_scripts()
    how = _page_options(given)
    if given["every_page"] is None:
        # Whether another page has equations is not known here.
        how = replace(how, bare=Bare.ROUTED)
    try:
        return apply_page(html, how, load=script_loader(site, page)).html
    except MathfitError as error:
        log.warning("%s: %s", page.as_posix(), error)
        return html


def _page_options(given: Mapping[str, Any]) -> ApplyOptions:
    """Read those of the command's parameters that hold for a page with the assets inside."""
    names = (
        *("engine", "delimiters", "only", "skip"),
        *("min_scale", "translate", "enlarge", "every_page"),
    )
    try:
        return page_options(stdin=True, assets=None, **{name: given[name] for name in names})
    except click.ClickException as error:
        raise UsageError(error.format_message()) from None


def _context(settings: Settings, site: Path) -> click.Context:
    """Read the options as the command does: variables of the environment win over them."""
    shared = options.find_config(settings.where.parent)
    defaults: dict[str, Any] = {}
    if shared:
        defaults |= configured("apply", shared)
        _read(defaults, shared, site)  # a bad value is told with the file that it stands in
    context = _read(defaults | parameters(settings.options), settings.where, site)
    for option in command.params:
        if isinstance(option, options.Option) and option.key in NOT_OFFERED:
            context.params[option.name or ""] = False if option.is_flag else None
    return context


def _read(defaults: dict[str, Any], where: Path, site: Path) -> click.Context:
    above = click.Context(cli, info_name="mathfit")
    options.remember_config_path(above, where)
    try:
        return command.make_context("apply", ["--", str(site)], above, default_map=defaults)
    except click.ClickException as error:
        raise UsageError(error.format_message()) from None


def _to(log: Log) -> Any:
    def hear(kind: output.Kind, line: str) -> None:
        (log.warning if kind == "problem" else log.info)("%s", line)

    return hear
