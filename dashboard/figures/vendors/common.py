"""What the charts of the vendors share: who is chosen, who is shown, marks by evidence, rows."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from analytics import findings_vendors as said
from analytics.estimates import Array
from analytics.moat.result import MoatScore
from analytics.outlook.vendors import REFERENCE, Ranking, ranking
from dashboard.figures import labels
from dashboard.figures.chart import Request
from dashboard.figures.depletion.common import baseline_name
from dashboard.figures.palette import Palette

VENDOR, RIVAL, SHARES = "vendor", "rival", "shares"
"""Options: whose mix is looked at, with whom it is compared, and what its bars show."""

KINDS = {"tokens": "Token shares", "value": "Value shares"}
"""What the bars of mixes may show; the first is the default."""

SCENARIO, BASELINE = "scenario", "baseline"
COLUMNS = ("series", "vendor", "variable", "unit", "quantile", "value")

MOST = 24
"""Vendors that a chart has room for; a table has all."""

LONGEST = 20
"""Letters of a name beside a row."""

MARKS = {
    "believed": ("○", "circle", "mix believed from yes and no"),
    "analyst": ("◆", "diamond", "your own mix"),
    "disclosed": ("●", "circle", "mix disclosed"),
    "reference": ("✕", "x-thin", "reference"),
}
"""Where a mix comes from → its sign in words, its symbol, and what it means."""

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
"""Ends of the band and of the middle half, and the median."""


def chosen(request: Request, found: Ranking) -> str:
    """The vendor that is looked at: the one of the link, or the first of the ranking."""
    name = request.options.get(VENDOR, "")
    return name if name in found.moat.ranked_units else found.vendors[0]


def rival(request: Request, found: Ranking) -> str:
    """The one it is compared with: that of the link, or the best of the others."""
    one, name = chosen(request, found), request.options.get(RIVAL, "")
    if name in found.moat.ranked_units and name != one:
        return name
    return next((other for other in found.vendors if other != one), one)


def kind_of(request: Request) -> str:
    """What the bars of mixes show."""
    kind = request.options.get(SHARES, "tokens")
    return kind if kind in KINDS else "tokens"


TABLE_ONLY = "In the table only"
"""Where a chart has no room for a second mark in the place of the first."""


def ghost_of(request: Request) -> Ranking | None:
    """The baseline's ranking, unless it is the same one."""
    if request.baseline is None:
        return None
    there, here = ranking(request.baseline), ranking(request.outlook)
    return None if there.moat is here.moat else there


def dashed(request: Request, ghost: object, what: str = "Dashed grey") -> str:
    """What is the baseline's, for the unit line; empty without one."""
    return "" if ghost is None else f" {what}: {baseline_name(request)}."


def shown(found: Ranking, *kept: str, most: int = MOST) -> tuple[str, ...]:
    """The vendors that a chart has room for, best first, ``kept`` among them in any case."""
    best = found.vendors[:most]
    return tuple(v for v in found.vendors if v in best or v in kept)


def more(found: Ranking, drawn: Sequence[str]) -> str:
    """How many vendors are in the table alone, for the unit line."""
    left = len(found.vendors) - len([one for one in drawn if one in found.vendors])
    return f" {left} more in the table." if left > 0 else ""


def key(found: Ranking, drawn: Iterable[str]) -> str:
    """What the marks of the drawn units mean."""
    there = {found.basis[one] for one in drawn}
    told = [f"{sign} {meaning}" for b, (sign, _, meaning) in MARKS.items() if b in there]
    return f"{', '.join(told)}."


def name(unit: str, colours: Palette, *, bold: bool = False, longest: int = LONGEST) -> str:
    """A unit's name beside its row."""
    text = html.escape(unit if len(unit) <= longest else f"{unit[: longest - 1]}…")
    if unit == REFERENCE:
        return f'<i><span style="color:{colours.quiet}">{text}</span></i>'
    return f"<b>{text}</b>" if bold else text


def standing(moat: MoatScore, units: Sequence[str]) -> Array:
    """Quantiles of the ranks that units have or would have, (units, 5); as :data:`QUANTILES`."""
    found = np.empty((len(units), len(QUANTILES)))
    for i, unit in enumerate(units):
        # ranks are whole or half
        twice = (2 * moat.stands(unit)).astype(np.int64)
        below = np.cumsum(np.bincount(twice)) / len(twice)
        found[i] = np.searchsorted(below, np.array(QUANTILES) - 1e-12) / 2
    return found


def rows_axis(names: Sequence[str], *, above: float = 0.5) -> dict[str, Any]:
    """The axis of the rows, from the top down, named at the left."""
    return {
        "range": [max(len(names), 1) - 0.5, -above],
        "showgrid": False,
        "tickmode": "array",
        "tickvals": list(range(len(names))),
        "ticktext": list(names),
        "tickfont": {"size": 12},
    }


def words(text: str, x: float, y: float, colour: str, anchor: str, **given: Any) -> dict[str, Any]:
    """Words at a place of a chart."""
    return labels.words(text, x, y, colour, anchor, **({"size": 11.5} | given))


def bars(
    low: Array,
    high: Array,
    rows: Array,
    colour: str,
    width: float,
    **given: Any,
) -> dict[str, Any]:
    """Lines from one value to another, a row each, as one trace."""
    gap = np.full(len(low), np.nan)
    return {
        "type": "scatter",
        "mode": "lines",
        "x": _broken(low, high, gap),
        "y": _broken(rows, rows, gap),
        "line": {"color": colour, "width": width, **given.pop("line", {})},
        "hoverinfo": "skip",
        **given,
    }


def _broken(*columns: Array) -> list[float | None]:
    flat = np.column_stack([np.asarray(one, dtype=float) for one in columns]).ravel()
    return [None if np.isnan(x) else float(x) for x in flat]


def dots(
    found: Ranking,
    units: Sequence[str],
    x: Array,
    rows: Array,
    inks: Sequence[str],
    colours: Palette,
    **given: Any,
) -> dict[str, Any]:
    """A mark for each unit, its shape by where its mix comes from; what is believed is hollow."""
    hollow = [found.basis[unit] == "believed" for unit in units]
    symbols = [MARKS[found.basis[unit]][1] for unit in units]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [float(one) for one in x],
        "y": [float(row) for row in rows],
        "marker": {
            "symbol": symbols,
            "size": given.pop("size", 9),
            "color": [
                colours.paper if empty else ink for empty, ink in zip(hollow, inks, strict=True)
            ],
            "line": {"width": 2, "color": list(inks)},
        },
        "hoverinfo": "skip",
        "cliponaxis": False,
        **given,
    }


def targets(rows: Array, texts: Sequence[str], x: Array | float) -> dict[str, Any]:
    """One unseen point a row, which tells what is in it."""
    return {
        "type": "scatter",
        "mode": "markers",
        "x": np.broadcast_to(np.asarray(x, dtype=float), (len(texts),)).tolist(),
        "y": [float(row) for row in rows],
        "marker": {"size": 1, "opacity": 0},
        "text": list(texts),
        "hovertemplate": "%{text}<extra></extra>",
    }


def table(rows: Iterable[tuple[Any, ...]], *further: str) -> pd.DataFrame:
    """The tidy table of a chart: one number a row; ``further`` columns stand before the unit's."""
    columns = [*COLUMNS[:3], *further, *COLUMNS[3:]]
    return pd.DataFrame(list(rows), columns=columns)


def source(request: Request, *further: str) -> str:
    """The source line, with the version of the data."""
    papers = [
        "Foundation Model Transparency Index reports, December 2025",
        "published mixes and deals",
        *further,
    ]
    return (
        f"Source: {'; '.join(papers)}; judgements and score by Aquifer; "
        f"data {request.outlook.key.data_version}"
    )


def told(found: Ranking, unit: str) -> str:
    """A ranked unit in words, for who hovers over it or cannot see it."""
    where = said.place(found.moat, unit)
    return (
        f"rank {said.ranked(where)}, score {said.scored(where)}, first in "
        f"{said.chance(found.moat, where.first)}"
    )


def heading(text: str, row: float, colours: Palette, **given: Any) -> dict[str, Any]:
    """A row's label at the left edge, above its bar."""
    where: dict[str, Any] = {"xref": "paper", "yanchor": "bottom", "size": 12}
    return words(text, 0, row - 0.12, colours.text, "left", **(where | given))


def value(text: str, row: float, colours: Palette, **given: Any) -> dict[str, Any]:
    """What a row comes to, at its right edge above its bar."""
    where: dict[str, Any] = {"xref": "paper", "yanchor": "bottom"}
    return words(text, 1, row - 0.12, colours.text, "right", **(where | given))


def bare_rows(count: int) -> dict[str, Any]:
    """The axis of rows whose labels stand above their bars, from the top down."""
    return {"range": [max(count, 1) - 0.45, -0.55], "visible": False, "fixedrange": True}
