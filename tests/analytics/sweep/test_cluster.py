"""A sweep on a Dask cluster: a scheduler and two worker processes, one of them killed."""

import contextlib
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

import analytics
from analytics.sweep.blocks import OtherVersions, block_bytes
from analytics.sweep.cluster import NoCluster, on_cluster
from analytics.sweep.folder import block_name
from analytics.sweep.run import text_of
from tests.analytics.sweep.small import small_plan

ROOT = Path(__file__).parents[3]
LOCAL = ("--host", "127.0.0.1", "--dashboard-address", "127.0.0.1:0")


@pytest.fixture
def cluster(tmp_path):
    """Address of a scheduler, and how to start a worker of it."""
    file = tmp_path / "scheduler.json"
    with contextlib.ExitStack() as stack:

        def start(kind, *arguments):
            command = [sys.executable, "-m", f"distributed.cli.dask_{kind}", *LOCAL, *arguments]
            log = stack.enter_context((tmp_path / f"{kind}.log").open("ab"))
            process = subprocess.Popen(
                [*command, "--scheduler-file", str(file)],
                cwd=ROOT,
                env=os.environ | {"OPENBLAS_NUM_THREADS": "1"},
                stdout=log,
                stderr=log,
            )
            stack.callback(process.wait)
            stack.callback(process.kill)
            return process

        def worker():
            return start("worker", "--no-nanny", "--nthreads", "1", "--memory-limit", "0")

        start("scheduler", "--port", "0", "--idle-timeout", "100")
        waited = time.monotonic() + 60
        while not file.exists():
            assert time.monotonic() < waited, (tmp_path / "scheduler.log").read_text()
            time.sleep(0.05)
        yield json.loads(file.read_text())["address"], worker


def test_a_killed_worker_changes_nothing(cluster, serial):
    address, worker = cluster
    first, _ = worker(), worker()
    plan = small_plan()
    found = {}
    for block, content in on_cluster(text_of(plan), plan.key, range(plan.blocks), address):
        found[block] = content
        # the other blocks are handed out by now, some of them to this worker
        first.kill()
    assert first.wait() != 0
    assert {block_name(block): content for block, content in found.items()} == {
        path.name: path.read_bytes() for path in serial.glob("*.parquet")
    }


def test_no_scheduler(monkeypatch):
    monkeypatch.setattr("analytics.sweep.cluster._CONNECT", 0.5)
    with pytest.raises(NoCluster, match=r"no scheduler answers at tcp://127\.0\.0\.1:1: "):
        list(on_cluster("", "", [0], "tcp://127.0.0.1:1"))


def test_another_version_is_refused(monkeypatch):
    text = text_of(small_plan())
    monkeypatch.setattr(analytics, "__version__", "9.9")
    with pytest.raises(OtherVersions, match=r"a worker has code 9\.9 and data .* of code 0\.1\.0"):
        block_bytes(text, 0)
