"""The options of every verb that drives a browser."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mathfit import defaults
from mathfit.cli.options import CommaList, option
from mathfit.cli.output import tell

if TYPE_CHECKING:
    from collections.abc import Callable

    from mathfit.browser.launch import BrowserOptions
    from mathfit.browser.network import Network
    from mathfit.browser.served import SiteFiles


def browser_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say which browser, and what its pages may reach."""
    for decorate in (
        option(
            "--allow",
            type=CommaList(str),
            default=(),
            metavar="HOST,…",
            help="Hosts that pages may reach over the network, beside the site itself.",
        ),
        option(
            "--packages",
            type=click.Path(path_type=Path),
            metavar="DIR",
            help="Answer the engines' CDN addresses from this folder of npm packages.",
        ),
        option(
            "--browser-name",
            type=click.Choice(["chromium", "firefox", "webkit"]),
            default="chromium",
            show_default=True,
            help="Kind of browser; firefox and webkit are Playwright's own.",
        ),
        option("--browser", metavar="PATH", help="The browser's program, or its name on the PATH."),
    ):
        function = decorate(function)
    return function


def timeout_option(help: str) -> Callable[[Any], Any]:  # noqa: A002  # as click calls it
    """Add the option that says how long a page may take."""
    return option(
        "--timeout",
        type=click.FloatRange(min=0.1),
        default=defaults.TIMEOUT,
        show_default=True,
        help=help,
    )


def memory_option(help: str) -> Callable[[Any], Any]:  # noqa: A002
    """Add the option that says how much memory a page may take."""
    return option(
        "--memory",
        type=click.IntRange(min=0),
        default=defaults.MEMORY,
        show_default=True,
        metavar="MB",
        help=help,
    )


def read(
    site: SiteFiles,
    browser: str | None,
    browser_name: str,
    packages: Path | None,
    allow: tuple[str, ...],
    **_others: Any,
) -> tuple[Network, BrowserOptions]:
    """Turn the options into what the browser needs.

    Raises UsageError for a folder of packages that is not one.
    """
    from mathfit.browser.launch import BrowserOptions, without_sandbox
    from mathfit.browser.network import Network
    from mathfit.browser.packages import PackageFolder

    if browser_name == "chromium" and without_sandbox():
        tell("Chromium runs without its sandbox, as root: open no site that you do not trust")
    folder = PackageFolder.read(packages) if packages else None
    network = Network(site, folder, frozenset(host.lower() for host in allow))
    name: Any = browser_name
    return network, BrowserOptions(browser, name, network.allowed_hosts)
