"""Fuzz `apply` and `remove`, guided by coverage, for a bounded time.

    python tests/fuzz/run.py --seconds 60

Pages are built from the examples and from the pieces of markup that the property tests use, mutated
by atheris. A page that breaks a property is kept in build/fuzz (crash-…); it becomes a case in
tests/fuzz/cases, which the test beside this file runs for ever.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import atheris

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

with atheris.instrument_imports(include=["mathfit"]):
    from tests.unit.properties import OPTIONS, hold

FOUND = ROOT / "build" / "fuzz"


def one_input(data: bytes) -> None:
    """Take the first byte for the options, the rest for the page."""
    if data:
        hold(data[1:], OPTIONS[data[0] % len(OPTIONS)])


def seeds() -> list[bytes]:
    """Return the examples and every piece of markup that the property tests know."""
    from tests.unit.page.test_properties import MARKUP, MATH, SHORT

    pieces = "".join(MATH).encode()
    return [b"\0" + page for page in SHORT] + [
        bytes([index % len(OPTIONS)]) + piece.encode() + pieces
        for index, piece in enumerate(MARKUP)
    ]


def main() -> None:
    """Parse the options, write the seeds, run."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--seconds", type=int, default=60)
    seconds = parser.parse_args().seconds
    corpus = FOUND / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds()):
        (corpus / f"seed-{number:03}").write_bytes(seed)
    options = [f"-max_total_time={seconds}", "-max_len=8192", f"-artifact_prefix={FOUND}/"]
    atheris.Setup([sys.argv[0], *options, str(corpus)], one_input)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
