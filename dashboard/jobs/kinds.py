"""The kinds of jobs: what each checks when it is asked for, and what it does in its process.

A kind is one entry of :data:`KINDS`. Its function gets the params, a directory to work in, which an
attempt before may have left things in, and a callable to be told how far it is; it returns the file
that it made there.
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Tell = Callable[[float, str], None]
"""Told a share from 0 to 1 and a few words; raises :class:`Cancelled` if the job is called off."""

MOST_SWEPT = 20_000
"""Scenarios of a sweep that is started from the page; the shell takes more."""


class Cancelled(Exception):
    """The job is called off."""


class Refused(ValueError):
    """Params that a kind cannot use.

    Attributes:
        problems: a line for each thing that is wrong.
    """

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Kind:
    """A kind of job.

    Attributes:
        title: what it is called, for a reader.
        check: params → what is to be said of the job; :class:`Refused` if they are no good.
        run: params, directory, tell → file.
        resumes: whether an attempt goes on where one before was.
        brief: whether it is a matter of seconds, and waits for no kind that takes longer.
    """

    title: str
    check: Callable[[Mapping[str, Any]], str]
    run: Callable[[Mapping[str, Any], Path, Tell], Path]
    resumes: bool = False
    brief: bool = False


def check_export(params: Mapping[str, Any]) -> str:
    """What is exported: the name of the scenario in ``params["scenario"]``, a scenario file."""
    from analytics.findings import name
    from analytics.scenario import from_json

    try:
        reading = from_json(str(params.get("scenario")))
    except ValueError as error:
        raise Refused(str(error)) from None
    return name(reading.scenario, reading.preset)


def export(params: Mapping[str, Any], folder: Path, tell: Tell) -> Path:
    """The whole of a scenario as a tidy CSV file."""
    from analytics.exports import tidy
    from analytics.scenario import from_json

    reading = from_json(str(params["scenario"]))
    tell(0.1, "evaluating")
    content = tidy.export(reading.scenario, reading.preset, str(params.get("url") or ""))
    tell(0.9, "writing")
    file = folder / f"aquifer-{reading.preset.id}-{reading.scenario.key[:6]}.csv"
    file.write_bytes(content)
    return file


def check_briefing(params: Mapping[str, Any]) -> str:
    """What is told: the name of the scenario; the baseline has to be a scenario file too."""
    from analytics.scenario import from_json

    if params.get("baseline"):
        try:
            from_json(str(params["baseline"]))
        except ValueError as error:
            raise Refused(f"baseline: {error}") from None
    return check_export(params)


def briefing(params: Mapping[str, Any], folder: Path, tell: Tell) -> Path:
    """A scenario as slides."""
    from analytics.findings import name
    from analytics.outlook import evaluate
    from analytics.scenario import from_json
    from dashboard.briefing import deck
    from dashboard.briefing.subject import Baseline
    from dashboard.figures import Request

    reading = from_json(str(params["scenario"]))
    against = None
    if params.get("baseline"):
        pin = from_json(str(params["baseline"]))
        against = Baseline(name(pin.scenario, pin.preset), pin.scenario)
    tell(0.1, "evaluating")
    asked = Request(
        evaluate(reading.scenario),
        reading.preset,
        scheme="dark" if params.get("theme") == "dark" else "light",
    )
    tell(0.3, "drawing slides")
    content = deck(asked, str(params.get("url") or ""), against)
    tell(0.9, "writing")
    file = folder / f"aquifer-{reading.preset.id}-{reading.scenario.key[:6]}.pptx"
    file.write_bytes(content)
    return file


def check_sweep(params: Mapping[str, Any]) -> str:
    """What is swept: how many scenarios the grid in ``params["grid"]`` has, and along what."""
    import tempfile

    with tempfile.TemporaryDirectory(prefix="aquifer-") as folder:
        grid = _grid(params, Path(folder))[1]
    if len(grid) > MOST_SWEPT:
        raise Refused(
            f"axes: {len(grid):,} scenarios; from the page at most {MOST_SWEPT:,} are swept, from "
            "the shell more: python -m analytics sweep"
        )
    along = ", ".join(axis.field for axis in grid.axes) or "nothing"
    return f"{len(grid):,} {'scenario' if len(grid) == 1 else 'scenarios'} along {along}"


def sweep(params: Mapping[str, Any], folder: Path, tell: Tell) -> Path:
    """The key figures of every scenario of a grid as a CSV file, a row a scenario."""
    from analytics import sweep as sweeps
    from analytics.exports.table import table_csv
    from analytics.sweep.plan import plan_of
    from analytics.sweep.processes import cores
    from analytics.sweep.run import run

    text, grid = _grid(params, folder)
    blocks = folder / "sweep"
    plan = plan_of(grid, text)
    workers = min(cores() // int(os.environ.get("AQUIFER_JOBS") or 1), plan.blocks)
    tell(0.0, "computing")
    # what one process does, this one does: it is the job's own
    run(plan, blocks, workers=workers if workers > 1 else 0, out=_Told(tell))
    tell(0.99, "writing")
    file = folder / "aquifer-sweep.csv"
    file.write_bytes(table_csv(sweeps.read(blocks)))
    return file


class _Told(io.StringIO):
    """Hears what a sweep tells a terminal, and tells it on."""

    _LINE = re.compile(r"([\d,]+) of ([\d,]+) scenarios(?:, (.*?))?\s*$")

    def __init__(self, tell: Tell) -> None:
        super().__init__()
        self._tell = tell

    def isatty(self) -> bool:
        """A file is told every half minute only."""
        return True

    def write(self, text: str) -> int:
        """Tell a line on."""
        found = self._LINE.search(text)
        if found:
            done, total = (int(one.replace(",", "")) for one in found.groups()[:2])
            self._tell(0.98 * done / max(total, 1), text.strip())
        return len(text)


def _grid(params: Mapping[str, Any], folder: Path) -> tuple[str, Any]:
    """The grid's text and the grid; it starts from the page's scenario if it says nothing else."""
    import tomllib

    from analytics.sweep import GridError, read_grid

    text = str(params.get("grid") or "")
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Refused(f"not TOML: {error}") from None
    if "scenario" in content:
        # It names a file, and here that would be one of the server's.
        raise Refused(
            "scenario: a grid on the page names no file; without preset and presets it starts "
            "from the scenario that the page shows"
        )
    if not content.keys() & {"preset", "presets"}:
        (folder / "shown.json").write_text(str(params.get("scenario") or ""), encoding="utf-8")
        text = f'scenario = "shown.json"\n{text}'
    try:
        return text, read_grid(text, folder)
    except GridError as error:
        raise Refused(*error.problems) from None


def check_simulation(params: Mapping[str, Any]) -> str:
    """What is simulated: the name of the scenario and how much of its experiment; if it can be."""
    from analytics import wording
    from analytics.outlook.laboratory import setup_of
    from analytics.outlook.sampled import workflow_of
    from analytics.scenario import from_json

    named = check_export(params)
    setup = setup_of(from_json(str(params["scenario"])).scenario)
    try:
        workflow_of(setup)
    except ValueError as error:
        raise Refused(str(error)) from None
    steps = f"{setup.generations} {'generation' if setup.generations == 1 else 'generations'}"
    return f"{named}; {steps}, {wording.power(setup.rows)} rows"


def simulation(params: Mapping[str, Any], folder: Path, tell: Tell) -> Path:
    """Whole corpora of a scenario's experiment, drawn word by word.

    The result is kept for every page that shows this experiment; the file has it as a table.
    """
    from analytics import findings
    from analytics.exports import tidy
    from analytics.exports.table import table_csv
    from analytics.outlook.laboratory import setup_of
    from analytics.outlook.sampled import sample
    from analytics.scenario import from_json
    from dashboard.figures.collapse.course import sampled_table
    from dashboard.samples import samples
    from data import catalog

    def told(done: int, blocks: int) -> None:
        tell(0.95 * done / blocks, f"{done} of {blocks} parts done")

    reading = from_json(str(params["scenario"]))
    scenario = reading.scenario
    setup = setup_of(scenario)
    found = samples.find(setup, scenario.seed)
    if found is None:
        tell(0.0, "drawing")
        found = sample(setup, scenario.seed, progress=told)
        samples.keep(found, scenario.seed)
    tell(0.97, "writing")
    version = catalog.version()
    table = sampled_table(found).assign(
        replicates=found.replicates,
        seed=scenario.seed,
        scenario=findings.name(scenario, reading.preset),
        data_version=version,
        link=tidy.link(scenario, reading.preset, str(params.get("url") or ""), version),
    )
    file = folder / f"aquifer-simulation-{reading.preset.id}-{scenario.key[:6]}.csv"
    file.write_bytes(table_csv(table))
    return file


KINDS: dict[str, Kind] = {
    "export": Kind("Export", check_export, export),
    "briefing": Kind("Slides", check_briefing, briefing),
    "sweep": Kind("Sweep", check_sweep, sweep, resumes=True),
    "simulation": Kind("Simulation", check_simulation, simulation, brief=True),
}

BRIEF = tuple(name for name, kind in KINDS.items() if kind.brief)
