"""``sweep``: a grid of scenarios as Parquet files."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analytics.commands.telling import NotWritten, Refused, complain, put

if TYPE_CHECKING:
    from analytics.sweep import Grid

STOPPED = 130
"""Exit code after Ctrl-C."""

_SWEEP = """\
Evaluate every scenario of a grid and keep the key figures, one row a scenario, as numbered Parquet
files with a manifest that names their columns and units. Stopped or killed, the same command goes
on where it was. The files are the same bytes however many workers compute them.
"""
_NOTES = """\
example of a grid:
  preset = "as-published"            # or presets = [...], or scenario = "mine.json"
  worlds = 1024                      # optional
  [axes]
  overtraining = [1, 2, 5]
  usable_share = ["0.05~0.3", 0.1]   # low~high; one number is known for certain
  demand_growth = {from = 0.1, to = 0.5, steps = 9}
  epochs = {from = 1, to = 16, steps = 5, scale = "log"}

reading it, in Python:
  from analytics import sweep
  frame = sweep.read("DIR")          # a row for each scenario
  sweep.by_vendor(frame)             # a row for each scenario and vendor

environment:
  AQUIFER_HOME  sweeps of a --name are kept in its folder sweeps, where the page finds them

exit codes: 0 all is written; 1 a file could not be written, or a worker, cluster or scenario
failed; 2 bad input; 130 stopped. What is finished is kept.
"""


def add(commands: argparse._SubParsersAction[Any]) -> None:
    """Add the command to those of a parser."""
    sweep = commands.add_parser(
        "sweep",
        help="evaluate a grid of scenarios to Parquet files",
        description=_SWEEP,
        epilog=_NOTES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    sweep.add_argument("grid", metavar="GRID", help="the grid, a TOML file; - is standard input")
    where = sweep.add_mutually_exclusive_group(required=True)
    where.add_argument("--out", metavar="DIR", help="folder of the files")
    where.add_argument("--name", metavar="NAME", help="keep it where the page finds it")
    sweep.add_argument(
        "--workers", metavar="N", type=int, help="processes of this machine (one a core)"
    )
    sweep.add_argument(
        "--scheduler", metavar="ADDRESS", help="compute on a Dask cluster, tcp://HOST:PORT"
    )
    sweep.set_defaults(run=run)


def run(given: argparse.Namespace) -> int | None:
    """Read the grid, compute what is missing, and say where it is."""
    if given.workers is not None and not 1 <= given.workers <= 1024:
        raise Refused(f"--workers: {given.workers} is outside 1 to 1,024")
    if given.workers is not None and given.scheduler is not None:
        raise Refused("--workers: the cluster at --scheduler has its own; give one of the two")
    try:
        folder = _run(given)
    except KeyboardInterrupt as stopped:
        complain(str(stopped) or "stopped")
        return STOPPED
    put(f"{folder}\n")
    return None


def _run(given: argparse.Namespace) -> Path:
    text, grid = _grid(given.grid)
    from analytics.sweep import Unusable, place
    from analytics.sweep.blocks import OtherVersions, ScenarioFailed
    from analytics.sweep.cluster import ClusterLost, NoCluster
    from analytics.sweep.plan import plan_of
    from analytics.sweep.processes import WorkerDied, cores
    from analytics.sweep.run import run as run_plan

    try:
        folder = place(given.name) if given.out is None else Path(given.out)
    except ValueError as error:
        raise Refused(f"--name: {error}") from None
    workers = given.workers or cores()
    try:
        run_plan(plan_of(grid, text), folder, workers=workers, scheduler=given.scheduler)
    except (ClusterLost, WorkerDied, ScenarioFailed) as error:
        raise NotWritten(str(error)) from None
    except (Unusable, NoCluster, OtherVersions) as error:
        raise Refused(str(error)) from None
    except OSError as error:
        raise NotWritten(f"cannot write to {folder}: {error.strerror or error}") from None
    return folder


def _grid(path: str) -> tuple[str, Grid]:
    """The grid's text and the grid."""
    from analytics.sweep import GridError, read_grid

    try:
        raw = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
        text = raw.decode("utf-8-sig")
    except OSError as error:
        raise Refused(f"cannot read {path}: {error.strerror or error}") from None
    except UnicodeDecodeError:
        raise Refused(f"{path} is not a grid: it is not UTF-8 text") from None
    folder = Path() if path == "-" else Path(path).parent
    try:
        return text, read_grid(text, folder)
    except GridError as error:
        raise Refused("\n".join(f"{path}: {one}" for one in error.problems)) from None
