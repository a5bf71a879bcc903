"""Choosing what is looked at of a sweep, and which of its scenarios is compared."""

from __future__ import annotations

from collections.abc import Sequence

import dash_mantine_components as dmc
import numpy as np
from dash import html
from dash.development.base_component import Component

from analytics import findings_sweep as said
from analytics.scenario import nearest, to_query
from analytics.sweep import Unusable
from analytics.sweep.surface import ANSWERS, Surface, dimensions, names
from dashboard import comparing
from dashboard.figures.chart import Request
from dashboard.figures.compare.sweep import ACROSS, ANSWER, SWEEP, UP, chosen
from dashboard.figures.vendors.common import VENDOR
from dashboard.state import State, request

_WORLDS = ("seed", "log2_worlds", "log2_moat_draws")
"""Assumptions that say in which worlds a scenario is answered."""

_OFFERED = 400
"""Scenarios that can be chosen from a list; of more, by a click in the chart."""


def choosing(asked: Request) -> Component:
    """Which sweep, what of it, over which axes, and which scenario is compared."""
    try:
        found = chosen(asked)
    except Unusable as error:
        found, why = None, f"{error}."
    else:
        why = said.HOW
    if found is None:
        return html.P(why, className="compare-note")
    return html.Div(
        [
            _select(SWEEP, "Sweep", found.sweep.name, [(one, one) for one in names()]),
            _select(
                ANSWER,
                "Answer",
                found.answer.id,
                [(one.id, one.label) for one in ANSWERS.values()],
                300,
            ),
            *(
                [
                    _select(
                        VENDOR,
                        "Vendor",
                        found.vendor,
                        [(v, v) for v in found.sweep.manifest.vendors],
                    )
                ]
                if found.vendor
                else []
            ),
            *_axes(found),
            _points(found),
        ],
        className="sweep-choices",
    )


def _axes(found: Surface) -> list[Component]:
    there = [(one.field, one.label) for one in dimensions(found.grid)]
    up = found.up.field if found.up is not None else ""
    others = [one for one in there if one[0] != found.across.field]
    return [
        _select(ACROSS, "Across", found.across.field, there),
        _select(UP, "Upwards", up, [("", "None: a line"), *others]),
    ]


def _select(
    option: str, label: str, value: str, given: Sequence[tuple[str, str]], width: int = 190
) -> Component:
    return dmc.Select(
        id={"option": option},
        label=label,
        data=[{"value": value, "label": text} for value, text in given],
        value=value,
        allowDeselect=False,
        size="sm",
        w=width,
    )


def _points(found: Surface) -> Component:
    """Every scenario of the chart, to be added without a pointer."""
    places = list(np.ndindex(found.middle.shape))[:_OFFERED]
    return dmc.Select(
        id={"compare-add": "sweep"},
        label="Compare a scenario",
        placeholder="Click one in the chart, or choose …",
        data=[
            {"value": f"{found.numbers[place]}", "label": said.cell(found, *place)}
            for place in places
        ],
        value=None,
        searchable=True,
        size="sm",
        w=340,
    )


def add(shown: State, number: str) -> State:
    """The state with a scenario of the sweep that is looked at added to the comparison.

    It is answered anew, in the worlds of the page's own scenario unless they are swept.

    Args:
        shown: the state.
        number: of the scenario in its grid.

    Raises:
        ValueError: there is no such scenario or sweep, or no room for it.
    """
    try:
        found = chosen(request(shown))
    except Unusable as error:
        raise ValueError(str(error)) from None
    places = [] if found is None else np.argwhere(found.numbers.astype(str) == number).tolist()
    if found is None or not places:
        raise ValueError("the chart of the sweep has no such scenario")
    scenario = found.grid.scenario(int(number))
    # as many worlds as the page has, and the same: a difference needs worlds in common
    swept = {axis.field for axis in found.grid.axes}
    worlds = {name: getattr(shown.scenario, name) for name in _WORLDS if name not in swept}
    scenario = scenario.model_copy(update=worlds)
    query = to_query(scenario, nearest(scenario), longest=None)
    return comparing.add(shown, query, said.called(found, *places[0]))
