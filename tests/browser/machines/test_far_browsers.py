"""`apply --measure` and `verify` on executors, a cluster and at an address: as on this machine."""

from __future__ import annotations

import json
import os
import shutil
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from mathfit.browser.network import Network
from mathfit.browser.packages import PackageFolder
from mathfit.browser.pool import PoolOptions
from mathfit.browser.served import SiteFiles
from mathfit.cli import run
from mathfit.machines.store import Store
from mathfit.measure.apply import MeasureOptions, measure_site
from mathfit.page.apply import ApplyOptions
from mathfit.site.walk import open_site
from mathfit.verify.options import RunOptions, VisitOptions
from mathfit.verify.run import Verification
from tests.chromium import browser_of_tests
from tests.machines.site import contents

if TYPE_CHECKING:
    from distributed import LocalCluster

ROOT = Path(__file__).parents[3]
PACKAGES = Path(os.environ.get("MATHFIT_PACKAGES") or ROOT / "node_modules")
KATEX = "https://cdn.jsdelivr.net/npm/katex@0.16/dist/"
HEAD = f"""<!DOCTYPE html><html><head><meta charset="utf-8">
<link rel="stylesheet" href="%sfont.css">
<link rel="stylesheet" href="{KATEX}katex.min.css"><script src="{KATEX}katex.min.js" defer></script>
<script src="{KATEX}contrib/auto-render.min.js" defer onload="renderMathInElement(document.body)">
</script></head><body><h1>Page</h1>"""
WIDE = "$$" + " + ".join(f"a_{{{number}}}" for number in range(60)) + "$$"

pytestmark = pytest.mark.browser


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site whose stylesheet decides how wide its equations are; one page has a fault."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = tmp_path / "site"
    (folder / "posts").mkdir(parents=True)
    (folder / "font.css").write_text("body { font: 23px/1.4 serif; width: 90%; margin: auto }")
    for number in range(2):
        formula = WIDE if number % 2 else f"$$x_{number} = y$$"
        (folder / "posts" / f"{number}.html").write_text(f"{HEAD % '../'}<p>{formula}</p>")
    (folder / "index.html").write_text(f"{HEAD % ''}<p>No formula.</p>")
    return folder


def put(folder: Path, address: str) -> Store:
    store = Store(address)
    for name, content in contents(folder).items():
        store.write(name, content)
    return store


def measured(root: Path, copy: Path, executor: Executor | None) -> tuple[dict[str, Any], Any]:
    shutil.copytree(root, copy)
    network = Network(SiteFiles(copy), PackageFolder.read(PACKAGES))
    how = MeasureOptions(PoolOptions(browser_of_tests()), network, 60)
    options = ApplyOptions(assets="")
    work = measure_site(open_site(copy), options, how, jobs=1, write=True, executor=executor)
    # What a file is like differs from one copy to the other.
    results = {one.page.as_posix(): replace(one, left_as=None) for one in work}
    return results, contents(copy)


def verified(root: Path, executor: Executor | None) -> list[Any]:
    site = open_site(root)
    network = Network(SiteFiles(root), PackageFolder.read(PACKAGES))
    options = RunOptions(VisitOptions((320, 1200)), browser_of_tests(), 2)
    verification = Verification("site", network, site.names, options, executor=executor)
    list(verification)
    found = verification.run
    assert found.browser
    pages = [(page.page, page.equations, page.views, page.faults) for page in found.pages]
    return [*pages, found.skipped]


def test_an_executor_of_the_standard_library(root: Path, tmp_path: Path) -> None:
    with ProcessPoolExecutor(2) as executor:
        here = measured(root, tmp_path / "here", None)
        assert measured(root, tmp_path / "there", executor) == here
        assert [result.measured for result in here[0].values()].count(True) == 2
        faults = verified(root, None)
        assert verified(root, executor) == faults
        assert any(page[3] for page in faults[:-1])


def found_in(file: Path) -> Any:
    found = json.loads(file.read_text())
    for key in ("seconds", "site"):
        found.pop(key)
    for page in found["results"]:
        page.pop("seconds")
        page.pop("pictures")
    return found


def test_a_cluster_and_an_address(
    root: Path, tmp_path: Path, bucket: str, cluster: LocalCluster
) -> None:
    packages = ["--packages", str(PACKAGES)]
    if path := os.environ.get("MATHFIT_BROWSER"):
        packages += ["--browser", path]
    there = ["--scheduler", cluster.scheduler_address]
    address = f"s3://{bucket}/site"
    store = put(root, address)
    shared = tmp_path / "shared"
    shutil.copytree(root, shared)
    report = tmp_path / "report"
    found: list[Any] = []
    for call in ([root], [shared, "--report", report, *there], [address]):
        file = tmp_path / f"{len(found)}.json"
        words = ["verify", *map(str, call), "--widths", "320,1200", "--json", str(file)]
        assert run([*words, *packages]) == 1
        found.append(found_in(file))
    assert found[0] == found[1] == found[2]
    assert (report / "index.html").is_file()
    measure = ["apply", "--measure", "--no-cache", "-q", *packages]
    for call in ([root], [shared, *there], [address, *there]):
        assert run([*measure, *map(str, call)]) == 0
    finished = contents(root)
    assert contents(shared) == finished
    assert {name: store.read(name) for name, _ in store.entries()} == finished
