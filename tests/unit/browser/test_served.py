"""Which browser is found, and which files of a site a browser may have."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from mathfit.browser import find
from mathfit.browser.served import ORIGIN, SiteFiles, content_type


def program(path: Path) -> Path:
    path.write_text("#!/bin/sh\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def test_the_named_browser_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    named, own = program(tmp_path / "mine"), program(tmp_path / "own")
    assert find.find_browser(str(named), own).path == named
    assert find.find_browser(None, own).origin == "Playwright"
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find.find_browser("mine", None).path == named


def test_the_machines_browser_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(find, "CHROMIUM_PLACES", {})
    with pytest.raises(find.NoBrowserError, match="playwright install chromium") as caught:
        find.find_browser(None, tmp_path / "nothing")
    assert "\n" not in str(caught.value)
    chromium = program(tmp_path / "chromium")
    assert find.find_browser(None, None).path == chromium


def test_a_headless_shell_is_taken_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    program(tmp_path / "chromium")
    shell = program(tmp_path / "chromium-headless-shell")
    assert find.find_browser(None, None).path == shell
    # Playwright's own, whether or not its Chromium was installed beside it.
    own = tmp_path / "chromium-1234" / "chrome-linux64" / "chrome"
    assert find.find_browser(None, own).path == shell
    folder = tmp_path / "chromium_headless_shell-1234" / "chrome-headless-shell-linux64"
    folder.mkdir(parents=True)
    beside = program(folder / "chrome-headless-shell")
    assert find.find_browser(None, own) == find.FoundBrowser(beside, "Playwright")


@pytest.mark.parametrize("named", ["no-such-browser", "/no/such/browser"])
def test_a_named_browser_that_is_not_there(named: str) -> None:
    with pytest.raises(find.NoBrowserError, match="no such program"):
        find.find_browser(named, None)


def test_a_file_that_is_no_program(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("")
    with pytest.raises(find.NoBrowserError, match="not a program"):
        find.find_browser(str(tmp_path / "text"), None)


def test_other_kinds_are_playwrights_own_only(tmp_path: Path) -> None:
    with pytest.raises(find.NoBrowserError, match="playwright install firefox"):
        find.find_browser(None, tmp_path / "nothing", "firefox")


def test_a_site_gives_its_own_files_only(tmp_path: Path) -> None:
    root = tmp_path / "site"
    (root / "a b").mkdir(parents=True)
    (root / "a b" / "index.html").write_text("index")
    (root / "about.html").write_text("about")
    (tmp_path / "secret.txt").write_text("secret")
    (root / "link.txt").symlink_to(tmp_path / "secret.txt")
    site = SiteFiles(root)
    assert site.file(site.url("a b/index.html")) == root / "a b" / "index.html"
    assert site.file(f"{ORIGIN}/a%20b/") == root / "a b" / "index.html"
    assert site.file(f"{ORIGIN}/about?x=1#y") == root / "about.html"
    for outside in ("/link.txt", "/../secret.txt", "/%2e%2e/secret.txt", "/no", "/%00"):
        assert site.file(ORIGIN + outside) is None
    assert not site.owns("http://mathfit.localhost.example.org/")


def test_types_do_not_depend_on_the_machine() -> None:
    assert content_type(Path("x.MJS")) == "text/javascript"
    assert content_type(Path("x.woff2")) == "font/woff2"
    assert content_type(Path("x.unknown")) == "application/octet-stream"
