"""Work that one process does and all of a server's processes know of."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from analytics.outlook.laboratory import setup_of
from analytics.outlook.sampled import sample
from analytics.scenario import Scenario
from dashboard.samples import Samples
from dashboard.shared import Shared
from dashboard.simulating import INTERRUPTED, Simulator, Status

ROOT = Path(__file__).parents[2]
SETUP = setup_of(Scenario(lab_language="is", lab_corpus=1e3, lab_generations=2))
# Another process, which is asked to end or killed in the middle of its work.
WORKS = """
import sys
from dashboard.simulating import Status
from dashboard.shared import Shared
work = Shared("simulation", Status)
assert work.begin()
work.tell(Status(running=True, done=3, blocks=10))
print("works", flush=True)
while not work.called_off:
    if not sys.stdin.readline():
        break
"""


@dataclass(frozen=True)
class How:
    done: int = 0


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv("AQUIFER_HOME", str(tmp_path))
    return tmp_path


def test_one_works_and_the_others_know(home) -> None:
    one, other = Shared("work", How), Shared("work", How)
    assert [one.taken, other.taken] == [False, False]
    assert other.told() is None
    assert one.begin()
    assert [one.taken, other.taken] == [True, True]
    assert [one.begin(), other.begin()] == [False, False]
    one.tell(How(3))
    assert other.told() == How(3)
    other.call_off()
    assert one.called_off
    one.end()
    one.end()
    assert [one.taken, other.taken] == [False, False]
    other.call_off()  # nobody works: the next one is not called off
    assert other.begin()
    assert not other.called_off
    other.end()
    assert not list((home / "running").glob("*.new"))


def test_what_another_version_said_is_nothing(home) -> None:
    work = Shared("work", How)
    work.begin()
    (home / "running" / "work.json").write_text('{"done": "much"}')
    assert work.told() is None
    work.end()


def test_a_process_that_is_killed_leaves_the_work_to_others() -> None:
    here = Simulator()
    assert here.status == Status()
    with subprocess.Popen(
        [sys.executable, "-c", WORKS],
        cwd=ROOT,
        env=dict(os.environ),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as there:
        assert there.stdout is not None
        assert there.stdout.readline() == "works\n"
        assert here.status == Status(running=True, done=3, blocks=10)
        assert not here.start(SETUP, 1)
        here.cancel()
        assert Shared("simulation", Status).called_off
        there.kill()
    assert here.status == Status(done=3, blocks=10, failure=INTERRUPTED)
    assert here.start(SETUP, 1)
    while here.status.running:
        time.sleep(0.01)
    assert here.status == Status(setup=SETUP, done=10, blocks=10)
    # What it drew is shown by a process that has not drawn it.
    assert Simulator().sampled(SETUP) is not None


def test_a_sample_is_kept_to_the_last_digit_and_the_oldest_is_forgotten(home) -> None:
    found = sample(SETUP, 1, replicates=2)
    samples = Samples(1)
    samples.keep(found)
    again = samples.find(SETUP)
    assert again is not None and again.replicates == found.replicates
    for part in ("mean", "band"):
        for name, values in getattr(found, part).items():
            np.testing.assert_array_equal(getattr(again, part)[name], values)
            assert not getattr(again, part)[name].flags.writeable
    (path,) = (home / "simulations").iterdir()
    os.utime(path, (0, 0))
    samples.keep(sample(SETUP.changed(rows=2e3), 1, replicates=2))
    assert samples.find(SETUP) is None
    (path,) = (home / "simulations").iterdir()
    path.write_text("{}")
    assert samples.find(SETUP.changed(rows=2e3)) is None
