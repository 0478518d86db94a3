"""Each default stands once in Python, and what is written in other languages agrees with it."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from mathfit import defaults
from mathfit.cli import VERBS, cli
from mathfit.cli.options import Option

ROOT = Path(__file__).parents[2]
OPTIONS = {
    "min-scale": defaults.MIN_SCALE,
    "widths": defaults.WIDTHS,
    "timeout": defaults.TIMEOUT,
    "memory": defaults.MEMORY,
}


@pytest.mark.parametrize("verb", VERBS)
def test_on_the_command_line(verb: str) -> None:
    assert isinstance(cli, click.Group)
    command = cli.get_command(click.Context(cli), verb)
    assert command is not None
    for option in command.params:
        if isinstance(option, Option) and option.key in OPTIONS:
            assert option.default == OPTIONS[option.key]


def test_in_the_script_and_the_stylesheet() -> None:
    source = ROOT / "assets" / "src"
    script = (source / "options.js").read_text(encoding="utf-8")
    sheet = (source / "mathfit.css").read_text(encoding="utf-8")
    assert re.findall(r"DEFAULT_FLOOR = ([\d.]+);", script) == [str(defaults.MIN_SCALE)]
    assert set(re.findall(r"var\(--mathfit-floor, ([\d.]+)\)", sheet)) == {str(defaults.MIN_SCALE)}
