"""What was measured is good as long as nothing it depends on has changed."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest

from mathfit.browser.network import Traffic
from mathfit.browser.packages import PackageFolder
from mathfit.browser.served import ORIGIN, SiteFiles
from mathfit.measure import cache as caching
from mathfit.measure.cache import Cache, dependencies
from mathfit.measure.measured import Dependencies, Measured
from mathfit.page.size import Size

if TYPE_CHECKING:
    from pathlib import Path

SIZES = (Size(12.5, 2, 1, 1, long=True, numbers=2, counted=3), Size(3, 1, depth=0.25))


@pytest.fixture
def site(tmp_path: Path) -> SiteFiles:
    root = tmp_path / "site"
    root.mkdir()
    (root / "style.css").write_text("body { margin: 0 }")
    (root / "photo.png").write_bytes(b"\x89PNG")
    return SiteFiles(root)


def _packages(root: Path, version: str) -> PackageFolder:
    (root / "katex").mkdir(parents=True, exist_ok=True)
    (root / "katex" / "package.json").write_text(json.dumps({"name": "katex", "version": version}))
    return PackageFolder.read(root)


def _seen(site: SiteFiles) -> Dependencies:
    traffic = Traffic(
        files={site.root / "style.css", site.root / "photo.png"},
        missing_files={f"{ORIGIN}/late.js"},
        packages={"katex@0.16": "0.16.9"},
    )
    return dependencies(site, traffic)


def test_what_was_put_comes_back(tmp_path: Path, site: SiteFiles) -> None:
    packages = _packages(tmp_path / "npm", "0.16.9")
    measured = Measured(SIZES, notes=("a note",), by_rule=True, dependencies=_seen(site))
    cache = Cache(tmp_path / "cache")
    assert cache.get("key", site, packages) is None
    cache.put("key", measured)
    assert Cache(tmp_path / "cache").get("key", site, packages) == measured
    assert cache.get("other", site, packages) is None


@pytest.mark.parametrize("change", ["style", "script", "package", "no packages", "picture"])
def test_what_it_depends_on(tmp_path: Path, site: SiteFiles, change: str) -> None:
    packages: PackageFolder | None = _packages(tmp_path / "npm", "0.16.9")
    cache = Cache(tmp_path / "cache")
    cache.put("key", Measured(SIZES, dependencies=_seen(site)))
    if change == "style":
        (site.root / "style.css").write_text("body { margin: 1 }")
        os.utime(site.root / "style.css", ns=(1, 1))
    elif change == "script":
        (site.root / "late.js").write_text("")
    elif change == "package":
        packages = _packages(tmp_path / "newer", "0.16.10")
    elif change == "no packages":
        packages = None
    elif change == "picture":
        (site.root / "photo.png").write_bytes(b"\x89PNG another")
    known = cache.get("key", site, packages)
    assert (known is not None) == (change == "picture")


def test_a_failure_is_not_kept(tmp_path: Path, site: SiteFiles) -> None:
    cache = Cache(tmp_path / "cache")
    cache.put("hung", Measured(reason="not finished after 30 s", failed=True))
    cache.put("other", Measured(reason="its engine breaks equations"))
    assert cache.get("hung", site, None) is None
    assert cache.get("other", site, None) == Measured(reason="its engine breaks equations")


def test_what_nobody_asks_for_goes(
    tmp_path: Path, site: SiteFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = Cache(tmp_path / "cache")
    monkeypatch.setattr(caching, "_today", lambda: 1000)
    cache.put("old", Measured(SIZES))
    cache.put("asked", Measured(SIZES))
    monkeypatch.setattr(caching, "_today", lambda: 1000 + caching.KEPT_DAYS)
    assert cache.get("asked", site, None) is not None
    monkeypatch.setattr(caching, "_today", lambda: 1001 + caching.KEPT_DAYS)
    cache.prune()
    assert cache.get("old", site, None) is None
    assert cache.get("asked", site, None) is not None


def test_a_file_that_is_no_database(tmp_path: Path, site: SiteFiles) -> None:
    folder = tmp_path / "cache"
    folder.mkdir()
    (folder / caching.FILE_NAME).write_bytes(b"not a database, for sure\n" * 100)
    cache = Cache(folder)
    assert cache.get("key", site, None) is None
    cache.put("key", Measured(SIZES))
    assert cache.get("key", site, None) == Measured(SIZES)  # it was replaced
    blocked = tmp_path / "file"
    blocked.write_text("")
    cache = Cache(blocked / "below")
    cache.put("key", Measured(SIZES))
    assert cache.get("key", site, None) is None
    cache.prune()


def test_the_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert caching.default_folder() == tmp_path / "mathfit"
