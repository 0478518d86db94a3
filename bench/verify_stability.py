"""Whether `verify` says the same every time: many runs over one site, the machine loaded.

Busy processes, two for each processor, take the time away from the browser meanwhile. What each run
finds is kept in a file, so that the runs can be taken in slices; the last line sums all up.

    make stability                                        20 runs
    python bench/verify_stability.py --runs 5 --keep FILE   five more
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
SITE = ROOT / "examples" / "blog"
WIDTHS = "375,1280"
WHERE = ("page", "width", "way", "from_width", "setting", "equation", "inline", "kind")


def _spin() -> None:
    while True:
        pass


@contextmanager
def load(processes: int) -> Iterator[None]:
    """Keep the machine busy while the block runs."""
    busy = [multiprocessing.Process(target=_spin, daemon=True) for _ in range(processes)]
    for one in busy:
        one.start()
    try:
        yield
    finally:
        for one in busy:
            one.kill()
            one.join()


def verify() -> list[list[Any]]:
    """Return every fault and warning of one run, in order, with its detail last."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "run.json"
        command = [sys.executable, "-m", "mathfit", "verify", str(SITE), "--widths", WIDTHS]
        command += ["--packages", str(ROOT / "node_modules"), "--json", str(out)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode not in (0, 1):
            raise SystemExit(done.stderr)
        run = json.loads(out.read_text())
    told = [[*(one[key] for key in WHERE), one["detail"]] for one in run["faults"]]
    told += [[*(one[key] for key in WHERE), one["detail"]] for one in run["warnings"]]
    return sorted(told, key=repr)


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--runs", type=int, default=20)
    options.add_argument("--keep", type=Path)
    chosen = options.parse_args()
    keep: Path | None = chosen.keep
    runs: list[list[list[Any]]] = json.loads(keep.read_text()) if keep and keep.exists() else []
    with load(2 * (os.cpu_count() or 1)):
        for _ in range(chosen.runs):
            start = time.perf_counter()
            runs.append(verify())
            print(f"run {len(runs)}: {len(runs[-1])} told, {time.perf_counter() - start:.1f} s")
            if keep:
                keep.write_text(json.dumps(runs))
    for name, end in (("fault for fault", -1), ("with every px of the details", None)):
        found = Counter(repr([one[:end] for one in run]) for run in runs)
        print(f"{len(runs)} runs, {name}: {len(found)} different result{'s'[: len(found) > 1]}")
    counts = Counter(repr(one[:-1]) for run in runs for one in run)
    odd = {fault: count for fault, count in counts.items() if count != len(runs)}
    for fault, count in odd.items():
        print(f"  in {count} of {len(runs)}: {fault}")
    raise SystemExit(bool(odd))


if __name__ == "__main__":
    main()
