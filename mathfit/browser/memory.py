"""A limit on the memory of pages: the process of one that takes more is ended, nothing else.

V8's own limit (--max-old-space-size) holds for JavaScript objects alone: not for typed arrays,
elements, pictures. So the processes are watched from outside.
"""

from __future__ import annotations

import asyncio
import os
from contextlib import asynccontextmanager, suppress
from itertools import count
from typing import TYPE_CHECKING

import psutil

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

_EVERY = 0.1
"""Seconds between two looks. A page that does nothing else takes some 300 MB in that time."""
MEMORY_EACH = 700_000_000
"""Bytes that a browser with one page may need."""
_ANEW = 5
"""Looks after which the list of processes is made anew."""
# What the processes of pages are started with, in Chromium and in Firefox; WebKit's by their names.
_SIGNS = ("--type=renderer", "-contentproc")
_NAMES = ("WebKitWebProcess", "com.apple.WebKit.WebContent")


class MemoryGuard:
    """Ends the processes of pages that take more than `limit` bytes; 0 for no limit."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.ended = 0
        """How many it has ended."""
        self._known: list[psutil.Process] = []

    async def watch(self) -> None:
        """Look at all pages, again and again, until cancelled."""
        for turn in count():
            if turn % _ANEW == 0:
                self._known = list(_page_processes())
            self._look()
            await asyncio.sleep(_EVERY)

    def _look(self) -> None:
        for process in self._known:
            with suppress(psutil.Error):
                if process.memory_info().rss > self.limit and process.is_running():
                    process.kill()
                    self.ended += 1


def _page_processes() -> Iterator[psutil.Process]:
    with suppress(psutil.Error):
        for process in psutil.Process().children(recursive=True):
            with suppress(psutil.Error):
                if any(sign in process.cmdline() for sign in _SIGNS) or process.name() in _NAMES:
                    yield process


@asynccontextmanager
async def guard_memory(limit: int) -> AsyncIterator[MemoryGuard]:
    """Watch all pages that this process has open in browsers while the block runs."""
    guard = MemoryGuard(limit)
    task = asyncio.create_task(guard.watch()) if limit else None
    try:
        yield guard
    finally:
        if task:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


def browsers_within_means(jobs: int) -> int:
    """Return how many browsers may run at once: no more than the machine has memory for."""
    try:
        memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError, OSError):
        return jobs
    return max(1, min(jobs, memory // MEMORY_EACH))
