"""`apply` and `remove` on executors of the standard library: as on this machine."""

from __future__ import annotations

import shutil
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from mathfit.page.apply import ApplyOptions
from mathfit.site.apply import apply_site
from mathfit.site.copy import copy_rest
from mathfit.site.remove import remove_site
from mathfit.site.walk import open_site
from mathfit.site.write import writing
from tests.machines import site as sites

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(params=[ProcessPoolExecutor, ThreadPoolExecutor])
def executor(request: pytest.FixtureRequest) -> Iterator[Executor]:
    with request.param(2) as started:
        yield started


@pytest.mark.parametrize("routed", [False, True])
def test_the_same_results_as_on_this_machine(
    tmp_path: Path, executor: Executor, routed: bool
) -> None:
    root = sites.write(tmp_path / "site", 60)
    if routed:
        router = '<script src="https://unpkg.com/@hotwired/turbo@8/dist/turbo.js"></script>'
        for file in root.rglob("page *.html"):
            file.write_text(file.read_text().replace("<head>", f"<head>{router}"))
    original = sites.contents(root)
    found = []
    for name, on in (("here", None), ("there", executor)):
        copy = tmp_path / name
        shutil.copytree(root, copy)
        opened = open_site(copy)
        options = ApplyOptions(assets="")
        work = apply_site(opened, options, jobs=1, write=True, routed=routed, executor=on)
        found.append((list(work), sites.contents(copy)))
    assert found[0] == found[1]
    assert len(found[0][0]) == 63
    assert any(result.bare for result in found[0][0]) == routed
    given_back = remove_site(open_site(tmp_path / "there"), jobs=1, write=True, executor=executor)
    assert sum(result.changed for result in given_back) == sum(
        original[name] != found[0][1][name] for name in original
    )
    assert {name: sites.contents(tmp_path / "there")[name] for name in original} == original


def test_another_folder(tmp_path: Path, executor: Executor) -> None:
    root = sites.write(tmp_path / "site")
    for name, on in (("here", None), ("there", executor)):
        opened = open_site(root, tmp_path / name)
        list(copy_rest(opened))
        list(apply_site(opened, ApplyOptions(assets=""), jobs=1, write=True, executor=on))
    assert sites.contents(tmp_path / "here") == sites.contents(tmp_path / "there")


def test_what_a_lost_worker_left_is_deleted(tmp_path: Path) -> None:
    root = sites.write(tmp_path / "site")
    part = root / "1" / f".mathfit-{'0' * 32}.part"
    for spread in (True, False):
        with writing(open_site(root), tmp_path / "claims", spread=spread):
            part.write_text("half")
        assert part.exists() != spread
