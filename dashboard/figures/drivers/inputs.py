"""Uncertain inputs: what the answer would be if each were known, and its share of the spread."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from analytics import findings, wording
from analytics.outlook import Outlook
from analytics.outlook.drivers import Bar, Outcome, drivers
from analytics.outlook.vendor_headline import Question
from analytics.scenario import DECLARATIONS
from dashboard.figures.chart import Chart, Request
from dashboard.figures.depletion.common import colours_of, layout, source
from dashboard.figures.drivers import common, ghosts
from dashboard.figures.drivers.common import BAR, LABEL, Axis, End, Rows, RowsOf
from dashboard.figures.palette import Palette, translucent
from dashboard.figures.template import packed

SHOWN = 10
PATH = "demand_path"
_MAIN, _SIDE = (0.0, 0.8), (0.87, 1.0)


def inputs(request: Request) -> Chart:
    """Draw the uncertain inputs that move the exhaustion year most."""
    by = common.outcome_of(request)

    def rows(outlook: Outlook) -> Rows:
        found = drivers(outlook)
        return Rows(common.base(outlook, by), found.inputs, found.totals)

    return drawn(request, Question(by), rows, source(request.outlook))


def drawn(request: Request, asked: Question, rows: RowsOf, source: str) -> Chart:
    """Draw the uncertain inputs that move an answer most.

    Args:
        request: what is drawn.
        asked: which answer.
        rows: its bars, and total indices where they stand beside them.
        source: the source line.
    """
    outlook, colours, by = request.outlook, colours_of(request), asked.by
    found = rows(outlook)
    bars, start = common.widest(found.bars, by, SHOWN), found.base
    was = ghosts.of(request, bars, by, rows)
    main = _MAIN if found.totals else (0.0, 1.0)
    ends = [ghosts.beyond(_ends(bar, by, start), row, was, by) for row, bar in enumerate(bars)]
    shown = [start, *(x for bar in bars for x in common.values(bar, by))]
    shown += was.values(by) if was else []
    axis = common.axis(by, shown, [end for row in ends for end in row], main[1])
    most = max((found.totals.get(bar.field, 0.0) for bar in bars), default=1.0)
    most = max(most, was.largest_total) if was else most
    return Chart(
        title=_title(outlook, request, bars, asked),
        unit=f"{common.measured(asked)} if an input were known: light at its 10%, dark at its 90% "
        "quantile." + _path(found.totals) + ghosts.legend(was, "Outlined in dashes"),
        figure={
            "data": [
                *_bars(bars, by, start, axis, colours),
                *([ghosts.outlines(was, by, axis, colours)] if was else []),
                *([ghosts.line(was, len(bars), axis, colours)] if was else []),
                common.base_line(axis.at(start), len(bars), colours),
                *([_shares(bars, found.totals, colours)] if found.totals else []),
                *([ghosts.shares(was, colours)] if was and found.totals else []),
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
                barmode="overlay",
                bargap=0,
                margin={"l": 12, "r": 14, "t": 36, "b": 26},
                xaxis={
                    **common.axis_dict(by, axis, colours),
                    "domain": list(main),
                    "visible": bool(bars),
                },
                xaxis2={
                    "domain": list(_SIDE),
                    "anchor": "y",
                    "range": [0, 1.02 * most],
                    "visible": False,
                    "fixedrange": True,
                },
                yaxis=common.rows_axis(len(bars)),
                annotations=_labels(bars, ends, asked, start, axis, found.totals, colours),
            ),
        },
        table=pd.concat(
            [_table(bars, asked, start, found.totals), *ghosts.table(was, asked)],
            ignore_index=True,
        ),
        alt=_alt(bars, asked, start, found.totals) + ghosts.alt(request, was, by),
        source=source,
    )


def _ends(bar: Bar, by: Outcome, start: float) -> list[End]:
    """The words at the two ends of a bar, each on the side away from the scenario as it is."""
    values = common.values(bar, by)
    sides = [x > start for x in values]
    if sides[0] == sides[1]:  # both on one side of the scenario, or one of them on it
        far = max((0, 1), key=lambda i: abs(_near(values[i]) - _near(start)))
        sides[1 - far] = not sides[far]
    return [
        End(x if right == (x > start) else start, right, common.short(bar, i))
        for i, (x, right) in enumerate(zip(values, sides, strict=True))
    ]


def _near(x: float) -> float:
    return min(x, 1e4)


def _bars(
    bars: Sequence[Bar], by: Outcome, start: float, axis: Axis, colours: Palette
) -> list[dict[str, Any]]:
    """Two bars a row from the scenario as it is; of two on one side the shorter is in front."""
    fills = (translucent(colours.accent, 0.42), colours.accent)
    origin = axis.at(start)
    layers: dict[tuple[int, int], tuple[list[float], list[float]]] = {}
    for row, bar in enumerate(bars):
        lengths = [axis.at(x) - origin for x in common.values(bar, by)]
        order = sorted((0, 1), key=lambda i: abs(lengths[i]), reverse=True)
        for layer, i in enumerate(order):
            rows, long = layers.setdefault((layer, i), ([], []))
            rows.append(row + BAR)
            long.append(lengths[i])
    return [
        {
            "type": "bar",
            "orientation": "h",
            "y": packed(rows),
            "x": packed(long, "f8"),
            "base": origin,
            "width": 0.34,
            "marker": {"color": fills[i], "line": {"width": 1, "color": colours.accent}},
            "hoverinfo": "skip",
        }
        for (_, i), (rows, long) in sorted(layers.items())
    ]


def _shares(bars: Sequence[Bar], totals: Mapping[str, float], colours: Palette) -> dict[str, Any]:
    """The total index of each row, as a small bar in a column of its own."""
    return {
        "type": "bar",
        "orientation": "h",
        "xaxis": "x2",
        "y": packed([row + BAR for row in range(len(bars))]),
        "x": packed([totals.get(bar.field, 0.0) for bar in bars]),
        "width": 0.2,
        "marker": {"color": colours.ghost},
        "hoverinfo": "skip",
    }


def _labels(
    bars: Sequence[Bar],
    ends: Sequence[Sequence[End]],
    asked: Question,
    start: float,
    axis: Axis,
    totals: Mapping[str, float],
    colours: Palette,
) -> list[dict[str, Any]]:
    if not bars:
        return [common.nothing(f"No uncertain input moves the {common.what(asked)}", colours)]
    at = axis.at(start)
    found = [common.base_words(at, common.outcome(start, asked.by), axis, colours)]
    if totals:
        column = common.words(
            "share of<br>the spread",
            _SIDE[0],
            1.0,
            colours.quiet,
            "left",
            xref="paper",
            yref="paper",
            yanchor="bottom",
            align="left",
        )
        found.append(column)
    for row, bar in enumerate(bars):
        found.append(common.heading(bar, row, colours))
        for end in ends[row]:
            side = "left" if end.right else "right"
            found.append(
                common.words(
                    end.text,
                    axis.at(end.value),
                    row + BAR,
                    colours.quiet,
                    side,
                    xshift=4 if end.right else -4,
                )
            )
        if not totals:
            continue
        share = wording.share(max(totals.get(bar.field, 0.0), 0.0))
        found.append(
            common.words(share, _SIDE[0], row + LABEL, colours.text, "left", xref="paper", size=12)
        )
    return found


def _title(outlook: Outlook, request: Request, bars: Sequence[Bar], asked: Question) -> str:
    given, by = findings.condition(outlook.scenario, request.preset), asked.by
    if not bars:
        return f"No uncertain input moves the {common.what(asked)}, {given}"
    first, what = bars[0], common.what(asked)
    low, high = (
        f"{common.outcome(x, by)} at {common.setting(first, i)}"
        for i, x in enumerate(common.values(first, by))
    )
    return (
        f"Of the uncertain inputs, “{common.label_of(first)}” moves the {what} most: {low}, "
        f"{high}, {given}"
    )


def _path(totals: Mapping[str, float]) -> str:
    if PATH not in totals:
        return ""
    return (
        f" Which demand path holds makes {wording.share(totals[PATH])} of the spread; shares "
        "overlap."
    )


def _table(
    bars: Sequence[Bar], asked: Question, start: float, totals: Mapping[str, float]
) -> pd.DataFrame:
    shares = [
        (common.label_of(bar), bar.field, "", common.TOTAL, "share", totals[bar.field])
        for bar in bars
        if bar.field in totals
    ]
    if PATH in totals:
        label = DECLARATIONS[PATH].label
        shares.append((label, PATH, "", common.TOTAL, "share", totals[PATH]))
    more = pd.DataFrame(shares, columns=list(common.COLUMNS))
    rows = common.table(bars, asked, start)
    return pd.concat([rows, more], ignore_index=True) if shares else rows


def _alt(bars: Sequence[Bar], asked: Question, start: float, totals: Mapping[str, float]) -> str:
    what, by = common.in_full(asked), asked.by
    if not bars:
        return f"No bars: no uncertain input moves the {what}, {common.outcome(start, by)}."
    rows = "; ".join(
        f"{common.label_of(bar)}, "
        + " and ".join(common.outcome(x, by) for x in common.values(bar, by))
        + _of_spread(bar, totals)
        for bar in bars[:5]
    )
    return (
        f"Bars about the {what} of the scenario, {common.outcome(start, by)}. From the widest, "
        f"with each input at its 10% and its 90% quantile: {rows}."
    )


def _of_spread(bar: Bar, totals: Mapping[str, float]) -> str:
    if not totals:
        return ""
    return f", {wording.share(max(totals.get(bar.field, 0.0), 0.0))} of the spread"
