"""Firefox as Debian packages it, through WebDriver BiDi, which it speaks by itself."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from websocket import create_connection

from tests import fonts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from websocket import WebSocket

NAMES = ("firefox-esr", "firefox")
# Nothing is asked of the network, and nothing is opened beside the page.
PREFERENCES = {
    "app.normandy.enabled": False,
    "app.update.disabledForTesting": True,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.homepage_override.mstone": "ignore",
    "browser.startup.page": 0,
    "datareporting.policy.dataSubmissionEnabled": False,
    "extensions.systemAddon.update.enabled": False,
    "extensions.update.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    # Its processes for pages read fonts in the system's own folders and nowhere else.
    "security.sandbox.content.read_path_whitelist": f"{fonts.FOLDER}/,{fonts.NODE}/",
    "services.settings.server": "data:,",
    "toolkit.telemetry.reportingpolicy.firstRun": False,
}
SECONDS = 120  # of silence from the browser, before a test gives up


class Firefox:
    """One tab of a running Firefox."""

    name = "firefox"

    def __init__(self, socket: WebSocket) -> None:
        self._socket = socket
        self._sent = 0
        capabilities = self._ask("session.new", capabilities={})["capabilities"]
        self.version = f"Firefox {capabilities['browserVersion']}"
        self._tab = self._ask("browsingContext.create", type="tab")["context"]

    def open(self, url: str) -> None:
        """Go to a page, and wait for its load event."""
        self._ask("browsingContext.navigate", context=self._tab, url=url, wait="complete")

    def resize(self, width: int, height: int = 900) -> None:
        """Set the size of the viewport, CSS px."""
        viewport = {"width": width, "height": height}
        self._ask("browsingContext.setViewport", context=self._tab, viewport=viewport)

    def evaluate(self, function: str, argument: object = None) -> Any:
        """Call a function of the page with a value; gives what it returns or resolves to."""
        # As text: BiDi's own form of a value has a type beside each number.
        text = f"(async () => JSON.stringify(await ({function})({json.dumps(argument)}) ?? null))()"
        target = {"context": self._tab}
        answer = self._ask("script.evaluate", expression=text, target=target, awaitPromise=True)
        if answer["type"] == "exception":
            raise RuntimeError(answer["exceptionDetails"]["text"])
        return json.loads(answer["result"]["value"])

    def _ask(self, method: str, **parameters: object) -> Any:
        self._sent += 1
        self._socket.send(json.dumps({"id": self._sent, "method": method, "params": parameters}))
        while True:
            message = json.loads(self._socket.recv())
            if message.get("id") == self._sent:
                if message["type"] == "error":
                    raise RuntimeError(f"{method}: {message['message']}")
                return message["result"]


@contextmanager
def running() -> Iterator[Firefox]:
    """Start Firefox without a window, in a profile of its own; skip where there is none."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if not path:
        pytest.skip("no Firefox on this machine (Debian's package is firefox-esr)")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        lines = [f'user_pref("{key}", {json.dumps(v)});' for key, v in PREFERENCES.items()]
        (Path(profile) / "user.js").write_text("\n".join(lines), encoding="utf-8")
        command = [path, "--headless", "--no-remote", "--profile", profile]
        process = subprocess.Popen(
            [*command, "--remote-debugging-port", "0"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            yield Firefox(_connect(process))
        finally:
            process.terminate()
            process.communicate()


def _connect(process: subprocess.Popen[str]) -> WebSocket:
    said = []
    for line in process.stderr or ():
        said.append(line)
        if found := re.search(r"WebDriver BiDi listening on (ws://\S+)", line):
            # Firefox refuses a client that names an origin, as a page's script would.
            return create_connection(f"{found[1]}/session", timeout=SECONDS, suppress_origin=True)
    pytest.skip(f"Firefox has no WebDriver BiDi: {''.join(said)[-300:]}")
