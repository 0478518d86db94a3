"""Which browser to drive: the one that was named, Playwright's own, or one of the machine's."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from mathfit.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

BrowserName = Literal["chromium", "firefox", "webkit"]

# Names on the PATH, best first, and where installers put browsers that are not on it. The headless
# shells are Chromium without a window's parts: the same pages take a fifth less processor time.
CHROMIUM_COMMANDS = (
    "chrome-headless-shell",
    "chromium-headless-shell",
    "google-chrome-stable",
    "google-chrome",
    "chrome",
    "chromium",
    "chromium-browser",
    "microsoft-edge-stable",
    "microsoft-edge",
    "msedge",
)
CHROMIUM_PLACES: dict[str, tuple[str, ...]] = {
    "darwin": (
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    ),
    "win32": (
        r"%ProgramFiles%\Google\Chrome\Application\chrome.exe",
        r"%ProgramFiles(x86)%\Google\Chrome\Application\chrome.exe",
        r"%LocalAppData%\Google\Chrome\Application\chrome.exe",
        r"%ProgramFiles(x86)%\Microsoft\Edge\Application\msedge.exe",
    ),
}

HOW_TO_INSTALL = (
    "no browser found: run `playwright install chromium`, or install Chrome or Chromium, "
    "or name one with --browser PATH or MATHFIT_BROWSER"
)


class NoBrowserError(UsageError):
    """There is no browser to drive; the message says what to install."""


@dataclass(frozen=True, slots=True)
class FoundBrowser:
    """A browser, and how it was found."""

    path: Path
    """Its program."""
    origin: str
    """`--browser`, `Playwright` or `this machine`."""


def find_browser(
    named: str | Path | None, playwright_path: str | Path | None, name: BrowserName = "chromium"
) -> FoundBrowser:
    """Return the browser to launch.

    `named` is a path or a command on the PATH and wins; `playwright_path` is where Playwright would
    keep its own. Raises NoBrowserError where none of them exists.
    """
    if named:
        return FoundBrowser(_named(str(named)), "--browser")
    own = [Path(playwright_path)] if playwright_path else []
    for path in (*(_shells(own[0]) if own and name == "chromium" else ()), *own):
        if path.is_file():
            return FoundBrowser(path, "Playwright")
    if name == "chromium" and (path := next(_on_this_machine(), None)):
        return FoundBrowser(path, "this machine")
    if name != "chromium":
        raise NoBrowserError(f"no {name} found: run `playwright install {name}`")
    raise NoBrowserError(HOW_TO_INSTALL)


@cache
def identity(named: str | Path | None, name: BrowserName) -> str:
    """Return what tells a browser from another, without starting it.

    Playwright's version stands for its own browsers, with the folders that it has put them in. Of a
    browser of the machine, whose version only itself knows, its program is looked at: an update
    brings another file.
    """
    try:
        status = find_browser(named, None, name).path.stat()
        program = f"{status.st_size} {status.st_mtime_ns}"
    except (NoBrowserError, OSError):
        program = "none of the machine's"
    own = "" if named else f" {_installed(name)}"
    return f"{name} {program} playwright {version('playwright')}{own}"


def _installed(name: BrowserName) -> list[str]:
    """Return the folders in which Playwright has browsers of a kind, its headless shell too.

    Playwright itself would tell in a process of its own. The places are those of its documentation
    (Browsers, Managing browser binaries).
    """
    caches = {"darwin": "~/Library/Caches", "win32": "%LocalAppData%"}
    cache = caches.get(sys.platform, os.environ.get("XDG_CACHE_HOME") or "~/.cache")
    registry = os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or f"{cache}/ms-playwright"
    try:
        folders = sorted(Path(os.path.expandvars(registry)).expanduser().iterdir())
    except (OSError, RuntimeError):
        return []
    return [folder.name for folder in folders if folder.name.startswith(name)]


def _named(named: str) -> Path:
    path = Path(named).expanduser()
    if path.is_file():
        if not os.access(path, os.X_OK):
            raise NoBrowserError(f"--browser {named}: not a program that can be run")
        return path
    if found := shutil.which(named):
        return Path(found)
    raise NoBrowserError(f"--browser {named}: no such program")


def _shells(own: Path) -> Iterator[Path]:
    """Yield the headless shells that lie beside Playwright's Chromium.

    `playwright install --only-shell` brings a shell alone; Playwright tells Chromium's own place.
    """
    for folder in own.parents:
        kind, _, revision = folder.name.rpartition("-")
        if kind == "chromium":
            shells = folder.with_name(f"chromium_headless_shell-{revision}")
            for name in ("chrome-headless-shell", "headless_shell"):
                yield from sorted(shells.glob(f"*/{name}{own.suffix}"))


def _on_this_machine() -> Iterator[Path]:
    for command in CHROMIUM_COMMANDS:
        if found := shutil.which(command):
            yield Path(found)
    for place in CHROMIUM_PLACES.get(sys.platform, ()):
        path = Path(os.path.expandvars(place))
        if path.is_file():
            yield path
