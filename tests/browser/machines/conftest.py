"""What the tests of this folder use from outside."""

from tests.machines.started import bucket, cluster, s3_server, started_cluster

__all__ = ["bucket", "cluster", "s3_server", "started_cluster"]
