"""A real Dask cluster of two worker processes, of which some are killed."""

from __future__ import annotations

import os
import pickle
import shutil
import signal
from typing import TYPE_CHECKING, Any

import pytest

from mathfit.cli import run
from mathfit.machines import parts as parts_of
from mathfit.machines.cluster import Cluster, connect
from mathfit.machines.parts import in_parts
from mathfit.machines.store import Store
from mathfit.page.apply import ApplyOptions
from mathfit.site.apply import apply_site
from mathfit.site.walk import open_site
from tests.machines import site as sites

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from distributed import LocalCluster


HANGS = 240
"""Seconds after which nothing comes any more, however busy the machine is."""


@pytest.fixture(autouse=True)
def watchdog() -> Iterator[None]:
    """Fail a test whose cluster says nothing any more."""

    def give_up(*_: object) -> None:
        pytest.fail("the cluster says nothing any more")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(HANGS)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def test_one_worker_is_killed_in_the_midst(cluster: LocalCluster, tmp_path: Path) -> None:
    root = sites.write(tmp_path / "site", 800)
    shutil.copytree(root, tmp_path / "other")
    options = ApplyOptions(assets="")
    here = list(apply_site(open_site(tmp_path / "other"), options, jobs=1, write=True))
    with connect(cluster.scheduler_address) as workers:
        assert workers.workers == 2
        victim = workers.everywhere(os.getpid).popitem()[1]
        work = apply_site(open_site(root), options, jobs=1, write=True, executor=workers)
        found = [next(work)]
        # Most parts are still to be handed out, and both workers have one.
        os.kill(victim, signal.SIGKILL)
        found += work
    assert sites.contents(root) == sites.contents(tmp_path / "other")
    assert [result.page for result in found] == [result.page for result in here]
    assert [result.error for result in found] == [result.error for result in here]


def end_the_worker(names: Sequence[str]) -> list[str]:
    if "bad" in names:
        os.kill(os.getpid(), signal.SIGKILL)
    return list(names)


def test_a_page_that_ends_every_worker_is_found(cluster: LocalCluster) -> None:
    names = ["a", "bad", "b", "c"]
    with connect(cluster.scheduler_address) as workers:
        parts = in_parts(workers, end_the_worker, names, 2, lambda name, why: [f"{name}: {why}"])
        found = [one for part in parts for one in part]
    assert [one for one in found if "bad" not in one] == ["a", "b", "c"]
    assert found[1].startswith("bad: its worker was lost 2 times with this page alone (KilledWork")


def test_a_failure_that_the_client_is_not_told_of_is_found(
    cluster: LocalCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts_of, "_SILENCE", 1.0)
    names = ["a", "bad"]
    with connect(cluster.scheduler_address) as workers:
        workers._client._stream_handlers["task-erred"] = lambda **_: None
        parts = in_parts(workers, end_the_worker, names, 2, lambda name, why: [f"{name}: {why}"])
        found = [one for part in parts for one in part]
    assert found[0] == "a"
    assert found[1].startswith("bad: its worker was lost 2 times with this page alone")


def test_the_scheduler_needs_no_mathfit() -> None:
    sent: list[tuple[Any, ...]] = []

    class Client:
        status = "running"

        def get_executor(self, **_: Any) -> Client:
            return self

        def submit(self, *task: Any) -> None:
            sent.append(task)

    Cluster(Client(), "tcp://somewhere").submit(end_the_worker, ["a", "b"])
    ((function, content),) = sent
    assert function is pickle.loads
    assert isinstance(content, bytes)
    assert function(content) == ["a", "b"]


def test_the_command(
    cluster: LocalCluster, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = sites.write(tmp_path / "site", 40)
    original, finished = sites.contents(root), sites.applied(root, tmp_path / "other")
    capsys.readouterr()
    there = ["--scheduler", cluster.scheduler_address]
    assert run(["apply", str(root), *there]) == 3
    assert sites.contents(root) == finished
    told = capsys.readouterr()
    assert f"pages changed in {root}; to prove" in told.out
    assert len(told.err.splitlines()) == 2  # the page that is none, and the compressed copy
    assert run(["apply", str(root), "--check", *there]) == 3
    assert run(["remove", str(root), "--out", str(tmp_path / "out"), "-q", *there]) == 3
    back = sites.contents(tmp_path / "out")
    assert {name: back[name] for name in original} == original
    assert sites.contents(root) == finished


def test_an_address(cluster: LocalCluster, bucket: str, tmp_path: Path) -> None:
    root = sites.write(tmp_path / "site", 40)
    finished = sites.applied(root, tmp_path / "other")
    site = f"s3://{bucket}/site"
    store = Store(site)
    for name, content in sites.contents(root).items():
        store.write(name, content)
    assert run(["apply", site, "-q", "--scheduler", cluster.scheduler_address]) == 3
    assert {name: store.read(name) for name, _ in store.entries()} == finished


def other_mathfit() -> str:
    return str(os.getpid())


def test_what_does_not_fit_is_said_in_one_line_before_the_work(
    cluster: LocalCluster,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    from mathfit.cli import places
    from mathfit.machines import cluster as clusters

    root = sites.write(tmp_path / "site")
    original = sites.contents(root)

    def refused(scheduler: str = cluster.scheduler_address) -> str:
        assert run(["apply", str(root), "-q", "--scheduler", scheduler]) == 2
        told = capsys.readouterr().err
        assert told.count("\n") == 1
        assert sites.contents(root) == original
        return told

    monkeypatch.setattr(clusters, "_PATIENCE", 1)
    assert "no scheduler answers at tcp://127.0.0.1:1" in refused("tcp://127.0.0.1:1")
    assert "no scheduler answers at nonsense" in refused("nonsense")
    with monkeypatch.context() as patched:
        patched.setattr(places, "_code", other_mathfit)
        assert "has another mathfit than this machine: install the same there" in refused()
    with monkeypatch.context() as patched:
        patched.setattr(clusters, "_look", other_mathfit_looks)
        assert f"does not see the same {root} as this machine" in refused()


def other_mathfit_looks(_: Path) -> str:
    return str(os.getpid())
