"""Runs that are killed (SIGKILL) at random moments, and disks that are full: nothing is lost.

A site of 500 pages. After each kill every file has to be the original or the finished one, and
after the next run all of them are finished, with no file beside them. Every second kill comes while
pages are written, the others at any moment of the run. `measure` has equations on a fifth of the
pages, for to open all pages takes minutes, and keeps what it has measured: each run but the first
rewrites all of these pages, and every tenth opens some of them in the browser. `full` and
`full-measure` fill a file system of a few hundred KB, in name spaces of its own (`unshare`): a
write that fails leaves the page as it was, and the next run with more room is right.

    python bench/kills.py apply|remove|measure|full|full-measure [times] [seed]
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ROOT = Path(__file__).parents[1]
CHANCE = random.Random()  # which moments, not which secrets
PAGES = 500
OPENED = 4
"""Pages that `measure` opens in the browser in every tenth run."""
MEASURE = ["--measure", "--packages", str(ROOT / "node_modules")]
KATEX = "https://cdn.jsdelivr.net/npm/katex@0.16/dist/"
PAGE = """<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>%(n)d</title>
<link rel="stylesheet" href="%(katex)skatex.min.css">
<script src="%(katex)skatex.min.js" defer></script>
<script src="%(katex)scontrib/auto-render.min.js" defer
 onload="renderMathInElement(document.body)"></script></head>
<body><p>Page %(n)d. %(words)s</p><p>%(math)s</p></body></html>
"""


class Site:
    """A site, the original of it and what a run that nobody kills makes of it."""

    def __init__(self, folder: Path, verb: Sequence[str]) -> None:
        self.folder, self.verb = folder, verb
        self.root, self.cache = folder / "site", folder / "cache"
        self.original, self.finished = folder / "original", folder / "finished"

    def write(self, pages: int, words: int, math_on: Callable[[int], bool]) -> None:
        """Write the original, and finish a copy of it."""
        for number in range(pages):
            file = self.original / f"{number % 7}" / f"{number:03}.html"
            file.parent.mkdir(parents=True, exist_ok=True)
            math = f"$$x_{{{number}}} = \\sum_{{k=1}}^{{n}} a_k$$" if math_on(number) else ""
            known = {"n": number, "katex": KATEX, "math": math, "words": "words " * words}
            file.write_text(PAGE % known)
        shutil.copytree(self.original, self.root)
        assert self.run("apply").wait() == 0
        shutil.copytree(self.root, self.finished)

    def run(self, verb: str, jobs: int = 2) -> subprocess.Popen[bytes]:
        """Begin a command on the site."""
        more = self.verb if verb == "apply" else []
        environment = {**os.environ, "XDG_CACHE_HOME": str(self.cache)}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        command = [sys.executable, "-m", "mathfit", verb, str(self.root), "-q", "--jobs", str(jobs)]
        return subprocess.Popen(
            [*command, *more], env=environment, cwd=ROOT, stderr=subprocess.PIPE
        )

    def reset(self, to: Path) -> None:
        """Lay the site anew."""
        shutil.rmtree(self.root)
        shutil.copytree(to, self.root)

    def forget(self, count: int) -> None:
        """Forget what was measured on some pages."""
        kept = sorted((self.cache / "mathfit" / "measured").glob("*.json"))
        for file in CHANCE.sample(kept, min(count, len(kept))):
            file.unlink()


def contents(folder: Path) -> dict[str, bytes]:
    files = (file for file in folder.rglob("*") if file.is_file())
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


def kill(verb: str, times: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        measure = verb == "measure"
        site = Site(Path(name), MEASURE if measure else [])
        site.write(PAGES, 200, lambda number: number % 5 == 0 if measure else number % 3 > 0)
        original, finished = contents(site.original), contents(site.finished)
        command = "remove" if verb == "remove" else "apply"
        begin = site.finished if verb == "remove" else site.original
        wanted = original if verb == "remove" else finished
        begun_with = contents(begin)
        many = sum(begun_with[file] != wanted[file] for file in original)
        lasts, written, pace = 0.0, (0.0, 0.0), 1.0
        early = stray = killed = 0
        changed: list[int] = []
        for count in range(3 * times + 1):
            if killed == times:
                break
            site.reset(begin)
            if measure and count % 10 == 9:
                site.forget(OPENED)
            begun, clock = time.monotonic(), time.time()
            run = site.run(command, CHANCE.choice([1, 2]))
            if count == 0:  # how long it lasts
                run.communicate()
                lasts = time.monotonic() - begun
                times_of = [
                    (site.root / file).stat().st_ctime - clock
                    for file in wanted
                    if original.get(file) != finished.get(file)
                ]
                written = (min(times_of), max(times_of))
                continue
            time.sleep(pace * CHANCE.uniform(*(written if count % 2 else (0, lasts))))
            # Others work on the machine, and how long a run lasts changes.
            pace *= 1.02 if run.poll() is None else 0.9
            early += run.poll() is not None
            run.kill()
            run.communicate()  # until the last of its processes has ended
            killed += run.returncode == -9
            seen = contents(site.root)
            parts = [file for file in seen if file.endswith(".part")]
            stray += len(parts)
            for file in seen.keys() - set(parts):
                assert seen[file] in {original.get(file), finished.get(file)}, (count, file)
            assert not original.keys() - seen.keys(), (count, "a page is gone")
            changed.append(sum(seen[file] != begun_with[file] for file in original))
            again = site.run(command)
            told = again.communicate()[1]
            assert again.returncode == 0, (count, told)
            now = contents(site.root)
            assert now == wanted, (count, [file for file in now if now[file] != wanted.get(file)])
            if count % 20 == 0:
                print(f"{killed} kills", flush=True)
    inside = sum(0 < one < many for one in changed)
    print(
        f"{verb}: {killed} runs of {PAGES} pages killed ({early} others had ended); {inside} of "
        f"them with some pages done and some not; {stray} files half-written, none after the next "
        "run; every page the original or the finished one, each time"
    )


def told_of(run: subprocess.Popen[bytes]) -> list[str]:
    """Wait for the end of a run; return what it has told, but that it is root."""
    lines = run.communicate()[1].decode().splitlines()
    return [line for line in lines if "without its sandbox" not in line]


def fill(what: str, times: int, seed: int) -> None:
    probe = subprocess.run(["unshare", "-rm", "true"], check=False, capture_output=True)
    if probe.returncode:
        print(f"full: not here: {probe.stderr.decode().strip()}")
        return
    inside = [sys.executable, __file__, f"inside-{what}", str(times), str(seed)]
    subprocess.run(["unshare", "-rm", *inside], check=True)


def fill_inside(what: str, times: int) -> None:
    """Run on a file system that is full after some writes; in a name space with its own mounts."""
    with tempfile.TemporaryDirectory() as name:
        site = Site(Path(name), MEASURE if what.endswith("measure") else ["--no-cache"])
        # One block of the disk for each page, and two for a finished one.
        site.write(60, 560, lambda number: number % 3 > 0)
        original, finished = contents(site.original), contents(site.finished)
        needed = sum(-(-len(content) // 4096) * 4 for content in original.values())
        disk = Path(name) / "disk"
        disk.mkdir()
        failed = 0
        for count in range(times):
            size = needed + CHANCE.randrange(0, 260, 4)
            subprocess.run(
                ["mount", "-t", "tmpfs", "-o", f"size={size}k", "none", disk], check=True
            )
            site.root = disk / "site"
            shutil.copytree(site.original, site.root)
            for verb, goal in (("apply", finished), ("remove", original)):
                run = site.run(verb, CHANCE.choice([1, 2]))
                told = told_of(run)
                assert run.returncode in {0, 3}, told
                assert "Traceback" not in " ".join(told)
                failed += run.returncode == 3
                seen = contents(site.root)
                for file, content in seen.items():
                    assert content in {original.get(file), finished.get(file)}, (count, file, told)
                assert not original.keys() - seen.keys()
                named = {line.partition(":")[0] for line in told}
                missing = {file for file in original if seen[file] != goal[file]}
                assert missing <= named, (count, missing - named)
                subprocess.run(["mount", "-o", "remount,size=4m", disk], check=True)
                again = site.run(verb)
                assert not told_of(again)
                assert contents(site.root) == goal
                # For what comes next: some writes succeed and some do not.
                used = shutil.disk_usage(disk).used // 1024
                full = f"remount,size={used + CHANCE.randrange(0, 16, 4)}k"
                subprocess.run(["mount", "-o", full, disk], check=True)
            subprocess.run(["umount", disk], check=True)
    print(
        f"{what}: {times} disks, {failed} runs that could not write all; nothing lost, "
        "nothing stray"
    )


if __name__ == "__main__":
    what = sys.argv[1] if len(sys.argv) > 1 else "apply"
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 200
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else CHANCE.randrange(10**6)
    print(f"seed {seed}")
    CHANCE.seed(seed)
    if what.startswith("full"):
        fill(what, count, seed)
    elif what.startswith("inside-"):
        fill_inside(what.removeprefix("inside-"), count)
    else:
        kill(what, count)
