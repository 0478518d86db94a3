"""The sites as mathfit's users have them: built, and made to fit in each of the ways there are."""

from __future__ import annotations

import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from tests.frameworks.builds import build

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.frameworks.builds import Framework

ROOT = Path(__file__).resolve().parents[2]

Variant: TypeAlias = "Callable[[Framework, Path, Path], None]"
"""Writes the site in the first folder into the second, which is not there yet."""


def mathfit(*arguments: str | Path) -> str:
    """Run the command as a person does, and return what it wrote."""
    done = subprocess.run(
        [sys.executable, "-m", "mathfit", *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def _pages(framework: Framework) -> list[str]:
    # Where no mark tells that a router swaps the content, a reader may enter on any page.
    return [] if framework.marked else ["--every-page"]


def apply(framework: Framework, site: Path, out: Path) -> None:
    """Apply, with nothing else said."""
    mathfit("apply", site, "--out", out, *_pages(framework))


def measure(framework: Framework, site: Path, out: Path) -> None:
    """Apply, measured at build time; nothing is kept from another run."""
    mathfit("apply", site, "--out", out, "--measure", "--no-cache", *_pages(framework))


@cache
def script() -> str:
    """Give what `mathfit snippet` writes, which is the same for all sites."""
    return mathfit("snippet")


def snippet(_framework: Framework, site: Path, out: Path) -> None:
    """Put the standalone script into every page's head, as an author does in the template."""
    shutil.copytree(site, out)
    (out / "mathfit.js").write_text(script(), encoding="utf-8")
    for page in out.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        tag = '<script src="/mathfit.js" defer></script></head>'
        page.write_text(text.replace("</head>", tag, 1), encoding="utf-8")


def plugin(framework: Framework, _site: Path, out: Path) -> None:
    """Build the site anew with mathfit's plugin, and put the script into its pages."""
    site = build(framework.with_plugin)
    pages = [page.read_text(encoding="utf-8") for page in site.rglob("*.html")]
    assert any("<math-fit " in page for page in pages), f"no wrapper in {site}"
    snippet(framework, site, out)


VARIANTS: dict[str, Variant] = {
    "apply": apply,
    "snippet": snippet,
    "measure": measure,
    "plugin": plugin,
}
"""What is done to a built site."""


def variants_of(framework: Framework) -> list[str]:
    """List the ways there are for a site."""
    return [name for name in VARIANTS if name != "plugin" or framework.plugin]
