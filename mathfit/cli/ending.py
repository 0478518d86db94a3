"""End within a second, with one line and nothing half-written, when a signal says so."""

from __future__ import annotations

import os
import signal
import sys
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import FrameType

_PATIENCE = 0.7
"""Seconds in which everything that was begun may end in its own way."""
_WORDS = {"SIGINT": "interrupted", "SIGTERM": "terminated", "SIGHUP": "hung up"}


_begun: list[int] = []
"""The exit status, once a signal has come."""


def status() -> int | None:
    """Return the exit status of a command that a signal has ended; None where none has."""
    return _begun[0] if _begun else None


def listen() -> None:
    """Let signals that end a process raise SystemExit, with the status that a shell gives it."""
    own = os.getpid()

    def end(number: int, _frame: FrameType | None) -> None:
        if os.getpid() != own:
            os._exit(128 + number)  # a process that was forked and has no handler of its own yet
        _end(number)

    for name in _WORDS:
        number = getattr(signal, name, None)
        # Whoever starts a command in the background or with nohup has it ignore some of them.
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, end)


def _end(number: int) -> None:
    # A second signal would interrupt the cleaning up, which does not last.
    for name in _WORDS:
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    status = 128 + number
    _begun.append(status)
    with suppress(OSError):
        os.write(2, f"mathfit: {_WORDS[signal.Signals(number).name]}\n".encode())
    # What is still running complains of its end, which is what was wanted. Nothing is imported
    # here: a signal may come in the midst of the same import.
    if disable := getattr(sys.modules.get("logging"), "disable", None):
        disable()
    sys.unraisablehook = lambda _: None
    timer = threading.Timer(_PATIENCE, _end_hard, (status,))
    timer.daemon = True
    timer.start()
    raise SystemExit(status)


def _end_hard(status: int) -> None:
    from mathfit.site.files import drop_parts

    drop_parts()
    os._exit(status)
