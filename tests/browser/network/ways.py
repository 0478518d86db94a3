"""The ways in which a page may try to reach the network, each as a script, and who listens."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

# AT stands for the listener's host and port, UDP for those that take datagrams.
WAYS: dict[str, str] = {
    "fetch": "fetch('http://AT/fetch').catch(() => 0)",
    "beacon": "navigator.sendBeacon('http://AT/beacon', 'x')",
    "event source": "new EventSource('http://AT/events')",
    "picture": "new Image().src = 'http://AT/picture'",
    "web socket": "new WebSocket('ws://AT/socket?secret')",
    "web transport": "try { new WebTransport('https://AT/transport') } catch {}",
    "stun": "const one = new RTCPeerConnection({iceServers: [{urls: 'stun:AT'}]});"
    "one.createDataChannel('x'); one.createOffer().then((offer) => one.setLocalDescription(offer))",
    "turn": "const one = new RTCPeerConnection({iceServers: [{urls: ['turn:AT?transport=tcp', "
    "'turn:AT?transport=udp'], username: 'a', credential: 'b'}]});"
    "one.createDataChannel('x'); one.createOffer().then((offer) => one.setLocalDescription(offer))",
    "preconnect": "document.head.insertAdjacentHTML('beforeend', "
    "'<link rel=preconnect href=http://AT><link rel=dns-prefetch href=http://AT>"
    "<link rel=prefetch href=http://AT/prefetch><link rel=icon href=http://AT/icon>"
    "<link rel=prerender href=http://AT/prerender>')",
    "rules": "const rules = document.createElement('script'); rules.type = 'speculationrules';"
    "rules.textContent = JSON.stringify({prefetch: [{source: 'list', urls: ['http://AT/rules']}]});"
    "document.head.append(rules)",
    "worker": "new Worker(URL.createObjectURL(new Blob([`fetch('http://AT/worker').catch(() => 0);"
    "new WebSocket('ws://AT/worker-socket')`])))",
    "shared worker": "new SharedWorker(URL.createObjectURL(new Blob([`new WebSocket("
    "'ws://AT/shared'); fetch('http://AT/shared-worker').catch(() => 0)`])))",
    "shared worker of a file": "new SharedWorker('shared.js?AT')",
    "shared worker of a module": "new SharedWorker('shared.js?AT', {type: 'module'})",
    "shared worker of an address": "new SharedWorker('data:text/javascript,"
    "fetch(`http://AT/data`).catch(() => 0)')",
    "shared worker of imports": "new SharedWorker(URL.createObjectURL(new Blob(["
    "`import 'http://AT/import'`], {type: 'text/javascript'})), {type: 'module'})",
    "service worker": "navigator.serviceWorker.register('sw.js').catch(() => 0)",
    "frame": "document.body.insertAdjacentHTML('beforeend', '<iframe src=http://AT/frame></iframe>"
    '<iframe srcdoc="<script>new WebSocket(`ws://AT/in-frame`)<\\/script>"></iframe>\')',
    "window": "window.open('http://AT/window'); window.open('about:blank')?.document.write("
    "'<img src=http://AT/popup><script>new WebSocket(`ws://AT/popup-socket`)<\\/script>')",
    "form": "document.body.insertAdjacentHTML('beforeend', '<form id=out method=post target=_blank "
    "action=http://AT/form></form>'); document.getElementById('out').submit()",
    "leaving": "location.href = 'http://AT/leaving'",
    "download": "const link = document.createElement('a'); link.href = 'http://AT/download';"
    "link.download = 'x'; document.body.append(link); link.click()",
    "ping": "const link = document.createElement('a'); link.href = '#x'; link.ping = "
    "'http://AT/ping'; document.body.append(link); link.click()",
}

SHARED = (
    "const at = location.search.match(/[0-9][^&=]+/)[0]; fetch(`http://${at}/file`).catch(() => 0)"
)
"""The file `shared.js` of the site."""


def page_that_tries(way: str, at: str) -> str:
    """Return a page that tries one way to `at`."""
    script = WAYS[way].replace("AT", at)
    return f"<!doctype html><title>tries</title><body><p>words</p><script>{{{script}}}</script>"


@contextlib.asynccontextmanager
async def listening(host: str) -> AsyncIterator[tuple[int, list[str]]]:
    """Listen on a port for TCP and UDP; yield the port, and what has come in."""
    heard: list[str] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.append("a connection")
        with contextlib.suppress(OSError):
            heard.append((await reader.read(200)).decode("latin-1").partition("\r")[0])
            writer.close()

    server = await asyncio.start_server(answer, host, 0)
    port = server.sockets[0].getsockname()[1]

    class Datagrams(asyncio.DatagramProtocol):
        def datagram_received(self, data: bytes, _from: object) -> None:
            heard.append(f"a datagram of {len(data)} bytes")

    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(Datagrams, (host, port))
    try:
        yield port, heard
    finally:
        transport.close()
        server.close()
