"""Work in several processes, none of which outlives the one that started it."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, TypeVar

from mathfit.errors import MathfitError
from mathfit.site.allocator import keep_freed_memory
from mathfit.site.files import drop_parts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

Item = TypeVar("Item")
Result = TypeVar("Result")


def in_processes(
    work: Callable[[Item], Result], items: Iterator[Item], jobs: int, chunk: int
) -> Iterator[Result]:
    """Do the work for each item, in their order, in `jobs` processes.

    `chunk` is how many items a process takes at once. The processes end at once where the caller
    stops or is stopped. Raises MathfitError where one of them is ended from outside.
    """
    others = multiprocessing.active_children()
    with ProcessPoolExecutor(jobs, initializer=_begin) as pool:
        try:
            # Not pool.map, which takes back what waits when it is stopped: the pool's own thread
            # fails on that where the processes have ended, too. Nor is everything handed out at
            # once: what waits, and what is done before its turn, would grow with the site.
            chunks = iter(lambda: list(islice(items, chunk)), [])
            waiting = deque(pool.submit(_each, work, one) for one in islice(chunks, 4 * jobs))
            while waiting:
                done = waiting.popleft().result()
                waiting.extend(pool.submit(_each, work, one) for one in islice(chunks, 1))
                yield from done
        except BrokenProcessPool:
            raise MathfitError(
                "a process that worked on pages was ended from outside, perhaps for want of "
                "memory; every page is whole, and the next run goes on"
            ) from None
        except BaseException:
            for process in multiprocessing.active_children():
                if process not in others:
                    process.terminate()
            raise


def _each(work: Callable[[Item], Result], items: Sequence[Item]) -> list[Result]:
    return [work(item) for item in items]


def _begin() -> None:
    keep_freed_memory()
    # The keyboard interrupts all processes of a terminal: the one that has the others ends them.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), lambda number, _frame: _end(128 + number))
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None  # noqa: S101
    wait([parent.sentinel])
    _end(1)


def _end(status: int) -> None:
    drop_parts()
    os._exit(status)
