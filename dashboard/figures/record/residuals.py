"""How far each run lies from the fitted line, by date."""

from __future__ import annotations

from html import escape
from typing import Any

import numpy as np
import pandas as pd

from analytics import wording
from analytics.depletion.refit import Fit
from analytics.depletion.runs import SINCE
from analytics.outlook import Outlook, record
from analytics.outlook.record import Way
from analytics.quantiles import place
from dashboard.figures.chart import Chart, Request
from dashboard.figures.depletion.common import (
    BASELINE,
    colours_of,
    dashed,
    ghost_line,
    layout,
    line,
    under,
)
from dashboard.figures.labels import Spot, annotation
from dashboard.figures.palette import Palette, translucent
from dashboard.figures.record import common
from dashboard.figures.record.common import Dots
from dashboard.figures.record.fit import Drawn, drawn
from dashboard.figures.template import packed

RESIDUAL, SPREAD = "Residual", "Spread of a single run"
_ENDS = {0.05: place(0.05), 0.95: place(0.95)}
DEFAULT = Way("top5", since=2020.0)
"""The fit whose residuals are shown where the scenario carries an interval."""


def shown_fit(outlook: Outlook) -> tuple[Fit, Way]:
    """The fit in use, or the one since 2020 where the scenario carries an interval."""
    if outlook.growth.fit is not None:
        return outlook.growth.fit, record.way_of(outlook.scenario)
    return record.refit(DEFAULT, outlook.key.data_version), DEFAULT


def residuals(request: Request) -> Chart:
    """Draw the residuals of the fit in use about a zero line."""
    outlook, colours = request.outlook, colours_of(request)
    version = outlook.key.data_version
    found, way = shown_fit(outlook)
    runs = common.known(version).loc[found.rows].assign(residual=found.residuals)
    first = way.since if way.since > SINCE else common.FIRST
    last = float(np.floor(found.run_years.max()) + 1)
    inside = (found.years >= first) & (found.years <= last)
    years = found.years[inside]
    spread = found.prediction[inside] - found.line[inside, None]
    low, high = (spread[:, column] for column in _ENDS.values())
    kinds = [
        Dots("strong", "Run in the fit", found.rows),
        Dots("flagged", "Flagged run", found.rows[found.outliers]),
    ]
    band = {
        "type": "scatter",
        "mode": "lines",
        "x": packed(np.concatenate([years, years[::-1]])),
        "y": packed(np.concatenate([high, low[::-1]])),
        "line": {"width": 0},
        "fill": "toself",
        "fillcolor": translucent(colours.line["demand"], 0.12),
        "hoverinfo": "skip",
    }
    was = _ghost(request, found, first, last)
    bottom = min(float(found.residuals.min()), float(low.min()))
    top = max(float(found.residuals.max()), float(high.max()))
    if was is not None:  # as far as it leaves the dots apart
        reach = top - bottom
        bottom = max(min(bottom, float(was.line.min())), bottom - reach)
        top = min(max(top, float(was.line.max())), top + reach)
    edges = [bottom - 0.12 * (top - bottom), top + 0.12 * (top - bottom)]
    axis = common.years_axis()
    step = 1 if last - first <= 6 else 2
    ticks = list(range(int(first), int(last) + 1, step))
    axis |= {
        "range": [first - 0.1, last],
        "tickvals": ticks,
        "ticktext": [str(year) for year in ticks],
    }
    instead = (
        "" if outlook.growth.fit is not None else ", shown since the scenario sets an interval"
    )
    return Chart(
        title=_title(found, way),
        unit=f"Orders of magnitude above or below the line. {_name(way)}{instead}; band: 90% of "
        "single runs of the frontier." + dashed(request, was is not None),
        figure={
            "data": [
                band,
                *(_ghosts(was, colours) if was else []),
                line([first - 0.1, last], [0.0, 0.0], colours.line["demand"], 1.5),
                *(common.dots(one, runs, colours, "residual") for one in kinds),
            ],
            "layout": layout(
                request,
                hovermode="closest",
                xaxis=axis,
                yaxis={"range": edges, **_ticks(edges)},
                annotations=_names(found, version, colours.text, first - 0.1, last, edges),
            ),
        },
        table=common.table(
            [
                *(
                    common.run_rows(one, runs).assign(
                        variable=f"{RESIDUAL}, {one.variable[0].lower()}{one.variable[1:]}",
                        unit=common.OOM,
                        value=runs.loc[one.labels, "residual"].to_numpy(),
                    )
                    for one in kinds
                    if len(one.labels)
                ),
                *(
                    common.rows("fit", SPREAD, common.OOM, years, quantile, spread[:, column])
                    for quantile, column in _ENDS.items()
                ),
                *(_ghost_rows(was) if was else []),
            ]
        ),
        alt=_alt(found, way) + (under(request, _told(was)) if was else ""),
        source=common.source(version),
    )


def _ghost(request: Request, found: Fit, first: float, last: float) -> Drawn | None:
    """What the baseline carries on, off the line of the fit that is shown, in OOM.

    None where it is that fit, and where both carry an interval, for then neither has residuals of
    its own.
    """
    if request.baseline is None:
        return None
    if request.baseline.growth.fit is None and request.outlook.growth.fit is None:
        return None
    was = drawn(request.baseline)
    inside = (was.years >= max(first, found.years[0])) & (was.years <= last)
    years = was.years[inside]
    off = np.interp(years, found.years, found.line)
    if not inside.any() or np.allclose(was.line[inside], off, rtol=0, atol=1e-9):
        return None
    return Drawn(years, was.line[inside] - off, None, was.single[inside] - off[:, None])


def _ghosts(was: Drawn, colours: Palette) -> list[dict[str, Any]]:
    """The baseline's line, and fainter the edges of its band of single runs."""
    faint = translucent(colours.ghost, 0.6)
    edges = [ghost_line(was.years, was.single[:, end], faint) for end in _ENDS.values()]
    for edge in edges:
        edge["line"] = {"color": faint, "width": 1, "dash": "1px,3px"}
    return [*edges, ghost_line(was.years, was.line, colours.ghost)]


def _ghost_rows(was: Drawn) -> list[pd.DataFrame]:
    return [
        common.rows(BASELINE, "Line", common.OOM, was.years, np.nan, was.line),
        *(
            common.rows(BASELINE, SPREAD, common.OOM, was.years, quantile, was.single[:, column])
            for quantile, column in _ENDS.items()
        ),
    ]


def _told(was: Drawn) -> str:
    first, last = (wording.signed(float(x), common.two) for x in was.line[[0, -1]])
    return (
        f"the line lies {first} orders of magnitude off at the start of {was.years[0]:.0f} and "
        f"{last} in {was.years[-1]:.0f}"
    )


def _ticks(edges: list[float]) -> dict[str, Any]:
    """Ticks with a sign, but for zero."""
    step = 0.25 if edges[1] - edges[0] < 1.2 else 0.5 if edges[1] - edges[0] < 3 else 1.0
    places = np.arange(np.ceil(edges[0] / step), np.floor(edges[1] / step) + 1) * step
    texts = [wording.signed(x, wording.number) if x else "0" for x in places.tolist()]
    return {"tickmode": "array", "tickvals": places.tolist(), "ticktext": texts}


def _name(way: Way) -> str:
    if way.method == "top5":
        return f"Fit through the five largest of every complete year since {way.since:.0f}"
    return f"Frontier quantile {way.tau:g} since {way.since:.0f}"


def _title(found: Fit, way: Way) -> str:
    if way.method == "top5":
        spread = float(np.std(found.residuals, ddof=2))
        return (
            f"A single run lies off the line by a factor of {wording.number(10**spread, 2)} in "
            f"either direction ({common.two(spread)} OOM, one standard deviation)"
        )
    middle = float(np.median(found.residuals))
    return (
        f"{wording.share(found.diagnostics.share_below)} of runs lie below the frontier line, half "
        f"of all by a factor of {wording.number(10**-middle, 2)} or more"
    )


def _names(
    found: Fit, version: str, colour: str, first: float, last: float, edges: list[float]
) -> list[dict[str, Any]]:
    """The names of the flagged runs in the fit."""
    runs = common.known(version)
    named = []
    for i in np.flatnonzero(found.outliers):
        u = (found.run_years[i] - first) / (last - first)
        v = (found.residuals[i] - edges[0]) / (edges[1] - edges[0])
        name = escape(str(runs.loc[found.rows[i], "model"]).split(" (")[0])
        left = u < 0.5
        spot = Spot(float(u), float(v), "left" if left else "right", "middle", dx=9 if left else -9)
        named.append(annotation(spot, name, colour))
    return named


def _alt(found: Fit, way: Way) -> str:
    above = int(np.sum(found.residuals > 0))
    return (
        f"{_name(way)}: {len(found.residuals)} dots by date about a zero line, {above} above it "
        f"and {len(found.residuals) - above} below. They reach from "
        f"{common.two(float(found.residuals.min()))} to {common.two(float(found.residuals.max()))} "
        "orders of magnitude."
    )
