"""Evidence: bring a table up to date from its live source, or go back to the shipped one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

import dash
import dash_mantine_components as dmc
from dash import Input, Output, dcc, html, set_props
from dash import State as Held
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from dashboard import icons, state
from dashboard.attributes import aria
from dashboard.pages import evidence_grid as grid
from dashboard.pages.evidence_picker import PICKER, choices
from dashboard.pages.evidence_words import about
from dashboard.refreshing import Refresher, Status, data_line, refreshable
from data import catalog
from data.refresh import note

POLL_MS = 500

_SOURCES = {"training_runs": "Epoch AI", "crawl_size": "Common Crawl"}

refresher = Refresher()


def panel(table: str) -> Component:
    """The buttons for a table and what the last refresh did; nothing for one without a source."""
    return html.Div(_panel(table), id="evidence-refresh", className="evidence-refresh")


def polling() -> Component:
    """The clock by which the page asks how a refresh goes; it runs only while one does."""
    return dcc.Interval(id="refresh-poll", interval=POLL_MS, disabled=not refresher.status.running)


def _panel(table: str) -> list[Component]:
    live, facts = table in refreshable(), catalog.snapshot()
    refreshed = facts.origin(table) == "refreshed"
    there = refreshed or facts.problem(table) is not None
    status = refresher.status
    told = _told(status, table)
    if not live and not there and (status.running or not told):
        return []
    buttons = []
    if live:
        buttons.append(
            dmc.Button(
                f"Refresh from {_SOURCES.get(table, 'its source')}",
                id={"refresh": table},
                leftSection=icons.icon("download"),
                variant="default",
                size="compact-sm",
                n_clicks=0,
                disabled=status.running,
            )
        )
    if there:
        buttons.append(
            dmc.Button(
                "Back to shipped data",
                id={"restore": table},
                leftSection=icons.icon("undo"),
                variant="default",
                size="compact-sm",
                n_clicks=0,
                disabled=status.running,
            )
        )
    fetched = note(table)
    when = (
        f"Fetched {dt.datetime.fromisoformat(fetched.fetched):%-d %B %Y, %H:%M} UTC."
        if fetched and refreshed
        else "Goes on-line, to this one source, when you press it."
        if live
        else ""
    )
    return [
        html.Div([*buttons, html.Span(when, className="evidence-when")], className="refresh-row"),
        html.Div(told, id="refresh-said", role="status", **aria(live="polite")),
    ]


def _told(status: Status, table: str) -> list[Component]:
    """What a refresh does, of whatever table, or did to this one."""
    if status.running:
        of = "" if status.table == table else f"{catalog.schema(status.table).title} – "
        step = html.Span(f"{of}{status.step}")
        return [html.P([dmc.Loader(size="xs"), step], className="refresh-step")]
    if status.table != table:
        return []
    lines: list[Component] = []
    if status.failure:
        lines.append(html.P(status.failure, className="refresh-failed"))
    for report in status.reports:
        failed = report.outcome == "failed"
        lines.append(html.P(report.message, className="refresh-failed" if failed else None))
    if any(report.outcome in ("updated", "restored") for report in status.reports):
        lines += [html.P(effect) for effect in status.effects]
    return lines


def register(app: dash.Dash) -> None:
    """Register the callbacks of the buttons and of the clock."""

    @app.callback(
        Output("evidence-refresh", "children"),
        Input("evidence-table", "data"),
        prevent_initial_call=True,
    )
    def follow(table: str | None) -> list[Component]:
        """The buttons of the table that is shown now."""
        return _panel(_known(table))

    @app.callback(
        Output("refresh-poll", "disabled"),
        Input({"refresh": dash.ALL}, "n_clicks"),
        Held("page", "data"),
        prevent_initial_call=True,
    )
    def start(clicks: list[int], page: dict[str, Any] | None) -> bool:
        """Start a refresh, and the clock by which it is followed."""
        table = _pressed(clicks, "refresh")
        if table not in refreshable():
            raise PreventUpdate
        shown = state.from_page(page)
        refresher.start(table, shown.scenario, shown.preset)
        _show(table)
        return False

    @app.callback(
        Output("refresh-poll", "disabled", allow_duplicate=True),
        Input({"restore": dash.ALL}, "n_clicks"),
        Held("page", "data"),
        prevent_initial_call=True,
    )
    def back(clicks: list[int], page: dict[str, Any] | None) -> bool:
        """Go back to the shipped table."""
        table = _pressed(clicks, "restore")
        shown = state.from_page(page)
        status = refresher.back_to_shipped(table, shown.scenario, shown.preset)
        _show(table, rows=not status.running)
        return not status.running

    @app.callback(
        Output("refresh-poll", "disabled", allow_duplicate=True),
        Input("refresh-poll", "n_intervals"),
        Held(PICKER, "value"),
        prevent_initial_call=True,
    )
    def ask(_ticks: int, table: str | None) -> bool:
        """Show how the refresh goes, until it is over."""
        running = refresher.status.running
        _show(_known(table), rows=not running)
        return not running


def _pressed(clicks: list[int], kind: str) -> str:
    """The table whose button was pressed; a button that has just appeared was not."""
    pressed = dash.ctx.triggered_id
    if not pressed or not any(clicks):
        raise PreventUpdate
    return _known(pressed[kind])


def _known(table: Any) -> str:
    """A table that there is; a tab of a former version may name another."""
    if table not in catalog.tables():
        raise PreventUpdate
    return str(table)


def _show(table: str, *, rows: bool = False) -> None:
    """Bring the page up to what is in use now."""
    set_props("evidence-refresh", {"children": _panel(table)})
    if rows:
        _show_facts(table)


def show_anew(table: str, why: str) -> None:
    """Show a table as it is in use now, in place of one that was replaced.

    Args:
        table: the one that is shown.
        why: what to say of it.
    """
    set_props("evidence-refresh", {"children": _panel(table)})
    _show_facts(table, [dmc.Alert(why, color="orange", variant="light")])


def _show_facts(table: str, said: Iterable[Component] = ()) -> None:
    """Bring all that is said of the facts up to what is in use; no row is selected then."""
    facts = catalog.snapshot()
    set_props("evidence-about", {"children": [*about(table, facts), *said]})
    set_props("evidence-grid", {"rowData": grid.rows(table, facts), "selectedRows": []})
    set_props(PICKER, {"data": choices(facts)})
    set_props("data-line", {"children": data_line(facts)})
    # The shell describes the page anew, as the link names the data.
    set_props("data-version", {"data": facts.version})
