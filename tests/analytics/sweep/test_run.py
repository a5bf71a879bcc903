"""Running sweeps: the same files however they are computed, stopped, killed and taken up."""

import io
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from analytics.sweep.folder import missing
from analytics.sweep.run import run
from tests.analytics.sweep.conftest import contents
from tests.analytics.sweep.small import TOML, small_plan

ROOT = Path(__file__).parents[3]


def start(tmp_path, *arguments):
    grid = tmp_path / "grid.toml"
    grid.write_text(TOML)
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-m", "analytics", "sweep", str(grid), *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


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


def test_stopped_and_killed_it_goes_on_to_the_same_bytes(tmp_path, serial):
    folder = tmp_path / "sweep"

    def blocks():
        return len(list(folder.glob("*.parquet")))

    process = start(tmp_path, "--out", str(folder), "--workers", "2")
    until(blocks)
    # as a terminal does: every process of the group is told
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130, err
    assert out == ""
    told = err.splitlines()[-1]
    stopped = blocks()
    assert told == (
        f"python -m analytics: stopped; {stopped} of 5 blocks are finished and kept: "
        "run the same again to go on"
    )
    assert stopped < 5
    (folder / "block-00004.parquet").unlink(missing_ok=True)
    kept = blocks()

    process = start(tmp_path, "--out", str(folder), "--workers", "1")
    until(lambda: blocks() > kept or process.poll() is not None)
    process.kill()
    process.communicate(timeout=60)
    # no worker is left behind
    until(lambda: not alive(process.pid))
    (folder / "block-00003.parquet").write_bytes(b"half")
    assert 3 in missing(folder, small_plan())

    run(small_plan(), folder, workers=0, out=io.StringIO())
    assert contents(folder) == contents(serial)


def test_what_is_finished_is_not_computed_again(serial):
    out = io.StringIO()
    assert run(small_plan(), serial, workers=0, out=out).before == 5
    assert out.getvalue() == "40 of 40 scenarios\n"
