"""What moves the answer, as a table whose rows lead to their controls, and as a section of a page.

``assets/drivers.js`` makes the buttons here and the bars of the charts lead to the controls.
"""

from __future__ import annotations

from collections.abc import Mapping

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

from analytics import wording
from analytics.outlook.drivers import Bar, drivers
from dashboard.attributes import aria, data
from dashboard.figures.chart import Request
from dashboard.figures.drivers.common import CHOICES, OPTION, control_of, label_of, setting
from dashboard.figures.drivers.inputs import PATH
from dashboard.state import State
from dashboard.waiting import waiting_block, waiting_card

TABLE_HEIGHT = 440


def table(request: Request) -> list[Component]:
    """Every assumption that moves the answer; each label is a button to its control."""
    found = drivers(request.outlook)
    bodies = [
        _body("Uncertain inputs, at their 10% and their 90% quantile", found.inputs, found.totals),
        _body("Choices", found.choices, {PATH: found.totals[PATH]} if PATH in found.totals else {}),
    ]
    head = ("Assumption", "Set to", *CHOICES.values(), "Share of the spread")
    return [
        html.Div(
            html.Table(
                [
                    html.Thead(html.Tr([html.Th(text, scope="col") for text in head])),
                    *(body for body in bodies if body is not None),
                ],
                className="numbers drivers",
            ),
            className="table-box drivers-box",
            style={"height": TABLE_HEIGHT},
            tabIndex=0,
            role="region",
            **aria(label="What moves the answer"),
        )
    ]


def _body(title: str, bars: tuple[Bar, ...], totals: Mapping[str, float]) -> Component | None:
    if not bars:
        return None
    rows: list[Component] = [
        html.Tr(html.Th(title, scope="rowgroup", colSpan=5), className="group-row")
    ]
    for bar in bars:
        rows += _rows(bar, totals)
    return html.Tbody(rows)


def _rows(bar: Bar, totals: Mapping[str, float]) -> list[Component]:
    """A row for each setting; the label and the share span them."""
    count = len(bar.settings)
    share = totals.get(bar.field) if bar.field != "demand_growth" or bar.kind != "choice" else None
    told = wording.UNKNOWN if share is None else wording.share(max(share, 0.0))
    rows: list[Component] = []
    for i in range(count):
        cells: list[Component] = []
        if i == 0:
            cells.append(html.Th(_button(bar), scope="rowgroup", rowSpan=count))
        cells += [
            html.Td(setting(bar, i), className="words"),
            html.Td(wording.year(bar.years[i], 1)),
            html.Td(wording.probability(bar.probabilities[i])),
        ]
        if i == 0:
            cells.append(html.Td(told, rowSpan=count))
        rows.append(html.Tr(cells))
    return rows


def _button(bar: Bar) -> Component:
    return html.Button(
        label_of(bar),
        type="button",
        className="to-control",
        title="Go to its control",
        **data(control=control_of(bar)),
    )


def section(shown: State) -> list[Component]:
    """Both charts and the table, as cells of a page's grid; all are drawn once all is at rest."""
    scheme = shown.scheme
    return [
        html.Div(
            waiting_card("depletion-drivers", height=480, scheme=scheme, choice=choice(shown)),
            className="span-6",
        ),
        html.Div(waiting_card("depletion-choices", height=480, scheme=scheme), className="span-6"),
        html.Section(
            [
                html.H2("What moves the answer", id="drivers-title"),
                html.P(
                    "Each assumption alone is set otherwise while all others stay as uncertain as "
                    "they are. A label leads to its control. The share of the spread is the total "
                    "Sobol’ index: what would remain of the year’s spread if all else were known; "
                    "shares overlap and sum to more than 100%."
                ),
                waiting_block("drivers-table", height=TABLE_HEIGHT),
            ],
            className="panel span-12",
            **aria(labelledby="drivers-title"),
        ),
    ]


def choice(shown: State) -> Component:
    """Which outcome the bars show."""
    return dmc.SegmentedControl(
        id={"option": OPTION},
        data=[{"value": value, "label": label} for value, label in CHOICES.items()],
        value=shown.options[OPTION],
        size="xs",
        **aria(label="Outcome that the bars show"),
    )
