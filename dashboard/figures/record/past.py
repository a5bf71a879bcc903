"""The hindcast: a fit to the runs published before a date, and the records that came after.

The runs and their sizes are those of the data in use, not those that were known at the date.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analytics import wording
from analytics.depletion.hindcast import DATES, Hindcast
from analytics.depletion.timeline import T0
from analytics.estimates import Array
from analytics.outlook import record
from analytics.outlook.record import Way
from analytics.quantiles import place
from dashboard.figures.chart import Chart, Request, Scheme
from dashboard.figures.depletion.common import BASELINE, baseline_name, ghost_line, line, same
from dashboard.figures.labels import Placer, Spot, annotation
from dashboard.figures.palette import PALETTES, Palette, translucent
from dashboard.figures.record import common
from dashboard.figures.record.common import Dots
from dashboard.figures.template import WIDE_MARGIN, template, tokens_axis

OPTION = "hindcast"
CHOICES = {str(int(year)): str(int(year)) for year in (T0, *(date for date in DATES if date != T0))}
"""Dates of the hindcast; the first is the default."""

FIT, PUBLISHED = "Fit of that date", "Published trend"
_ENDS = {0.05: record.LOW, 0.95: record.HIGH}
_HALF = {0.25: place(0.25), 0.75: place(0.75)}
_MIDDLE = place(0.5)


class Bands(NamedTuple):
    """Log10 tokens, (years, 9) each: of the fit, the published trend, by the baseline's method."""

    fit: Array
    trend: Array | None
    ghost: Array | None


def past(request: Request) -> Chart:
    """Draw a fit of an earlier date and mark the records since as inside or outside."""
    version = request.outlook.key.data_version
    way = record.hindcast_way(request.outlook.scenario)
    as_of = date_of(request)
    cast = record.cast(as_of, way, version)
    published = record.published_cast(as_of, version) if as_of >= T0 else None
    was = _was(request, cast)
    name = baseline_name(request) if was else ""
    return _past(cast, published, way, version, request.scheme, was, name)


def _was(request: Request, cast: Hindcast) -> Hindcast | None:
    """The hindcast by the baseline's method, unless it is the scenario's."""
    if request.baseline is None:
        return None
    way = record.hindcast_way(request.baseline.scenario)
    was = record.cast(cast.as_of, way, request.outlook.key.data_version)
    return None if was is cast or same(was.band, cast.band) else was


@lru_cache(maxsize=16)
def _past(
    cast: Hindcast,
    published: Hindcast | None,
    way: Way,
    version: str,
    scheme: Scheme,
    was: Hindcast | None,
    name: str,
) -> Chart:
    """The chart, kept: most sliders leave it as it is, and the casts are the same objects."""
    as_of, colours = cast.as_of, PALETTES[scheme]
    runs, kinds = common.known(version), _kinds(cast, version)
    shown = cast.years <= common.LAST
    years, band = cast.years[shown], cast.band[shown]
    trend = published.band[shown] if published is not None else None
    ghost = was.band[shown] if was is not None else None
    bands = Bands(band, trend, ghost)
    ends = common.reach([float(band[-1, record.HIGH]), float(runs["log10"].max())])
    colour = colours.line["demand"]
    traces = [
        *(common.dots(one, runs, colours) for one in kinds if one.kind == "other"),
        *(
            common.outline(years, band[:, low], band[:, high], colour, opacity)
            for (low, high), opacity in ((_ENDS.values(), 0.13), (_HALF.values(), 0.13))
        ),
        line([as_of, as_of], [10 ** ends[0], 10 ** ends[1]], colours.quiet, 1.0),
        *(_dotted(years, trend, colours) if trend is not None else []),
        *(_dashed(years, ghost, colours) if ghost is not None else []),
        line(years, 10 ** band[:, _MIDDLE], colour, 2.25),
        *(common.dots(one, runs, colours) for one in kinds if one.kind != "other"),
    ]
    more = " The 90% band of the published trend is dotted." if published is not None else ""
    more += f" Dashed grey: {name}." if was is not None else ""
    return Chart(
        title=title(cast),
        unit="Tokens, log scale; median, 50% and 90% band of a fit to the runs published "
        f"before {as_of:.0f} ({_method(way)}).{more}",
        figure={
            "data": traces,
            "layout": {
                "template": template(scheme),
                "uirevision": "aquifer",
                "hovermode": "closest",
                "xaxis": common.years_axis(),
                "yaxis": tokens_axis(10 ** ends[0], 10 ** ends[1]),
                "margin": WIDE_MARGIN,
                "annotations": _labels(cast, years, bands, kinds, runs, ends, colours),
            },
        },
        table=_table(cast, years, bands, kinds, runs),
        alt=_alt(cast, published, was, name),
        source=common.source(version),
    )


def _dotted(years: Array, trend: Array, colours: Palette) -> list[dict[str, Any]]:
    """The ends of the published trend's band: dots, since what is dashed is the baseline."""
    style = {"dash": "1px,3px"}
    return [
        line(years, 10 ** trend[:, column], colours.ghost, 1.8, line=style)
        for column in _ENDS.values()
    ]


def _dashed(years: Array, ghost: Array, colours: Palette) -> list[dict[str, Any]]:
    """The median and the ends of the band by the baseline's method."""
    faint = translucent(colours.ghost, 0.7)
    ends = [ghost_line(years, 10 ** ghost[:, column], faint) for column in _ENDS.values()]
    return [*ends, ghost_line(years, 10 ** ghost[:, _MIDDLE], colours.ghost)]


def date_of(request: Request) -> float:
    """The date of the hindcast."""
    chosen = request.options.get(OPTION, "")
    return float(chosen) if chosen in CHOICES else float(next(iter(CHOICES)))


def title(cast: Hindcast) -> str:
    """What came of the fit: a count with its denominator, and how wide the band was."""
    inside, total = cast.coverage
    opening = f"A fit to the runs published before {cast.as_of:.0f}"
    if not total:
        return f"{opening} has no record to be judged by: none was set since"
    times = 10 ** float(cast.forecasts[-1, record.HIGH] - cast.forecasts[-1, record.LOW])
    records = "records" if total > 1 else "record"
    return (
        f"{opening} held {inside} of the {total} {records} since in its 90% band, which spans a "
        f"factor of {wording.number(times, 2)} at the last one"
    )


def _method(way: Way) -> str:
    return "five largest a year" if way.method == "top5" else f"frontier quantile {way.tau:g}"


def _kinds(cast: Hindcast, version: str) -> list[Dots]:
    """Runs published before the date that the fit took, and the records since."""
    runs = common.known(version)
    before = (runs["year"] < cast.as_of).to_numpy()
    fitted = np.empty(0, dtype=np.int64) if cast.fit is None else cast.fit.rows
    return [
        Dots(
            "other",
            "Run published before",
            common.labels(runs.index[before & runs.index.isin(fitted)]),
        ),
        Dots("strong", "Record since, inside", common.labels(cast.rows[cast.inside])),
        Dots("outside", "Record since, outside", common.labels(cast.rows[~cast.inside])),
    ]


def _labels(
    cast: Hindcast,
    years: Array,
    bands: Bands,
    kinds: list[Dots],
    runs: pd.DataFrame,
    ends: tuple[float, float],
    colours: Palette,
) -> list[dict[str, Any]]:
    other, inside, outside = kinds
    drawn = runs.loc[[*other.labels, *inside.labels, *outside.labels]]
    lines = [
        (common.across(years, bands.fit[:, _MIDDLE], ends), 8.0),
        (common.across(years, bands.fit[:, record.HIGH], ends), 3.0),
    ]
    for one in bands[1:]:
        if one is not None:
            lines += [(common.across(years, one[:, c], ends), 3.0) for c in _ENDS.values()]
    u = float(common.along(cast.as_of))
    free = common.placer(drawn, cast.rows, ends, lines, u)
    found = [
        common.key(
            (
                ("●", translucent(colours.ghost, 0.5), "published before"),
                ("●", colours.line["demand"], "record, inside"),
                ("✕", colours.text, "record, outside"),
            ),
            colours,
        )
    ]
    found += _placed(
        free,
        (
            (f"before {cast.as_of:.0f}", colours.quiet, [Spot(u, 1.0, "right", "top", dx=-6)]),
            ("came after", colours.quiet, [Spot(u, 1.0, "left", "top", dx=6)]),
        ),
    )
    return found + common.names(free, drawn, cast.rows[::-1].tolist(), ends, colours.text, 45.0)


def _placed(free: Placer, wanted: Any) -> list[dict[str, Any]]:
    found = []
    for text, colour, spots in wanted:
        spot = free.place(text, spots)
        if spot is not None:
            found.append(annotation(spot, text, colour))
    return found


def _table(
    cast: Hindcast,
    years: Array,
    bands: Bands,
    kinds: list[Dots],
    runs: pd.DataFrame,
) -> pd.DataFrame:
    band, trend, ghost = bands
    columns = {**_ENDS, **_HALF, 0.5: _MIDDLE}
    parts = [common.run_rows(one, runs) for one in kinds]
    ordered = {p: columns[p] for p in sorted(columns)}
    parts.append(common.band_rows(f"{cast.as_of:.0f}", FIT, years, band, ordered))
    if trend is not None:
        parts.append(common.band_rows("as published", PUBLISHED, years, trend, _ENDS))
    if ghost is not None:
        drawn = {p: columns[p] for p in (0.05, 0.5, 0.95)}
        parts.append(common.band_rows(BASELINE, FIT, years, ghost, drawn))
    return common.table(parts)


def _alt(cast: Hindcast, published: Hindcast | None, was: Hindcast | None, name: str) -> str:
    inside, total = cast.coverage
    text = (
        f"A band on a logarithmic axis from {cast.as_of:.0f} on, over the runs published before. "
        f"Of the {total} runs that set a record since, {inside} lie inside it and {total - inside} "
        "outside."
    )
    if published is not None:
        held, of = published.coverage
        text += f" The published trend, dotted, holds {held} of {of}."
    if was is not None:
        held, of = was.coverage
        text += f" By the method of {name}, dashed, the band holds {held} of {of}."
    return text
