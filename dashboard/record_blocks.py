"""The record in words and tables: estimates of growth, diagnostics, coverage, scores."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd
from dash import html
from dash.development.base_component import Component

from analytics import wording
from analytics.depletion.hindcast import HORIZONS, Comparison
from analytics.depletion.refit import Fit
from analytics.depletion.timeline import T0
from analytics.outlook import record
from analytics.outlook.record import Row, Way
from dashboard.attributes import aria
from dashboard.figures.chart import Request
from dashboard.figures.record.common import known, two
from dashboard.figures.record.residuals import shown_fit

SERIAL_BELOW, SERIAL_ABOVE = 1.5, 2.5
"""Durbin–Watson statistics beyond which neighbouring residuals are said to be alike."""

HINDSIGHT = (
    "With hindsight: runs and sizes are those that the data of today hold, not those known at the "
    "date, and the quantile τ and the filter of the runs were chosen after it."
)
"""What the record of past fits can't be cleared of."""

TOP5_RULE = (
    "the five largest of every complete year, after one run per organisation, model family and "
    "year, speculative sizes left out"
)
"""Which runs the fit through the yearly largest looks at."""

ORDINALS = ("1st", "2nd", "3rd", "4th")


def headline(request: Request) -> list[Component]:
    """How forecasts of this kind have fared, in a sentence."""
    version = request.outlook.key.data_version
    way = record.hindcast_way(request.outlook.scenario)
    ours, theirs = record.cast(T0, way, version), record.published_cast(T0, version)
    (held, of), (held_too, of_too) = theirs.coverage, ours.coverage
    if not (of or of_too):
        sentence = (
            f"No run has set a record since {T0:.0f}: there is nothing yet to judge a forecast by"
        )
    elif np.array_equal(theirs.rows, ours.rows):
        sentence = (
            f"Of the {of} record runs since {T0:.0f}, the published trend held {held} in its 90% "
            f"band, and a fit to the runs published before held {held_too}"
        )
    else:
        sentence = (
            f"Of the record runs since {T0:.0f}, the published trend held {held} of {of} in its "
            f"90% band, and a fit to the runs published before {held_too} of {of_too}, with the "
            "runs that it flags left out"
        )
    return [
        html.H1(sentence),
        html.P(
            "Growth as the training runs themselves show it, and how earlier forecasts have fared. "
            "A forecast earns trust by its record; this one is short, and a band that never misses "
            "may simply be too wide.",
            className="lede",
        ),
    ]


def estimates(request: Request) -> list[Component]:
    """The estimates of growth side by side."""
    rows = record.rows(request.outlook.scenario, request.outlook.key.data_version)
    table = _table(
        ("Estimated from", "OOM a year (95%)", "Runs (from)"),
        [_estimate(row) for row in rows],
    )
    slopes = [row.slope for row in rows]
    return [
        _scrolling(table, "Estimates of growth"),
        html.P(
            f"From {wording.number(10 ** min(slopes), 2)}× to "
            f"{wording.number(10 ** max(slopes), 2)}× a year out of the same runs: which of these "
            "is carried on is the first control of the page. In brackets: the organisations. Five "
            f"largest a year: {TOP5_RULE}."
        ),
    ]


def _estimate(row: Row) -> Component:
    mark = [html.Span("in use", className="in-use")] if row.in_use else []
    ends = wording.span(two(row.low), two(row.high))
    counted = wording.UNKNOWN if row.runs is None else f"{row.runs} ({row.organizations})"
    cells = [f"{two(row.slope)} ({ends})", counted]
    return html.Tr(
        [html.Th([row.label, *mark], scope="row"), *map(html.Td, cells)],
        className="chosen" if row.in_use else "",
    )


def diagnostics(request: Request) -> list[Component]:
    """How well the fit describes its runs, in plain words, and how it is made."""
    fit, way = shown_fit(request.outlook)
    in_use = request.outlook.growth.fit is not None
    opening = (
        "The fit in use."
        if in_use
        else "The scenario carries an interval, not a fit; this is the fit since 2020."
    )
    return [
        html.P([html.Strong(opening), f" {_method(fit, way)}"]),
        html.Dl(
            [html.Div([html.Dt(term), html.Dd(told)]) for term, told in _told(fit)],
            className="diagnostics",
        ),
        html.P(
            [
                "A scenario takes the growth alone from a fit; its level is the assumption "
                "“Largest run in 2024”. ",
                html.A("Methods: refit", href="/methods#record"),
            ]
        ),
    ]


def _method(fit: Fit, way: Way) -> str:
    if way.method == "top5":
        return (
            f"Least squares through log tokens of the runs since {way.since:.0f}: {TOP5_RULE}; "
            "intervals by Student’s t."
        )
    return (
        f"Quantile regression: the line below which {wording.share(way.tau)} of runs since "
        f"{way.since:.0f} lie, the largest run per organisation, model family and year; "
        f"{fit.interval}."
    )


def _told(fit: Fit) -> list[tuple[str, str]]:
    found = fit.diagnostics
    explained = wording.share(found.r_squared)
    fits = (
        ("R²", f"{explained} of the variance of log tokens is explained by the date.")
        if fit.method == "top5"
        else (
            "R¹",
            f"{explained} of the check loss is explained by the date; not comparable with an R².",
        )
    )
    told = [fits, ("Durbin–Watson", _serial(found.durbin_watson))]
    if found.normality is not None:
        odd = found.normality < 0.05
        p = max(found.normality, 0.001)
        chance = f"p {'=' if p > 0.001 else '<'} {wording.number(p, 2)}".replace(" ", wording.NBSP)
        what = "Not normal, so the interval is rough" if odd else "No sign that they are not normal"
        told.append(("Residuals", f"{what} (Shapiro–Wilk, {chance})."))
    below = f"{wording.share(found.share_below)} of the {found.runs} runs"
    told.append(("Below the line", f"{below}, from {found.organizations} organisations."))
    years = ", ".join(
        f"{year:.0f} {two(spread)}"
        for year, spread in zip(found.spread_years, found.spread, strict=True)
    )
    told.append(("Spread by year", f"{years} OOM (standard deviation)."))
    if fit.outliers.any():
        told.append(
            (
                "Without flagged",
                f"The slope would be {two(found.slope_without_outliers)} OOM a year.",
            )
        )
    return told


def _serial(durbin_watson: float) -> str:
    value = two(durbin_watson)
    if durbin_watson < SERIAL_BELOW:
        return (
            f"{value}, well below 2: runs near in time miss the line on the same side, so the "
            "interval may be too narrow."
        )
    if durbin_watson > SERIAL_ABOVE:
        return f"{value}, well above 2: runs near in time miss the line on opposite sides."
    return f"{value}, near 2: no sign that runs near in time miss the line alike."


def flagged(request: Request) -> list[Component]:
    """The runs whose size is hard to believe, each with the reason."""
    version = request.outlook.key.data_version
    labels = record.flagged(version)
    if not len(labels):
        return [html.P("No run is farther from its year’s largest than chance explains.")]
    fit = record.refit(Way("top5"), version)
    runs = known(version)
    return [
        html.Ul([html.Li(_flagged(runs.loc[label], fit, label)) for label in labels]),
        html.P(
            "Flagged runs stay in a fit, so that nothing is left out in silence. They set no "
            "record in a hindcast, where one wrong size would hide all true records for years."
        ),
    ]


def _flagged(run: Any, fit: Fit, label: int) -> list[Any]:
    (at,) = np.flatnonzero(fit.rows == label)
    times = 10 ** abs(float(fit.residuals[at]))
    side = "above" if fit.residuals[at] > 0 else "below"
    return [
        html.Strong(str(run["model"])),
        f", {run['organization']}, {run['published']:%B %Y}: "
        f"{wording.tokens(run['training_tokens'])} tokens, {wording.number(times, 2)} times "
        f"{side} the line through the five largest of every complete year. Its studentised "
        "residual is beyond Bonferroni’s bound at 5%.",
    ]


def coverage(request: Request) -> list[Component]:
    """How many records past fits held, by date and by horizon."""
    way = record.hindcast_way(request.outlook.scenario)
    counts = record.coverage(way, request.outlook.key.data_version)
    body = []
    for as_of, mine in counts.groupby("as_of"):
        cells = [_of(row) for row in mine.to_dict("records")]
        body.append(html.Tr([html.Th(f"{as_of:.0f}", scope="row"), *map(html.Td, cells)]))
    by_horizon = counts.groupby("horizon")[["inside", "below", "above", "total"]].sum()
    totals = [_of(row) for row in by_horizon.loc[list(HORIZONS)].to_dict("records")]
    body.append(
        html.Tr([html.Th("All dates", scope="row"), *map(html.Td, totals)], className="total")
    )
    head = ("Fit made in", *(f"{ordinal} year" for ordinal in ORDINALS))
    return [
        _scrolling(_table(head, body), "Coverage by horizon"),
        html.P(f"{_meaning(counts)} {HINDSIGHT}"),
    ]


def _of(counts: Any) -> str:
    """A count with its denominator, and on which side the band was missed."""
    if not counts["total"]:
        return wording.UNKNOWN
    missed = [f"{counts[side]} {side}" for side in ("above", "below") if counts[side]]
    return f"{counts['inside']} of {counts['total']}" + (
        f" ({', '.join(missed)})" if missed else ""
    )


def _meaning(counts: pd.DataFrame) -> str:
    inside, total = int(counts["inside"].sum()), int(counts["total"].sum())
    again = (
        "Each record is counted again for every date before it, and neighbouring records come from "
        "the same race: the cells are not independent of each other."
    )
    if not total:
        return "No record has been set since any of these dates."
    again = f"{again} {wording.UNKNOWN}: no record was set."
    if inside == total:
        return (
            f"All {total} counts are inside. A 90% band should miss one in ten; one that never "
            f"misses is wider than it says, and says less than it could. {again}"
        )
    return f"{inside} of {total} counts are inside, where a 90% band promises nine in ten. {again}"


def scores(request: Request) -> list[Component]:
    """Pinball scores of refits and of the published trend."""
    way = record.hindcast_way(request.outlook.scenario)
    found = record.scores(way, request.outlook.key.data_version)
    if not found:
        return [html.P(f"No record has been set since {T0:.0f}: there is nothing to score.")]
    body = [
        html.Tr(
            [
                html.Th(f"{one.as_of:.0f}", scope="row"),
                html.Td(str(one.records)),
                html.Td(f"{one.refit:.3f}", className=_better(one.refit < one.published)),
                html.Td(f"{one.published:.3f}", className=_better(one.published < one.refit)),
            ]
        )
        for one in found
    ]
    head = ("Records since", "Number", "Refit then", "Published trend")
    return [
        _scrolling(_table(head, body), "Pinball scores"),
        html.P(
            [
                f"Mean quantile (pinball) score in OOM: lower is better. {_verdict(found[0])} The "
                "published trend appeared in June 2024 and knew the first runs of that year.",
            ]
        ),
    ]


def _better(is_so: bool) -> str:
    return "better" if is_so else ""


def _verdict(one: Comparison) -> str:
    first = "the published trend" if one.published < one.refit else "the refit"
    records = f"{one.records} record{'s' if one.records > 1 else ''}"
    low, high = sorted((one.refit, one.published))
    return f"On {records} since {one.as_of:.0f}, {first} did better: {low:.3f} against {high:.3f}."


def _table(head: Sequence[str], body: Iterable[Component]) -> Component:
    return html.Table(
        [
            html.Thead(html.Tr([html.Th(text, scope="col") for text in head])),
            html.Tbody(list(body)),
        ],
        className="numbers",
    )


def _scrolling(table: Component, label: str) -> Component:
    """A table in a box that scrolls sideways where it is too wide."""
    return html.Div(table, className="table-box", tabIndex=0, role="region", **aria(label=label))
