"""Vendors: mixes from a CSV file, and a template to fill in."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping, Sequence
from typing import Any

from dash import Dash, Input, Output, dcc, html, no_update
from dash import State as Held
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from analytics.exports.mixes import parse, template
from analytics.outlook.vendor_facts import vendor_facts
from analytics.outlook.vendors import own_mixes
from analytics.scenario import Mix, Problem, Scenario
from dashboard import state
from dashboard.editing import edited
from dashboard.pages.vendors_grid import believed_mix, vendor_names
from dashboard.pages.vendors_mixes import new_name, put
from data import catalog

MAX_BYTES = 2_000_000
"""A file of forty mixes has some kilobytes; the browser does not even send a larger one."""

_CLOSE = 5e-5
"""Shares that differ by no more are those of the template: it shows them with two decimals."""


def register(app: Dash) -> None:
    """Register the callbacks of the two buttons."""
    app.callback(
        Output("loaded", "data", allow_duplicate=True),
        Output("mixes-answer", "children", allow_duplicate=True),
        Input("mixes-file", "data"),
        Held("page", "data"),
        prevent_initial_call=True,
    )(upload_mixes)
    app.callback(
        Output("mixes-download", "data"),
        Input("mixes-template", "n_clicks"),
        Held("page", "data"),
        prevent_initial_call=True,
    )(download_template)


def upload_mixes(posted: Any, page: Any) -> tuple[Any, list[Component]]:
    """Take over the rows of a file that can be used; own mixes that it does not name stay."""
    if not isinstance(posted, Mapping) or not posted or not isinstance(page, Mapping):
        raise PreventUpdate
    name = str(posted.get("name") or "file")[:120]
    scenario, version = state.from_page(page).scenario, catalog.version()
    try:
        wanted, problems, notes, count = read(_content(posted), scenario, version)
    except ValueError as error:
        return no_update, [_told(name, f"could not be used: {error}. Nothing has changed.")]
    answer = edited(page, mixes=wanted) if wanted != scenario.mixes else no_update
    took = f"{count} {Mix.NOUN[count != 1]} taken over" if count else "no mix was taken over"
    said: list[Component] = [_told(name, f"{took}{_others(problems)}.")]
    said += [_list(problems, "mixes-refusals")] if problems else []
    return answer, [*said, *([_list(notes, "mixes-notes")] if notes else [])]


def read(
    raw: bytes, scenario: Scenario, data_version: str
) -> tuple[tuple[Mix, ...], list[Problem], list[Problem], int]:
    """Own mixes with those of a file.

    Args:
        raw: the file.
        scenario: with the own mixes that there are.
        data_version: of the tables.

    Returns:
        The mixes, what of the file could not be used, what was done to the rest, and how many rows
        were taken over. A row that is as believed is left: it is the template's own.
    """
    facts = vendor_facts(data_version)
    known = vendor_names(scenario, facts)
    parsed = parse(raw, known=known)
    problems, notes = list(parsed.problems), list(parsed.notes)
    wanted, count, same = scenario.mixes, 0, 0
    own = own_mixes(scenario, facts)
    for mix in parsed.mixes:
        try:
            if mix.vendor not in known:
                new_name(mix.vendor, scenario, facts)
            elif mix.vendor not in own and _alike(
                mix, believed_mix(mix.vendor, scenario, data_version)
            ):
                same += 1
                continue
            wanted = put(wanted, mix)
            count += 1
        except ValueError as error:
            problems.append(Problem(mix.vendor, "", str(error)))
    if same:
        rows = "1 row is" if same == 1 else f"{same} rows are"
        notes.append(Problem("file", "", f"{rows} just as believed, and left so"))
    return wanted, problems, notes, count


def download_template(clicks: Any, page: Any) -> Any:
    """The mixes as they are, own ones and believed ones, as a file to fill in."""
    if not clicks or not isinstance(page, Mapping) or not page:
        raise PreventUpdate
    content = filled(state.from_page(page).scenario, catalog.version())
    return dcc.send_bytes(content, "aquifer-mixes.csv", type="text/csv")


def filled(scenario: Scenario, data_version: str) -> bytes:
    """The template, with a row for each vendor as it stands."""
    facts = vendor_facts(data_version)
    own, names = own_mixes(scenario, facts), vendor_names(scenario, facts)
    return template(own.get(name) or believed_mix(name, scenario, data_version) for name in names)


def _content(posted: Mapping[str, Any]) -> bytes:
    """The bytes of a file as the browser hands it over; ValueError if there are none."""
    content, size = posted.get("content"), posted.get("size")
    if isinstance(size, int) and size > MAX_BYTES:
        raise ValueError(f"it is larger than {MAX_BYTES / 1e6:g} MB")
    if not isinstance(content, str):
        raise ValueError("the browser could not read it")
    try:
        return base64.b64decode(content, validate=True)
    except binascii.Error:
        raise ValueError("it did not arrive whole") from None


def _alike(one: Mix, other: Mix) -> bool:
    return all(abs(a - b) <= _CLOSE for a, b in zip(one.shares, other.shares, strict=True))


def _others(problems: Sequence[Problem]) -> str:
    if not problems:
        return ""
    return (
        "; 1 thing could not be used"
        if len(problems) == 1
        else (f"; {len(problems)} things could not be used")
    )


def _told(name: str, text: str) -> Component:
    return html.P([html.Strong(name), f": {text}"])


def _list(found: Sequence[Problem], style: str) -> Component:
    return html.Ul([html.Li(str(one)) for one in found], className=style)
