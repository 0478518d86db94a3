"""What the command refuses, lists and turns off before any browser starts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mathfit.cli import run
from mathfit.verify.judge.checks import CHECKS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Call = Callable[..., tuple[int, str]]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "a.html").write_text("<p>$$a$$</p>")
    return tmp_path / "site"


@pytest.fixture
def call(capfd: pytest.CaptureFixture[str]) -> Call:
    """Return a function that runs the command line: its exit status, and all that it wrote."""

    def call(*arguments: str | Path) -> tuple[int, str]:
        status = run([str(part) for part in arguments])
        out, err = capfd.readouterr()
        return status, out + err

    return call


@pytest.mark.parametrize("name", ["firefox", "webkit"])
@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        (("--report", "out"), "--report needs Chromium"),
        (("--before", "."), "--before needs Chromium"),
        (("--settings", "dark,zoom"), "--settings zoom needs Chromium"),
    ],
)
def test_what_another_browser_cannot_give_is_told_at_once(
    call: Call, site: Path, name: str, wanted: tuple[str, str], told: str
) -> None:
    status, output = call("verify", site, "--browser-name", name, *wanted)
    assert status == 2
    assert told in output
    assert "--json" in output, "what is possible instead"


@pytest.mark.parametrize("name", ["firefox", "webkit"])
def test_another_browser_that_is_not_there_is_told_with_the_way_to_get_it(
    call: Call, site: Path, name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path))
    status, output = call("verify", site, "--browser-name", name)
    assert status == 2
    assert f"playwright install {name}" in output


def test_a_cache_does_not_go_with_a_comparison(call: Call, site: Path, tmp_path: Path) -> None:
    status, output = call("verify", site, "--before", site, "--cache", tmp_path / "cache")
    assert status == 2
    assert "--before" in output


def test_every_check_is_listed_with_its_reason_and_can_be_turned_off(
    call: Call, site: Path
) -> None:
    listed = call("verify", "--list-checks")[1]
    for check in CHECKS:
        assert check.name in listed
        assert check.reason in listed
    everything = ",".join(check.name for check in CHECKS)
    status, output = call("verify", site, "--ignore", everything, "--browser", "/no/such/browser")
    assert (status, "no such program" in output) == (2, True), "every name was taken"
    status, output = call("verify", site, "--ignore", "leaves-blok")
    assert (status, "no check 'leaves-blok'" in output) == (2, True)


@pytest.mark.parametrize("shard", ["0/2", "3/2", "1", "a/b", "-1/2"])
def test_a_shard_that_is_none(call: Call, site: Path, shard: str) -> None:
    status, output = call("verify", site, "--shard", shard)
    assert status == 2
    assert "K/N" in output
