"""The npm package's plugins in the real tools: Eleventy, Astro and Hexo, each with one line."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.archives import unpack
from tests.generators import builds
from tests.npm.project import packed

pytestmark = pytest.mark.generators

ROOT = Path(__file__).resolve().parents[2]
WIDTHS = "320,375,768,1024,1280"
HEXO_PACKAGE = ROOT / "packages" / "hexo-filter-mathfit"


def _edit(file: Path, *changes: tuple[str, str]) -> None:
    text = file.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    file.write_text(text, encoding="utf-8")


def _configure_eleventy(work: Path, options: dict[str, object]) -> None:
    _edit(
        work / "eleventy.config.js",
        ("import katex", "import mathfit from 'mathfit/eleventy';\nimport katex"),
        (
            "(eleventy) {\n",
            f"(eleventy) {{\n  eleventy.addPlugin(mathfit, {json.dumps(options)});\n",
        ),
    )


def _configure_astro(work: Path, options: dict[str, object]) -> None:
    _edit(
        work / "astro.config.mjs",
        ("import rehypeKatex", "import mathfit from 'mathfit/astro';\nimport rehypeKatex"),
        ("  markdown:", f"  integrations: [mathfit({json.dumps(options)})],\n  markdown:"),
    )


def _configure_hexo(work: Path, options: dict[str, object]) -> None:
    # JSON is YAML.
    with (work / "_config.yml").open("a", encoding="utf-8") as config:
        config.write(f"mathfit: {json.dumps(options)}\n")
    _edit(
        work / "package.json",
        ('"hexo-filter-mathjax"', '"hexo-filter-mathfit": "*",\n    "hexo-filter-mathjax"'),
    )
    shutil.copytree(HEXO_PACKAGE, work / "node_modules" / "hexo-filter-mathfit")


@dataclass(frozen=True, slots=True)
class Tool:
    """A generator and how its users add the plugin."""

    name: str
    configure: Callable[[Path, dict[str, object]], None]
    build: Callable[[Path], None]
    pages: dict[str, int]
    """Pages with equations, and how many each has."""


POSTS = {"gradient.html": 4, "spectral.html": 4}
TOOLS = {
    tool.name: tool
    for tool in (
        Tool("eleventy", _configure_eleventy, builds.build_eleventy, POSTS),
        Tool("astro", _configure_astro, builds.build_astro, POSTS),
        Tool("hexo", _configure_hexo, builds.build_hexo, POSTS | {"index.html": 8}),
    )
}


@pytest.fixture(scope="session")
def path_of_command(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Give a PATH with a `mathfit`: the one under test, whether it is installed or not."""
    folder = tmp_path_factory.mktemp("bin")
    command = folder / "mathfit"
    command.write_text(
        f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m mathfit "$@"\n',
        encoding="utf-8",
    )
    command.chmod(0o755)
    return f"{folder}{os.pathsep}{os.environ['PATH']}"


def project(tool: Tool, kind: str, options: dict[str, object]) -> Path:
    """Make a fresh project with the packed plugin in it; skips where there is no such tool."""
    generator = next(one for one in builds.GENERATORS if one.name == tool.name)
    work = builds.BUILD / f"plugin-{tool.name}-{kind}"
    try:
        builds.BUILD.mkdir(exist_ok=True)
        generator.needs()
    except builds.LeftOutError as reason:
        pytest.skip(f"{tool.name} left out: {reason}")
    shutil.rmtree(work, ignore_errors=True)
    shutil.copytree(builds.RECIPES / generator.recipe, work)
    unpack(packed(), work / "node_modules")
    (work / "node_modules" / "package").rename(work / "node_modules" / "mathfit")
    tool.configure(work, options)
    return work


@pytest.fixture(scope="session", params=TOOLS)
def built(request: pytest.FixtureRequest, path_of_command: str) -> tuple[Tool, Path]:
    """Give a tool and the site that was built with the plugin, once for all tests."""
    tool = TOOLS[request.param]
    work = project(tool, "built", {"minScale": 0.5})
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", path_of_command)
        tool.build(work)
    return tool, work / "site"


def test_the_whole_site_is_fitted(built: tuple[Tool, Path]) -> None:
    tool, site = built
    for page, equations in tool.pages.items():
        text = (site / page).read_text(encoding="utf-8")
        # What KaTeX typeset in the build has no other wrapper than its own elements.
        assert text.count("<math-fit-ink") + text.count('class="katex-display"') == equations
        assert ' data-min-scale="0.5"' in text
    assert {file.suffix for file in site.glob("mathfit.*")} == {".css", ".js"}


@pytest.mark.browser
def test_verify_passes(built: tuple[Tool, Path]) -> None:
    _, site = built
    packages = os.environ.get("MATHFIT_PACKAGES", str(ROOT / "node_modules"))
    words = ["verify", site, "--widths", WIDTHS, "--packages", packages, "--min-scale", "0.5"]
    done = subprocess.run(
        [sys.executable, "-m", "mathfit", *map(str, words)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


SERVED = """
import Hexo from 'hexo';
const hexo = new Hexo(process.cwd(), { _: ['server'], silent: true });
await hexo.init();
await hexo.load();
for await (const part of hexo.route.get('gradient.html')) process.stdout.write(part);
"""

DEPLOYED = """
import { readFileSync } from 'node:fs';
import Hexo from 'hexo';
const hexo = new Hexo(process.cwd(), { _: ['deploy'], silent: true });
await hexo.init();
hexo.config.deploy = { type: 'probe' };
hexo.extend.deployer.register('probe', async () => {
  process.stdout.write(readFileSync(hexo.public_dir + 'gradient.html'));
});
await hexo.call('deploy', { generate: true });
await hexo.exit();
"""


def test_hexo_deploys_pages_that_are_fitted(path_of_command: str) -> None:
    work = project(TOOLS["hexo"], "deployed", {})
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", f"{path_of_command}{os.pathsep}{builds.pandoc().parent}")
        builds.prepare_hexo(work)
        deployed = builds.run("node", "--input-type=module", "--eval", DEPLOYED, cwd=work)
    assert deployed.count("<math-fit-ink") == 4
    assert '<link rel="stylesheet" href="mathfit.' in deployed


def test_hexo_server_fits_a_page_that_is_asked_for(path_of_command: str) -> None:
    work = project(TOOLS["hexo"], "served", {})
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", f"{path_of_command}{os.pathsep}{builds.pandoc().parent}")
        builds.prepare_hexo(work)
        served = builds.run("node", "--input-type=module", "--eval", SERVED, cwd=work)
    assert served.count("<math-fit-ink") == 4
    assert "<style data-mathfit>" in served


@pytest.mark.parametrize(
    ("name", "options", "line"),
    [
        ("eleventy", {"min-scle": 0.5}, "there is no option min-scle; did you mean min-scale?"),
        ("astro", {"minScle": 0.5}, "there is no option minScle; did you mean minScale?"),
        ("hexo", {"min_scale": 7}, "Invalid value for '--min-scale'"),
        ("eleventy", {"command": "mathfit-is-not-here"}, "pip install mathfit"),
    ],
)
def test_a_wrong_option_fails_the_build(
    name: str, options: dict[str, object], line: str, path_of_command: str
) -> None:
    work = project(TOOLS[name], "wrong", options)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", path_of_command)
        with pytest.raises(builds.LeftOutError):
            TOOLS[name].build(work)
    assert line in (work / "log.txt").read_text(encoding="utf-8")
