"""Waiting for a page whose process has ended."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from mathfit.browser.memory import MemoryGuard
from mathfit.browser.network import Network, Traffic
from mathfit.browser.served import SiteFiles
from mathfit.browser.session import DiedError, Opening, Session

if TYPE_CHECKING:
    from pathlib import Path


def test_what_waits_for_a_page_that_crashed_is_told(tmp_path: Path) -> None:
    """A Playwright that is older than the browser leaves such an answer open for ever."""

    async def wait() -> None:
        network = Network(SiteFiles(tmp_path))
        session = Session(network, "a.html", Opening(600, 60), Traffic(), MemoryGuard(0))
        asyncio.get_running_loop().call_soon(session._crashed.set)
        never: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        with pytest.raises(DiedError):
            await session.in_time(never)
        assert never.cancelled()

    asyncio.run(wait())
