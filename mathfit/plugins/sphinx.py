"""The extension of Sphinx, which is named `mathfit.sphinx` in conf.py."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sphinx.errors import ConfigError, ExtensionError
from sphinx.util.logging import getLogger

from mathfit import __version__
from mathfit.errors import MathfitError
from mathfit.plugins.fit import Settings, fit_site
from mathfit.plugins.offered import offered

BUILDERS = ("html", "dirhtml", "singlehtml")
"""The builders whose pages people read in a browser; others that write HTML are for e-books."""
_PREFIX = "mathfit_"
_LAST = 900
"""The priority of what has to come after other extensions, whose own is 500 where they say none."""

log = getLogger(__name__)


class _Log:
    """Sphinx's log; `suppress_warnings = ["mathfit"]` silences the warnings."""

    def info(self, message: str, *values: object) -> None:
        log.info("mathfit: " + message, *values)

    def warning(self, message: str, *values: object) -> None:
        log.warning("mathfit: " + message, *values, type="mathfit")


def setup(app: Any) -> dict[str, Any]:
    """Make the options known to Sphinx, and say when to work.

    Reading and writing in parallel are safe: the pages are fitted when all of them are written.
    """
    for option in offered():
        app.add_config_value(_PREFIX + option.name, None, "")
    app.connect("config-inited", _check)
    app.connect("build-finished", _fit, priority=_LAST)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}


def _check(app: Any, config: Any) -> None:
    """Name a wrong option before anything is built."""
    # Of a name that no extension has made known Sphinx itself tells nothing.
    raw = getattr(config, "_raw_config", {}) | config.overrides
    named = {name.removeprefix(_PREFIX): None for name in raw if name.startswith(_PREFIX)}
    try:
        Settings(named | _set(config), _where(app), _PREFIX + "{}").check()
    except MathfitError as error:
        raise ConfigError(f"mathfit: {error}") from None


def _fit(app: Any, exception: Exception | None) -> None:
    """Fit the site that was built."""
    if exception is not None or app.builder.name not in BUILDERS:
        return
    try:
        fit_site(Path(app.outdir), Settings(_set(app.config), _where(app)), _Log())
    except MathfitError as error:
        raise ExtensionError(f"mathfit: {error}") from None


def _set(config: Any) -> dict[str, Any]:
    """Return the options that the project has set."""
    values = {option.name: config[_PREFIX + option.name] for option in offered()}
    return {name: value for name, value in values.items() if value is not None}


def _where(app: Any) -> Path:
    return Path(app.confdir or app.srcdir) / "conf.py"
