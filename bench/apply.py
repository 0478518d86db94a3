"""How fast `apply` is, beside the parsers that people would use for it.

One process, one folder, one run: every reader parses each page and writes it again; `apply` finds
the equations, rewrites the page and proves the change with its guard. Times are of the processor,
the best of several rounds; ratios are the point. Then the same for other kinds of pages, and the
peak of memory.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import bs4
from blog import EXAMPLES, pages, pages_without_formulas, plain_pages
from lxml import etree

from mathfit.page.apply import ApplyOptions, apply_page
from mathfit.site.allocator import keep_freed_memory

if TYPE_CHECKING:
    from collections.abc import Callable

GUARDED = ApplyOptions(assets="")
UNGUARDED = ApplyOptions(assets="", guarded=False)
REHYPE = Path(__file__).with_name("rehype.mjs")
GENERATED = Path(__file__).parents[1] / "tests" / "generators" / "build"


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


def equations(page: bytes) -> int:
    """Return how many equations `apply` finds."""
    found = apply_page(page, UNGUARDED).page
    return len(found.equations) if found is not None else 0


def table(corpus: list[bytes]) -> None:
    size = sum(map(len, corpus))
    count = sum(map(equations, corpus))
    print(
        f"{len(corpus)} pages, {size / 1e6:.1f} MB, {count} equations "
        f"({size / len(corpus) / 1e3:.0f} KB and {count / len(corpus):.0f} equations a page)"
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


def mixes() -> dict[str, list[bytes]]:
    """Return other kinds of pages, by name: what each page costs, however short, shows there."""
    found = {
        "the example posts as they are": sorted((EXAMPLES / "posts").glob("*.html")),
        **{
            folder.parent.name: sorted(folder.rglob("*.html"))
            for folder in sorted(GENERATED.glob("*/site"))
            if not folder.parent.name.startswith("pipeline-")
        },
    }
    corpora = {name: [file.read_bytes() for file in files] for name, files in found.items()}
    return {
        name: with_equations
        for name, corpus in corpora.items()
        if (with_equations := [page for page in corpus if equations(page)])
    }


def other_pages() -> None:
    print(f"\n{'other pages':32}{'KB':>6}{'equations':>11}   apply is … times as fast as")
    print(
        f"{'':32}{'a page':>6}{'a page':>11}{'BeautifulSoup':>17}{'lxml':>7}{'lxml, no guard':>17}"
    )
    for name, corpus in mixes().items():
        first, second = best(soup, corpus, rounds=2), best(lxml, corpus)
        guarded = best(lambda page: apply_page(page, GUARDED), corpus)
        unguarded = best(lambda page: apply_page(page, UNGUARDED), corpus)
        count = sum(map(equations, corpus)) / len(corpus)
        print(
            f"{name:32}{sum(map(len, corpus)) / len(corpus) / 1e3:6.0f}{count:11.0f}"
            f"{first / guarded:17.1f}{second / guarded:7.2f}{second / unguarded:17.2f}"
        )
    if not GENERATED.is_dir():
        print("(the site generators' own pages: after `make generators`)")


if __name__ == "__main__":
    keep_freed_memory()  # as the commands do; it is the same for every parser here
    table(pages())
    without_math()
    other_pages()
    subprocess.run([sys.executable, str(Path(__file__).with_name("memory.py"))], check=True)
