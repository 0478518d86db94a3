"""The plugin of Pelican, which finds it by itself as `pelican.plugins.mathfit`."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pelican import signals

from mathfit.errors import MathfitError, UsageError
from mathfit.plugins.fit import Settings, fit_site

SETTING = "MATHFIT"
"""The setting in pelicanconf.py: a dict of options."""

log = logging.getLogger(__name__)


def register() -> None:
    """Tell Pelican when to call: with the settings, and before the pages are written."""
    signals.initialized.connect(_check)
    signals.all_generators_finalized.connect(_come_last)


def _check(pelican: Any) -> None:
    """Name a wrong option before anything is read.

    Pelican ends with the line of an error that is raised here; of one that `register` raises it
    would tell, and go on without the plugin.
    """
    try:
        _settings(pelican.settings).check()
    except MathfitError as error:
        raise UsageError(f"{SETTING}: {error}") from None


def _come_last(generators: list[Any]) -> None:
    """Put what fits the site behind all that writes pages.

    Pelican writes the output of each generator in the list, and then says that it is done: plugins
    that minify or compress pages begin then, in no order that a plugin could choose.
    """
    settings = generators[0].settings
    generators.append(_Fitting(Path(settings["OUTPUT_PATH"]), _settings(settings)))


@dataclass(frozen=True, slots=True)
class _Fitting:
    """Looks like a generator, for that is what Pelican calls one after the other."""

    site: Path
    settings: Settings

    def generate_output(self, _writer: Any) -> None:
        """Fit the site."""
        try:
            fit_site(self.site, self.settings, _Log())
        except MathfitError as error:
            raise RuntimeError(f"mathfit: {error}") from None


class _Log:
    """Pelican's log, with the plugin's name before each line."""

    def info(self, message: str, *values: object) -> None:
        log.info("mathfit: " + message, *values)

    def warning(self, message: str, *values: object) -> None:
        log.warning("mathfit: " + message, *values)


def _settings(settings: Any) -> Settings:
    options = settings.get(SETTING) or {}
    where = Path(settings.get("PATH") or ".").absolute()
    if not isinstance(options, dict):
        raise UsageError(f"a dict of options is wanted, and this is none: {options!r}")
    return Settings(options, where.parent / "pelicanconf.py")
