"""Flags, variables and configuration keys: one name each, flag over variable over file."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click
import pytest

from mathfit.cli import VERBS, cli, options, run
from mathfit.errors import ConfigError


@click.command("probe")
@options.option("--min-scale", type=click.FloatRange(0, 1), default=0.4)
@options.option("--skip", multiple=True)
@options.option("--widths", type=options.CommaList(int), default="1,2")
@options.option("--keep/--no-keep", default=False)
@click.pass_context
def probe(ctx: click.Context, /, **values: object) -> None:
    ctx.obj.update(values)


def call(*arguments: str, config: dict[str, object] | None = None) -> dict[str, object]:
    seen: dict[str, object] = {}
    defaults = options.default_map(config or {}, _PATH, [probe], probe)
    probe.main(list(arguments), standalone_mode=False, obj=seen, default_map=defaults)
    return seen


_PATH = Path("mathfit.toml")


def test_flag_over_variable_over_file(monkeypatch: pytest.MonkeyPatch) -> None:
    assert call()["min_scale"] == 0.4
    assert call(config={"min-scale": 0.5})["min_scale"] == 0.5
    monkeypatch.setenv("MATHFIT_MIN_SCALE", "0.6")
    assert call(config={"min-scale": 0.5})["min_scale"] == 0.6
    assert call("--min-scale", "0.7", config={"min-scale": 0.5})["min_scale"] == 0.7


def test_several_values(monkeypatch: pytest.MonkeyPatch) -> None:
    assert call(config={"skip": "a b"})["skip"] == ("a b",)
    assert call(config={"skip": ["a", "b"]})["skip"] == ("a", "b")
    monkeypatch.setenv("MATHFIT_SKIP", "p > a; :is(b, c)")
    assert call()["skip"] == ("p > a", ":is(b, c)")


def test_list_in_one_value() -> None:
    assert call("--widths", "320, 375")["widths"] == (320, 375)
    assert call(config={"widths": [1]})["widths"] == (1,)


def test_unknown_key_is_named_with_the_nearest() -> None:
    with pytest.raises(ConfigError, match=r"unknown key 'min-scal'; did you mean 'min-scale'\?"):
        call(config={"min-scal": 1})


def test_bad_value_in_the_file_names_the_file() -> None:
    with pytest.raises(ConfigError, match=r"mathfit.toml: bad value for 'min-scale'"):
        call(config={"min-scale": 7})


def test_bad_value_in_a_variable_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MATHFIT_MIN_SCALE", "big")
    with pytest.raises(ConfigError, match="MATHFIT_MIN_SCALE"):
        call()


def test_the_nearest_file_upwards_holds(tmp_path: Path) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    (tmp_path / "mathfit.toml").write_text("min_scale = 0.5\n")
    (tmp_path / "a" / "pyproject.toml").write_text("[project]\nname='x'\n")
    assert options.find_config(inner) == tmp_path / "mathfit.toml"
    assert options.read_config(tmp_path / "mathfit.toml") == {"min-scale": 0.5}
    (tmp_path / "a" / "pyproject.toml").write_text("[tool.mathfit]\njobs = 2\n")
    assert options.find_config(inner) == tmp_path / "a" / "pyproject.toml"
    assert options.read_config(tmp_path / "a" / "pyproject.toml") == {"jobs": 2}


def test_a_broken_file_of_ours_is_a_configuration_error(tmp_path: Path) -> None:
    (tmp_path / "mathfit.toml").write_text("= 1")
    with pytest.raises(ConfigError, match=r"mathfit\.toml"):
        options.read_config(tmp_path / "mathfit.toml")


def test_every_option_of_every_verb_has_a_variable_without_the_verb() -> None:
    context = click.Context(cli)
    for verb in VERBS:
        command = cli.get_command(context, verb)
        assert command is not None
        for parameter in command.params:
            if isinstance(parameter, click.Option) and not parameter.is_eager:
                assert isinstance(parameter, options.Option), f"{verb} {parameter.name}"
                assert parameter.envvar == "MATHFIT_" + parameter.key.upper().replace("-", "_")


@pytest.mark.parametrize("arguments", [["aply"], ["apply", "--no-such"], []])
def test_a_wrong_call_is_status_2(arguments: list[str]) -> None:
    assert run(arguments) == 2


def test_help_imports_no_parser_browser_or_template_engine() -> None:
    program = (
        "import sys; from mathfit.cli import run; assert run(['--help']) == 0;"
        "heavy = {'turbohtml', 'lxml', 'bs4', 'playwright', 'jinja2', 'asyncio', 'fsspec'};"
        "heavy |= {'distributed'};"
        "sys.exit(str(heavy & set(sys.modules)) if heavy & set(sys.modules) else 0)"
    )
    subprocess.run([sys.executable, "-c", program], check=True, capture_output=True)


def test_enlarging_is_turned_off_by_flag_variable_and_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "a.html"
    text = "<!doctype html><script src=https://cdn.jsdelivr.net/npm/mathjax@3/a.js></script>$$x$$"

    def scripts(*arguments: str) -> int:
        page.write_text(text)
        assert run(["apply", str(page), *arguments]) == 0
        return page.read_text().count('<script src="mathfit.')

    monkeypatch.chdir(tmp_path)
    assert scripts() == 2
    assert scripts("--no-enlarge") == 1
    (tmp_path / "mathfit.toml").write_text("enlarge = false\n")
    assert scripts() == 1
    monkeypatch.setenv("MATHFIT_ENLARGE", "1")
    assert scripts() == 2
    assert scripts("--no-enlarge") == 1


def test_the_configuration_is_shown_with_where_it_comes_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "mathfit.toml"
    file.write_text("min-scale = 0.5\nwidths = [320, 1280]\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MATHFIT_OUT", "there")
    assert run(["--show-config", "apply"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert 'out = "there"  # $MATHFIT_OUT' in lines
    assert f"min-scale = 0.5  # {file}" in lines
    assert '# engine = "auto"' in lines
    assert "# only = (nothing)" in lines
    assert not any("widths" in line for line in lines)
    assert run(["--show-config"]) == 0
    assert f"widths = [320, 1280]  # {file}" in capsys.readouterr().out.splitlines()
    # What is shown is a configuration.
    file.write_text("\n".join(lines))
    assert run(["--show-config", "apply"]) == 0


@pytest.mark.parametrize("verb", VERBS)
def test_help_begins_with_what_to_type(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([verb, "--help"]) == 0
    first = capsys.readouterr().out.splitlines()[0]
    assert first.startswith("Example: ")
    assert f"mathfit {verb}" in first


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shells_complete(
    shell: str, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(["completion", shell]) == 0
    assert f"_MATHFIT_COMPLETE={shell}_complete" in capfd.readouterr().out
    monkeypatch.setenv("_MATHFIT_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", "mathfit apply --ass")
    monkeypatch.setenv("COMP_CWORD", "2")
    with pytest.raises(SystemExit):
        run([])
    assert "--assets" in capfd.readouterr().out


def test_the_nearest_value_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["apply", ".", "--assets", "linkd"]) == 2
    assert "did you mean 'linked'?" in capsys.readouterr().err
