"""What the first pages tell to type, typed, with the package installed as its users install it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TypeAlias

import pytest

ROOT = Path(__file__).parents[2]
PAGES = ("README.md", "README.zh-CN.md", "docs/index.md", "docs/verify.md")
PACKAGES = os.environ.get("MATHFIT_PACKAGES") or str(ROOT / "node_modules")

# What makes the environment: done once for all blocks, from this checkout.
INSTALLING = ("python3 -m venv .venv", ".venv/bin/pip install mathfit", "pip install mathfit")
# What is typed by another test, or needs a whole machine: the file that has the very words.
ELSEWHERE = {
    "tools/demo": "tools/bare",
    "tools/test": "tools/bare",
    "pip install mathfit && npm install hexo-filter-mathfit": "docs/generators/hexo.md",
    "pandoc --standalone --mathjax post.md | mathfit apply - > post.html": (
        "docs/generators/pandoc.md"
    ),
}

Block: TypeAlias = tuple[str, ...]


def blocks(page: str) -> list[Block]:
    """List what a page tells to type: each indented block, and each verb of a table."""
    text = (ROOT / page).read_text(encoding="utf-8")
    indented = re.findall(r"(?:(?<=\n\n)|(?<=>\n))((?: {4,}\S.*\n)+)", text)
    found = [
        tuple(line.split("    #")[0].strip() for line in block.splitlines()) for block in indented
    ]
    return found + [(line,) for line in re.findall(r"^\| `(mathfit .*?)` \|", text, re.MULTILINE)]


# What several pages tell in the same words is typed once.
TYPED = {
    block: page
    for page in PAGES
    for block in blocks(page)
    if not {*block} <= {*INSTALLING, *ELSEWHERE} and not block[0].startswith("<")
}


def shell(line: str, work: Path, path: str) -> None:
    done = subprocess.run(
        ["bash", "-eo", "pipefail", "-c", line],
        cwd=work,
        env=os.environ | {"PATH": path, "MATHFIT_PACKAGES": PACKAGES},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the checkout into an empty environment, and return that."""
    environment = tmp_path_factory.mktemp("environment") / ".venv"
    for words in (
        [sys.executable, "-m", "venv", environment],
        [environment / "bin" / "pip", "install", "--quiet", ROOT],
    ):
        subprocess.run(list(map(str, words)), check=True)
    return environment


def test_the_pages_tell_what_to_type() -> None:
    lines = {page: [line for block in blocks(page) for line in block] for page in PAGES}
    for page in PAGES[:3]:
        assert set(INSTALLING[:2]) <= set(lines[page])
        # Five commands to a fitted folder and an open report.
        assert len(next(block for block in blocks(page) if INSTALLING[0] in block)) == 5
    for line, file in ELSEWHERE.items():
        assert any(line in typed for typed in lines.values()), line
        assert line in (ROOT / file).read_text(encoding="utf-8"), line


@pytest.mark.browser
@pytest.mark.parametrize("block", TYPED, ids=[f"{TYPED[one]}: {one[-1]}" for one in TYPED])
def test_what_a_page_tells_to_type(block: Block, installed: Path, tmp_path: Path) -> None:
    lines = [line for line in block if line not in INSTALLING and line not in ELSEWHERE]
    work = tmp_path / "work"
    (work / "site").mkdir(parents=True)
    blog = ROOT / "examples" / "blog"
    shutil.copy(blog / "posts" / "laplace-method.html", work / "site" / "index.html")
    (work / ".venv").symlink_to(installed)
    (work / "node_modules").symlink_to(PACKAGES)
    # A desktop's command, which is to be given a file that is there.
    opener = tmp_path / "bin" / "xdg-open"
    opener.parent.mkdir()
    opener.write_text('#!/bin/sh\ntest -f "$1"\n', encoding="ascii")
    opener.chmod(0o755)
    path = os.pathsep.join([str(installed / "bin"), str(opener.parent), os.environ["PATH"]])

    # What a line takes for granted.
    for line in lines:
        if re.match(r"mathfit (remove|verify) site\b", line):
            shell("mathfit apply --quiet site", work, path)
        elif line.startswith("mathfit verify public"):
            shell("mathfit apply --quiet site --out public", work, path)
        elif line.startswith("mathfit report"):
            shell("mathfit apply --quiet site", work, path)
            for number in (1, 2):
                options = f"--widths 375 --shard {number}/2 --report shard-{number}"
                shell(f"mathfit verify site {options}", work, path)
    for line in lines:
        shell(line, work, path)
