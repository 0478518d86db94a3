"""How fast `apply` is, beside the parsers that people would use for it.

One process, one folder, one run: every reader parses each page and writes it again; `apply` finds
the equations, rewrites the page and proves the change with its guard. Times are of the processor,
the best of several rounds; ratios are the point.
"""

from __future__ import annotations

import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import bs4
from blog import pages, pages_without_formulas, plain_pages
from lxml import etree

from mathfit.apply import ApplyOptions, apply_page

if TYPE_CHECKING:
    from collections.abc import Callable

GUARDED = ApplyOptions(assets="")
UNGUARDED = ApplyOptions(assets="", guarded=False)
REHYPE = Path(__file__).with_name("rehype.mjs")


def best(work: Callable[[bytes], object], corpus: list[bytes], rounds: int = 5) -> float:
    """Return seconds of processor time for the whole corpus, the best of the rounds."""
    times = []
    for _ in range(rounds):
        start = time.process_time()
        for page in corpus:
            work(page)
        times.append(time.process_time() - start)
    return min(times)


def soup(page: bytes) -> bytes:
    return bs4.BeautifulSoup(page, "lxml").encode()


def lxml(page: bytes) -> bytes:
    tree = etree.fromstring(page, etree.HTMLParser())
    written: bytes = etree.tostring(tree, method="html", encoding="utf-8")
    return written


def rehype(corpus: list[bytes]) -> float | None:
    """Return the seconds that rehype says it took; None where it is not installed."""
    node = shutil.which("node")
    if node is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        for number, page in enumerate(corpus):
            (Path(folder) / f"{number}.html").write_bytes(page)
        done = subprocess.run(
            [node, str(REHYPE), folder], capture_output=True, text=True, check=False
        )
    return float(json.loads(done.stdout)["seconds"]) if done.returncode == 0 else None


def table(corpus: list[bytes]) -> None:
    size = sum(map(len, corpus))
    equations = sum(
        len(page.equations) for p in corpus if (page := apply_page(p, UNGUARDED).page) is not None
    )
    print(
        f"{len(corpus)} pages, {size / 1e6:.1f} MB, {equations} equations "
        f"({size / len(corpus) / 1e3:.0f} KB and {equations / len(corpus):.0f} equations a page)"
    )
    times = {
        "BeautifulSoup (lxml), parse and write": best(soup, corpus, rounds=2),
        "rehype, parse and write": rehype(corpus),
        "lxml, parse and write": best(lxml, corpus),
        "apply": best(lambda page: apply_page(page, GUARDED), corpus),
        "apply, guard off": best(lambda page: apply_page(page, UNGUARDED), corpus),
    }
    first = times["BeautifulSoup (lxml), parse and write"]
    assert first is not None
    print(f"{'':40}{'MB/s':>8}{'times BeautifulSoup':>22}")
    for name, seconds in times.items():
        if seconds is None:
            print(f"{name:40}{'not installed':>30}")
        else:
            print(f"{name:40}{size / seconds / 1e6:8.1f}{first / seconds:22.1f}")


def without_math() -> None:
    for name, corpus in (
        ("no engine, no formula", plain_pages()),
        ("an engine, no formula", pages_without_formulas()),
    ):
        with tempfile.TemporaryDirectory() as folder:
            files = []
            for number, page in enumerate(corpus):
                files.append(Path(folder) / f"{number}.html")
                files[-1].write_bytes(page)
            reading = best(lambda file: Path(file.decode()).read_bytes(), _names(files))
        applying = best(lambda page: apply_page(page, GUARDED), corpus)
        parsing = best(lxml, corpus)
        count = len(corpus)
        print(
            f"{name:40} reading {reading / count * 1e6:5.0f} us a page, "
            f"apply {applying / count * 1e6:5.0f} us more, lxml {parsing / count * 1e6:5.0f} us"
        )


def _names(files: list[Path]) -> list[bytes]:
    return [str(file).encode() for file in files]


def memory() -> None:
    """Tell how much memory one large page takes, in a process of its own."""
    post = pages(1)[0]
    start, end = post.index(b"<article"), post.index(b"</main>")
    page = post[:start] + post[start:end] * 150 + post[end:]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    apply_page(page, GUARDED)
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    grown = (after - before) * (1 if sys.platform == "darwin" else 1024)
    print(f"a page of {len(page) / 1e6:.1f} MB: {grown / len(page):.1f} times its size in memory")


if __name__ == "__main__":
    if sys.argv[1:] == ["memory"]:
        memory()
    else:
        table(pages())
        without_math()
        subprocess.run([sys.executable, __file__, "memory"], check=True)
