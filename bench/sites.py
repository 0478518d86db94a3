"""What a folder of many pages costs: cold, unchanged, with ten pages changed, and its memory.

Every command is a process of its own, in turn with its peers, the best of several rounds: listing
the files with their status, reading and writing the same files, and BeautifulSoup. A tenth of the
pages has equations. Seconds are of the clock; run the comparison on an idle machine.

    python bench/sites.py [pages]
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from blog import pages, plain_pages

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS = 3
LIST = """
import os, sys
for folder, _, files in os.walk(sys.argv[1]):
    for file in files:
        os.stat(os.path.join(folder, file))
"""
COPY = """
import os, sys
from pathlib import Path
for file in Path(sys.argv[1]).rglob("*.html"):
    raw = file.read_bytes()
    part = file.with_suffix(".part")
    part.write_bytes(raw)
    part.replace(file)
"""
SOUP = """
import sys
from pathlib import Path
from bs4 import BeautifulSoup
for file in Path(sys.argv[1]).rglob("*.html"):
    file.write_bytes(BeautifulSoup(file.read_bytes(), "lxml").encode())
"""


def site(folder: Path, count: int) -> None:
    """Write a site of `count` pages, a hundred a folder."""
    with_math, without = pages(1), plain_pages(1)
    for number in range(count):
        corpus = with_math if number % 10 == 0 else without
        file = folder / f"{number // 100:04}" / f"{number % 100:02}.html"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(corpus[number // 10 % len(corpus)])


def run(*command: object) -> tuple[float, float]:
    """Run a command; return its seconds and the most memory it took, in MB."""
    # Installed packages have their bytecode, a checkout may not.
    environment = {
        name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"
    }
    start = time.monotonic()
    with subprocess.Popen(
        [sys.executable, *map(str, command)], stdout=subprocess.DEVNULL, env=environment
    ) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, command
    return time.monotonic() - start, used.ru_maxrss / 1024


def apply(root: Path, jobs: int, *words: str) -> tuple[float, float]:
    cache = root.with_name("cache")
    return run("-m", "mathfit", "apply", root, "--jobs", jobs, "--cache", cache, *words)


def best(*ways: Callable[[], float]) -> list[float]:
    """Return the least seconds of each way; the ways take turns."""
    rounds = [[way() for way in ways] for _ in range(ROUNDS)]
    return [min(times) for times in zip(*rounds, strict=True)]


def settle() -> None:
    # A file that has just been changed is not trusted, and no event tells that the clock went on.
    time.sleep(0.1)


def speed(folder: Path, count: int) -> None:
    original, root = folder / "original", folder / "site"
    site(original, count)
    size = sum(file.stat().st_size for file in original.rglob("*.html"))
    print(f"{count:,} pages, {size / 1e6:.0f} MB, a tenth with equations")

    def fresh() -> None:
        shutil.rmtree(root, ignore_errors=True)
        shutil.rmtree(folder / "cache", ignore_errors=True)
        shutil.copytree(original, root)
        settle()

    def cold(jobs: int) -> float:
        fresh()
        return apply(root, jobs)[0]

    def on_copy(code: str) -> float:
        fresh()
        return run("-c", code, root)[0]

    def ten_changed(jobs: int) -> float:
        for number in range(10):
            file = f"{number * 10 // 100:04}/{number * 10 % 100:02}.html"
            shutil.copyfile(original / file, root / file)
        settle()
        return apply(root, jobs)[0]

    run("-m", "mathfit", "--version")
    copying, one, two = best(lambda: on_copy(COPY), lambda: cold(1), lambda: cold(2))
    fresh()
    soup = run("-c", SOUP, root)[0]
    fresh()
    apply(root, 1)
    settle()
    listing, unchanged, ten, ten_in_two, nothing = best(
        lambda: run("-c", LIST, root)[0],
        lambda: apply(root, 1)[0],
        lambda: ten_changed(1),
        lambda: ten_changed(2),
        lambda: run("-m", "mathfit", "--version")[0],
    )
    print(f"{'':44}{'seconds':>9}")
    for name, seconds in (
        ("BeautifulSoup (lxml), read, parse and write", soup),
        ("read and write", copying),
        ("apply, cold, --jobs 1", one),
        ("apply, cold, --jobs 2", two),
        ("list with stat", listing),
        ("apply, unchanged", unchanged),
        ("apply, ten changed, --jobs 1", ten),
        ("apply, ten changed, --jobs 2", ten_in_two),
        ("mathfit --version", nothing),
    ):
        print(f"{name:44}{seconds:9.2f}")
    print(f"apply, cold: {one / copying:.2f} times reading and writing, {soup / one:.0f} times as")
    print(f"fast as BeautifulSoup; unchanged: {unchanged / listing:.2f} times listing with stat,")
    print(f"{(unchanged - nothing) / listing:.2f} times without the start of the process")


def memory(folder: Path, count: int) -> None:
    print(f"\n{'peak of memory, MB':24}{'cold':>8}{'unchanged':>12}{'--jobs 2':>10}")
    peaks = []
    for number in (count // 10, count):
        root = folder / f"of-{number}"
        original = folder / f"original-{number}"
        site(original, number)
        shutil.copytree(original, root)
        settle()
        cold = apply(root, 1)[1]
        settle()
        again = apply(root, 1)[1]
        shutil.rmtree(root)
        shutil.copytree(original, root)
        settle()
        peaks.append((cold, again, apply(root, 2)[1]))
        print(f"{number:<24,}{peaks[-1][0]:8.1f}{peaks[-1][1]:12.1f}{peaks[-1][2]:10.1f}")
    ratios = [large / small for small, large in zip(*peaks, strict=True)]
    print(f"{'':24}{ratios[0]:8.2f}{ratios[1]:12.2f}{ratios[2]:10.2f}")


if __name__ == "__main__":
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as folder:
        speed(Path(folder), count)
        memory(Path(folder), count)
