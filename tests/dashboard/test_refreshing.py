"""A refresh from the page: in the background, one at a time, told in full."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from analytics import findings
from analytics.effects import WATCHED
from analytics.outlook import evaluate
from analytics.scenario import DEFAULT_PRESET, PRESETS, Scenario
from dashboard.refreshing import Refresher, Status, data_line
from data import catalog, store
from data.refresh import Progress, Report, refresh
from tests.data.test_refresh_normalise import as_epoch, shipped
from tests.data.upstream import server as plays
from tests.data.upstream.server import Server

TABLE = "training_runs"
PUBLISHED = PRESETS[DEFAULT_PRESET]
REFIT = PRESETS[WATCHED]
FEW = Scenario(log2_worlds=6)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("AQUIFER_HOME", str(tmp_path))
    return tmp_path


@pytest.fixture
def source(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setenv("NO_PROXY", "*")
    with plays.running() as one:
        yield one


def more_runs(tokens: float = 9e13) -> bytes:
    """The shipped table as its source has it, with two larger runs of a complete year."""
    rows = shipped(TABLE)
    for name in ("Larger A", "Larger B"):
        made = {"model": name, "published": "2025-11-01", "training_tokens": f"{tokens:g}"}
        rows.append(rows[-1] | made | {"training_compute_flop": "", "parameters": ""})
    return as_epoch(rows)


def asks(url: str) -> Callable[..., tuple[Report, ...]]:
    """The refresh of the product, from a source of ours."""

    def fetch(tables: list[str], **more: Any) -> tuple[Report, ...]:
        return refresh(tables, urls={TABLE: url}, **more)

    return fetch


def finished(refresher: Refresher) -> Status:
    for _ in range(2000):
        if not refresher.status.running:
            return refresher.status
        time.sleep(0.005)
    raise AssertionError(f"still running: {refresher.status}")


class Gate:
    """A fetch that waits until it is let go."""

    def __init__(self, told: tuple[Progress, ...] = ()) -> None:
        self.entered, self.go = threading.Event(), threading.Event()
        self.told, self.calls = told, 0

    def __call__(self, tables: list[str], *, progress: Any) -> tuple[Report, ...]:
        self.calls += 1
        for step in self.told:
            progress(step)
        self.entered.set()
        assert self.go.wait(10)
        return ()


def test_before_the_first_there_is_nothing_to_tell() -> None:
    assert Refresher().status == Status()


def test_two_larger_runs_move_the_refit_and_not_the_interval(source: Server) -> None:
    before, was = catalog.version(), evaluate(REFIT.scenario)
    refresher = Refresher(asks(source.play("/runs", plays.good(more_runs()))))
    assert refresher.start(TABLE, FEW, PUBLISHED)
    status = finished(refresher)
    assert (status.failure, status.number, status.table) == ("", 1, TABLE)
    (report,) = status.reports
    assert (report.outcome, report.added) == ("updated", ("Larger A", "Larger B"))
    assert catalog.version() == report.new_version != before
    mine, refit = status.effects
    assert mine == "“As published (Epoch 2024), 1 change”: the forecast stays as it was."
    now = evaluate(REFIT.scenario)
    year = findings.difference(now, was)[0]
    assert year.difference_text not in (None, findings.NO_CHANGE)
    told = f"median year of exhaustion {year.value_text} ({year.difference_text})"
    assert refit.startswith(f"“Refit since 2020”: {told}")
    assert refit.endswith(").")


def test_a_scenario_that_is_the_refit_is_told_once(source: Server) -> None:
    refresher = Refresher(asks(source.play("/runs", plays.good(more_runs()))))
    refresher.start(TABLE, REFIT.scenario, REFIT)
    (told,) = finished(refresher).effects
    assert told.startswith("“Refit since 2020”: median year of exhaustion")


def test_a_source_that_fails_is_told_and_the_table_stays(source: Server) -> None:
    before = catalog.version()
    refresher = Refresher(asks(source.play("/runs", plays.status(404))))
    refresher.start(TABLE, FEW, PUBLISHED)
    status = finished(refresher)
    (report,) = status.reports
    assert report.outcome == "failed"
    assert "answered 404" in report.message
    assert "The shipped table stays in use." in report.message
    assert status.failure == ""
    assert all("stays as it was" in told for told in status.effects)
    assert catalog.version() == before


def test_whatever_goes_wrong_the_page_learns_that_it_is_over() -> None:
    def fetch(*_: Any, **__: Any) -> Any:
        raise RuntimeError("the well is dry")

    refresher = Refresher(fetch)
    refresher.start(TABLE, FEW, PUBLISHED)
    status = finished(refresher)
    assert status.failure == "RuntimeError: the well is dry"
    assert (status.reports, status.effects, status.step) == ((), (), "")
    assert refresher.start(TABLE, FEW, PUBLISHED)
    assert finished(refresher).number == 2


def test_there_is_one_at_a_time() -> None:
    gate = Gate()
    refresher = Refresher(gate)
    assert refresher.start(TABLE, FEW, PUBLISHED)
    assert gate.entered.wait(10)
    assert refresher.status.running
    assert not refresher.start("crawl_size", FEW, PUBLISHED)
    held = refresher.back_to_shipped(TABLE, FEW, PUBLISHED)
    assert held.running
    assert (held.number, held.table) == (1, TABLE)
    assert not refresher.start(TABLE, FEW, PUBLISHED)
    gate.go.set()
    assert not finished(refresher).running
    assert gate.calls == 1
    assert refresher.start("crawl_size", FEW, PUBLISHED)
    assert (finished(refresher).number, refresher.status.table) == (2, "crawl_size")


def test_many_starts_at_once_are_one() -> None:
    gate = Gate()
    refresher = Refresher(gate)
    started: list[bool] = []
    threads = [
        threading.Thread(target=lambda: started.append(refresher.start(TABLE, FEW, PUBLISHED)))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    gate.go.set()
    finished(refresher)
    assert sorted(started) == [False] * 7 + [True]


@pytest.mark.parametrize(
    ("progress", "step"),
    [
        (Progress(TABLE, "asking"), "Asking the source"),
        (Progress(TABLE, "waiting"), "Waiting to ask again"),
        (Progress(TABLE, "receiving", 1_500_000, 3_200_000), "Receiving: 1.5 of 3.2 MB"),
        (Progress(TABLE, "receiving", 1_500_000), "Receiving: 1.5 MB"),
        (Progress(TABLE, "receiving"), "Receiving"),
        (Progress(TABLE, "checking"), "Checking every row"),
        (Progress(TABLE, "swapping"), "Putting it in place"),
    ],
)
def test_each_step_is_told(progress: Progress, step: str) -> None:
    gate = Gate((progress,))
    refresher = Refresher(gate)
    refresher.start(TABLE, FEW, PUBLISHED)
    assert gate.entered.wait(10)
    assert refresher.status.step == step
    gate.go.set()
    assert finished(refresher).step == ""


def test_a_new_start_forgets_what_the_last_one_did(source: Server) -> None:
    gate = Gate()
    refresher = Refresher(gate)
    gate.go.set()
    refresher.back_to_shipped(TABLE, FEW, PUBLISHED)
    assert refresher.status.reports
    gate.go.clear()
    gate.entered.clear()
    refresher.start(TABLE, FEW, PUBLISHED)
    assert gate.entered.wait(10)
    status = refresher.status
    assert (status.running, status.reports, status.effects) == (True, (), ())
    gate.go.set()
    finished(refresher)


def test_the_way_back_brings_the_former_answer(source: Server) -> None:
    before, was = catalog.version(), evaluate(REFIT.scenario)
    refresher = Refresher(asks(source.play("/runs", plays.good(more_runs()))))
    refresher.start(TABLE, REFIT.scenario, REFIT)
    finished(refresher)
    moved = findings.difference(was, evaluate(REFIT.scenario))[0]
    status = refresher.back_to_shipped(TABLE, REFIT.scenario, REFIT)
    (report,) = status.reports
    assert (report.outcome, report.new_version) == ("restored", before)
    assert (status.running, status.number) == (False, 2)
    (told,) = status.effects
    assert f"median year of exhaustion {moved.value_text} ({moved.difference_text})" in told
    assert evaluate(REFIT.scenario) == was


def test_the_way_back_from_what_is_shipped_says_so() -> None:
    (report,) = Refresher().back_to_shipped(TABLE, FEW, PUBLISHED).reports
    assert (report.outcome, report.message) == ("unchanged", "the shipped table is in use")


def test_the_way_back_waits_for_no_other_process(home: Path) -> None:
    with store.locked():
        (report,) = Refresher().back_to_shipped(TABLE, FEW, PUBLISHED).reports
    assert report.outcome == "failed"
    assert "another refresh is under way" in report.message


def test_the_footer_says_which_data_are_in_use(source: Server) -> None:
    day = f"{catalog.released():%d %B %Y}".lstrip("0")
    assert data_line() == f"Data of {day}, version {catalog.version()}"
    url = source.play("/runs", plays.good(more_runs()))
    refresh([TABLE], urls={TABLE: url})
    assert data_line() == (
        f"Data of {day}, version {catalog.version()}, 1 refreshed here (training_runs)"
    )
