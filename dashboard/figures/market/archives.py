"""What a year of an archive costs, of deals that say."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from analytics import findings_market as said
from analytics import wording
from analytics.market.prices import YearPrice, per_year
from dashboard.figures.chart import Chart, Request
from dashboard.figures.depletion.common import line
from dashboard.figures.market import common
from dashboard.figures.market.common import Scene
from dashboard.figures.palette import Palette


def archives(request: Request) -> Chart:
    """Draw what a year costs, of deals that say."""
    return _archives(common.scene(request))


@lru_cache(maxsize=32)
def _archives(scene: Scene) -> Chart:
    colours, found = scene.colours, per_year(scene.deals)
    traces, labels = [], []
    for n, one in enumerate(found):
        traces += _year_mark(one, n, colours)
        text = f"{one.deal.buyer} – {one.deal.supplier.split(' (')[0]}"
        how = (
            f"{said.value(one.deal.value)} over {one.deal.term_years:g} years"
            if one.divided and one.deal.value
            else said.value(one.deal.value)
            if one.deal.value
            else ""
        )
        labels += [
            common.words(text, 0, n - 0.22, colours.text, xref="paper"),
            common.words(
                how,
                one.high,
                n + 0.16,
                colours.quiet,
                "left" if one.high < 3.4e7 else "right",
                xshift=(24 if _is_open(one) else 12) if one.high < 3.4e7 else -22 - _back(one),
            ),
        ]
    if not found:
        labels = [common.nothing(scene, "No deal says what a year costs")]
    return Chart(
        title=_archives_title(found, scene),
        unit="USD a year, where the deal gives a fee by the year (filled) or a total and a term "
        f"(hollow: their quotient). Arrows: at least, or up to.{common.which(scene)}",
        figure={
            "data": traces,
            "layout": common.layout(
                scene.scheme,
                margin={"l": 12, "r": 20, "t": 8, "b": 26},
                xaxis={
                    "range": [0, 7e7],
                    "showgrid": True,
                    "gridcolor": colours.grid,
                    "showline": False,
                    "ticks": "",
                    "tickmode": "array",
                    "tickvals": [0, 2e7, 4e7, 6e7],
                    "ticktext": ["$0", "$20M", "$40M", "$60M"],
                },
                yaxis={
                    "range": [max(len(found), 1) - 0.4, -0.75],
                    "showticklabels": False,
                    "showgrid": False,
                },
                annotations=labels,
            ),
        },
        table=common.deal_rows(
            scene.version,
            [one.deal for one in found for _ in range(2)],
            series=[_name(one) for one in found for _ in range(2)],
            variable=["Price of a year, low", "Price of a year, high"] * len(found),
            unit=["USD a year"] * (2 * len(found)),
            value=[x for one in found for x in (one.low, one.high)],
            basis=[
                "total over term" if one.divided else "stated" for one in found for _ in range(2)
            ],
            bound=[
                one.deal.value.bound if one.deal.value else "" for one in found for _ in range(2)
            ],
        ),
        alt=_archives_alt(found),
        source=common.source(scene),
    )


def _name(one: YearPrice) -> str:
    return f"{one.deal.buyer} – {one.deal.supplier}"


def _is_open(one: YearPrice) -> bool:
    return one.deal.value is not None and one.deal.value.at_least


def _back(one: YearPrice) -> float:
    """Pixels by which words keep clear of a range that ends where they stand."""
    return 0.0 if one.high == one.low else 30.0


def _year_mark(one: YearPrice, row: int, colours: Palette) -> list[dict[str, Any]]:
    ink = common.ink_of(one.deal.rights, colours)
    y = row + 0.16
    found = []
    if one.high > one.low:
        found.append(line([one.low, one.high], [y, y], ink, 6.0))
    value = one.deal.value
    if value is not None and (value.at_least or value.at_most):
        right = value.at_least
        found.append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": [(one.high + 1.6e6) if right else (one.low - 1.6e6)],
                "y": [y],
                "marker": {
                    "symbol": "triangle-right" if right else "triangle-left",
                    "size": 9,
                    "color": ink,
                },
                "hoverinfo": "skip",
            }
        )
    mark = {"size": 10, "color": colours.paper if one.divided else ink}
    mark["line"] = {"color": ink, "width": 2}
    found.append(common.points([one.deal], [(one.low + one.high) / 2], [y], mark))
    return found


def _archives_title(found: Sequence[YearPrice], scene: Scene) -> str:
    if not found:
        return "No deal of this choice says what a year of its text costs"
    least, most = min(found, key=lambda one: one.low), max(found, key=lambda one: one.high)
    of = len(scene.deals)
    if len(found) == 1:
        return f"One deal of {of} says what a year costs: {wording.usd(most.high)}"
    return (
        f"Where it is said, in {len(found)} of {of} deals, a year of an archive costs from "
        f"{'at least ' if least.deal.value and least.deal.value.at_least else ''}"
        f"{wording.usd(least.low)} to {wording.usd(most.high)}"
    )


def _archives_alt(found: Sequence[YearPrice]) -> str:
    each = "; ".join(
        f"{_name(one)} {said.value(one.deal.value)}"
        + (f" over {one.deal.term_years:g} years" if one.divided else "")
        for one in found
        if one.deal.value
    )
    rows = common.plural(len(found), "row")
    return f"{rows} of marks along dollars a year. {each or 'There is none'}."
