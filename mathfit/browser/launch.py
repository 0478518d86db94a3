"""Starting and ending the browser."""

from __future__ import annotations

import os
import sys
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mathfit.browser.find import BrowserName, FoundBrowser, NoBrowserError, find_browser

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from playwright.async_api import Browser

# The browser is a measuring instrument here: nothing of its own may talk to the network, and what
# it draws may not depend on the machine's settings.
CHROMIUM_FLAGS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-sync",
    "--no-first-run",
    "--no-pings",
    "--metrics-recording-only",
    "--mute-audio",
    "--hide-scrollbars",
    "--font-render-hinting=none",
    "--force-color-profile=srgb",
    # What a page may have is answered before it would reach the network. So the browser itself gets
    # none: web sockets, workers' and prefetched requests and names to look up pass by whatever
    # answers requests.
    "--no-proxy-server",
    "--dns-prefetch-disable",
    "--deny-permission-prompts",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    # A page that fills its heap ends its own process, not the machine.
    "--js-flags=--max-old-space-size=1024",
)


@dataclass(frozen=True, slots=True)
class BrowserOptions:
    """Which browser to start."""

    path: str | Path | None = None
    """Its program, or a command on the PATH; None to look for one."""
    name: BrowserName = "chromium"
    """The kind of browser."""
    allowed_hosts: frozenset[str] = frozenset()
    """Hosts that it may reach over the network; no other, whatever a page tries."""


@asynccontextmanager
async def open_browser(options: BrowserOptions) -> AsyncIterator[tuple[Browser, FoundBrowser]]:
    """Start a headless browser, and end it when the block ends.

    Raises NoBrowserError where there is none or it does not start.
    """
    from playwright.async_api import Error, async_playwright  # noqa: PLC0415

    async with async_playwright() as playwright:
        kind = getattr(playwright, options.name)
        found = find_browser(options.path, kind.executable_path, options.name)
        try:
            browser = await kind.launch(
                executable_path=str(found.path),
                args=_flags(options) if options.name == "chromium" else [],
                chromium_sandbox=False if without_sandbox() else None,
            )
        except Error as error:
            reason = str(error).strip().splitlines()[0]
            raise NoBrowserError(f"{found.path} does not start: {reason}") from None
        try:
            yield browser, found
        finally:
            await browser.close()


def _flags(options: BrowserOptions) -> list[str]:
    flags = list(CHROMIUM_FLAGS)
    if without_sandbox():
        flags.append("--no-sandbox")
    hosts = "".join(f", EXCLUDE {host}" for host in sorted(options.allowed_hosts))
    flags.append(f"--host-resolver-rules=MAP * ~NOTFOUND{hosts}")
    return flags


def without_sandbox() -> bool:
    """Tell whether Chromium runs without its sandbox, which refuses to start as root."""
    return sys.platform != "win32" and os.geteuid() == 0
