"""Refresh from the live sources, from the page: asked for, in the background, told in full.

The network is slow and may fail, so the work runs in a thread and the page asks how it goes. There
is one refresh at a time, as there is one set of tables; a reload of the page finds it again,
whichever of the server's processes answers.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace

from analytics.effects import answers, effects
from analytics.scenario import Preset, Scenario
from dashboard.shared import Shared
from data import catalog
from data.refresh import Progress, Report, refresh, refreshable, restore

__all__ = ["Refresher", "Status", "refreshable"]

INTERRUPTED = "It was interrupted: the server ended. The tables are as they were."

STEPS = {
    "asking": "Asking the source",
    "waiting": "Waiting to ask again",
    "receiving": "Receiving",
    "checking": "Checking every row",
    "swapping": "Putting it in place",
}


@dataclass(frozen=True)
class Status:
    """How a refresh goes.

    Attributes:
        running: whether it still does.
        step: what it does now, in words.
        reports: what it did, by table.
        effects: what that does to the forecast, a sentence a scenario.
        failure: what went wrong where no report could be made.
        number: of the refresh or the way back, from 1; 0 before the first.
        table: which it is about.
    """

    running: bool = False
    step: str = ""
    reports: tuple[Report, ...] = ()
    effects: tuple[str, ...] = ()
    failure: str = ""
    number: int = 0
    table: str = ""


class Refresher:
    """The one refresh that may run on this server."""

    def __init__(self, fetch: Callable[..., tuple[Report, ...]] = refresh) -> None:
        self._fetch = fetch
        self._shared = Shared("refresh", Status)
        self._mine = Status()

    @property
    def status(self) -> Status:
        """How the last refresh goes or went."""
        status = self._shared.told() or Status()
        if status.running and not self._shared.taken:
            # It may have ended between the two looks.
            status = self._shared.told() or Status()
            if status.running:
                return replace(status, running=False, step="", failure=INTERRUPTED)
        return status

    def start(self, table: str, scenario: Scenario, preset: Preset) -> bool:
        """Start a refresh of a table; False if something is under way already.

        Args:
            table: with a live source.
            scenario: whose forecast is told before and after.
            preset: the preset that it starts from.
        """
        if not self._begin(table, STEPS["asking"]):
            return False
        threading.Thread(
            target=self._run, args=(table, scenario, preset), name="refresh", daemon=True
        ).start()
        return True

    def back_to_shipped(self, table: str, scenario: Scenario, preset: Preset) -> Status:
        """Go back to the shipped table at once, unless something is under way."""
        if not self._begin(table, STEPS["swapping"]):
            return self.status
        return self._work(lambda: restore([table]), scenario, preset)

    def _begin(self, table: str, step: str) -> bool:
        """Take the one right to work; False if it is taken."""
        if not self._shared.begin():
            return False
        number = (self._shared.told() or Status()).number + 1
        self._say(Status(running=True, step=step, number=number, table=table))
        return True

    def _say(self, status: Status) -> None:
        self._mine = status
        self._shared.tell(status)

    def _run(self, table: str, scenario: Scenario, preset: Preset) -> None:
        self._work(lambda: self._fetch([table], progress=self._tell), scenario, preset)

    def _work(
        self, work: Callable[[], tuple[Report, ...]], scenario: Scenario, preset: Preset
    ) -> Status:
        reports: tuple[Report, ...] = ()
        told: tuple[str, ...] = ()
        failure = ""
        try:
            before = answers(scenario, preset)
            reports = work()
            told = effects(before, answers(scenario, preset))
        except Exception as error:  # whatever it was, the page must learn that it is over
            failure = f"{type(error).__name__}: {error}"
        done = replace(
            self._mine, running=False, step="", reports=reports, effects=told, failure=failure
        )
        try:
            self._say(done)
        finally:
            self._shared.end()
        return done

    def _tell(self, progress: Progress) -> None:
        step = STEPS[progress.step]
        if progress.done:
            of = f" of {progress.total / 1e6:.1f}" if progress.total else ""
            step = f"{step}: {progress.done / 1e6:.1f}{of} MB"
        if step != self._mine.step:
            self._say(replace(self._mine, step=step))


def data_line(facts: catalog.Snapshot | None = None) -> str:
    """Which data are in use, for the footer."""
    facts = facts or catalog.snapshot()
    changed = [name for name in catalog.tables() if facts.origin(name) == "refreshed"]
    refreshed = f", {len(changed)} refreshed here" if changed else ""
    tables = f" ({', '.join(changed)})" if changed else ""
    return f"Data of {catalog.released():%-d %B %Y}, version {facts.version}{refreshed}{tables}"
