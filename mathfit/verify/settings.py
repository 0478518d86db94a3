"""Other ways in: what a reader may have set differently. Each is asked for by name."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Setting:
    """One row: how the browser is opened for it."""

    name: str
    """How people call it."""
    reason: str
    """What a reader has set so."""
    context: dict[str, Any] = field(default_factory=dict)
    """Options of Playwright's new_context."""
    media: str | None = None
    """The medium, `print`; None for the screen."""
    text_zoom: float = 1
    """The browser's text size, as a multiple of the usual one."""
    scripts: bool = True
    """JavaScript is on."""


PLAIN = Setting("", "as it comes")
SETTINGS: tuple[Setting, ...] = (
    Setting("zoom", "the browser's text size doubled, which moves sites that use rem", text_zoom=2),
    Setting("dpr1", "a screen of one pixel per CSS px", {"device_scale_factor": 1}),
    Setting("dpr3", "a phone's screen, three pixels per CSS px", {"device_scale_factor": 3}),
    Setting("dark", "the dark colour scheme", {"color_scheme": "dark"}),
    Setting("print", "the print style sheets", media="print"),
    Setting("no-script", "JavaScript off", {"java_script_enabled": False}, scripts=False),
)
BY_NAME: dict[str, Setting] = {setting.name: setting for setting in (PLAIN, *SETTINGS)}
