"""A server of S3's protocol on this machine, and a Dask cluster of two worker processes."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from distributed import LocalCluster


@pytest.fixture(scope="session")
def s3_server() -> Iterator[str]:
    """Start the server; return its address."""
    from moto.server import ThreadedMotoServer

    logging.getLogger("werkzeug").setLevel(logging.ERROR)  # a line for each request
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


def environment(server: str) -> dict[str, str]:
    """Return the variables by which a process finds a server of S3's protocol."""
    return {
        "AWS_ENDPOINT_URL": server,
        "AWS_ACCESS_KEY_ID": "any",
        "AWS_SECRET_ACCESS_KEY": "any",
        "AWS_DEFAULT_REGION": "us-east-1",
        "NO_PROXY": "127.0.0.1",
    }


@pytest.fixture
def bucket(s3_server: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Return the name of an empty bucket of a server that commands find by their environment."""
    import s3fs

    for name, value in environment(s3_server).items():
        monkeypatch.setenv(name, value)
    store = s3fs.S3FileSystem(skip_instance_cache=True, use_listings_cache=False)
    store.mkdir("bucket")
    yield "bucket"
    store.rm("bucket", recursive=True)


@pytest.fixture(scope="module")
def started_cluster(s3_server: str) -> Iterator[LocalCluster]:
    """Start a scheduler and two workers, each a process that is started again where it ends."""
    import dask
    from distributed import LocalCluster

    # A part whose worker ended comes back to mathfit, which is to decide what becomes of it.
    settings = {"distributed.scheduler.allowed-failures": 0, "logging.distributed": "critical"}
    with (
        dask.config.set(settings),
        LocalCluster(  # type: ignore[no-untyped-call]
            2,
            threads_per_worker=1,
            dashboard_address=None,
            silence_logs=logging.CRITICAL,
            env=environment(s3_server),
        ) as started,
    ):
        yield started


@pytest.fixture
def cluster(started_cluster: LocalCluster) -> LocalCluster:
    """Return the cluster once both workers are there: another test may have killed one."""
    started_cluster.wait_for_workers(2)
    return started_cluster
