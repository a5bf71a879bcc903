"""The buttons that bring a table up to date: what they do, and what the page says of it."""

from __future__ import annotations

import datetime as dt
import re
import threading
from pathlib import Path
from typing import Any

import pytest
from dash import Dash

from dashboard import editing, state
from dashboard.app import create_app
from dashboard.pages import evidence, evidence_grid, evidence_refresh
from dashboard.refreshing import Refresher
from dashboard.settings import Settings
from data import catalog
from data.refresh import Report, refreshable
from tests.dashboard.posting import answer, every, post, set_by, words
from tests.dashboard.test_refreshing import TABLE, asks, finished, more_runs
from tests.data.upstream import server as plays

WHEN = dt.datetime(2026, 11, 23, 9, 5, tzinfo=dt.UTC)
PAGE = editing.as_page(state.parse("log2_worlds=6"), "/evidence")
POLL = "refresh-poll.disabled"


@pytest.fixture(scope="module")
def app() -> Dash:
    return create_app(Settings())


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("AQUIFER_HOME", str(tmp_path))
    monkeypatch.setenv("NO_PROXY", "*")
    return tmp_path


def use(monkeypatch: pytest.MonkeyPatch, fetch: Any) -> Refresher:
    """Have the page refresh by a fetch of ours."""
    made = Refresher(fetch)
    monkeypatch.setattr(evidence_refresh, "refresher", made)
    return made


@pytest.fixture
def refreshed(monkeypatch: pytest.MonkeyPatch) -> Refresher:
    """A refresh of the training runs that has just brought two more."""
    with plays.running() as source:
        made = use(monkeypatch, asks(source.play("/runs", plays.good(more_runs()))))
        shown = state.from_page(PAGE)
        made.start(TABLE, shown.scenario, shown.preset)
        finished(made)
    return made


def report(table: str, outcome: Any, message: str) -> Report:
    return Report(table, outcome, message, (), (), (), "old", "new", WHEN)


def press(app: Dash, kind: str, table: str, clicks: int = 1, page: Any = PAGE) -> Any:
    values = {f'{{"{kind}":["ALL"]}}.n_clicks': [clicks], "page.data": page}
    name = {"refresh": "start", "restore": "back"}[kind]
    clicked = f'{{"{kind}":"{table}"}}.n_clicks'
    return post(app, name, values, {kind: [table]}, clicked)


def clock() -> Any:
    return evidence_refresh.polling()


def buttons(table: str) -> dict[str, Any]:
    found = every(evidence_refresh.panel(table))
    return {
        key: one for one in found if isinstance(id := getattr(one, "id", 0), dict) for key in id
    }


@pytest.mark.parametrize("table", catalog.tables())
def test_only_a_table_with_a_live_source_has_a_button(table: str) -> None:
    live = table in refreshable()
    assert list(buttons(table)) == (["refresh"] if live else [])
    assert bool(words(evidence_refresh.panel(table))) == live


def test_what_goes_on_line_says_so_before() -> None:
    said = words(evidence_refresh.panel(TABLE))
    assert "Refresh from Epoch AI" in said
    assert "Goes on-line, to this one source, when you press it." in said
    assert "Refresh from Common Crawl" in words(evidence_refresh.panel("crawl_size"))


def test_a_refreshed_table_says_when_and_offers_the_way_back(refreshed: Refresher) -> None:
    said = words(evidence_refresh.panel(TABLE))
    assert set(buttons(TABLE)) == {"refresh", "restore"}
    assert re.search(r"Fetched [1-9][0-9]? [A-Z][a-z]+ 20[0-9]{2}, [0-9]{2}:[0-9]{2} UTC\.", said)
    assert "2 added (Larger A, Larger B)" in said
    for told in refreshed.status.effects:
        assert told in said


def test_the_page_opens_with_a_refreshed_table(refreshed: Refresher) -> None:
    page = evidence.layout(state.parse(f"table={TABLE}"))
    grid = next(one for one in every(page) if getattr(one, "id", "") == "evidence-grid")
    assert len(grid.rowData) == len(catalog.load(TABLE)) == 272


def labels(groups: Any) -> dict[str, str]:
    """What the picker says, by table."""
    return {item["value"]: item["label"] for group in groups for item in group["items"]}


def test_after_a_refresh_the_picker_counts_anew(app: Dash, refreshed: Refresher) -> None:
    told = answer(app, "ask", {"refresh-poll.n_intervals": 1, '{"option":"table"}.value': TABLE})
    assert labels(told['{"option":"table"}.data'])[TABLE] == "Language-model training runs (272)"
    assert told["data-version.data"] == catalog.version()
    assert told["evidence-grid.selectedRows"] == []


@pytest.mark.parametrize("table", [TABLE, "stocks"])
def test_a_table_that_is_there_but_not_used_can_be_set_aside(
    app: Dash, home: Path, monkeypatch: pytest.MonkeyPatch, table: str
) -> None:
    use(monkeypatch, lambda *_, **__: ())
    (home / "tables").mkdir()
    (home / "tables" / f"{table}.csv").write_bytes(b"spoilt")
    assert catalog.origin(table) == "shipped"
    assert "restore" in buttons(table)
    assert "Goes on-line" not in words(evidence_refresh.panel("stocks"))
    told = set_by(press(app, "restore", table))
    assert catalog.problem(table) is None
    assert "back to the shipped table" in words(told["evidence-refresh.children"])
    assert "restore" not in buttons(table)


def test_of_another_table_what_was_done_is_not_said(refreshed: Refresher) -> None:
    said = words(evidence_refresh.panel("crawl_size"))
    assert "added" not in said
    assert all(told not in said for told in refreshed.status.effects)


def test_a_failure_is_marked_and_has_no_effects(monkeypatch: pytest.MonkeyPatch) -> None:
    made = use(monkeypatch, lambda *_, **__: (report(TABLE, "failed", "not refreshed: gone"),))
    shown = state.from_page(PAGE)
    made.start(TABLE, shown.scenario, shown.preset)
    finished(made)
    told = [one for one in every(evidence_refresh.panel(TABLE)) if type(one).__name__ == "P"]
    assert [(one.className, one.children) for one in told] == [
        ("refresh-failed", "not refreshed: gone")
    ]


def test_what_nobody_expected_is_said_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def fetch(*_: Any, **__: Any) -> Any:
        raise RuntimeError("the well is dry")

    made = use(monkeypatch, fetch)
    shown = state.from_page(PAGE)
    made.start(TABLE, shown.scenario, shown.preset)
    finished(made)
    assert "RuntimeError: the well is dry" in words(evidence_refresh.panel(TABLE))


def test_while_it_runs_every_tab_follows_and_no_button_works(
    app: Dash, monkeypatch: pytest.MonkeyPatch
) -> None:
    go = threading.Event()

    def fetch(*_: Any, **__: Any) -> tuple[Report, ...]:
        assert go.wait(10)
        return (report(TABLE, "unchanged", "nothing new: the same 270 rows"),)

    made = use(monkeypatch, fetch)
    assert clock().disabled
    told = set_by(press(app, "refresh", TABLE))
    assert told[POLL] is False
    assert "Asking the source" in words(told["evidence-refresh.children"])
    assert clock().disabled is False
    assert all(button.disabled for button in buttons(TABLE).values())
    assert "training runs – Asking the source" in words(evidence_refresh.panel("crawl_size"))
    told = set_by(press(app, "refresh", "crawl_size"))
    assert told[POLL] is False
    ask = {"refresh-poll.n_intervals": 1, '{"option":"table"}.value': TABLE}
    told = answer(app, "ask", ask)
    assert told[POLL] is False
    assert "evidence-grid.rowData" not in told
    go.set()
    finished(made)
    told = answer(app, "ask", ask)
    assert told[POLL] is True
    assert "nothing new: the same 270 rows" in words(told["evidence-refresh.children"])
    assert len(told["evidence-grid.rowData"]) == 270
    assert catalog.version() in told["data-line.children"]
    assert not buttons(TABLE)["refresh"].disabled
    assert told["data-version.data"] == catalog.version()


def test_the_way_back_brings_the_page_up_to_it(app: Dash, refreshed: Refresher) -> None:
    told = set_by(press(app, "restore", TABLE))
    assert told[POLL] is True
    assert catalog.origin(TABLE) == "shipped"
    assert "back to the shipped table" in words(told["evidence-refresh.children"])
    assert len(told["evidence-grid.rowData"]) == len(evidence_grid.rows(TABLE)) == 270
    assert "as shipped" in words(told["evidence-about.children"])
    assert told["data-line.children"].endswith(f"version {catalog.version()}")
    assert told["evidence-grid.selectedRows"] == []
    assert labels(told['{"option":"table"}.data'])[TABLE] == "Language-model training runs (270)"
    assert told["data-version.data"] == catalog.version()


@pytest.mark.parametrize(
    ("kind", "table", "clicks"),
    [
        ("refresh", TABLE, 0),  # the button has just appeared
        ("restore", TABLE, 0),
        ("refresh", "stocks", 1),  # without a live source
        ("refresh", "gone", 1),
        ("restore", "gone", 1),
    ],
)
def test_what_nobody_pressed_or_there_is_not_does_nothing(
    app: Dash, monkeypatch: pytest.MonkeyPatch, kind: str, table: str, clicks: int
) -> None:
    made = use(monkeypatch, lambda *_, **__: ())
    assert press(app, kind, table, clicks).status_code == 204
    assert made.status.number == 0


@pytest.mark.parametrize("page", [None, {}, {"preset": "gone", "values": 3}])
def test_a_page_of_a_former_version_can_refresh(
    app: Dash, monkeypatch: pytest.MonkeyPatch, page: Any
) -> None:
    made = use(monkeypatch, lambda *_, **__: ())
    assert set_by(press(app, "refresh", TABLE, page=page))[POLL] is False
    assert finished(made).number == 1


def test_the_buttons_follow_the_table(app: Dash) -> None:
    told = answer(app, "follow", {"evidence-table.data": "crawl_size"})
    assert "Refresh from Common Crawl" in words(told["evidence-refresh.children"])
    assert answer(app, "follow", {"evidence-table.data": "stocks"}) == {
        "evidence-refresh.children": []
    }
    nothing: list[Any] = [None, "gone", []]
    for table in nothing:
        assert post(app, "follow", {"evidence-table.data": table}).status_code == 204
