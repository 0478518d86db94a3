"""The command `mathfit-quarto`, which Quarto's extension runs after each render.

Quarto calls it in the project's folder, and tells in variables what it has rendered.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from mathfit.cli import ending, run
from mathfit.site.walk import SUFFIXES

OUTPUT_FOLDER = "QUARTO_PROJECT_OUTPUT_DIR"
OUTPUT_FILES = "QUARTO_PROJECT_OUTPUT_FILES"


def main() -> None:
    """Fit what Quarto has rendered, and leave with the exit status."""
    ending.listen()
    folder = os.environ.get(OUTPUT_FOLDER)
    if folder is None:
        sys.stderr.write(
            f"mathfit-quarto: {OUTPUT_FOLDER} is not set: Quarto runs this command itself, after "
            "a render; for a folder of pages type: mathfit apply FOLDER\n"
        )
        sys.exit(2)
    statuses = [run(["apply", "--", name]) for name in _rendered(Path(folder))]
    worst = max(statuses, default=0)
    # A page that could not be fitted is named on stderr, and is as good as it was: Quarto would
    # give up the whole render.
    sys.exit(0 if worst == 3 else worst)


def _rendered(folder: Path) -> list[str]:
    """Return the site's folder; where pages lie beside their sources, each page for itself."""
    if folder.resolve() != Path.cwd().resolve():
        return [str(folder)]
    files = os.environ.get(OUTPUT_FILES, "").splitlines()
    return [file for file in files if file.lower().endswith(SUFFIXES)]
