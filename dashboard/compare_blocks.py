"""A comparison in words and tables: its scenarios, what each changes, inputs and answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

from analytics import comparison, findings, wording
from analytics import findings_compare as said
from analytics.comparison import MOST, Side
from analytics.findings_compare import Cell
from analytics.scenario import PRESETS
from analytics.scenario.beside import LONGEST_NAME, Beside
from dashboard import icons
from dashboard.attributes import aria, data
from dashboard.controls import spoken
from dashboard.figures.chart import Request
from dashboard.figures.compare.common import SIGNS, compared, entries_of

SETS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "growth": (
        "How fast demand grows",
        "As published, refit since 2020, and since 2024 alone.",
        ("as-published", "refit-to-date", "recent-growth"),
    ),
    "supply": (
        "How much text there is",
        "Consent withdrawn, a harsh quality cut, images and private stocks opened.",
        ("as-published", "consent-crackdown", "harsh-quality-cut", "multimodal"),
    ),
    "synthetic": (
        "What fills the gap",
        "Synthetic text as a substitute, as a controlled supplement, or no larger runs.",
        ("as-published", "synthetic-substitute", "synthetic-supplement", "stop-scaling"),
    ),
    "efficiency": (
        "How well text is used",
        "Overtrained five times over, against sixteen passes over all text.",
        ("as-published", "overtrained-5x", "data-efficient"),
    ),
}
"""Comparisons that are offered where there is none: id → title, what is in it, its presets."""


def headline(request: Request) -> list[Component]:
    """What the comparison shows, in a sentence; what to do where there is but one scenario."""
    found = compared(request)
    lede = said.CONDITIONAL
    if len(found) == 1:
        lede = (
            "Two to four scenarios, on the same axes and in the same worlds, with the interval "
            "of every difference. Start with one of these, or add scenarios one by one: the "
            "controls act on the first."
        )
    return [html.H1(said.headline(found)), html.P(lede, className="lede")]


def scenarios(request: Request) -> list[Component]:
    """The scenarios with what can be done to them, and how others are added."""
    entries, found = entries_of(request), compared(request)
    first = entries[0]
    cards = [
        _card(one, side, i, len(entries), _about(one, first, i))
        for i, (one, side) in enumerate(zip(entries, found, strict=True))
    ]
    if len(entries) < MOST:
        cards.append(_adding(entries))
    parts: list[Component] = [html.Ol(cards, className="compared", **data(count=str(len(cards))))]
    if len(entries) == 1:
        parts.append(_offers())
    if request.unlinked:
        left = ", ".join(f"“{found[1 + i].name}”" for i in request.unlinked)
        parts.append(
            html.P(
                f"The link has no room for all of {left}: who opens it gets the comparison without "
                "it, or without its lists of mixes and licences. Save it as a scenario file.",
                className="compare-unlinked",
                role="status",
            )
        )
    return parts


def _about(one: Beside, first: Beside, i: int) -> str:
    """What a scenario is, under its name."""
    what = f"{findings.name(one.scenario, one.preset)}. " if one.called else ""
    if i == 0:
        return f"{what}The controls act on it; the others are held against it."
    differing = len(first.scenario.differences(one.scenario))
    if not differing:
        return f"{what}The same assumptions as the first: move a control to part them."
    counted = "1 assumption differs" if differing == 1 else f"{differing} assumptions differ"
    return f"{what}{counted} from the first."


def _card(one: Beside, side: Side, i: int, count: int, about: str) -> Component:
    name = side.name
    buttons = []
    if i > 0:
        buttons.append(_icon(f"left:{i}", "left", f"Move {name} forward"))
    if i < count - 1:
        buttons.append(_icon(f"right:{i}", "right", f"Move {name} back"))
    if i > 0:
        buttons.append(
            dmc.Button(
                "Open this one",
                id={"compared": f"open:{i}"},
                variant="default",
                size="compact-xs",
                n_clicks=0,
                attributes={"root": {"aria-label": f"Open this one: {name}"}},
            )
        )
    if count > 1:
        buttons.append(_icon(f"remove:{i}", "close", f"Remove {name}"))
    return html.Li(
        [
            html.Div(
                [
                    html.Span(SIGNS[i], className="compared-sign", **aria(hidden="true")),
                    dmc.TextInput(
                        id={"called": i},
                        value=name,
                        debounce=True,
                        inputProps={"maxLength": LONGEST_NAME},
                        size="sm",
                        variant="unstyled",
                        className="compared-name",
                        **aria(label=f"Name of scenario {i + 1}"),
                    ),
                ],
                className="compared-head",
            ),
            html.P(about, className="compared-about"),
            html.Div(buttons, className="compared-buttons"),
        ],
        className="compared-one",
        **data(side=str(i)),
    )


def _icon(id: str, icon: str, label: str) -> Component:
    return dmc.ActionIcon(
        icons.icon(icon),
        id={"compared": id},
        variant="subtle",
        color="gray",
        size=24,
        n_clicks=0,
        attributes={"root": {"aria-label": label, "title": label}},
    )


def _adding(entries: Sequence[Beside]) -> Component:
    """How a scenario is added."""
    there = {one.scenario for one in entries}
    options = [
        {"value": one.id, "label": one.name}
        for one in PRESETS.values()
        if one.scenario not in there
    ]
    return html.Li(
        [
            dmc.Select(
                id={"compare-add": "preset"},
                label="Add a preset",
                placeholder="Choose …",
                data=options,
                value=None,
                size="sm",
                comboboxProps={"shadow": "md"},
            ),
            html.Div(
                [
                    _wide({"compared": "present"}, "plus", "The first as it is now"),
                    _wide("compare-file-button", "folder", "A scenario file"),
                ],
                className="compared-buttons",
            ),
        ],
        className="compared-one compared-add",
    )


def _wide(id: Any, icon: str, label: str) -> Component:
    return dmc.Button(
        label,
        id=id,
        leftSection=icons.icon(icon),
        variant="default",
        size="compact-xs",
        n_clicks=0,
        attributes={"root": {"aria-label": f"Add: {label}"}},
    )


def _offers() -> Component:
    """Comparisons to begin with, one click each."""
    return html.Div(
        [
            html.Button(
                [html.Strong(title), html.Span(what)],
                id={"compared": f"set:{id}"},
                type="button",
                n_clicks=0,
                className="compare-offer",
            )
            for id, (title, what, _) in SETS.items()
        ],
        className="compare-offers",
        role="group",
        **aria(label="Comparisons to begin with"),
    )


def effects(request: Request) -> Component:
    """What each scenario changes against the first, a sentence each."""
    found = compared(request)
    if len(found) == 1:
        return html.P("Nothing is compared yet.")
    signs = zip(said.effects(found), SIGNS[1:], strict=False)
    return html.Ul(
        [
            html.Li(
                [html.Span(sign, className="compared-sign", **aria(hidden="true")), text],
                **data(side=str(i)),
            )
            for i, (text, sign) in enumerate(signs, 1)
        ],
        className="compare-effects",
    )


def inputs(request: Request) -> Component:
    """The assumptions in which the scenarios differ, with the value of each."""
    found = compared(request)
    differing = comparison.inputs(found)
    if not differing:
        text = "No assumption differs" if len(found) > 1 else "There is one scenario only"
        return html.P(f"{text}: there is nothing to list.")
    rows = []
    for declared, values in differing:
        label: list[Any] = [html.Span(spoken(declared))]
        if declared.status == "assumption":
            label += [" ", html.Span("assumed", className="control-assumed")]
        cells = [wording.value(declared, value) for value in values]
        rows.append(
            html.Tr(
                [
                    html.Th(label, scope="row"),
                    *(
                        html.Td(text, className="as-first" if i and text == cells[0] else None)
                        for i, text in enumerate(cells)
                    ),
                ]
            )
        )
    return _table("Assumption", found, rows, "Assumptions that differ")


def outputs(request: Request) -> list[Component]:
    """The answers of every scenario, and how far each is from the first's, world by world."""
    found = compared(request)
    first = found[0]
    rows = []
    for measure in comparison.measures(found):
        cells = []
        for side in found:
            worlds = measure.of(side.outlook).worlds.size
            here = said.answer(measure, comparison.summary(measure, side.outlook), worlds)
            apart = (
                None
                if side is first
                else said.apart(
                    measure, comparison.difference(measure, side.outlook, first.outlook)
                )
            )
            cells.append(html.Td(_cell(here, apart)))
        rows.append(html.Tr([html.Th(measure.label, scope="row"), *cells]))
    notes = [said.BEYOND]
    if len({(s.outlook.scenario.seed, s.outlook.scenario.worlds) for s in found}) > 1:
        notes.append(
            "Scenarios with another seed or another number of worlds have no worlds in common with "
            "the first; no difference is worked out."
        )
    return [
        _table("Answer", found, rows, "Answers and differences"),
        html.P(
            "Median and 80% interval of the worlds; under it, marked Δ, the difference to the "
            f"first. {' '.join(notes)} OOM: orders of magnitude.",
            className="compare-note",
        ),
    ]


def _cell(here: Cell, apart: Cell | None) -> list[Component]:
    parts: list[Component] = [_line(here.value, here.interval, "cell-value")]
    if apart is not None:
        parts.append(_line(f"Δ {apart.value}", apart.interval, "cell-difference"))
        if apart.odds:
            parts.append(html.Div(apart.odds, className="cell-odds"))
    return parts


def _line(value: str, interval: str, name: str) -> Component:
    """A number and its interval, which goes to the next line where there is no room."""
    ends = [html.Span(interval, className="cell-interval")] if interval else []
    return html.Div([html.Span(value, className=name), *ends], className="cell-line")


def _table(corner: str, found: Sequence[Side], rows: Sequence[Component], label: str) -> Component:
    """A table with a column a scenario, which scrolls in itself where there is no room."""
    head = [
        html.Th(
            [html.Span(SIGNS[i], className="compared-sign", **aria(hidden="true")), side.name],
            scope="col",
            **data(side=str(i)),
        )
        for i, side in enumerate(found)
    ]
    return html.Div(
        html.Table(
            [html.Thead(html.Tr([html.Th(corner, scope="col"), *head])), html.Tbody(list(rows))],
            className="numbers compare-table",
        ),
        className="compare-scroll",
        tabIndex=0,
        role="region",
        **aria(label=label),
    )
