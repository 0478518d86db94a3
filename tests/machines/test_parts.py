"""Work in parts on an executor whose workers get lost."""

from __future__ import annotations

import os
import signal
from collections import Counter
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from mathfit.errors import MathfitError, UsageError
from mathfit.machines.parts import in_parts, part_size, workers_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence


class Losing(Executor):
    """Works in this thread when a result is asked for; loses parts as it is told."""

    workers = 2

    def __init__(self, loses: Callable[[Sequence[int], int], bool]) -> None:
        self.loses = loses
        self.tried: Counter[tuple[int, ...]] = Counter()
        self.most = 0
        self.waiting: set[Future[Any]] = set()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **_: Any) -> Future[Any]:
        items = args[1]
        self.tried[tuple(items)] += 1
        future: Future[Any] = Future()
        if self.loses(items, self.tried[tuple(items)]):
            future.set_exception(ConnectionError("the worker is gone"))
        else:
            future.set_result(fn(*args))
        return future


def doubled(items: Sequence[int]) -> list[Any]:
    return [2 * item for item in items]


def lost(item: int, why: str) -> list[Any]:
    return [f"{item}: {why}"]


def flat(parts: Iterator[list[Any]]) -> list[Any]:
    return [one for part in parts for one in part]


def test_a_part_that_is_lost_is_tried_again() -> None:
    executor = Losing(lambda items, attempt: 5 in items and attempt == 1)
    assert flat(in_parts(executor, doubled, range(40), 8, lost)) == doubled(range(40))
    assert executor.tried[tuple(range(8))] == 2
    assert set(executor.tried.values()) == {1, 2}


def test_a_page_that_ends_every_worker_is_found_and_the_others_go_on() -> None:
    executor = Losing(lambda items, _: 5 in items or 21 in items)
    found = flat(in_parts(executor, doubled, range(40), 8, lost))
    why = "its worker was lost 2 times with this page alone (ConnectionError: the worker is gone)"
    assert found == [f"{item}: {why}" if item in {5, 21} else 2 * item for item in range(40)]


def test_order_is_that_of_the_pages_and_what_is_handed_out_is_bounded() -> None:
    taken: list[int] = []

    def items() -> Iterator[int]:
        for item in range(10_000):
            taken.append(item)
            yield item

    with ThreadPoolExecutor(3) as executor:
        results = in_parts(executor, doubled, items(), 10, lost)
        assert next(results) == doubled(range(10))
        assert len(taken) <= 10 * 8 * 2 * 3
        assert flat(results) == doubled(range(10, 10_000))


def refuse(items: Sequence[int]) -> list[int]:
    raise UsageError(f"no {items[0]}")


def test_what_the_work_says_to_a_person_ends_it_without_another_try() -> None:
    executor = Losing(lambda *_: False)
    with pytest.raises(UsageError, match=r"^no 0$"):
        list(in_parts(executor, refuse, range(100), 10, lost))
    assert set(executor.tried.values()) == {1}


def test_where_no_part_is_ever_done_no_page_is_the_cause() -> None:
    executor = Losing(lambda *_: True)
    with pytest.raises(MathfitError, match=r"^no worker can do the work: ConnectionError: the wor"):
        list(in_parts(executor, doubled, range(10_000), 10, lost))
    assert sum(executor.tried.values()) < 50


def end_the_process(items: Sequence[int]) -> list[int]:
    if 7 in items:
        os.kill(os.getpid(), signal.SIGKILL)
    return doubled(items)


def test_an_executor_that_ends_with_its_worker_is_told_in_one_line() -> None:
    with ProcessPoolExecutor(2) as executor:
        with pytest.raises(
            MathfitError, match=r"^the executor takes no more work .*next run"
        ) as told:
            list(in_parts(executor, end_the_process, range(20), 5, lost))
        assert "\n" not in str(told.value)


def test_no_worker_is_idle_for_want_of_parts() -> None:
    with ThreadPoolExecutor(5) as executor:
        assert workers_of(executor) == 5
        assert [part_size(executor, count, 64) for count in (1, 40, 100_000)] == [1, 2, 64]
        assert part_size(executor, 40, 64, per_worker=1) == 8
