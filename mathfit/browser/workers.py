"""Tell what a page's shared workers ask for, which passes by whatever answers a page's requests.

Nothing of that gets out, for the browser has no network. A shared worker belongs to no page, so
only Chromium's own protocol knows of its requests, and only a connection to the browser as a whole
knows of the worker before its script runs.
"""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from itertools import count
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.async_api import Browser, BrowserContext, CDPSession, Page


async def watch_shared_workers(page: Page, note: Callable[[str], None]) -> None:
    """Call `note` with each address that a shared worker of the page's context asks for.

    Nothing is told in other browsers than Chromium. Raises playwright's Error where the browser is
    gone.
    """
    browser = page.context.browser
    if browser is None or browser.browser_type.name != "chromium":
        return
    watch = _watches.setdefault(browser, _Watch())
    async with watch.starting:
        if watch.connection is None:
            await watch.start(browser)
    own = await page.context.new_cdp_session(page)
    info = await own.send("Target.getTargetInfo")
    await own.detach()
    context = info["targetInfo"]["browserContextId"]
    watch.notes[context] = note

    def forget(_: BrowserContext) -> None:
        watch.notes.pop(context, None)

    page.context.on("close", forget)


class _Watch:
    """The shared workers of one browser.

    One connection for all contexts: each connection makes a worker wait, and would have to let it
    go on.
    """

    def __init__(self) -> None:
        self.starting = asyncio.Lock()
        self.connection: CDPSession | None = None
        self.notes: dict[str, Callable[[str], None]] = {}
        """Whom to tell, by the name of the context."""
        self._contexts: dict[str, str] = {}
        """The context of each worker, by the name of what was attached to the worker."""
        self._numbers = count(1)

    async def start(self, browser: Browser) -> None:
        """Have each worker wait for its debugger before its script runs: no request is missed."""
        connection = self.connection = await browser.new_browser_cdp_session()
        connection.on("Target.targetCreated", self._created)
        connection.on("Target.receivedMessageFromTarget", self._heard)
        await connection.send("Target.setDiscoverTargets", {"discover": True})
        # To what is attached by itself nobody can speak: Playwright knows nothing of it.
        await connection.send(
            "Target.setAutoAttach",
            {
                "autoAttach": True,
                "waitForDebuggerOnStart": True,
                "flatten": True,
                "filter": [{"type": "shared_worker"}],
            },
        )

    async def _created(self, event: dict[str, Any]) -> None:
        """Listen to a worker that has just been made, and let it run."""
        from playwright.async_api import Error  # noqa: PLC0415

        info = event["targetInfo"]
        if info["type"] != "shared_worker" or self.connection is None:
            return
        with suppress(Error):  # it has ended, or the browser has
            attached = await self.connection.send(
                "Target.attachToTarget", {"targetId": info["targetId"], "flatten": False}
            )
            worker = attached["sessionId"]
            self._contexts[worker] = info.get("browserContextId", "")
            for method in ("Network.enable", "Runtime.runIfWaitingForDebugger"):
                message = json.dumps({"id": next(self._numbers), "method": method})
                await self.connection.send(
                    "Target.sendMessageToTarget", {"sessionId": worker, "message": message}
                )

    def _heard(self, event: dict[str, Any]) -> None:
        """Tell of a request, and of a web socket."""
        note = self.notes.get(self._contexts.get(event["sessionId"], ""))
        message = json.loads(event["message"])
        about = message.get("params", {})
        if note and message.get("method") == "Network.requestWillBeSent":
            note(about["request"]["url"])
        elif note and message.get("method") == "Network.webSocketCreated":
            note(about["url"])


_watches: WeakKeyDictionary[Browser, _Watch] = WeakKeyDictionary()
