"""A result is good as long as nothing it depends on has changed, and for a time."""

from __future__ import annotations

import json
import os
import time
from typing import TYPE_CHECKING

import pytest

from mathfit.browser import kept
from mathfit.browser.digest import Dependencies, depends_on, key_of
from mathfit.browser.kept import Kept
from mathfit.browser.network import Network, Traffic
from mathfit.browser.packages import PackageFolder
from mathfit.browser.served import ORIGIN, SiteFiles, stamp
from mathfit.own_digest import own_digest

if TYPE_CHECKING:
    from pathlib import Path

RESULT = {"sizes": [12.5, 2], "note": "größer"}
DAY = 86400


@pytest.fixture
def network(tmp_path: Path) -> Network:
    root = tmp_path / "site"
    root.mkdir()
    (root / "style.css").write_text("body { margin: 0 }")
    (root / "photo.png").write_bytes(b"\x89PNG")
    return Network(SiteFiles(root), _packages(tmp_path / "npm", "0.16.9"))


def _packages(root: Path, version: str) -> PackageFolder:
    (root / "katex").mkdir(parents=True, exist_ok=True)
    (root / "katex" / "package.json").write_text(json.dumps({"name": "katex", "version": version}))
    return PackageFolder.read(root)


def _traffic(network: Network) -> Traffic:
    root = network.site.root
    return Traffic(
        files={file: stamp(file) for file in (root / "style.css", root / "photo.png")},
        missing_files={f"{ORIGIN}/late.js", f"{ORIGIN}/none.png"},
        packages={"katex@0.16": "0.16.9"},
    )


def test_what_was_put_comes_back(tmp_path: Path, network: Network) -> None:
    folder = Kept(tmp_path / "cache")
    assert folder.get("key", network) is None
    folder.put("key", depends_on(network, _traffic(network)), RESULT)
    assert Kept(tmp_path / "cache").get("key", network) == RESULT
    assert folder.get("other", network) is None
    assert not list((tmp_path / "cache").glob("*.[0-9]*"))


@pytest.mark.parametrize(
    ("change", "still_good"),
    [
        ("style", False),
        ("script", False),
        ("package", False),
        ("no packages", False),
        ("picture", False),
        ("nothing", True),
    ],
)
def test_what_it_depends_on(
    tmp_path: Path, network: Network, change: str, still_good: bool
) -> None:
    folder = Kept(tmp_path / "cache")
    folder.put("key", depends_on(network, _traffic(network)), RESULT)
    root, packages = network.site.root, network.packages
    if change == "style":
        (root / "style.css").write_text("body { margin: 1 }")
        os.utime(root / "style.css", ns=(1, 1))
    elif change == "script":
        (root / "late.js").write_text("")
    elif change == "package":
        packages = _packages(tmp_path / "newer", "0.16.10")
    elif change == "no packages":
        packages = None
    elif change == "picture":
        (root / "photo.png").write_bytes(b"\x89PNG another")
    known = folder.get("key", Network(network.site, packages))
    assert (known == RESULT) == still_good


def test_what_does_not_matter_can_be_left_out(network: Network) -> None:
    found = depends_on(network, _traffic(network), without={".png"})
    assert found is not None
    assert list(found.files) == ["style.css"]
    assert found.missing == [f"{ORIGIN}/late.js"]


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://cdn.jsdelivr.net/npm/katex@0.16.9/dist/katex.min.js", True),
        ("https://cdn.jsdelivr.net/npm/katex@0.16/dist/katex.min.js", False),
        ("https://example.org/own.css", False),
    ],
)
def test_what_the_network_gave_is_kept_where_it_never_changes(
    tmp_path: Path, network: Network, url: str, kept: bool
) -> None:
    folder = Kept(tmp_path / "cache")
    folder.put("key", depends_on(network, Traffic(network={url})), RESULT)
    assert (folder.get("key", network) == RESULT) == kept


def test_a_file_that_was_changed_while_the_page_was_open_is_not_what_it_has_seen(
    network: Network,
) -> None:
    traffic = _traffic(network)
    assert depends_on(network, traffic) is not None
    (network.site.root / "style.css").write_text("body { margin: 0 1px }")
    assert depends_on(network, traffic) is None


def test_a_result_ends_some_time_after_it_was_made_used_or_not(
    tmp_path: Path, network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Kept(tmp_path / "cache")
    made = time.time()
    folder.put("key", Dependencies(), RESULT)
    for days in (1, kept.KEPT_DAYS - 1):
        monkeypatch.setattr(time, "time", lambda days=days: made + days * DAY)
        folder.prune()
        assert folder.get("key", network) == RESULT
    monkeypatch.setattr(time, "time", lambda: made + (kept.KEPT_DAYS + 1) * DAY)
    assert folder.get("key", network) is None
    assert list((tmp_path / "cache").iterdir())
    folder.prune()
    assert not list((tmp_path / "cache").iterdir())


def test_a_broken_entry_and_a_folder_that_cannot_be(tmp_path: Path, network: Network) -> None:
    folder = Kept(tmp_path / "cache")
    folder.put("key", Dependencies(), RESULT)
    for broken in ("no JSON", '{"depends": 3}', "[]", '{"depends": {"files": 3}, "result": 1}'):
        (tmp_path / "cache" / "key.json").write_text(broken)
        assert folder.get("key", network) is None
    folder.put("key", Dependencies(), RESULT)
    assert folder.get("key", network) == RESULT
    blocked = tmp_path / "file"
    blocked.write_text("")
    folder = Kept(blocked / "below")
    folder.put("key", Dependencies(), RESULT)
    assert folder.get("key", network) is None
    folder.prune()


def test_a_key_covers_the_code_the_question_and_what_the_network_allows(network: Network) -> None:
    key = key_of(network, "code", page="a.html", width=320)
    assert key == key_of(network, "code", width=320, page="a.html")
    others = [
        key_of(network, "other code", page="a.html", width=320),
        key_of(network, "code", page="a.html", width=321),
        key_of(Network(network.site), "code", page="a.html", width=320),
        key_of(
            Network(network.site, network.packages, frozenset({"example.org"})),
            "code",
            page="a.html",
            width=320,
        ),
    ]
    assert len({key, *others}) == 5


def test_the_code_is_that_of_the_rooms(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "browser" / "deep").mkdir(parents=True)
    script = tmp_path / "browser" / "deep" / "wait.js"
    script.write_text("1")
    (tmp_path / "engines.py").write_text("1")
    (tmp_path / "__init__.py").write_text("1")
    (tmp_path / "other.py").write_text("1")
    monkeypatch.setattr("mathfit.own_digest._PACKAGE", tmp_path)

    def now() -> str:
        own_digest.cache_clear()
        return own_digest("browser", "engines.py")

    first = now()
    (tmp_path / "other.py").write_text("2")
    assert now() == first
    script.write_text("2")
    second = now()
    (tmp_path / "engines.py").write_text("2")
    assert len({first, second, now()}) == 3
    own_digest.cache_clear()
