"""``python -m analytics sweep``: what it says, what it refuses, and the README's example."""

import io
import re
import sys
from pathlib import Path

import pytest

from analytics.__main__ import main
from analytics.sweep import read_grid
from analytics.sweep.blocks import ScenarioFailed
from analytics.sweep.cluster import ClusterLost
from analytics.sweep.processes import WorkerDied
from tests.analytics.sweep.small import TOML

ROOT = Path(__file__).parents[3]


@pytest.fixture
def run(capsys):
    """Run in this process: exit code, standard output, standard error."""

    def run(*arguments: object) -> tuple[object, str, str]:
        try:
            code: object = main(["sweep", *(str(a) for a in arguments)])
        except SystemExit as left:
            code = left.code
        out, err = capsys.readouterr()
        return code, out, err

    return run


@pytest.fixture
def grid(tmp_path):
    path = tmp_path / "grid.toml"
    path.write_text(TOML)
    return path


def test_a_sweep_that_is_there_is_left_as_it_is(run, grid, serial):
    before = {path: path.stat().st_mtime_ns for path in serial.glob("*.parquet")}
    assert run(grid, "--out", serial) == (0, f"{serial}\n", "40 of 40 scenarios\n")
    assert {path: path.stat().st_mtime_ns for path in serial.glob("*.parquet")} == before


def test_what_cannot_be_used_is_refused(run, grid, serial, tmp_path, monkeypatch):
    out = tmp_path / "out"
    bad, other = tmp_path / "bad.toml", tmp_path / "other.toml"
    bad.write_text("axes.epochs = [0]\nworlds = 5")
    other.write_text("axes.epochs = [2]")
    (tmp_path / "latin").write_bytes(b"\xe9")
    monkeypatch.setattr("analytics.sweep.cluster._CONNECT", 0.5)
    for arguments, told in (
        ((bad, "--out", out), "bad.toml: worlds: 5 is not a power of two"),
        ((bad, "--out", out), "bad.toml: axes.epochs[1]: 0 passes is below the lowest accepted, 1"),
        ((tmp_path / "no", "--out", out), "no: No such file"),
        ((tmp_path / "latin", "--out", out), "latin is not a grid: it is not UTF-8"),
        ((grid, "--out", out, "--workers", 0), "--workers: 0 is outside 1 to 1,024"),
        ((grid, "--out", out, "--workers", 2, "--scheduler", "tcp://a:1"), "give one of the two"),
        ((grid, "--name", "../a"), "--name: '../a' is no name of a sweep"),
        ((other, "--out", serial), "was made by another grid"),
        ((grid, "--out", out, "--scheduler", "tcp://127.0.0.1:1"), "no scheduler answers at tcp"),
    ):
        code, printed, err = run(*arguments)
        assert (code, printed) == (2, ""), arguments
        assert told in err
        assert all(
            line.startswith("python -m analytics: ") or line.endswith("scenarios")
            for line in err.splitlines()
        )
    assert run(grid)[0] == 2


def test_a_folder_that_cannot_be_written(run, grid):
    code, out, err = run(grid, "--out", grid / "a")
    assert (code, out) == (1, "")
    assert f"cannot write to {grid / 'a'}: Not a directory" in err


@pytest.mark.parametrize("failure", [ClusterLost, WorkerDied, ScenarioFailed])
def test_what_fails_on_the_way_is_no_bad_input(run, grid, tmp_path, monkeypatch, failure):
    def fail(*_, **__):
        raise failure("gone\nfor good")

    monkeypatch.setattr("analytics.sweep.run.run", fail)
    code, out, err = run(grid, "--out", tmp_path / "a")
    assert (code, out) == (1, "")
    assert err == "python -m analytics: gone\npython -m analytics: for good\n"


def test_the_grid_may_come_from_standard_input(run, serial, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TOML.encode())))
    assert run("-", "--out", serial)[0] == 0


def test_help_says_how_to_read_it(run):
    code, out, err = run("--help")
    assert (code, err) == (0, "")
    assert max(map(len, out.splitlines())) <= 100
    for word in ("demand_growth = {from", "sweep.read(", "--scheduler", "exit codes", "--name"):
        assert word in out
    example = out.partition("example of a grid:")[2].partition("reading it")[0]
    assert len(read_grid(example)) == 3 * 2 * 9 * 5


def test_the_example_of_the_readme():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
    grid = read_grid(example)
    (said,) = re.findall(r"These ([\d,]+) scenarios", text)
    assert f"{len(grid):,}" == said
