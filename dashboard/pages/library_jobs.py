"""Library: work in the background – what runs, how far it is, and what it has made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import dash_mantine_components as dmc
from dash import ALL, Dash, Input, Output, State, ctx, dcc, html, no_update, set_props
from dash.dependencies import ClientsideFunction
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from analytics.scenario import to_json
from dashboard import icons
from dashboard.attributes import aria, data
from dashboard.editing import held
from dashboard.identity import current_user
from dashboard.jobs.kinds import KINDS, Refused
from dashboard.jobs.serving import PATH
from dashboard.jobs.store import Job, JobError
from dashboard.keeping import kept
from dashboard.moments import moment
from dashboard.state import from_page

POLL_MILLISECONDS = 1000

EXAMPLE = """\
# Without preset or presets it starts from the scenario shown.
worlds = 1024
[axes]
overtraining = [1, 2, 5]
usable_share = ["0.05~0.3", 0.1]
demand_growth = {from = 0.2, to = 0.5, steps = 4}
"""

_STATES = {
    "queued": "Waiting",
    "running": "Running",
    "done": "Done",
    "failed": "Failed",
    "cancelled": "Cancelled",
    "interrupted": "Interrupted",
}


def panel() -> Component:
    """The section; its rows follow by callback, for they are the user's."""
    return html.Section(
        [
            html.Div(
                [
                    html.H2("Work in the background", id="jobs-title"),
                    html.Div(
                        [
                            dmc.Button(
                                "Export the scenario shown",
                                id="job-export",
                                leftSection=icons.icon("download"),
                                variant="default",
                                size="xs",
                                n_clicks=0,
                            ),
                            dmc.Button(
                                "Slides of the scenario shown",
                                id="job-briefing",
                                leftSection=icons.icon("download"),
                                variant="default",
                                size="xs",
                                n_clicks=0,
                            ),
                            dmc.Button(
                                "New sweep …",
                                id="job-sweep",
                                leftSection=icons.icon("grid"),
                                variant="default",
                                size="xs",
                                n_clicks=0,
                            ),
                        ],
                        className="library-tools",
                    ),
                ],
                className="jobs-head",
            ),
            html.P(id="jobs-said", className="save-said", role="alert"),
            html.Div(id="jobs-rows"),
            dcc.Interval(id="jobs-poll", interval=POLL_MILLISECONDS, disabled=True),
            dcc.Store(id="jobs-changed"),
            dcc.Store(id="grid-file"),
        ],
        className="panel jobs",
        **aria(labelledby="jobs-title"),
    )


def dialog() -> Component:
    """The form of a sweep, closed."""
    return dmc.Modal(
        [
            html.P(
                "A grid of scenarios: each axis is an assumption and the values it takes. The key "
                "figures come as one CSV file, a row a scenario.",
                className="dialog-words",
            ),
            dmc.Textarea(
                id="sweep-grid",
                label="Grid, as TOML",
                value=EXAMPLE,
                autosize=True,
                minRows=8,
                maxRows=18,
                className="code-area",
                attributes={"input": {"spellCheck": "false"}},
            ),
            html.Div(id="sweep-problems", role="alert", className="sweep-problems"),
            html.Div(
                [
                    dmc.Button("Choose a file", id="sweep-file", variant="default", n_clicks=0),
                    dmc.Button("Start the sweep", id="sweep-start", n_clicks=0),
                ],
                className="dialog-buttons",
            ),
        ],
        id="sweep-dialog",
        title="New sweep",
        size="lg",
        centered=True,
        keepMounted=True,
        closeButtonProps={"aria-label": "Close without starting"},
    )


def register(app: Dash) -> None:
    """Add the callbacks of the section."""
    app.callback(
        Output("jobs-rows", "children"),
        Output("jobs-poll", "disabled"),
        Input("jobs-poll", "n_intervals"),
        Input("jobs-changed", "data"),
    )(list_jobs)
    app.callback(
        Output("jobs-changed", "data"),
        Input("job-export", "n_clicks"),
        Input("job-briefing", "n_clicks"),
        Input({"job": ALL, "id": ALL}, "n_clicks"),
        State("page", "data"),
        prevent_initial_call=True,
    )(act_on_job)
    app.callback(
        Output("jobs-changed", "data", allow_duplicate=True),
        Output("sweep-dialog", "opened"),
        Output("sweep-problems", "children"),
        Input("job-sweep", "n_clicks"),
        Input("sweep-start", "n_clicks"),
        State("sweep-grid", "value"),
        State("page", "data"),
        prevent_initial_call=True,
    )(start_sweep)
    app.clientside_callback(
        ClientsideFunction("library", "grid"),
        Input("sweep-file", "n_clicks"),
        prevent_initial_call=True,
    )


def list_jobs(_ticks: int | None, _changed: Any) -> tuple[Any, bool]:
    """The user's jobs, and whether there is nothing to wait for."""
    found = kept().jobs.list(current_user())
    if any(job.active for job in found):
        kept().runner.wake()
    return _rows(found), not any(job.active for job in found)


def act_on_job(_export: int, _briefing: int, _clicks: list[int], page: Any) -> Any:
    """Do what a button says; what changed."""
    if not ctx.triggered or not ctx.triggered[0]["value"]:
        raise PreventUpdate
    user, jobs = current_user(), kept().jobs
    set_props("jobs-said", {"children": None})
    try:
        if ctx.triggered_id == "job-export":
            return _submitted("export", {"scenario": _scenario(page), "url": kept().url})
        if ctx.triggered_id == "job-briefing":
            return _submitted("briefing", _briefing_of(page))
        action, id = ctx.triggered_id["job"], str(ctx.triggered_id["id"])
        if action == "cancel":
            jobs.cancel(user, id)
        elif action == "retry":
            jobs.retry(user, id)
            kept().runner.wake()
        elif action == "remove":
            jobs.remove(user, id)
        return {"did": [action, id, ctx.triggered[0]["value"]]}
    except (JobError, Refused) as error:
        set_props("jobs-said", {"children": str(error)})
        return no_update


def start_sweep(
    _open: int, _start: int, grid: str | None, page: Any
) -> tuple[Any, bool, Component | None]:
    """Open the form, or start what it says; whether it is open then, and what is wrong with it."""
    if not ctx.triggered[0]["value"]:
        raise PreventUpdate
    if ctx.triggered_id == "job-sweep":
        return no_update, True, None
    params = {"grid": grid or "", "scenario": _scenario(page)}
    try:
        return _submitted("sweep", params), False, None
    except Refused as error:
        return no_update, True, html.Ul([html.Li(one) for one in error.problems])
    except JobError as error:
        return no_update, True, html.P(str(error))


def _submitted(kind: str, params: Mapping[str, Any]) -> dict[str, str]:
    """Ask for a job and have it begun.

    Raises:
        Refused: its params are no good.
        JobError: the user has too many.
    """
    what = KINDS[kind].check(params)
    job = kept().jobs.submit(current_user(), kind, f"{KINDS[kind].title}: {what}", params)
    kept().runner.wake()
    return {"submitted": job.id}


def _scenario(page: Any) -> str:
    shown = held(page)
    return to_json(shown.scenario, shown.preset)


def _briefing_of(page: Any) -> dict[str, Any]:
    """The scenario shown, and what its slides hold it against and look like."""
    state, shown = from_page(page), held(page)
    baseline = state.pinned
    return {
        "scenario": to_json(shown.scenario, shown.preset),
        "baseline": to_json(baseline.scenario, baseline.preset) if baseline else "",
        "theme": state.scheme,
        "url": kept().url,
    }


def _rows(jobs: Sequence[Job]) -> Component:
    if not jobs:
        return html.P(
            "Nothing runs. Exports, slides, sweeps and simulations are done here; a reload, "
            "another window or a restart of the server finds them again.",
            className="jobs-none",
        )
    return html.Ul([_row(job) for job in jobs], className="jobs-list")


def _row(job: Job) -> Component:
    said: list[Any] = [html.Span(_state(job), className="job-state", **data(state=job.state))]
    if job.state == "running":
        said.append(
            dmc.Progress(
                value=round(100 * job.progress),
                size="sm",
                className="job-progress",
                **aria(label=f"Progress of {job.title}"),
            )
        )
        said.append(html.Span(job.message, className="job-message"))
    else:
        said.append(moment(job.ended_at or job.created_at))
    if job.error:
        said.append(html.Span(job.error, className="job-error"))
    return html.Li(
        [
            html.Div(
                [
                    html.Div(job.title, className="library-name"),
                    html.Div(said, className="job-said"),
                ]
            ),
            html.Div(_actions(job), className="library-actions"),
        ]
    )


def _state(job: Job) -> str:
    if job.active and job.cancel:
        return "Stopping …"
    share = f" {100 * job.progress:.0f}%" if job.state == "running" else ""
    return f"{_STATES.get(job.state, job.state)}{share}"


def _actions(job: Job) -> list[Component]:
    if job.active:
        return [_button(job, "cancel", "Cancel")]
    found: list[Component] = []
    shown = job.params.get("link")
    if isinstance(shown, str) and job.state == "done":
        opened = aria(label=f"Open: {job.title}")
        found.append(html.A("Open", href=shown, className="job-download", **opened))
    if job.state == "done":
        name = f"Download {job.file}"
        link = html.A(
            [icons.icon("download"), "Download"],
            href=PATH.format(id=job.id),
            className="job-download",
            download=job.file,
            **aria(label=f"{name}: {job.title}"),
        )
        found.append(link)
    else:
        goes_on = job.kind in KINDS and KINDS[job.kind].resumes and job.state != "failed"
        found.append(_button(job, "retry", "Go on" if goes_on else "Repeat"))
    return [*found, _button(job, "remove", "Remove")]


def _button(job: Job, action: str, label: str) -> Component:
    return dmc.Button(
        label,
        id={"job": action, "id": job.id},
        size="compact-sm",
        variant="subtle" if action == "remove" else "default",
        color="gray",
        n_clicks=0,
        attributes={"root": {"aria-label": f"{label}: {job.title}"}},
    )
