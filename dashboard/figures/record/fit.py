"""The training runs by date, and the growth that the scenario carries on drawn over them."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analytics import wording
from analytics.depletion.hindcast import trend_quantiles
from analytics.depletion.refit import Fit
from analytics.depletion.timeline import QUARTERS
from analytics.estimates import Array
from analytics.outlook import Outlook, record
from analytics.outlook.record import Way
from analytics.quantiles import place
from analytics.scenario import DECLARATIONS
from dashboard.figures.chart import Chart, Request
from dashboard.figures.depletion.common import (
    BASELINE,
    SCENARIO,
    colours_of,
    dashed,
    ghost_line,
    layout,
    line,
    same,
    under,
)
from dashboard.figures.labels import Spot, annotation
from dashboard.figures.palette import Palette, translucent
from dashboard.figures.record import common
from dashboard.figures.record.common import Dots
from dashboard.figures.template import WIDE_MARGIN, tokens_axis

LINE, SINGLE, TREND = "Fitted line", "A single run", "Trend carried on"
_MIDDLE = place(0.5)
_LINE_BAND = {0.025: place(0.025), 0.975: place(0.975)}
_SINGLE_BAND = {0.05: place(0.05), 0.95: place(0.95)}


class Drawn(NamedTuple):
    """The growth as it is drawn, in log10 tokens; a trend from an interval has no line band."""

    years: Array
    line: Array
    line_band: Array | None
    single: Array


def fit(request: Request) -> Chart:
    """Draw the runs, and the fit or the trend that the scenario carries on."""
    outlook, colours = request.outlook, colours_of(request)
    version = outlook.key.data_version
    runs, kinds = common.known(version), _kinds(outlook.growth.fit, version)
    mine = drawn(outlook)
    was = ghost_of(request, mine)
    ends = common.reach([float(mine.single[-1, place(0.95)]), float(runs["log10"].max())])
    now = min(outlook.scenario.as_of, common.LAST)
    traces = [
        *(common.dots(one, runs, colours) for one in kinds if one.kind in ("other", "speculative")),
        *_bands(mine, colours),
        line([now, now], [10 ** ends[0], 10 ** ends[1]], colours.quiet, 1.0),
        *([ghost_line(was.years, 10**was.line, colours.ghost)] if was else []),
        line(mine.years, 10**mine.line, colours.line["demand"], 2.25),
        *(common.dots(one, runs, colours) for one in kinds if one.kind in ("strong", "flagged")),
    ]
    fitted = outlook.growth.fit is not None
    bands = "its 95% band, and the 90% band of single runs" if fitted else "its 90% band"
    return Chart(
        title=_title(outlook),
        unit="Tokens of each training run, log scale; line with "
        f"{bands}. OOM: orders of magnitude, factors of ten." + dashed(request, was is not None),
        figure={
            "data": traces,
            "layout": layout(
                request,
                hovermode="closest",
                xaxis=common.years_axis(),
                yaxis=tokens_axis(10 ** ends[0], 10 ** ends[1]),
                margin=WIDE_MARGIN,
                annotations=_labels(outlook, mine, kinds, ends, colours),
            ),
        },
        table=_table(mine, was, _run_rows(outlook.growth.fit, version)),
        alt=_alt(outlook, mine, kinds)
        + (under(request, f"it reaches {wording.tokens(10 ** was.line[-1])}") if was else ""),
        source=common.source(version),
    )


@lru_cache(maxsize=16)
def _kinds(found: Fit | None, version: str) -> tuple[Dots, ...]:
    """The runs by how they are drawn; a flagged one in the fit is drawn as both."""
    runs = common.known(version)
    strong = runs.index.isin(record.records(version) if found is None else found.rows)
    speculative = (runs["confidence"] == "Speculative").to_numpy() & ~strong
    flagged = runs.index.isin(record.flagged(version))
    named = "Run that set a record" if found is None else "Run in the fit"
    masks = (
        ("other", "Other run", ~strong & ~speculative & ~flagged),
        ("speculative", "Run of speculative size", speculative & ~flagged),
        ("strong", named, strong),
        ("flagged", "Flagged run", flagged),
    )
    return tuple(
        Dots(kind, variable, common.labels(runs.index[mask]))  # type: ignore[arg-type]
        for kind, variable, mask in masks
    )


@lru_cache(maxsize=16)
def _run_rows(found: Fit | None, version: str) -> pd.DataFrame:
    """The rows of the runs; not to be changed."""
    runs = common.known(version)
    return pd.concat([common.run_rows(one, runs) for one in _kinds(found, version)])


def ghost_of(request: Request, mine: Drawn) -> Drawn | None:
    """The growth that the baseline carries on, unless it is the scenario's own."""
    if request.baseline is None:
        return None
    was = drawn(request.baseline)
    return None if same(was.years, mine.years) and same(was.line, mine.line) else was


def drawn(outlook: Outlook) -> Drawn:
    """The fit as far as the chart goes, or the trend of an interval from 2024 on."""
    found = outlook.growth.fit
    if found is not None:
        shown = (found.years >= common.FIRST) & (found.years <= common.LAST)
        return Drawn(
            found.years[shown],
            found.line[shown],
            found.line_band[shown],
            found.prediction[shown],
        )
    years = QUARTERS[common.LAST >= QUARTERS]
    scenario = outlook.scenario
    quantiles = trend_quantiles(scenario.demand_2024_tokens, scenario.demand_growth, years)
    return Drawn(years, quantiles[:, _MIDDLE], None, quantiles)


def _bands(mine: Drawn, colours: Palette) -> list[dict[str, Any]]:
    colour = colours.line["demand"]
    low, high = _SINGLE_BAND.values()
    found = [common.outline(mine.years, mine.single[:, low], mine.single[:, high], colour, 0.12)]
    if mine.line_band is not None:
        low, high = _LINE_BAND.values()
        band = mine.line_band
        found.append(common.outline(mine.years, band[:, low], band[:, high], colour, 0.22))
    return found


def _title(outlook: Outlook) -> str:
    version, scenario = outlook.key.data_version, outlook.scenario
    found = outlook.growth.fit
    if found is not None:
        way = record.way_of(scenario)
        grew = common.growth(found.slope, found.slope_low, found.slope_high)
        return f"{common.subject(way)} grew {grew}, {found.diagnostics.runs} runs"
    fitted = record.refit(Way("top5", since=2020.0), version)
    published = scenario.demand_growth == DECLARATIONS["demand_growth"].default
    given = "As published" if published else "As set here"
    grows = common.growth(scenario.demand_growth.median, *record.central95(scenario.demand_growth))
    ends = wording.span(common.two(fitted.slope_low), common.two(fitted.slope_high))
    return (
        f"{given}, the largest run grows {grows}; the five largest runs of every year since 2020 "
        f"grew {common.two(fitted.slope)} ({ends})"
    )


def _labels(
    outlook: Outlook,
    mine: Drawn,
    kinds: tuple[Dots, ...],
    ends: tuple[float, float],
    colours: Palette,
) -> list[dict[str, Any]]:
    """The key, "today", what the bands are, and the names of flagged and record runs."""
    version = outlook.key.data_version
    runs = common.known(version)
    strong, flagged = (
        next(one.labels for one in kinds if one.kind == kind) for kind in ("strong", "flagged")
    )
    top = mine.single[:, place(0.95)]
    now = float(common.along(min(outlook.scenario.as_of, common.LAST)))
    lines = [
        (common.across(mine.years, mine.line, ends), 8.0),
        (common.across(mine.years, top, ends), 3.0),
    ]
    free = common.placer(runs, common.labels([*strong, *flagged]), ends, lines, now)
    fitted = outlook.growth.fit is not None
    found = [_key(fitted, colours)]
    texts = (
        ("today", colours.text, _beside(now)),
        (
            "90% of single runs" if fitted else "90% band",
            colours.word["demand"],
            _above(mine.years, top, ends),
        ),
    )
    for text, colour, spots in texts:
        spot = free.place(text, spots)
        if spot is not None:
            found.append(annotation(spot, text, colour))
    records = [r for r in record.records(version)[::-1] if r in set(strong.tolist())]
    found += common.names(free, runs, flagged.tolist(), ends, colours.text, 40.0)
    found += common.names(free, runs, records, ends, colours.quiet)
    return found


def _key(fitted: bool, colours: Palette) -> dict[str, Any]:
    strong = "in the fit" if fitted else "set a record"
    return common.key(
        (
            ("●", colours.line["demand"], strong),
            ("●", translucent(colours.ghost, 0.5), "other runs"),
            ("○", colours.ghost, "speculative size"),
            ("◇", colours.text, "flagged"),
        ),
        colours,
    )


def _beside(u: float) -> list[Spot]:
    return [Spot(u, 1.0, side, "top", dx=gap) for side, gap in (("left", 5), ("right", -5))]  # type: ignore[arg-type]


def _above(years: Array, log10: Array, ends: tuple[float, float]) -> list[Spot]:
    """Places above a rising line, from its right end leftwards."""
    u, v = common.along(years), common.up(log10, ends)
    steps = [i for i in range(len(years) - 1, 0, -3) if 0.1 < v[i] < 0.98]
    return [Spot(float(u[i]), float(v[i]), "right", "bottom", dx=-6, dy=4) for i in steps]


def _table(mine: Drawn, was: Drawn | None, runs: pd.DataFrame) -> pd.DataFrame:
    parts = [runs]
    name = TREND if mine.line_band is None else LINE
    parts.append(common.rows(SCENARIO, name, "tokens", mine.years, np.nan, 10**mine.line))
    if mine.line_band is not None:
        parts.append(common.band_rows(SCENARIO, LINE, mine.years, mine.line_band, _LINE_BAND))
    single = TREND if mine.line_band is None else SINGLE
    parts.append(common.band_rows(SCENARIO, single, mine.years, mine.single, _SINGLE_BAND))
    if was is not None:
        name = TREND if was.line_band is None else LINE
        parts.append(common.rows(BASELINE, name, "tokens", was.years, np.nan, 10**was.line))
    return common.table(parts)


def _alt(outlook: Outlook, mine: Drawn, kinds: tuple[Dots, ...]) -> str:
    counts = {one.kind: len(one.labels) for one in kinds}
    first, last = mine.years[0], mine.years[-1]
    what = "fitted line" if outlook.growth.fit is not None else "trend carried on"
    among = "in the fit" if outlook.growth.fit is not None else "that set a record"
    return (
        f"Dots on a logarithmic axis, one for each training run since 2018: {counts['strong']} "
        f"{among}, {counts['other']} others, {counts['speculative']} of speculative size, "
        f"{counts['flagged']} flagged as hard to believe. The {what} rises from "
        f"{wording.tokens(10 ** mine.line[0])} tokens at the start of {first:.0f} to "
        f"{wording.tokens(10 ** mine.line[-1])} in {last:.0f}, with bands around it."
    )
