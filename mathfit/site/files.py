"""Read and write the files of a site, each whole or not at all."""

from __future__ import annotations

import os
import re
import shutil
import stat
import time
from bisect import bisect_left
from contextlib import contextmanager, suppress
from itertools import islice, takewhile
from typing import TYPE_CHECKING, TypeAlias

from mathfit.errors import MathfitError
from mathfit.site.mounts import keeps_order

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

# The first bytes of files that people rename by mistake: no page starts with them.
_NOT_HTML = (b"\x89PNG", b"%PDF-", b"PK\x03\x04", b"GIF8", b"\xff\xd8\xff", b"\x1f\x8b", b"\x7fELF")

# The name of a file that is being written. No other program makes such a name, so whatever has one
# when no run is at work was left by a run that was killed.
_PART = re.compile(r"\.mathfit-[0-9a-f]{32}\.part")
_PART_BEGINS = ".mathfit-"
Stamp: TypeAlias = str | None
"""A file's inode, size, and times of the last change of its content and of its status, in ns.

One string with spaces: a site has many, and numbers take more memory.
"""
_STEP = 50_000_000
"""Nanoseconds; the coarsest clock of a usual system has steps of 10 ms."""
_parts: set[Path] = set()
"""The files that this process is writing."""


LARGEST = 32 << 20
"""Bytes from which on a page is left alone: the trees of one take some thirty times its size."""


def read_page(file: Path) -> bytes:
    """Return a page's bytes.

    Raises OSError, or MathfitError for what is plainly no page and for a page that is too large.
    """
    if file.stat().st_size > LARGEST:
        raise MathfitError(
            f"left as it was: larger than {LARGEST >> 20} MB; --exclude leaves it out"
        )
    raw = file.read_bytes()
    if raw.startswith(_NOT_HTML):
        raise MathfitError("is not HTML")
    return raw


def stamp(file: Path | str) -> Stamp:
    """Return what changes when a file does; None for a file that cannot be looked at."""
    try:
        return stamp_of(os.stat(file))  # noqa: PTH116  # for speed
    except OSError:
        return None


def stamp_of(status: os.stat_result) -> Stamp:
    """Return what changes of a file's status when the file does."""
    return f"{status.st_ino} {status.st_size} {status.st_mtime_ns} {status.st_ctime_ns}"


def settled(seen: Stamp) -> Stamp:
    """Return a stamp that has just been taken; None for that of a file that has just been changed.

    The system's clock for files has coarse steps: another change within the same step would not
    be seen. Where the clock was set back a file may be of the future.
    """
    return seen if seen and time.time_ns() - int(seen.rpartition(" ")[2]) > _STEP else None


def write_file(
    file: Path,
    content: bytes | Iterable[bytes],
    like: Path | None = None,
    *,
    keep_time: bool = False,
) -> Stamp:
    """Write a file whole or not at all; after a power cut it is the new one or the old one.

    Permissions, owner and extended attributes are those of `like`, or those that the file had, as
    far as the user may set them; with `keep_time` so is the time of the last change. Return the
    stamp of the file, None where another has taken its place since. Raises OSError.
    """
    model = like if like is not None else file
    # A rename may reach the disk before the content does: the file would be empty then. Of a file
    # that is new nothing is lost: the next run makes it again.
    sync = file.exists() and not keeps_order(file.parent)
    with _replacing(file) as part:
        with part.open("xb") as stream:
            stream.writelines([content] if isinstance(content, bytes) else content)
            if sync:
                stream.flush()
                os.fsync(stream.fileno())
        if model.exists():
            _become_like(part, model, keep_time=keep_time)
        written = stamp(part)
    found = stamp(file)
    # The status changes with the name.
    return found if but_status(found) == but_status(written) else None


def but_status(seen: Stamp) -> str | None:
    """Return a stamp without the time of the last change of status."""
    return seen and seen.rpartition(" ")[0]


def copy_file(file: Path, copy: Path) -> None:
    """Copy a file with its time, whole or not at all. Raises OSError."""
    with _replacing(copy) as part:
        shutil.copyfile(file, part)
        _become_like(part, file, keep_time=True)


def copy_link(link: Path, copy: Path) -> None:
    """Make a symbolic link to what another leads to. Raises OSError."""
    with _replacing(copy) as part:
        part.symlink_to(link.readlink())


@contextmanager
def _replacing(file: Path) -> Iterator[Path]:
    """Yield the name of a file to be made, which then takes the place of `file`."""
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f".mathfit-{os.urandom(16).hex()}.part")
    _parts.add(part)
    try:
        yield part
        part.replace(file)
    except BaseException:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise
    finally:
        _parts.discard(part)


def _become_like(file: Path, model: Path, *, keep_time: bool) -> None:
    then, now = model.stat(), file.stat()
    if hasattr(os, "chown") and (then.st_uid, then.st_gid) != (now.st_uid, now.st_gid):
        # The owner first: the system takes some permissions away from a file that changes hands.
        for owner, group in ((then.st_uid, then.st_gid), (-1, then.st_gid)):
            with suppress(OSError):
                os.chown(file, owner, group)
                break
    shutil.copystat(model, file)
    if not keep_time:
        os.utime(file, ns=(now.st_atime_ns, now.st_mtime_ns))


def hard_links(file: Path) -> int:
    """Return how many names a file has in the file system; 1 for one that cannot be looked at."""
    try:
        status = file.stat()
    except OSError:
        return 1
    return status.st_nlink if stat.S_ISREG(status.st_mode) else 1


def is_part(name: str) -> bool:
    """Tell whether a file's name is one that only a file that is being written has."""
    return _PART.fullmatch(name) is not None


def parts_among(names: Sequence[str]) -> list[str]:
    """Return those of some sorted names that only a file that is being written has."""
    first = bisect_left(names, _PART_BEGINS)
    begun = takewhile(lambda name: name.startswith(_PART_BEGINS), islice(names, first, None))
    return [name for name in begun if is_part(name)]


def drop_parts() -> None:
    """Delete the files that this process is writing: the process is about to end."""
    for part in list(_parts):
        with suppress(OSError):
            part.unlink(missing_ok=True)


def ensure(file: Path, content: bytes) -> None:
    """Write a file unless it is there."""
    try:
        if file.read_bytes() == content:
            return
    except OSError:
        pass
    write_file(file, content)
