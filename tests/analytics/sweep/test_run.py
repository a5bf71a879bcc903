"""Running sweeps: the same files however they are computed, stopped, killed and taken up."""

import contextlib
import io
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from analytics.sweep.folder import block_name, missing
from analytics.sweep.run import run
from tests.analytics.sweep.conftest import contents
from tests.analytics.sweep.small import TOML, small_plan

ROOT = Path(__file__).parents[3]


@pytest.fixture
def start(tmp_path):
    """Start the command as a person does, in a group of its own; standard error is a file."""
    (tmp_path / "grid.toml").write_text(TOML)
    # it, and the processes that it starts, tell what they import
    flags = ("-W", "error", "-X", "importtime", "-m", "analytics", "sweep")
    with contextlib.ExitStack() as stack:

        def start(*arguments):
            log = stack.enter_context((tmp_path / "log").open("wb"))
            process = subprocess.Popen(
                [sys.executable, *flags, str(tmp_path / "grid.toml"), *arguments],
                cwd=ROOT,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
            stack.callback(process.wait)
            stack.callback(process.kill)
            return process

        yield start


def until(holds, seconds=60.0):
    waited = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < waited
        time.sleep(0.02)


def alive(group):
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def test_stopped_and_killed_it_goes_on_to_the_same_bytes(tmp_path, start, serial):
    folder = tmp_path / "sweep"

    def blocks():
        return len(list(folder.glob("*.parquet")))

    def interrupted(how):
        """Begin, and send a signal to the whole group once there is a new block."""
        for _ in range(5):
            before = blocks()
            process = start("--out", str(folder), "--workers", "1")
            until(lambda n=before, one=process: blocks() > n or one.poll() is not None)
            if process.poll() is None:
                how(process)
            if process.wait(60) != 0:
                return process.returncode
            # this machine let it finish before it let us look
            for path in list(folder.glob("*.parquet"))[before:]:
                path.unlink()
        raise AssertionError("it always finished first")

    # as a terminal does: every process of the group is told
    assert interrupted(lambda process: os.killpg(process.pid, signal.SIGINT)) == 130
    log = (tmp_path / "log").read_text().splitlines()
    stopped = blocks()
    assert 0 < stopped < 5
    told = [line for line in log if not line.startswith("import time:")]
    assert told[0].startswith(f"{8 * stopped} of 40 scenarios, ")
    assert told[1:] == [
        f"python -m analytics: stopped; {stopped} of 5 blocks are finished and kept: "
        "run the same again to go on"
    ]
    imported = {line.split("|")[-1].strip() for line in log}
    assert "pyarrow" in imported and not {"dask", "distributed"} & imported

    groups = []

    def kill(process):
        groups.append(process.pid)
        process.kill()

    assert interrupted(kill) == -signal.SIGKILL
    # no worker is left behind
    until(lambda: not any(alive(group) for group in groups))
    (folder / block_name(0)).write_bytes(b"half")
    lacking = missing(folder, small_plan().manifest)
    assert 0 in lacking
    assert run(small_plan(), folder, workers=0, out=io.StringIO()).blocks == len(lacking)
    assert contents(folder) == contents(serial)


def test_what_is_finished_is_not_computed_again(serial):
    out = io.StringIO()
    assert run(small_plan(), serial, workers=0, out=out).before == 5
    assert out.getvalue() == "40 of 40 scenarios\n"
