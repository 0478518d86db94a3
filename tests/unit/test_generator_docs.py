"""docs/generators: commands, inputs and options exist, versions are those of the tests."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from mathfit.cli import cli
from mathfit.plugins.offered import check_names

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs" / "generators"
PAGES = sorted(DOCS.glob("*.md"))
TOOLS = [page for page in PAGES if page.stem not in {"README", "options", "options-in-javascript"}]

each = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)


def read(page: Path) -> str:
    return page.read_text(encoding="utf-8")


@pytest.mark.parametrize("page", TOOLS, ids=lambda page: page.stem)
def test_the_first_lines_are_what_to_type(page: Path) -> None:
    title, empty, first = read(page).splitlines()[:3]
    assert title.startswith("# ")
    assert empty == ""
    assert first.startswith(
        ("    pip install mathfit", "    npm install mathfit", "```yaml title=")
    )
    index = read(DOCS / "README.md")
    assert f"]({page.name})" in index


@each
def test_commands_exist(page: Path) -> None:
    for line in re.findall(r"^    (.*\bmathfit .*)$", read(page), re.MULTILINE):
        for typed in re.split(r"&&|\||>", line):
            words = shlex.split(typed)
            if words[:1] != ["mathfit"]:
                continue
            context = click.Context(cli, info_name="mathfit")
            command = cli.get_command(context, words[1])
            assert command is not None, line
            command.make_context(words[1], words[2:], parent=context, resilient_parsing=True)


def inputs_of(page: str) -> dict[str, str]:
    rows = re.findall(r"^\| `([a-z-]+)` \| (?:`(.*?)`)? ?\|", read(DOCS / page), re.MULTILINE)
    return dict(rows)


def written(inputs: dict[str, dict[str, Any]]) -> dict[str, str]:
    values = {name: one.get("default", "") for name, one in inputs.items()}
    return {
        name: str(value).lower() if isinstance(value, bool) else value
        for name, value in values.items()
    }


def test_the_inputs_of_the_action() -> None:
    assert inputs_of("github.md") == written(yaml.safe_load(read(ROOT / "action.yml"))["inputs"])


def test_the_inputs_of_the_template() -> None:
    header = read(ROOT / "ci" / "gitlab.yml").split("\n---\n")[0]
    assert inputs_of("gitlab.md") == written(yaml.safe_load(header)["spec"]["inputs"])


def test_options_that_are_shown_exist() -> None:
    mkdocs = yaml.safe_load(read(DOCS / "mkdocs.md").split("```yaml\n")[1].split("```")[0])
    check_names(next(one["mathfit"] for one in mkdocs["plugins"] if isinstance(one, dict)))
    check_names(re.findall(r"^mathfit_(\w+) =", read(DOCS / "sphinx.md"), re.MULTILINE))
    check_names(re.findall(r'"(\w+)":', read(DOCS / "pelican.md")))
    jekyll = read(DOCS / "jekyll.md").split('title="_config.yml"\n')[1].split("```")[0]
    check_names(yaml.safe_load(jekyll)["mathfit"])


def test_the_versions_are_those_of_the_tests() -> None:
    requirements = read(ROOT / "tests" / "generators" / "requirements.txt")
    pinned = dict(re.findall(r"^([\w-]+)==(\S+)$", requirements, re.MULTILINE))
    table = read(DOCS / "README.md").partition("## What ran where")[2]
    # What the others are made of, and what reads their output.
    for name in set(pinned) - {"jinja2", "linkchecker", "markdown"}:
        assert pinned[name] in table, name
