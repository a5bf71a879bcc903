"""Sensitivity in words: what is asked, and the answers in a sentence each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

from analytics import findings_sensitivity as said
from analytics.outlook import sensitivity as of_outlook
from analytics.outlook.break_even import find
from analytics.outlook.vendors import ranked_names
from dashboard.figures.chart import Request
from dashboard.figures.sensitivity.common import (
    CONTROL,
    CONTROL_CHOICES,
    LEVEL,
    OUTPUT,
    OUTPUT_CHOICES,
    VENDOR,
    YEAR,
    asked_of,
)

MEAN = "Closed frontier, mean"
FINDINGS_HEIGHT = 108


def headline(request: Request) -> list[Component]:
    """What is asked, and of whom."""
    asked = asked_of(request)
    mean = asked.question.by in ("risk", "waste") and not asked.question.vendor
    whose = f" {said.mean_of()}" if mean else ""
    return [
        html.H1(said.question(asked.question, asked.control, asked.level)),
        html.P(
            "Each assumption alone is set otherwise, the spread is divided among the uncertain "
            f"inputs, and one control is moved until the risk comes to the level.{whose} A bar "
            "leads to its control.",
            className="lede",
        ),
    ]


def answers(request: Request) -> Component:
    """The answers, a sentence each; why there is none where there is none."""
    asked = asked_of(request)
    outlook, sentences = request.outlook, []
    if not asked.problem:
        sentences = [
            said.tornado_sentence(of_outlook.tried(outlook, asked.question)),
            said.shares_sentence(asked.question, of_outlook.shares(outlook, asked.question)),
        ]
    if not asked.no_risk:
        found = find(outlook, asked.question, asked.control, asked.level)
        sentences.append(said.break_even_sentence(found))
    problems = sorted({f"Not to be answered: {one}." for one in asked[-2:] if one})
    return html.Ul([html.Li(one) for one in (*sentences, *problems)], className="answers")


def picking(request: Request) -> Component:
    """What is asked; the link keeps all of it."""
    options = request.options
    names = ranked_names(request.outlook.scenario, request.outlook.key.data_version)
    vendors = [("", MEAN), *((name, name) for name in sorted(names, key=str.casefold))]
    return html.Div(
        [
            _select(OUTPUT, "Headline output", [*OUTPUT_CHOICES.items()], options, 175),
            _select(VENDOR, "Vendor", vendors, options, 190),
            _number(YEAR, "Year", options, 92, min=2024, max=2040, allowDecimal=False),
            _select(CONTROL, "Break-even of", [*CONTROL_CHOICES.items()], options, 215),
            _number(LEVEL, "Keep the risk under", options, 130, min=1, max=99, suffix="%"),
        ],
        className="picking",
    )


def _select(
    option: str,
    label: str,
    choices: Sequence[tuple[str, str]],
    options: Any,
    width: int,
) -> Component:
    return dmc.Select(
        id={"option": option},
        label=label,
        data=[{"value": value, "label": text} for value, text in choices],
        value=options.get(option, ""),
        allowDeselect=False,
        size="sm",
        style=_room(width),
    )


def _number(option: str, label: str, options: Any, width: int, **more: Any) -> Component:
    return dmc.NumberInput(
        id={"option": option},
        label=label,
        value=options.get(option, ""),
        debounce=400,
        clampBehavior="blur",
        size="sm",
        style=_room(width),
        **more,
    )


def _room(width: int) -> dict[str, str]:
    """At least so many pixels, and half as many again where there is room."""
    return {"flex": f"1 1 {width}px", "maxWidth": f"{round(1.5 * width)}px"}
