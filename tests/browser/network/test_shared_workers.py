"""A shared worker does for its page what it does elsewhere, though its requests are seen."""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING

import pytest

from mathfit.browser.launch import BrowserOptions, open_browser
from mathfit.browser.memory import MemoryGuard
from mathfit.browser.network import Network, Traffic
from mathfit.browser.served import SiteFiles
from mathfit.browser.session import Opening, Session

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.browser

# Counts those who connect, and says what a file beside it holds.
CLASSIC = """
let connected = 0;
onconnect = async ({ports: [port]}) => {
  connected += 1;
  port.postMessage(`${self.name} ${connected} ${await (await fetch("words.txt")).text()}`);
};
"""
MODULE = """
import {words} from "./words.js";
addEventListener("connect", ({ports: [port]}) => {
  port.onmessage = ({data}) => port.postMessage(`${words} ${data}`);
});
"""
PAGE = """<!doctype html><title>asks</title><script type="module">
const heard = (worker) => new Promise((resolve, reject) => {
  worker.onerror = () => reject(new Error("no worker"));
  worker.port.onmessage = ({data}) => resolve(data);
});
const module = new SharedWorker("deep/module.js", {type: "module"});
module.port.postMessage("asked");
const fails = new SharedWorker("nowhere.js");
window.heard = Promise.all([
  heard(new SharedWorker("deep/classic.js", "one")),
  heard(new SharedWorker("deep/classic.js", {name: "one"})),
  heard(new SharedWorker("deep/classic.js")),
  heard(module),
  heard(fails).catch(({message}) => message),
]);
</script>"""


async def answers(root: Path, traffic: Traffic) -> list[str]:
    browser = BrowserOptions(os.environ.get("MATHFIT_BROWSER"))
    network = Network(SiteFiles(root))
    async with open_browser(browser) as (opened, _):
        session = await Session.open(
            opened, network, "a.html", Opening(600, 60), traffic, MemoryGuard(0)
        )
        try:
            await session.page.goto(session.url, wait_until="load")
            heard: list[str] = await session.page.evaluate("window.heard")
            return heard
        finally:
            await session.close()


def test_they_answer(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    for name, content in {
        "a.html": PAGE,
        "deep/classic.js": CLASSIC,
        "deep/module.js": MODULE,
        "deep/words.txt": "from a file",
        "deep/words.js": "export const words = 'from a module';",
    }.items():
        (tmp_path / name).write_text(content)
    one, other, unnamed, module, fails = asyncio.run(answers(tmp_path, traffic := Traffic()))
    # Both may have connected before the file was there.
    assert {one, other} <= {"one 1 from a file", "one 2 from a file"}
    assert unnamed == " 1 from a file"
    assert module == "from a module asked"
    assert fails == "no worker"
    # By the address that the page uses.
    (missing,) = traffic.missing_files
    assert missing.endswith("/nowhere.js")
