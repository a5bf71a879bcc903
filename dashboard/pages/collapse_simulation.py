"""Collapse: simulate the experiment in the background, with progress and a way to call it off.

A simulation is a job of the user's (``dashboard.jobs``): found again by a reload, and in the
library's list of work. What it gives is everybody's who opens the same link.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import dash_mantine_components as dmc
from dash import ClientsideFunction, Dash, Input, Output, ctx, dcc, html, set_props
from dash import State as Held
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from analytics.outlook.laboratory import setup_of
from analytics.outlook.sampled import REPLICATES, workflow_of
from analytics.scenario import to_json
from dashboard import state
from dashboard.attributes import aria
from dashboard.identity import current_user
from dashboard.jobs.kinds import KINDS, Refused
from dashboard.jobs.store import Job, JobError
from dashboard.keeping import kept
from dashboard.samples import key_of, samples
from dashboard.state import State

KIND = "simulation"
PATH = "/collapse"

DRAWN = "simulation-drawn"
"""Store that has the page drawn again when a simulation is done."""

FOLLOWED = "simulation-job"
"""Store of the job that the page follows: its id, and whether it was still active."""

_LOOKING = "Draws whole corpora word by word, in the background, to check the lines."
_DONE = "Done: the dots are whole corpora drawn word by word; the lines are exact."


def panel(shown: State) -> Component:
    """The buttons and how it goes; jobs are the user's, and follow by callback."""
    told, done = _without_job(shown)
    return html.Div(
        [
            dmc.Button(
                f"Simulate {REPLICATES} runs",
                id="simulate",
                variant="default",
                size="compact-sm",
                n_clicks=0,
                disabled=done,
            ),
            dmc.Button(
                "Cancel",
                id="simulate-cancel",
                variant="subtle",
                size="compact-sm",
                n_clicks=0,
                disabled=True,
            ),
            html.Div(
                told,
                id="simulate-said",
                className="simulate-said",
                role="status",
                **aria(live="polite"),
            ),
            dcc.Store(id=DRAWN),
            dcc.Store(id=FOLLOWED),
        ],
        className="panel simulate",
    )


def register(app: Dash) -> None:
    """Register the callback of the buttons, the clock and the page, and that of what is done."""
    app.clientside_callback(
        ClientsideFunction("aquifer", "redraw"), Input(DRAWN, "data"), prevent_initial_call=True
    )
    app.callback(
        Output("simulate-said", "children"),
        Output("simulate", "disabled"),
        Output("simulate-cancel", "disabled"),
        Output("simulation-poll", "disabled"),
        Output(FOLLOWED, "data"),
        Input("simulate", "n_clicks"),
        Input("simulate-cancel", "n_clicks"),
        Input("simulation-poll", "n_intervals"),
        Input("page", "data"),
        Held(FOLLOWED, "data"),
    )(follow_simulation)


def follow_simulation(
    start: int | None,
    cancel: int | None,
    _ticks: int | None,
    page: Any,
    followed: Mapping[str, Any] | None,
) -> tuple[Any, ...]:
    """Start, call off, or tell how it goes."""
    if not page or page.get("path") != PATH:
        raise PreventUpdate
    shown, before = state.from_page(page), followed or {}
    pressed, refused = ctx.triggered_id, ""
    polled = before.get("id") if pressed == "simulation-poll" else None
    job = _job(shown, polled)
    try:
        if pressed == "simulate" and start:
            job = _begun(shown, job)
        elif pressed == "simulate-cancel" and cancel and job is not None:
            job = kept().jobs.cancel(current_user(), job.id)
    except (JobError, Refused) as error:
        refused = str(error)
    active = job is not None and job.active
    if active:
        kept().runner.wake()  # the process that woke to begin it may be gone
    told, done = _without_job(shown)
    if job is not None and (active or not done):
        told = _told(job) or told
    if job is not None and job.state == "done" and before == {"id": job.id, "active": True}:
        set_props(DRAWN, {"data": f"{job.id}.{job.attempt}"})
    now = {"id": job.id, "active": active} if job is not None else None
    return refused or told, active or done, not active, not active, now


def _without_job(shown: State) -> tuple[str, bool]:
    """What there is to say of an experiment, and whether its result is there."""
    setup = setup_of(shown.scenario)
    if samples.find(setup, shown.scenario.seed) is not None:
        return _DONE, True
    try:
        workflow_of(setup)
    except ValueError as error:
        return str(error), False
    return _LOOKING, False


def _told(job: Job) -> str:
    """How a job goes, or why there is no result; empty if it was done and its result is gone."""
    if job.active and job.cancel:
        return "Stopping …"
    match job.state:
        case "queued":
            return "Waiting to begin …"
        case "running":
            return f"Simulating: {job.message}" if job.progress else "Simulating …"
        case "cancelled":
            return "Called off; nothing is kept of it."
        case "interrupted":
            return "It was interrupted; nothing is kept of it. Simulate again to repeat it."
        case "failed":
            return f"It failed: {job.error}"
    return ""


def _job(shown: State, polled: Any) -> Job | None:
    """The user's job for the experiment shown: that with an id, if it is of it, or the newest."""
    jobs, user, experiment = kept().jobs, current_user(), _experiment(shown)
    found: Sequence[Job] = ()
    if polled:
        try:
            found = [jobs.get(user, str(polled))]
        except JobError:  # removed in another window
            found = ()
    return next((job for job in found or jobs.list(user) if _is_of(job, experiment)), None)


def _is_of(job: Job, experiment: str) -> bool:
    return job.kind == KIND and job.params.get("experiment") == experiment


def _experiment(shown: State) -> str:
    return key_of(setup_of(shown.scenario), shown.scenario.seed)


def _begun(shown: State, last: Job | None) -> Job:
    """Have the experiment simulated: once more, if it was before.

    Raises:
        Refused: it cannot be.
        JobError: the user has too many jobs.
    """
    keeping, user = kept(), current_user()
    if last is not None and last.active:
        return last
    params = {
        "scenario": to_json(shown.scenario, shown.preset),
        "experiment": _experiment(shown),
        "link": f"{PATH}?{_query(shown)}",
        "url": keeping.url,
    }
    title = f"{KINDS[KIND].title}: {KINDS[KIND].check(params)}"
    if last is not None and last.params.get("scenario") == params["scenario"]:
        return keeping.jobs.retry(user, last.id)
    return keeping.jobs.submit(user, KIND, title, params)


def _query(shown: State) -> str:
    return state.query(shown.scenario, shown.preset, shown.pinned, shown.options, shown.beside)
