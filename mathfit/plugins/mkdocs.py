"""The plugin of MkDocs: `plugins: [mathfit]` in mkdocs.yml."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from mkdocs.config import config_options
from mkdocs.exceptions import ConfigurationError, PluginError
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger

from mathfit.errors import MathfitError
from mathfit.plugins.fit import Settings, fit_page, fit_site
from mathfit.plugins.offered import Offered, check_names, offered

_LAST = -100
"""MkDocs' own name for the priority of what has to come after all other plugins."""

log = get_plugin_logger("mathfit")


def _typed(option: Offered) -> Any:
    """Return MkDocs' own type for an option."""
    if option.kind == "choice":
        return config_options.Choice(option.choices)
    types = {"flag": bool, "number": (int, float), "list": (list, str, int), "text": str}
    return config_options.Type(types[option.kind])


class MathfitPlugin(BasePlugin):
    """Fits the pages of a site.

    `mkdocs build` and `mkdocs gh-deploy` fit the whole site at the end. `mkdocs serve` fits each
    page as it is made, and measures nothing: an author who saves a file sees the page at once.
    """

    config_scheme = tuple((one.name, config_options.Optional(_typed(one))) for one in offered())

    def __init__(self) -> None:
        self._serving = False

    def load_config(self, options: dict[str, Any], config_file_path: str | None = None) -> Any:
        """Check the names of the options before MkDocs reads their values."""
        for name in options:
            try:
                check_names([name])
            except MathfitError as error:
                return [(name, ConfigurationError(str(error)))], []
        named = {name.replace("-", "_"): value for name, value in options.items()}
        errors, warnings = super().load_config(named, config_file_path)
        if errors:
            return errors, warnings
        self._settings = Settings(dict(self.config), Path(config_file_path or "mkdocs.yml"))
        try:
            self._settings.check()
        except MathfitError as error:
            return [(", ".join(named), ConfigurationError(str(error)))], []
        return errors, warnings

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Remember what was called."""
        del dirty
        self._serving = command == "serve"

    @event_priority(_LAST)
    def on_post_page(self, output: str, *, page: Any, config: Any) -> str:
        """Fit a page that is served."""
        return self._serve(output, page.file.dest_uri, config)

    @event_priority(_LAST)
    def on_post_template(self, output_content: str, *, template_name: str, config: Any) -> str:
        """Fit a page that is served and that the theme alone has made, as 404.html."""
        if not template_name.endswith(".html"):
            return output_content
        return self._serve(output_content, template_name, config)

    @event_priority(_LAST)
    def on_post_build(self, *, config: Any) -> None:
        """Fit the whole site, after all other plugins."""
        if self._serving:
            return
        try:
            fit_site(Path(config["site_dir"]), self._settings, log)
        except MathfitError as error:
            raise PluginError(f"mathfit: {error}") from None

    def _serve(self, html: str, name: str, config: Any) -> str:
        if not self._serving:
            return html
        return fit_page(html, Path(name), Path(config["site_dir"]), self._settings, log)
