"""Choices: what the answer would be if one of them were made otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from analytics import findings
from analytics.outlook import Outlook
from analytics.outlook.drivers import Bar, Outcome, drivers
from analytics.outlook.vendor_headline import Question
from dashboard.figures.chart import Chart, Request
from dashboard.figures.depletion.common import colours_of, layout, source
from dashboard.figures.drivers import common, ghosts
from dashboard.figures.drivers.common import BAR, Axis, End, Rows, RowsOf
from dashboard.figures.palette import Palette, translucent
from dashboard.figures.template import packed

SHOWN = 8


def choices(request: Request) -> Chart:
    """Draw the choices that move the exhaustion year most."""
    by = common.outcome_of(request)

    def rows(outlook: Outlook) -> Rows:
        return Rows(common.base(outlook, by), drivers(outlook).choices, {})

    return drawn(request, Question(by), rows, source(request.outlook))


def drawn(request: Request, asked: Question, rows: RowsOf, source: str) -> Chart:
    """Draw the choices that move an answer most.

    Args:
        request: what is drawn.
        asked: which answer.
        rows: its bars.
        source: the source line.
    """
    outlook, colours, by = request.outlook, colours_of(request), asked.by
    found = rows(outlook)
    bars, start = common.widest(found.bars, by, SHOWN), found.base
    ends = [end for bar in bars for end in _ends(bar, by, start)]
    was = ghosts.of(request, bars, by, rows)
    shown = [start, *(x for bar in bars for x in common.values(bar, by))]
    shown += was.values(by) if was else []
    axis = common.axis(by, shown, ends, 1.0)
    return Chart(
        title=_title(outlook, request, bars, asked, start),
        unit=f"{common.measured(asked)} if one choice were made otherwise, a dot for each "
        "alternative; none is given a probability." + ghosts.legend(was, "Dashed grey, open dots"),
        figure={
            "data": [
                *_spans(bars, by, start, axis, colours),
                *(ghosts.dots(was, by, axis, colours) if was else []),
                *([ghosts.line(was, len(bars), axis, colours)] if was else []),
                common.base_line(axis.at(start), len(bars), colours),
                _dots(bars, by, start, axis, colours),
                common.targets(
                    bars,
                    [axis.at(max(common.values(bar, by))) for bar in bars],
                    ghosts.told([common.told(bar, by) for bar in bars], was, by),
                ),
            ],
            "layout": layout(
                request,
                hovermode="y",
                hoverdistance=40,
                margin={"l": 12, "r": 14, "t": 36, "b": 26},
                xaxis={**common.axis_dict(by, axis, colours), "visible": bool(bars)},
                yaxis=common.rows_axis(len(bars)),
                annotations=_labels(bars, asked, start, axis, colours),
            ),
        },
        table=pd.concat(
            [common.table(bars, asked, start), *ghosts.table(was, asked)], ignore_index=True
        ),
        alt=_alt(bars, asked, start) + ghosts.alt(request, was, by),
        source=source,
    )


def _ends(bar: Bar, by: Outcome, start: float) -> list[End]:
    """The outermost alternatives in words, where they are not the scenario as it is."""
    values = common.values(bar, by)
    lowest, highest = min(values), max(values)
    found = []
    if lowest < start:
        found.append(End(lowest, False, common.short(bar, values.index(lowest))))
    if highest > start:
        found.append(End(highest, True, common.short(bar, values.index(highest))))
    return found


def _spans(
    bars: Sequence[Bar], by: Outcome, start: float, axis: Axis, colours: Palette
) -> list[dict[str, Any]]:
    """From the lowest to the highest answer of each row."""
    lows = [axis.at(min(*common.values(bar, by), start)) for bar in bars]
    highs = [axis.at(max(*common.values(bar, by), start)) for bar in bars]
    return [
        {
            "type": "bar",
            "orientation": "h",
            "y": packed([row + BAR for row in range(len(bars))]),
            "base": packed(lows, "f8"),
            "x": packed([high - low for low, high in zip(lows, highs, strict=True)], "f8"),
            "width": 0.16,
            "marker": {"color": translucent(colours.accent, 0.35)},
            "hoverinfo": "skip",
        }
    ]


def _dots(
    bars: Sequence[Bar], by: Outcome, start: float, axis: Axis, colours: Palette
) -> dict[str, Any]:
    """A dot for each alternative; the scenario as it is has the line."""
    places = [
        (axis.at(x), row + BAR)
        for row, bar in enumerate(bars)
        for x in common.values(bar, by)
        if x != start
    ]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": packed([x for x, _ in places], "f8"),
        "y": packed([y for _, y in places]),
        "marker": {
            "size": 9,
            "color": colours.accent,
            "line": {"color": colours.paper, "width": 1},
        },
        "cliponaxis": False,
        "hoverinfo": "skip",
    }


def _labels(
    bars: Sequence[Bar], asked: Question, start: float, axis: Axis, colours: Palette
) -> list[dict[str, Any]]:
    by = asked.by
    if not bars:
        return [common.nothing(f"No choice moves the {common.what(asked)}", colours)]
    found = [common.base_words(axis.at(start), common.outcome(start, by), axis, colours)]
    for row, bar in enumerate(bars):
        found.append(common.heading(bar, row, colours))
        found += [
            common.words(
                end.text,
                axis.at(end.value),
                row + BAR,
                colours.quiet,
                "left" if end.right else "right",
                xshift=9 if end.right else -9,
            )
            for end in _ends(bar, by, start)
        ]
    return found


def _title(
    outlook: Outlook, request: Request, bars: Sequence[Bar], asked: Question, start: float
) -> str:
    given, by = findings.condition(outlook.scenario, request.preset), asked.by
    if not bars:
        return f"No choice moves the {common.what(asked)}, {given}"
    first, what = bars[0], common.what(asked)
    values = common.values(first, by)
    i = max(range(len(values)), key=lambda i: abs(min(values[i], 1e4) - min(start, 1e4)))
    return (
        f"Of the choices, “{common.label_of(first)}: {common.setting(first, i)}” moves the {what} "
        f"most: {common.outcome(values[i], by)}, not {common.outcome(start, by)}, {given}"
    )


def _alt(bars: Sequence[Bar], asked: Question, start: float) -> str:
    what, by = common.in_full(asked), asked.by
    if not bars:
        return f"No dots: no choice moves the {what}, {common.outcome(start, by)}."
    rows = "; ".join(
        f"{common.label_of(bar)}, "
        + ", ".join(
            f"{common.setting(bar, i)} {common.outcome(x, by)}"
            for i, x in enumerate(common.values(bar, by))
        )
        for bar in bars[:5]
    )
    return (
        f"Dots about the {what} of the scenario, {common.outcome(start, by)}, one for each "
        f"alternative. From the widest: {rows}."
    )
