"""What a site of many pages takes on several machines, and what strains first.

Measured: the processor's time of `apply` for each page, on this machine and as the worker of a Dask
cluster; the time that a part costs the scheduler; the listing of a folder. Simulated, with workers
that answer at once: the memory of the command and the time it needs for each page, up to 500,000
pages.

    python bench/machines.py [pages] [pages to be measured]
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).parents[1]
ARXIV = 2_000_000
PAGE_KB = 37

# The command's own part of the work: hands out pages, takes results, keeps those it tells of.
SIMULATED = """
import json, os, pickle, resource, sys, time
from concurrent.futures import Executor, Future
from pathlib import Path
from mathfit.page.find import Engine
from mathfit.site.jobs import PageJob, PageResult
from mathfit.site.walk import Site
from mathfit.site.ways import Ways, run

class AtOnce(Executor):
    workers = 64
    def submit(self, fn, /, *args, **_):
        future = Future()
        future.set_result(pickle.loads(pickle.dumps(fn(*args))))
        return future

class Stub(PageJob):
    def __call__(self, page):
        engines = (Engine("mathjax", "3"),)
        return PageResult(page, True, 20, engines, was=os.urandom(68))
    def work(self, page, raw): ...
    def failed(self, page, message): ...

count = int(sys.argv[1])
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
names = tuple(f"{n // 5000:04}/{n % 5000:04}.html" for n in range(count))
stamps = tuple(f"{n} 37000 {n}000000000000000 {n}000000000000001" for n in range(count))
site = Site(Path("/"), names, stamps=stamps)
listed = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
begun = time.process_time()
kept = list(run(Stub(Path("/"), None, False), names, Ways(site, executor=AtOnce())))
seconds = time.process_time() - begun
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps([(listed - before) / 1024, (peak - before) / 1024, seconds]))
"""


def usage(*command: object) -> tuple[float, float]:
    """Run a command; return the seconds of the clock, and of the processor with all it starts."""
    before, start = os.times(), time.monotonic()
    subprocess.run(
        [sys.executable, *map(str, command)], check=True, stdout=subprocess.DEVNULL, cwd=ROOT
    )
    seconds, after = time.monotonic() - start, os.times()
    children = after.children_user - before.children_user
    return seconds, children + after.children_system - before.children_system


def simulate() -> None:
    print("\nthe command, with workers that answer at once; every page has equations")
    print(f"{'pages':>12}{'names, MB':>12}{'peak, MB':>12}{'seconds':>10}")
    for count in (10_000, 100_000, 500_000):
        done = subprocess.run(
            [sys.executable, "-c", SIMULATED, str(count)],
            check=True,
            capture_output=True,
            text=True,
            cwd=ROOT,
        )
        names, peak, seconds = json.loads(done.stdout)
        print(f"{count:12,}{names:12.0f}{peak:12.0f}{seconds:10.1f}")


def of_workers(_: Any = None) -> float:
    """Return the processor's seconds of this process so far."""
    return time.process_time()


def nothing(items: Sequence[int]) -> list[int]:
    return list(items)


def cluster(folder: Path, pages: int) -> None:
    from distributed import LocalCluster
    from sites import site

    from mathfit.machines.cluster import connect
    from mathfit.machines.parts import in_parts
    from mathfit.page.apply import ApplyOptions
    from mathfit.site.apply import apply_site
    from mathfit.site.walk import open_site

    original, root = folder / "original", folder / "site"
    site(original, pages)
    shutil.copytree(original, root)
    cache = folder / "cache"
    seconds, processor = usage("-m", "mathfit", "apply", root, "--jobs", 2, "--cache", cache, "-q")
    print(f"{pages:,} pages of {PAGE_KB} KB, a tenth with equations, on 2 processors")
    print(f"apply --jobs 2: {seconds:.1f} s, {1000 * processor / pages:.2f} ms of a processor each")
    shutil.rmtree(root)
    shutil.copytree(original, root)
    with (
        LocalCluster(  # type: ignore[no-untyped-call]
            2, threads_per_worker=1, dashboard_address=None, silence_logs=50
        ) as started,
        connect(started.scheduler_address) as workers,
    ):
        before = sum(workers.everywhere(of_workers).values())
        own, begun = time.process_time(), time.monotonic()
        options = ApplyOptions(assets="")
        for _ in apply_site(open_site(root), options, jobs=1, write=True, executor=workers):
            pass
        seconds = time.monotonic() - begun
        processor = sum(workers.everywhere(of_workers).values()) - before
        own = time.process_time() - own
        print(
            f"on a Dask cluster of 2 workers: {seconds:.1f} s, {1000 * processor / pages:.2f} ms "
            "of a worker's processor each; the scheduler and the command together "
            f"{1000 * own / pages:.3f} ms"
        )
        parts = 5_000
        own = time.process_time()
        for _ in in_parts(workers, nothing, range(parts * 64), 64, lambda *_: []):
            pass
        own = 1000 * (time.process_time() - own) / parts
        print(
            f"{parts:,} parts of 64 pages that do nothing: {own:.2f} ms for each part, of the "
            f"scheduler and the command; {ARXIV:,} pages are {ARXIV // 64:,} parts"
        )


def listing(folder: Path, pages: int) -> None:
    from mathfit.site.walk import open_site

    begun = time.process_time()
    open_site(folder / "original", stamped=True)
    each = (time.process_time() - begun) / pages
    print(
        f"listing a folder: {1e6 * each:.0f} µs for each page, {ARXIV * each:.0f} s for {ARXIV:,}"
    )


def long_pages() -> None:
    """Rewrite pages as long as a paper's, with everything typeset when they were built."""
    from blog import pages as with_math

    from mathfit.page.apply import ApplyOptions, apply_page
    from mathfit.site.allocator import keep_freed_memory

    keep_freed_memory()
    typeset = next(one for one in with_math(1) if b"<math" in one and b"mathjax" not in one.lower())
    article = typeset[typeset.index(b"<article") : typeset.index(b"</article>") + 10]
    page = typeset.replace(article, 8 * article, 1)
    begun = time.process_time()
    applied = apply_page(page, ApplyOptions(assets=""))
    each = time.process_time() - begun
    equations = len(applied.page.equations) if applied.page else 0
    print(f"a page of {len(page) // 1000} KB with {equations} equations, typeset: {each:.3f} s")
    print(f"{ARXIV:,} such pages: {ARXIV * each / 3600:.0f} hours of a processor")


def browsers(folder: Path, pages: int) -> None:
    """Measure some pages, with the engine from npm."""
    from blog import pages as with_math

    root = folder / "measured"
    root.mkdir()
    few, many = 10, 10 + pages
    spent = []
    for count in (few, many):
        for number in range(count):
            (root / f"{number:04}.html").write_bytes(
                with_math(1 + count // 5)[number] + b"<!-- %d -->" % number
            )
        words = [
            "--measure",
            "--no-cache",
            "--packages",
            ROOT / "node_modules",
            "--jobs",
            1,
            "-q",
            "--timeout",
            200,
        ]
        spent.append(usage("-m", "mathfit", "apply", root, *words))
        shutil.rmtree(root)
        root.mkdir()
    each = (spent[1][1] - spent[0][1]) / pages
    print(f"--measure: {each:.2f} s of a processor for each page with equations")
    print(f"{ARXIV:,} such pages: {ARXIV * each / 3600:.0f} hours of a processor")


if __name__ == "__main__":
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as name:
        cluster(Path(name), count)
        listing(Path(name), count)
        browsers(Path(name), int(sys.argv[2]) if len(sys.argv) > 2 else 20)
    long_pages()
    simulate()
