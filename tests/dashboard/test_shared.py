"""Work that one process does and all of a server's processes know of."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from dashboard.refreshing import INTERRUPTED, Refresher, Status
from dashboard.shared import Shared

ROOT = Path(__file__).parents[2]
# Another process, which is killed in the middle of its work.
WORKS = """
import sys
from dashboard.refreshing import Status
from dashboard.shared import Shared
work = Shared("refresh", Status)
assert work.begin()
work.tell(Status(running=True, step="Receiving", number=3))
print("works", flush=True)
sys.stdin.readline()
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
    one.end()
    one.end()
    assert [one.taken, other.taken] == [False, False]
    assert other.begin()
    other.end()
    assert not list((home / "running").glob("*.new"))


def test_what_another_version_said_is_nothing(home) -> None:
    work = Shared("work", How)
    work.begin()
    (home / "running" / "work.json").write_text('{"done": "much"}')
    assert work.told() is None
    work.end()


def test_a_process_that_is_killed_leaves_the_work_to_others() -> None:
    here = Refresher()
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
        assert here.status == Status(running=True, step="Receiving", number=3)
        assert not Shared("refresh", Status).begin()
        there.kill()
    assert here.status == Status(number=3, failure=INTERRUPTED)
    again = Shared("refresh", Status)
    assert again.begin()
    again.end()
