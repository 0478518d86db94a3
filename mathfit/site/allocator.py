"""Have the C library keep the memory that parsers give back.

A parser takes many small blocks for a page and frees them all. glibc then returns the top of its
heap to the system, and the next page pays for each of its memory pages again: a fifth of the time
of `apply`. Kept, that memory serves the next page; the peak is the same.
"""

from __future__ import annotations

import sys
from functools import lru_cache

# From glibc's malloc.h: the parameters' numbers.
_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3
_KEPT = 64 << 20
_OWN_MAPPING = 1 << 20
"""Bytes from which on a block gets a mapping of its own, which is returned when it is freed."""


@lru_cache(maxsize=1)
def keep_freed_memory() -> bool:
    """Ask for it, once in a process; tell whether the C library understood."""
    if not sys.platform.startswith("linux"):
        return False
    import ctypes  # noqa: PLC0415  # a run that has no page to read does without

    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError):
        return False  # another C library, which has ways of its own
    return bool(mallopt(_TRIM_THRESHOLD, _KEPT)) and bool(mallopt(_MMAP_THRESHOLD, _OWN_MAPPING))
