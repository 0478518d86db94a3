"""What real site generators write: every equation found, none too many, nothing else touched.

The pages come from builds.py, which builds one small blog with each of them (the first run takes
about a minute). A generator that this machine lacks is skipped, with the reason.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.generators import builds as generators

pytestmark = pytest.mark.generators

ROOT = Path(__file__).resolve().parents[2]

EXPECTED = {
    name: generators.display_equations(post)
    for name, post in generators.posts().items()
    if name != "index"
}

# Pages that a generator makes beside the posts, with the number of display equations on each:
# front pages and archives that repeat the newest post (spectral) or the first lines of all.
LISTINGS = {
    "hexo": {"index.html": 8},
    "pelican": {"index.html": 5, "author/a-person.html": 5, "category/math.html": 5},
}
# Where a post is not at <name>.html.
ADDRESSES = {
    ("mkdocs-material", "gradient"): "gradient/index.html",
    ("mkdocs-material", "spectral"): "spectral/index.html",
    ("mkdocs-material-instant", "gradient"): "gradient/index.html",
    ("mkdocs-material-instant", "spectral"): "spectral/index.html",
    ("latexml", "spectral"): "spectral.xhtml",
    ("pelican", "gradient"): "gradients-of-a-matrix-product.html",
    ("pelican", "spectral"): "pu-ban-jing-yu-shou-lian.html",
}

# How equations begin that a generator typeset itself.
TYPESET = ("<mjx-container", '<span class="katex', "<math", "<tableid=")

NAMES = [generator.name for generator in generators.GENERATORS]


@pytest.fixture(scope="session", params=NAMES)
def built(request: pytest.FixtureRequest) -> tuple[str, Path]:
    """Give a generator's name and the folder of its site."""
    generator = next(one for one in generators.GENERATORS if one.name == request.param)
    try:
        return generator.name, generators.build(generator)
    except generators.LeftOutError as reason:
        pytest.skip(f"{generator.name} left out: {reason}")


def page_of(generator: str, post: str) -> str:
    """Say at which path a generator puts a post."""
    return ADDRESSES.get((generator, post), f"{post}.html")


def mathfit(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the command as a person does."""
    return subprocess.run(
        [sys.executable, "-m", "mathfit", *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def inspect(site: Path) -> dict[str, dict[str, Any]]:
    """Give what `mathfit inspect` says of each page, by its path."""
    done = mathfit("inspect", site, "--json")
    assert done.returncode == 0, done.stderr
    return {page["page"]: page for page in json.loads(done.stdout)["pages"]}


def bytes_of(site: Path) -> dict[str, bytes]:
    """Read a whole site."""
    return {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in site.rglob("*")
        if path.is_file()
    }


def squeezed(tex: str) -> str:
    """Take out what a generator may add to TeX or take from it without changing its meaning."""
    return "".join(tex.split())


def test_the_source_has_the_equations_it_should() -> None:
    assert {name: len(equations) for name, equations in EXPECTED.items()} == {
        "gradient": 4,
        "spectral": 4,
    }


def test_enough_generators_ran() -> None:
    ran, left_out = [], []
    for generator in generators.GENERATORS:
        try:
            generators.build(generator)
            ran.append(generator.recipe or generator.name.split("-")[0])
        except generators.LeftOutError as reason:
            left_out.append(f"{generator.name}: {reason}")
    assert len(set(ran)) >= 6, "\n".join(left_out)


def test_every_equation_is_found_and_none_too_many(built: tuple[str, Path]) -> None:
    name, site = built
    found = {
        page: len(seen["equations"]) for page, seen in inspect(site).items() if seen["equations"]
    }
    posts = {page_of(name, post): len(equations) for post, equations in EXPECTED.items()}
    assert found == posts | LISTINGS.get(name, {})


def test_what_is_found_is_what_was_written(built: tuple[str, Path]) -> None:
    name, site = built
    pages = inspect(site)
    for post, equations in EXPECTED.items():
        for seen, tex in zip(pages[page_of(name, post)]["equations"], equations, strict=True):
            source = squeezed(seen["source"])
            # Typeset at build time, the TeX is an annotation or is gone.
            if not source.startswith(TYPESET):
                escaped = tex.replace("&", "&amp;").replace("<", "&lt;")
                hexadecimal = tex.replace("&", "&#x26;").replace("<", "&#x3C;")
                forms = {squeezed(form) for form in (tex, escaped, hexadecimal)}
                assert any(form in source for form in forms), source


def test_apply_leaves_no_page_out_and_remove_gives_back_every_byte(
    built: tuple[str, Path], tmp_path: Path
) -> None:
    _, site = built
    copy = tmp_path / "site"
    shutil.copytree(site, copy)
    before = bytes_of(copy)
    applied = mathfit("apply", copy)
    assert applied.returncode == 0, applied.stderr
    once = bytes_of(copy)
    assert once != before
    again = mathfit("apply", copy)
    assert again.returncode == 0, again.stderr
    assert bytes_of(copy) == once
    removed = mathfit("remove", copy)
    assert removed.returncode == 0, removed.stderr
    assert bytes_of(copy) == before


@pytest.mark.browser
def test_verify_passes_after_apply(built: tuple[str, Path], tmp_path: Path) -> None:
    _, site = built
    out = tmp_path / "site"
    applied = mathfit("apply", site, "--out", out)
    assert applied.returncode == 0, applied.stderr
    packages = os.environ.get("MATHFIT_PACKAGES", str(ROOT / "node_modules"))
    verified = mathfit("verify", out, "--widths", "320,768,1280", "--packages", packages)
    assert verified.returncode == 0, verified.stdout + verified.stderr
