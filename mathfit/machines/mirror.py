"""What is needed of a site at an address, in a folder of this process, for the time of a run.

Pages are there while a part of the work has them. What else a page asks for is brought when it is
asked for, once in a process, and stays until the run ends.
"""

from __future__ import annotations

import os
import shutil
import threading
from collections import OrderedDict
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from mathfit.errors import PageError
from mathfit.machines.store import Store, is_safe

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_RUNS = 4
"""Runs whose folders a process keeps: several may use the same worker."""


@dataclass(frozen=True, slots=True)
class Mirror:
    """A site at an address. It can be sent to another process, which then has a folder of its own.

    Every method may raise UsageError where a package for the address is missing.
    """

    source: str
    """The address of the site."""
    target: str
    """The address that is written to; the same for rewriting in place."""
    run: str = field(default_factory=lambda: os.urandom(8).hex())
    """What tells this run from others."""

    @property
    def root(self) -> Path:
        """The folder of this process."""
        return _here(self).folder

    @property
    def in_place(self) -> bool:
        """Tell whether pages are written where they are read."""
        return self.source == self.target

    @property
    def stores(self) -> tuple[Store, Store]:
        """The site, and what is written to."""
        here = _here(self)
        return here.source, here.target

    @contextmanager
    def pages(self, names: Sequence[str]) -> Iterator[dict[str, Exception]]:
        """Have pages in the folder while the block runs; yield what went wrong, by page."""
        here, root = _here(self), self.root
        failed: dict[str, Exception] = {}
        safe = [name for name in names if is_safe(name)]
        for name, content in here.source.read_all(safe).items():
            try:
                if isinstance(content, Exception):
                    raise content
                _place(root / name, content, anew=True)
            except Exception as error:  # noqa: BLE001  # told with the page
                failed[name] = error
        for name in set(names) - set(safe):
            failed[name] = OSError("has a name that no file can have")
        try:
            yield failed
        finally:
            with here.lock:
                for name in set(safe) - here.brought:
                    with suppress(OSError):
                        (root / name).unlink()

    def bring(self, name: str) -> None:
        """Have a file of the site in the folder, if there is such a file.

        Raises PageError where that cannot be told: the store does not answer.
        """
        here, file = _here(self), self.root / name
        if name in here.missing or not is_safe(name):
            return
        with here.lock:
            here.brought.add(name)
        with suppress(OSError):
            if file.exists():
                return
        try:
            content = here.source.read(name)
        except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
            here.missing.add(name)
            return
        except Exception as error:
            raise PageError(f"{name} cannot be read: {' '.join(str(error).split())}") from error
        with suppress(OSError):  # a folder has that name
            _place(file, content)

    def ensure(self, name: str, content: bytes) -> None:
        """Write a file of ours to the target unless it is there; once in a process."""
        here = _here(self)
        if name in here.ensured:
            return
        with suppress(FileNotFoundError):
            if here.target.read(name) == content:
                here.ensured.add(name)
                return
        here.target.write(name, content)
        here.ensured.add(name)


class _Here:
    """What this process has of one run."""

    def __init__(self, mirror: Mirror) -> None:
        # Costs every start of a verb otherwise.
        from multiprocessing.util import Finalize  # noqa: PLC0415

        self.folder = _folder(mirror.run) / str(os.getpid())
        self.folder.mkdir(mode=0o700, parents=True)
        # Where the processes end that have forked, nothing else would delete the folder.
        Finalize(None, _drop, (self.folder,), exitpriority=1)
        self.source = Store(mirror.source)
        self.target = self.source if mirror.in_place else Store(mirror.target)
        self.lock = threading.Lock()
        self.missing: set[str] = set()
        self.brought: set[str] = set()
        self.ensured: set[str] = set()
        self.process = os.getpid()


_runs: OrderedDict[str, _Here] = OrderedDict()
_lock = threading.Lock()


def _folder(run: str) -> Path:
    """Return where all processes of a machine have what they need for a run."""
    from tempfile import gettempdir  # noqa: PLC0415  # as above

    return Path(gettempdir()) / f"mathfit-{run}"


def _here(mirror: Mirror) -> _Here:
    with _lock:
        here = _runs.get(mirror.run)
        # A process that was forked has what the other had, in the other's folder.
        if here is None or here.process != os.getpid():
            here = _runs[mirror.run] = _Here(mirror)
            while len(_runs) > _RUNS:
                _drop(_runs.popitem(last=False)[1].folder)
        return here


def _drop(folder: Path) -> None:
    """Delete what one process has of a run, and what is around it when it is the last."""
    shutil.rmtree(folder, ignore_errors=True)
    with suppress(OSError):
        folder.parent.rmdir()


def forget(run: str) -> None:
    """Delete what this machine has of a run that has ended."""
    with _lock:
        _runs.pop(run, None)
    shutil.rmtree(_folder(run), ignore_errors=True)


def _place(file: Path, content: bytes, *, anew: bool = False) -> None:
    """Put a file into the folder, whole; one that is there stays unless `anew`."""
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f".mathfit-{os.urandom(16).hex()}.part")
    try:
        part.write_bytes(content)
        if anew:
            part.replace(file)
        else:
            with suppress(FileExistsError):
                os.link(part, file)
    finally:
        part.unlink(missing_ok=True)
