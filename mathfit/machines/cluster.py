"""An existing Dask cluster as an executor."""

from __future__ import annotations

import hashlib
import logging
import pickle
from concurrent.futures import Executor
from contextlib import contextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING, Any

from mathfit.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Future
    from pathlib import Path

    from mathfit.machines.mirror import Mirror

_PATIENCE = 15
"""Seconds to wait for the scheduler, and for each answer of a worker."""


class Cluster(Executor):
    """The workers of a Dask scheduler; pages are worked on by all of them."""

    def __init__(self, client: Any, address: str) -> None:
        self._client = client
        self._address = address
        self._executor = client.get_executor(pure=False)
        self._workers = 1

    @property
    def workers(self) -> int:
        """How many tasks the workers have at the same time."""
        with suppress(Exception):  # the scheduler is gone: whoever hands out work is told
            self._workers = max(1, sum(self._client.nthreads().values()))
        return self._workers

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Have a worker call a function. Raises RuntimeError where the scheduler is gone."""
        if self._client.status not in {"running", "connecting"}:
            raise RuntimeError(f"the scheduler at {self._address} is gone")
        call = pickle.dumps(_Call(partial(fn, *args, **kwargs)))
        future: Future[Any] = self._executor.submit(pickle.loads, call)
        return future

    def give_up_lost(self) -> None:
        """Cancel what the scheduler has as failed, or has not, while its client still waits for it.

        Seen where several workers are lost at once: the client is not told of the failure.
        """
        waiting = {
            one.key: one
            for one in set(self._executor._futures)  # noqa: SLF001
            if one.status == "pending"
        }
        with suppress(Exception):  # the scheduler is gone: whoever hands out work is told
            ask = self._client.scheduler.get_task_status
            for key, state in self._client.sync(ask, keys=list(waiting)).items():
                if state in {"erred", None}:
                    waiting[key].cancel()

    def everywhere(self, function: Callable[..., Any], *args: Any) -> dict[str, Any]:
        """Return what a function returns on each worker, by address; an exception where it fails.

        Raises UsageError where there is no worker.
        """
        found: dict[str, Any] = self._client.run(function, *args, on_error="return")
        if not found:
            raise UsageError(f"the scheduler at {self._address} has no worker")
        return found

    def check_code(self, code: Callable[[], str]) -> None:
        """See to it that `code`, a digest of mathfit, gives the same on all workers as here.

        Raises UsageError for the first where it does not.
        """
        wanted = code()
        for worker, found in sorted(self.everywhere(code).items()):
            if found != wanted:
                why = f" ({found})" if isinstance(found, Exception) else ""
                raise UsageError(
                    f"the worker {worker} has another mathfit than this machine{why}: install the "
                    "same there"
                )

    def check_folder(self, folder: Path, marker: Path) -> None:
        """See to it that a folder is the same on all workers as here: a file in it is as it is.

        Raises UsageError for the first where it is not.
        """
        wanted = _look(marker)
        for worker, found in sorted(self.everywhere(_look, marker).items()):
            if found != wanted:
                raise UsageError(
                    f"the worker {worker} does not see the same {folder} as this machine: it has "
                    "to be a folder that all share, at the same path; or name an address"
                )

    def check_address(self, mirror: Mirror, name: str) -> None:
        """See to it that all workers see the file of that name at an address as this machine does.

        Raises UsageError for the first that does not.
        """
        source = mirror.stores[0]
        if source.in_this_process or mirror.stores[1].in_this_process:
            raise UsageError(f"no other process sees {mirror.source} and {mirror.target}")
        wanted = _look_there(mirror, name)
        for worker, found in sorted(self.everywhere(_look_there, mirror, name).items()):
            if found != wanted:
                why = found if isinstance(found, Exception) else "another file is there"
                raise UsageError(
                    f"the worker {worker} does not see {mirror.source} as this machine does: {why}"
                )


class _Call:
    """A call that is made where its pickle is read.

    The scheduler reads the functions of all tasks, and would need mathfit for that. So a task is
    to read some bytes, by a function that every Python has, and the worker that does so makes the
    call.
    """

    def __init__(self, call: partial[Any]) -> None:
        self._call = call

    def __reduce__(self) -> tuple[partial[Any], tuple[()]]:
        return self._call, ()


@contextmanager
def connect(address: str) -> Iterator[Cluster]:
    """Use the cluster of a scheduler while the block runs.

    Raises UsageError where the package is missing or the scheduler does not answer.
    """
    try:
        from distributed import Client  # noqa: PLC0415  # an extra
    except ImportError:
        raise UsageError("--scheduler needs a package more: pip install 'mathfit[dask]'") from None
    # What becomes of the connection is told in a line of our own.
    logging.getLogger("distributed.client").setLevel(logging.CRITICAL)
    try:
        client: Any = Client(  # type: ignore[no-untyped-call]
            address, timeout=_PATIENCE, set_as_default=False
        )
    except (OSError, ValueError, ImportError, TypeError) as error:
        why = " ".join(str(error).split())
        raise UsageError(f"no scheduler answers at {address}: {why}") from None
    try:
        yield Cluster(client, address)
    finally:
        with suppress(Exception):
            client.close(timeout=_PATIENCE)


def _look_there(mirror: Mirror, name: str) -> str:
    return mirror.stores[0].kept(name)[0]


def _look(file: Path) -> str:
    """Return a digest of a file's path and content; of the path alone where it is not there."""
    whole = hashlib.sha256(str(file).encode("utf-8", "surrogateescape"))
    with suppress(OSError):
        whole.update(file.read_bytes())
    return whole.hexdigest()
