"""Methods: published forecasts beside ours, both read and computed afresh, with the reason why."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from dash import html
from dash.development.base_component import Component

from analytics import wording
from analytics.depletion.demand import log10_flop_from_tokens, log10_tokens_from_flop
from analytics.outlook import Outlook, evaluate
from analytics.quantiles import place
from analytics.scenario import PRESETS, Scenario
from dashboard.pages.methods_tables import scrolling, source_link
from data import catalog

_MEDIAN, _LOW, _HIGH = place(0.5), place(0.1), place(0.9)


@dataclass(frozen=True)
class Ours:
    """Our number beside a published one.

    Attributes:
        text: it, with its interval where it has one.
        why: why it differs, or that it does not.
    """

    text: str
    why: str


def comparison() -> Component:
    """The table of published forecasts beside ours: current ones first, then superseded ones."""
    records = list(enumerate(catalog.load("published_forecasts").to_dict("records")))
    groups = (
        ("Current", [(i, r) for i, r in records if not r["superseded"]]),
        (
            "Superseded by their authors, never to be quoted as current",
            [(i, r) for i, r in records if r["superseded"]],
        ),
    )
    titles = ("Forecast", "Published", "Ours", "Why they differ")
    head = html.Thead(html.Tr([html.Th(words, scope="col") for words in titles]))
    bodies = [
        html.Tbody(
            [
                html.Tr(html.Th(title, colSpan=4, scope="rowgroup"), className="group-row"),
                *(_row(index, record) for index, record in members),
            ]
        )
        for title, members in groups
        if members
    ]
    table = html.Table([head, *bodies], className="methods-table published")
    return scrolling(table, "Published forecasts beside ours")


def ours(record: dict[Any, Any]) -> Ours:
    """Our answer to the question that a published forecast answers.

    Args:
        record: a row of the table ``published_forecasts``.
    """
    if record["superseded"]:
        return Ours(wording.UNKNOWN, _superseded(record))
    answer = _ANSWERS.get(str(record["forecast_id"]))
    if answer is None:
        return Ours(wording.UNKNOWN, "Not compared: it asks what no preset of ours answers.")
    return answer(float(record["median"]))


def _row(index: int, record: dict[Any, Any]) -> Component:
    answer = ours(record)
    about = [record["quantity"]]
    if isinstance(record["note"], str) and not record["superseded"]:
        about.append(record["note"].rstrip("."))
    old = bool(record["superseded"])
    published = _published(record)
    return html.Tr(
        [
            html.Th(
                [
                    record["forecast"],
                    html.Span("; ".join(about), className="input-help"),
                    html.Span(source_link("published_forecasts", index), className="input-help"),
                ],
                scope="row",
            ),
            html.Td(
                [html.S(_figure(published)), html.Span("superseded", className="input-help")]
                if old
                else _figure(published),
                className="figure",
            ),
            html.Td(_figure(answer.text), className="figure"),
            html.Td(answer.why),
        ],
        className="superseded" if old else "",
    )


def _figure(text: str) -> list[Component | str]:
    """A number, and its interval on a line of its own."""
    number, bracket, interval = text.partition(" (")
    return [number, html.Span(f"({interval}", className="input-help")] if bracket else [number]


def _published(record: dict[Any, Any]) -> str:
    form = {"year": _as_printed, "tokens": wording.tokens, "FLOP": wording.flop}[record["unit"]]
    if math.isnan(record["low"]):
        return form(record["median"])
    return wording.interval(
        record["median"], record["low"], record["high"], form, record["interval"]
    )


def _as_printed(year: float) -> str:
    return f"{year:.10g}"


def _year(outlook: Outlook) -> str:
    q = outlook.depletion.exhaustion_year
    return wording.interval(q[_MEDIAN], q[_LOW], q[_HIGH])


def _median(outlook: Outlook) -> float:
    return float(outlook.depletion.exhaustion_year[_MEDIAN])


def _verdict(published: float, outlook: Outlook) -> str:
    """Agreement in whole years, as both are published."""
    years = math.floor(_median(outlook)) - math.floor(published)
    exactly = f"the median crosses in {wording.year(_median(outlook), 1)}"
    if years == 0:
        return f"The same year; {exactly}."
    direction = "later" if years > 0 else "earlier"
    return f"{wording.years(abs(years))} {direction}: {exactly}, and years are floored."


def _as_published() -> Scenario:
    return PRESETS["as-published"].scenario


def _headline(published: float) -> Ours:
    scenario = _as_published()
    outlook = evaluate(scenario)
    trend = _median(evaluate(Scenario(demand_path="trend")))
    compute = _median(evaluate(Scenario(demand_path="compute")))
    flop = math.log10(scenario.compute_2024_flop.median)
    start = wording.tokens(10 ** float(log10_tokens_from_flop(np.array(flop))))
    growth = wording.number(scenario.compute_growth.median / 2, 2)
    return Ours(
        _year(outlook),
        f"{_verdict(published, outlook)} The compute path as printed starts 2024 at a median of "
        f"{start} tokens and grows by {growth} OOM a year: alone it gives "
        f"{wording.year(compute, 1)}, the trend alone {wording.year(trend, 1)}. The original's own "
        "projection of compute, with a heavier slow tail, is not published.",
    )


def _overtrained(factor: float) -> Callable[[float], Ours]:
    def answer(published: float) -> Ours:
        outlook = evaluate(Scenario(overtraining=factor))
        return Ours(
            _year(outlook),
            f"{_verdict(published, outlook)} Demand is {wording.factor(math.sqrt(factor))} that of "
            "the line above, by the square root of the overtraining.",
        )

    return answer


def _crossing_tokens(published: float) -> Ours:
    q = evaluate(_as_published()).depletion.crossing_tokens
    return Ours(
        wording.interval(q[_MEDIAN], q[_LOW], q[_HIGH], wording.tokens),
        f"{wording.factor(q[_MEDIAN] / published)} the published figure, which is rounded to one "
        "digit; a later crossing is one of a larger stock.",
    )


def _crossing_flop(published: float) -> Ours:
    q = evaluate(_as_published()).depletion.crossing_flop
    tokens = catalog.load("published_forecasts").set_index("forecast_id")["median"]
    implied = 10 ** float(log10_flop_from_tokens(np.log10(tokens["epoch_2024_tokens"])))
    return Ours(
        wording.interval(q[_MEDIAN], q[_LOW], q[_HIGH], wording.flop),
        f"{wording.factor(q[_MEDIAN] / published)} the published figure: compute rises with the "
        f"square of the tokens. The published tokens take {wording.flop(implied)} by the same "
        "rule.",
    )


def _upper_end(published: float) -> Ours:
    depletion = evaluate(_as_published()).depletion
    high = float(depletion.exhaustion_year[_HIGH])
    year = math.floor(published)
    by_then = depletion.probability_by[list(depletion.year_ends).index(float(year))]
    return Ours(
        wording.year(high),
        "Quoted in the press as the year; it is the upper end of Epoch's 80% interval, so beside "
        f"it stands the upper end of ours. P(by the end of {year}) is "
        f"{wording.probability(float(by_then))}.",
    )


def _superseded(record: dict[Any, Any]) -> str:
    return (
        f"Another question ({record['quantity']}), for one grade of text at a time: nothing of "
        "ours answers it."
    )


_ANSWERS: dict[str, Callable[[float], Ours]] = {
    "epoch_2024": _headline,
    "epoch_2024_5x": _overtrained(5.0),
    "epoch_2024_100x": _overtrained(100.0),
    "epoch_2024_tokens": _crossing_tokens,
    "epoch_2024_compute": _crossing_flop,
    "kompella_2026": _upper_end,
}
