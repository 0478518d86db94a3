"""Work in parts on any `concurrent.futures` executor, also where workers get lost.

A part is a list of pages. One that is lost with its worker is tried again, then cut in halves: so a
page that ends every worker is found, and costs nobody else anything but time.
"""

from __future__ import annotations

from collections import deque
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, wait
from itertools import islice
from typing import TYPE_CHECKING, Generic, TypeVar

from mathfit.errors import MathfitError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from concurrent.futures import Executor, Future

Item = TypeVar("Item")
Result = TypeVar("Result")

_TRIES = 2
"""How often a part is tried before it is cut in halves, and a single item before it is given up."""
_PER_WORKER = 2
"""Parts that are handed out for each worker: one to work on, and the next."""
_AHEAD = 8
"""Parts for each that is handed out that may be done, and wait for one before them."""
_PARTS_PER_WORKER = 4
"""Parts into which the work is cut at least, so that no worker is idle at the end."""
_HOPELESS = 8
"""Losses for each worker, without one part that was done, after which no page is the cause."""
_SILENCE = 60.0
"""Seconds without a result after which an executor is asked what it has lost."""
_WORKERS = 16
"""Workers of an executor that does not tell how many it has."""


class _Failed:
    """The end of all the work: what the work itself raised, on the worker."""

    def __init__(self, message: str, kind: type[MathfitError]) -> None:
        self.message = message
        self.kind = kind


class _Part(Generic[Item, Result]):
    """Some items, in the place that their results have."""

    def __init__(self, items: Sequence[Item]) -> None:
        self.items = items
        self.tries = 0
        self.future: Future[Result | _Failed] | None = None
        self.result: list[Result] = []
        """Its result, once that is known."""


def workers_of(executor: Executor) -> int:
    """Return how many parts an executor works on at the same time, as far as that is known."""
    for name in ("workers", "_max_workers"):
        if isinstance(count := getattr(executor, name, None), int):
            return max(1, count)
    return _WORKERS


def part_size(
    executor: Executor, items: int, most: int, *, per_worker: int = _PARTS_PER_WORKER
) -> int:
    """Return how many items a part has: `most`, or fewer where workers would be idle.

    `per_worker` is how many parts each worker is to get at least: one where to begin a part costs
    much.
    """
    return max(1, min(most, -(-items // (per_worker * workers_of(executor)))))


def in_parts(
    executor: Executor,
    work: Callable[[Sequence[Item]], Result],
    items: Iterable[Item],
    size: int,
    lost: Callable[[Item, str], Result],
) -> Iterator[Result]:
    """Yield what `work` returns for each part, in the order of the items.

    A part has at most `size` items. `lost` makes the result of an item that was lost with its
    worker whenever it was tried, out of the reason. All of them have to be such as can be pickled,
    if the executor needs that. What the work raises itself as MathfitError is raised here; so is
    MathfitError where the executor takes no more work. The number of parts that are handed out, and
    of results that wait for their turn, is bounded.
    """
    spread = _Spread(executor, work, lost)
    try:
        yield from spread.results(_chunks(items, size))
    finally:
        spread.stop()


class _Spread(Generic[Item, Result]):
    """Parts on an executor."""

    def __init__(
        self,
        executor: Executor,
        work: Callable[[Sequence[Item]], Result],
        lost: Callable[[Item, str], Result],
    ) -> None:
        self._executor = executor
        self._work = work
        self._lost = lost
        self._parts: deque[_Part[Item, Result]] = deque()
        self._out: set[Future[Result | _Failed]] = set()
        self._losses_before_success: int | None = 0

    def results(self, chunks: Iterator[list[Item]]) -> Iterator[Result]:
        """Hand out the chunks as parts, and yield the results in their order."""
        while True:
            # Asked again each time: a cluster may have grown.
            most = _PER_WORKER * workers_of(self._executor)
            while len(self._out) < most and len(self._parts) < _AHEAD * most:
                chunk = next(chunks, None)
                if chunk is None:
                    break
                part: _Part[Item, Result] = _Part(chunk)
                self._parts.append(part)
                self._hand_out(part)
            if not self._parts:
                return
            if self._out:
                done, _ = wait(self._out, _SILENCE, return_when=FIRST_COMPLETED)
                if not done and (look := getattr(self._executor, "give_up_lost", None)):
                    look()
                for part in [one for one in self._parts if one.future in done]:
                    self._settle(part)
            while self._parts and self._parts[0].result:
                yield self._parts.popleft().result[0]

    def stop(self) -> None:
        """Take back what nobody waits for any more."""
        for future in self._out:
            future.cancel()

    def _hand_out(self, part: _Part[Item, Result]) -> None:
        try:
            part.future = self._executor.submit(_attempt, self._work, part.items)
        except (BrokenExecutor, RuntimeError) as error:
            raise MathfitError(
                f"the executor takes no more work ({_told(error)}); every page is whole, and the "
                "next run goes on"
            ) from None
        self._out.add(part.future)

    def _settle(self, part: _Part[Item, Result]) -> None:
        future, part.future = part.future, None
        assert future is not None  # noqa: S101
        self._out.remove(future)
        try:
            result = future.result()
        # What the work itself raises comes as a result: this is what became of the worker, or a
        # mistake in mathfit, of which a page is found to be the cause in the same way.
        except Exception as error:  # noqa: BLE001
            self._try_again(part, error)
            return
        if isinstance(result, _Failed):
            raise result.kind(result.message)
        part.result = [result]
        self._losses_before_success = None

    def _try_again(self, part: _Part[Item, Result], error: Exception) -> None:
        part.tries += 1
        if self._losses_before_success is not None:
            self._losses_before_success += 1
            if self._losses_before_success > _HOPELESS * workers_of(self._executor):
                raise MathfitError(f"no worker can do the work: {_told(error)}")
        if part.tries < _TRIES:
            self._hand_out(part)
        elif len(part.items) == 1:
            why = f"its worker was lost {part.tries} times with this page alone ({_told(error)})"
            part.result = [self._lost(part.items[0], why)]
        else:
            middle = len(part.items) // 2
            halves = [_Part[Item, Result](part.items[:middle]), _Part(part.items[middle:])]
            place = self._parts.index(part)
            del self._parts[place]
            for half in reversed(halves):
                self._parts.insert(place, half)
            for half in halves:
                self._hand_out(half)


def _chunks(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    iterator = iter(items)
    while chunk := list(islice(iterator, size)):
        yield chunk


def _attempt(work: Callable[[Sequence[Item]], Result], items: Sequence[Item]) -> Result | _Failed:
    """Do the work; runs on the worker. A message for a person ends all the work."""
    try:
        return work(items)
    except MathfitError as error:
        return _Failed(str(error), type(error))


def _told(error: Exception) -> str:
    """Return an executor's error in one line."""
    words = " ".join(str(error).split())
    return f"{type(error).__name__}: {words}" if words else type(error).__name__
