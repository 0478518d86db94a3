"""A site for tests on executors and at addresses: what depends on more than one page, too."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from mathfit.cli import run
from tests.unit.pages import page

if TYPE_CHECKING:
    from pathlib import Path

# No tag of the page tells of the engine: the site's own script does.
LOADER = "const s = document.createElement('script'); s.src = '%s'; document.head.append(s);"
ENGINE = "https://cdn.jsdelivr.net/npm/mathjax@3/es5/tex-mml-chtml.js"


def write(folder: Path, pages: int = 12) -> Path:
    """Write a site: formulas, none, an engine by a script, a page that is none, other files."""
    (folder / "js").mkdir(parents=True)
    (folder / "js" / "load.js").write_text(LOADER % ENGINE)
    (folder / "style.css").write_text("p { margin: 0 }")
    (folder / "picture.png").write_bytes(b"\x89PNG" + bytes(2000))
    (folder / "1").mkdir()
    for number in range(pages):
        body = f"<p>page {number}</p>" + (f"<p>$$x_{number}$$</p>" if number % 3 else "")
        (folder / f"{number % 2 or ''}" / f"page {number:04}.html").write_text(page(body))
    loaded = page("<p>$$y$$</p>", "none", '<script src="/docs/js/load.js"></script>')
    (folder / "1" / "loaded.html").write_text(loaded)
    (folder / "1" / "loaded.html.gz").write_bytes(b"compressed")
    (folder / "index.html").write_text(page("<p>Front</p>", "none"))
    (folder / "not.html").write_bytes(b"%PDF-")
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    """Return all files of a folder by their paths."""
    files = (file for file in folder.rglob("*") if file.is_file())
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


def applied(site: Path, other: Path) -> dict[str, bytes]:
    """Return what a run on this machine makes of a copy of a site."""
    shutil.copytree(site, other)
    assert run(["apply", str(other), "-q", "--jobs", "1"]) == 3  # one page is none
    return contents(other)
