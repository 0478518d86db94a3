"""Write lines to standard output and standard error; what cannot be written is no traceback.

The plugins of generators listen instead: the same lines go to the generator's own log.
"""

from __future__ import annotations

import errno
import json
import os
import sys
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import click

from mathfit.errors import MathfitError
from mathfit.terminal import printable, printable_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CLOSED = 141
"""The exit status of a command whose output nobody reads any more, as a shell has it."""

Kind: TypeAlias = Literal["result", "note", "problem"]
"""A `result` is for standard output, the others are for standard error; a `problem` is something
that could not be done or that a person has to change."""

_listener: ContextVar[Callable[[Kind, str], None] | None] = ContextVar("listener", default=None)


class OutputError(MathfitError):
    """Standard output cannot be written."""


@contextmanager
def heard_by(listener: Callable[[Kind, str], None]) -> Iterator[None]:
    """Give the lines of `say` and `tell` to a function in the block, instead of writing them."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


def is_heard() -> bool:
    """Tell whether somebody listens: then nothing may be drawn on the terminal."""
    return _listener.get() is not None


def say(line: str) -> None:
    """Write one line to standard output. Raises OutputError."""
    if listener := _listener.get():
        listener("result", printable(line))
    else:
        write_out(printable(line) + "\n")


def say_json(data: Any) -> None:
    """Write JSON to standard output. Raises OutputError."""
    write_out(printable_json(json.dumps(data, ensure_ascii=False, indent=2)) + "\n")


def tell(line: str, *, problem: bool = False) -> None:
    """Write one line to standard error, if that can be written.

    Those who listen learn whether the line tells of a `problem`.
    """
    if listener := _listener.get():
        listener("problem" if problem else "note", printable(line))
        return
    color = False if os.environ.get("NO_COLOR") else None
    with suppress(OSError):
        click.echo(printable(line), err=True, color=color)
        sys.stderr.flush()


def write_out(text: str | bytes) -> None:
    """Write text as it is to standard output. Raises OutputError; SystemExit where that is closed.

    A reader that has seen enough, as `head`, closes it.
    """
    try:
        click.echo(text, nl=False)
        sys.stdout.flush()
    except OSError as error:
        give_up_output()
        if error.errno == errno.EPIPE:
            raise SystemExit(CLOSED) from None
        why = error.strerror or error
        raise OutputError(f"standard output cannot be read or written: {why}") from None


def give_up_output() -> None:
    """Let what is still to be written to standard output go nowhere, or Python fails at its end."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
