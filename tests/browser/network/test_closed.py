"""Whatever way a page tries, nobody outside hears of it, and the run goes on."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from mathfit.browser.fetch import FetchError, fetch
from mathfit.browser.launch import BrowserOptions, open_browser
from mathfit.browser.memory import MemoryGuard
from mathfit.browser.network import Network, Traffic
from mathfit.browser.packages import PackageFolder
from mathfit.browser.served import SiteFiles
from mathfit.browser.session import Opening, Session
from tests.browser.network.ways import SHARED, WAYS, listening, page_that_tries

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[3]
PUBLIC = "203.0.113.7"
"""An address of the range that is kept for examples."""
# Of a request that Chromium guesses nobody is told; of a ping its headless shell tells.
UNTOLD = {"rules", "service worker", "leaving", "download", "ping"}


def host() -> str:
    return os.environ.get("MATHFIT_LISTENER") or "127.0.0.1"


class Noted(set[str]):
    """What was refused, and the event that something was."""

    def __init__(self) -> None:
        super().__init__()
        self.event = asyncio.Event()

    def add(self, one: str) -> None:
        super().add(one)
        self.event.set()


async def tried(
    root: Path, packages: PackageFolder | None
) -> tuple[dict[str, list[str]], set[str]]:
    """Have pages try each way; return what was heard of each, and the ways that were told."""
    network = Network(SiteFiles(root), packages)
    outside: dict[str, list[str]] = {}
    told = set()
    browser = BrowserOptions(os.environ.get("MATHFIT_BROWSER"))
    async with listening(host()) as (port, heard), open_browser(browser) as (opened, _):
        for way in WAYS:
            (root / "a.html").write_text(page_that_tries(way, f"{host()}:{port}"))
            traffic = Traffic(blocked=(noted := Noted()))
            opening = Opening(600, 60)
            session = await Session.open(
                opened, network, "a.html", opening, traffic, MemoryGuard(0)
            )
            try:
                await session.page.goto(session.url, wait_until="load")
                await session.wait()
                if way not in UNTOLD:
                    await asyncio.wait_for(noted.event.wait(), 60)
            finally:
                await session.close()
            if heard:
                outside[way] = heard.copy()
                heard.clear()
            if any(host() in one for one in noted):
                told.add(way)
    return outside, told


@pytest.mark.parametrize("with_packages", [True, False])
def test_nothing_gets_out_and_it_is_told(tmp_path: Path, with_packages: bool) -> None:
    folder = Path(os.environ.get("MATHFIT_PACKAGES") or ROOT / "node_modules")
    packages = PackageFolder.read(folder) if with_packages else None
    (tmp_path / "sw.js").write_text("")
    (tmp_path / "shared.js").write_text(SHARED)
    outside, told = asyncio.run(tried(tmp_path, packages))
    assert outside == {}
    assert told - {"ping"} == set(WAYS) - UNTOLD


@pytest.mark.skipif("MATHFIT_LISTENER" in os.environ, reason="it is the one that is called here")
def test_nor_to_a_public_address() -> None:
    """The same where the listener has an address of the world outside."""
    unshare = shutil.which("unshare")
    namespace = [str(unshare), "--net", "sh", "-c"]
    setup = f"ip link set lo up && ip address add {PUBLIC}/32 dev lo"
    if unshare is None or subprocess.run([*namespace, setup], check=False).returncode:
        pytest.skip("no network namespace can be made here")
    again = f"{setup} && exec {sys.executable} -m pytest -n0 -q {__file__}"
    environment = {**os.environ, "MATHFIT_LISTENER": PUBLIC}
    done = subprocess.run(
        [*namespace, again], env=environment, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_a_redirect_of_an_engine_leads_nowhere_else() -> None:
    async def ask(may_reach: bool) -> tuple[str, list[str]]:
        heard: list[str] = []

        async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            heard.append((await reader.readline()).decode().split()[1])
            if heard[-1] == "/there":
                writer.write(b"HTTP/1.0 200 OK\r\ncontent-type: text/css\r\n\r\np{}")
            else:
                writer.write(b"HTTP/1.0 302 Found\r\nlocation: /there\r\n\r\n")
            writer.close()

        server = await asyncio.start_server(answer, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        try:
            url = f"http://127.0.0.1:{port}/here"
            found = await asyncio.to_thread(fetch, url, lambda _: may_reach)
            return f"{found.content_type} {found.body.decode()}", heard
        except FetchError as error:
            return str(error).replace(f":{port}", ""), heard
        finally:
            server.close()

    assert asyncio.run(ask(may_reach=True)) == ("text/css p{}", ["/here", "/there"])
    refused = "the server sends on to http://127.0.0.1/there, which is not allowed"
    assert asyncio.run(ask(may_reach=False)) == (refused, ["/here"])
