"""The options of the plugins are those of the command, and a wrong one is named with the right."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from mathfit.cli.apply import command
from mathfit.cli.options import Option
from mathfit.errors import UsageError
from mathfit.plugins.fit import Settings, fit_page, fit_site
from mathfit.plugins.offered import NOT_OFFERED, offered
from tests.unit.pages import page
from tests.unit.plugins import options_page


class Heard:
    """A generator's log, which keeps what it is told."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.warned: list[str] = []

    def info(self, message: str, *values: object) -> None:
        self.told.append(message % values)

    def warning(self, message: str, *values: object) -> None:
        self.warned.append(message % values)


def settings(folder: Path, **options: Any) -> Settings:
    return Settings(options, folder / "tool.yml")


def test_every_option_of_the_command_is_offered_or_told_why_not() -> None:
    keys = {option.key for option in command.params if isinstance(option, Option)}
    assert {one.name.replace("_", "-") for one in offered()} == keys - set(NOT_OFFERED)
    assert set(NOT_OFFERED) <= keys


def test_the_page_of_options_is_up_to_date() -> None:
    drawn = options_page.PAGE.read_text(encoding="utf-8")
    assert drawn == options_page.page(), "run: python -m tests.unit.plugins.options_page"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"minscale": 1}, "there is no option 'minscale'; did you mean 'min_scale'?"),
        ({"watch": True}, "'watch' is no option of the plugin: the generator itself says"),
        ({"min_scale": 7}, "tool.yml: bad value for 'min-scale': 7.0 is not in the range"),
        ({"engine": "mathjx"}, "tool.yml: bad value for 'engine': 'mathjx' is not one of"),
        ({"only": "p["}, "Invalid value for --only"),
    ],
)
def test_a_wrong_option_is_one_line(tmp_path: Path, options: dict[str, Any], message: str) -> None:
    with pytest.raises(UsageError) as raised:
        settings(tmp_path, **options).check()
    assert message in str(raised.value)
    assert "\n" not in str(raised.value)


def test_the_plugin_wins_over_the_file_and_a_variable_over_both(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = tmp_path / "site"
    (tmp_path / "mathfit.toml").write_text('min-scale = 0.1\nassets = "inline"\ncheck = true\n')

    def scale() -> str:
        site.mkdir(exist_ok=True)
        (site / "a.html").write_text(page("<p>$$x$$</p>"))
        fit_site(site, settings(tmp_path, **options), Heard())
        return (site / "a.html").read_text().partition('data-min-scale="')[2].partition('"')[0]

    options: dict[str, Any] = {}
    assert scale() == "0.1"
    options = {"min_scale": 0.2}
    assert scale() == "0.2"
    assert not list(site.glob("mathfit.*"))
    monkeypatch.setenv("MATHFIT_MIN_SCALE", "0.3")
    assert scale() == "0.3"


def test_a_bad_value_is_told_with_the_file_that_it_stands_in(tmp_path: Path) -> None:
    (tmp_path / "mathfit.toml").write_text("min-scale = 7\n")
    with pytest.raises(UsageError, match=r"mathfit\.toml: bad value for 'min-scale'"):
        settings(tmp_path, min_scale=0.5).check()


def test_the_log_hears_what_was_done_and_what_could_not_be(tmp_path: Path) -> None:
    (tmp_path / "good.html").write_text(page("<p>$$x$$</p>"))
    (tmp_path / "unread.html").write_text(page(r"<p>$$\frac{a}{b}$$</p>", engine="none"))
    heard = Heard()
    fit_site(tmp_path, settings(tmp_path), heard)
    assert heard.told == [
        f"1 equation in 1 page of 2 pages; 1 page changed in {tmp_path}; to prove the fit: "
        f"mathfit verify {tmp_path}",
    ]
    (warning,) = heard.warned
    assert warning.startswith("unread.html:")
    assert "no engine is known" in warning


def test_a_page_that_is_served_is_fitted_by_itself(tmp_path: Path) -> None:
    html = page("<p>$$x$$</p>")
    fitted = fit_page(html, Path("a/b.html"), tmp_path, settings(tmp_path, measure=True), Heard())
    assert fitted.count("<math-fit-ink") == 1
    left = settings(tmp_path, exclude=["a/*"])
    assert fit_page(html, Path("a/b.html"), tmp_path, left, Heard()) == html
