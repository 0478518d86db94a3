"""How much memory one large page takes, beside the parsers that people would use.

Each reader has a process of its own, which tells the peak that the system counted (`ru_maxrss`):
before the page is read and after it is written again.
"""

from __future__ import annotations

import resource
import subprocess
import sys
from typing import TYPE_CHECKING

from blog import pages

if TYPE_CHECKING:
    from collections.abc import Callable


def large_page() -> bytes:
    """Return a page of 150 posts."""
    post = pages(1)[0]
    start, end = post.index(b"<article"), post.index(b"</main>")
    return post[:start] + post[start:end] * 150 + post[end:]


def reader(name: str) -> Callable[[bytes], object]:
    """Return a function that reads and writes a page; everything it imports is there then."""
    import apply as bench

    from mathfit.page.apply import apply_page
    from mathfit.site.allocator import keep_freed_memory

    keep_freed_memory()
    readers: dict[str, Callable[[bytes], object]] = {
        "apply": lambda page: apply_page(page, bench.GUARDED),
        "apply, guard off": lambda page: apply_page(page, bench.UNGUARDED),
        "lxml, parse and write": bench.lxml,
        "BeautifulSoup (lxml), parse and write": bench.soup,
    }
    return readers[name]


def peak() -> int:
    """Return the most memory that this process ever had, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (
        1 if sys.platform == "darwin" else 1024
    )


def main(names: list[str]) -> None:
    page = large_page()
    if len(names) == 1:
        read = reader(names[0])
        read(pages(1)[0])
        before = peak()
        read(page)
        print(f"{names[0]:40}{(peak() - before) / len(page):8.1f}{peak() / 1e6:16.0f}")
        return
    print(f"\npeak of memory, a page of {len(page) / 1e6:.1f} MB")
    print(f"{'':40}{'x page':>8}{'process, MB':>16}", flush=True)
    for name in NAMES:
        subprocess.run([sys.executable, __file__, name], check=True)


NAMES = (
    "BeautifulSoup (lxml), parse and write",
    "lxml, parse and write",
    "apply",
    "apply, guard off",
)

if __name__ == "__main__":
    main(sys.argv[1:])
