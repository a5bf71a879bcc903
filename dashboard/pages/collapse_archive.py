"""Collapse: one's own archive, counted in the browser, held against the words that vanish.

``assets/collapse_archive.js`` reads the file and counts its words; only the counts are posted, to
this server alone, and the server keeps nothing of them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import dash_mantine_components as dmc
from dash import Dash, Input, Output, State, dcc, html
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from analytics import wording
from analytics.collapse.lexicon import ATTRIBUTION, lexicon
from analytics.outlook.archives import Held, hold, read
from analytics.outlook.laboratory import year_of
from analytics.scenario import Scenario
from dashboard import icons, state
from dashboard.attributes import aria

SEPARATOR = "\x7f"
"""Between what is posted: a sign of one byte that no text has."""

_LIMITS = "At most 20 MB and 1 million rows."


def panel() -> Component:
    """What an archive is worth: the button, the promise and the answer."""
    return html.Section(
        [
            html.H2("Your own archive", id="archive-title"),
            html.P(
                "How much of it lies in the rare tail of the general lexicon, what of it vanishes "
                "from a mix of the public crawl alone, and how much tail coverage it would add. "
                f"Take a text (UTF-8) or a table with the columns pattern and frequency. {_LIMITS} "
                "The words are counted in this browser; the counts stay on this machine and are "
                "not kept."
            ),
            html.Div(
                [
                    dmc.Button(
                        "Choose a file",
                        id="archive-choose",
                        leftSection=icons.icon("folder"),
                        variant="default",
                        size="compact-sm",
                        n_clicks=0,
                    ),
                    dmc.Button(
                        "Forget it",
                        id="archive-forget",
                        variant="subtle",
                        size="compact-sm",
                        n_clicks=0,
                    ),
                ],
                className="archive-buttons",
            ),
            html.Div(id="archive-answer", role="status", **aria(live="polite")),
            dcc.Store(id="archive"),
        ],
        className="panel archive",
        **aria(labelledby="archive-title"),
    )


def answer(posted: Any, scenario: Scenario) -> list[Component]:
    """What an archive is worth under a scenario, or what is wrong with it."""
    if not isinstance(posted, Mapping) or not posted:
        return []
    name = str(posted.get("name") or "file")[:120]
    try:
        if posted.get("problem"):
            raise ValueError(str(posted["problem"])[:300])
        pieces, numbers = posted.get("pieces"), posted.get("numbers")
        if not isinstance(pieces, str) or not isinstance(numbers, str):
            raise ValueError("it could not be read")
        if not pieces:
            raise ValueError("it is empty")
        counted = read(
            str(posted.get("kind")),
            pieces.split(SEPARATOR),
            numbers.split(SEPARATOR),
            scenario.lab_language,
        )
    except ValueError as error:
        return [
            html.P(
                [html.Strong(name), f" could not be used: {error}. Nothing has changed."],
                className="archive-problem",
            )
        ]
    return _shown(name, hold(counted, scenario), scenario)


def _shown(name: str, held: Held, scenario: Scenario) -> list[Component]:
    value, last = held.value, len(held.value.coverage) - 1
    language = lexicon(scenario.lab_language).language.name
    lift = ""
    if not math.isnan(value.tail_lift):
        lift = f", {wording.factor(value.tail_lift)} as much as general text"
    lost = float(value.lost.sum())
    gone = (
        f"{wording.count(round(lost))} of its words, "
        f"{wording.share(float(value.lost_share.sum()))} of the archive, vanish within {last} "
        "generations from the public crawl alone"
        if lost
        else f"None of its words vanishes within {last} generations from the public crawl alone"
    )
    sentences = [
        html.P(
            [
                html.Strong(name),
                f": {wording.count(value.patterns)} different words, "
                f"{wording.share(value.known_share)} of the text on the {language} list; "
                f"{wording.share(value.tail_share)} of it lies in the rare tail{lift}.",
            ]
        ),
        html.P(
            f"{gone}. Kept in every corpus, it would bring tail coverage from "
            f"{_precise(float(value.coverage[-1]))} to "
            f"{_precise(float(value.coverage_with[-1]))} "
            f"({wording.points(float(value.added[-1]))}) at generation {last}."
        ),
    ]
    return [*sentences, _table(held, scenario), html.P(ATTRIBUTION, className="fine")]


def _precise(share: float) -> str:
    """A share to a hundredth of a percent: an archive adds little to all of a language."""
    return f"{100 * share:.2f}%"


def _table(held: Held, scenario: Scenario) -> Component:
    value = held.value
    head = ("Generation", "Crawl alone", "With archive", "Its words lost", "Among them")
    rows = [
        html.Tr(
            [
                html.Th(f"{g} ({year_of(scenario, g)})" if g else "human", scope="row"),
                html.Td(_precise(float(value.coverage[g]))),
                html.Td(_precise(float(value.coverage_with[g]))),
                html.Td(wording.count(round(float(value.lost[g])))),
                html.Td(", ".join(held.lost[g]) if g else "", className="words"),
            ]
        )
        for g in range(len(value.coverage))
    ]
    return html.Div(
        html.Table(
            [
                html.Caption("Tail coverage by generation, and the archive’s words that are lost"),
                html.Thead(html.Tr([html.Th(text, scope="col") for text in head])),
                html.Tbody(rows),
            ],
            className="numbers vanishing",
        ),
        className="table-box vanishing-box",
        tabIndex=0,
        role="region",
        **aria(label="Your archive by generation"),
    )


def register(app: Dash) -> None:
    """Register the callback that answers an archive."""

    @app.callback(
        Output("archive-answer", "children"),
        Input("archive", "data"),
        Input("settled", "data"),
        State("page", "data"),
        prevent_initial_call=True,
    )
    def told(posted: Any, _settled: float | None, page: Any) -> list[Component]:
        """Hold the archive against the scenario as it is now."""
        if not page:
            raise PreventUpdate
        return answer(posted, state.from_page(page).scenario)
