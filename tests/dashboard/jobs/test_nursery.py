"""What jobs are forked from: it begins them, tells how they end, and ends with its server."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil

from tests.dashboard.jobs.test_work import ended, wait_for

ROOT = Path(__file__).parents[3]
# A server's process that has three jobs done, tells of two, and waits to be killed.
SERVER = """
import os, pathlib, signal, sys, time
from dashboard.jobs.nursery import Nursery

def work(arguments):
    id, attempt = arguments
    print(id, attempt, os.environ["HELLO"], os.getsid(0) == os.getpid(), flush=True)
    if id == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    if id == "long":
        time.sleep(60)
    if id == "wrong":
        raise RuntimeError("no such thing")
    return 0

logs = pathlib.Path(sys.argv[1])
nursery = Nursery.fork(work, {"HELLO": "hello"}, lambda: print("let go", flush=True))
names = ["good", "killed", "wrong", "long"]
begun = {name: nursery.begin(name, 2, logs / name) for name in names}
for name in names[:3]:
    while (code := begun[name].poll()) is None:
        time.sleep(0.01)
    print(name, code, flush=True)
print("long", begun["long"].poll(), flush=True)
sys.stdin.read()
"""


def test_it_begins_jobs_tells_their_end_and_ends_with_its_server(tmp_path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", SERVER, str(tmp_path)],
        cwd=ROOT,
        env=dict(os.environ),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as server:
        assert server.stdout is not None
        said = [server.stdout.readline().strip() for _ in range(5)]
        assert sorted(said) == ["good 0", "killed -9", "let go", "long None", "wrong 1"]
        (nursery,) = psutil.Process(server.pid).children()
        (job,) = nursery.children()
        server.kill()
    wait_for(lambda: ended(nursery.pid))
    # a job looks for itself whether its parent is gone (test_work.py); this one does not
    os.kill(job.pid, signal.SIGKILL)
    assert (tmp_path / "good").read_text() == "good 2 hello True\n"
    assert "RuntimeError: no such thing" in (tmp_path / "wrong").read_text()
