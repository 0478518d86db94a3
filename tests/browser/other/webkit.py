"""WebKit as Debian packages it: WebKitGTK's MiniBrowser, through WebDriver and an unseen screen."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from selenium import webdriver
from selenium.webdriver.webkitgtk.service import Service

if TYPE_CHECKING:
    from collections.abc import Iterator

DRIVER = "WebKitWebDriver"
FOLDERS = ("lib/*/webkit2gtk-4.*", "lib/*/webkitgtk-6.*", "libexec/webkit*gtk-*")
# MiniBrowser's buttons keep its window 447 px wide or wider. A frame is a viewport of any width.
HOST = "data:text/html,<!doctype html><style>*{margin:0;border:0}</style><iframe></iframe>"
LOAD = """
  const [url, done] = arguments;
  const frame = document.querySelector("iframe");
  frame.onload = () => done();
  frame.src = url;
"""
SIZE = """
  const [width, height] = arguments;
  document.querySelector("iframe").style.cssText = `width:${width}px;height:${height}px`;
"""
SECONDS = 120  # for a page to load or a function to end, before a test gives up


class WebKit:
    """One window of a running WebKitGTK."""

    name = "webkit"

    def __init__(self, driver: webdriver.WebKitGTK) -> None:
        self._driver = driver
        driver.set_script_timeout(SECONDS)
        driver.set_window_size(1500, 1100)
        driver.get(HOST)
        self.version = f"WebKitGTK {driver.capabilities['browserVersion']}"

    def open(self, url: str) -> None:
        """Go to a page, and wait for its load event."""
        self._driver.switch_to.default_content()
        self._driver.execute_async_script(LOAD, url)
        self._driver.switch_to.frame(0)

    def resize(self, width: int, height: int = 900) -> None:
        """Set the size of the viewport, CSS px."""
        self._driver.switch_to.default_content()
        self._driver.execute_script(SIZE, width, height)
        self._driver.switch_to.frame(0)

    def evaluate(self, function: str, argument: object = None) -> Any:
        """Call a function of the page with a value; gives what it returns or resolves to."""
        script = f"""
          const done = arguments[arguments.length - 1];
          (async () => ({function})({json.dumps(argument)}))().then(
            (value) => done([true, JSON.stringify(value ?? null)]),
            (error) => done([false, String(error)]));
        """
        well, text = self._driver.execute_async_script(script)
        if not well:
            raise RuntimeError(text)
        return json.loads(text)


@contextmanager
def running() -> Iterator[WebKit]:
    """Start WebKitGTK on an X server that shows nothing; skip where one of them is missing."""
    driver, server = shutil.which(DRIVER), shutil.which("Xvfb")
    found = [path for each in FOLDERS for path in sorted(Path("/usr").glob(f"{each}/MiniBrowser"))]
    if not (driver and server and found):
        pytest.skip("no WebKit here (Debian's packages are webkit2gtk-driver and xvfb)")
    with _screen(server) as display:
        options = webdriver.WebKitGTKOptions()
        options.binary_location = str(found[-1])
        options.add_argument("--automation")
        service = Service(driver, env={**os.environ, "DISPLAY": display})
        session = webdriver.WebKitGTK(options, service)
        try:
            yield WebKit(session)
        finally:
            session.quit()


@contextmanager
def _screen(server: str) -> Iterator[str]:
    """Start an X server on a display that is free; gives its name."""
    reading, writing = os.pipe()
    command = [
        server,
        "-displayfd",
        str(writing),
        "-screen",
        "0",
        "1600x1200x24",
        "-nolisten",
        "tcp",
    ]
    process = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    try:
        with os.fdopen(reading) as numbers:
            yield f":{numbers.readline().strip()}"
    finally:
        process.terminate()
        process.wait()
