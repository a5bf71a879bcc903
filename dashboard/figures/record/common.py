"""What the charts of the record share: runs as dots, their words, their rows, names beside them."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any, Literal, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from analytics import wording
from analytics.depletion.runs import LEAST_TOKENS, decimal_years
from analytics.estimates import Array
from analytics.outlook import record
from analytics.outlook.record import Way
from dashboard.figures.labels import Placer, Spot, annotation
from dashboard.figures.palette import Palette, translucent
from dashboard.figures.template import packed

FIRST, LAST = 2018.0, 2030.0
"""Ends of the time axis: from the first run to a few years ahead."""

COLUMNS = ("series", "variable", "unit", "year", "quantile", "value")
RUN_COLUMNS = ("organization", "published", "confidence", "reference")
OOM = "OOM"

WITHIN = {"Confident": 3, "Likely": 10, "Speculative": 30}
"""Epoch AI's confidence in a size → the factor it is right within."""

_NAMED_FROM, _CROWDED_FROM, _NAMED = 11.5, 12.3, 16

Kind = Literal["strong", "other", "speculative", "flagged", "outside"]


class Dots(NamedTuple):
    """Runs that are drawn alike."""

    kind: Kind
    variable: str
    labels: NDArray[np.int64]


@lru_cache(maxsize=2)
def known(data_version: str) -> pd.DataFrame:
    """Runs of known size, with decimal year, log10 tokens and hover text; not to be changed."""
    runs = record.table(data_version)
    runs = runs[runs["training_tokens"] > LEAST_TOKENS]
    flagged = runs.index.isin(record.flagged(data_version)).tolist()
    return runs.assign(
        year=decimal_years(runs["published"]),
        log10=np.log10(runs["training_tokens"].to_numpy(dtype=float)),
        hover=[_hover(run, odd) for run, odd in zip(runs.itertuples(), flagged, strict=True)],
    )


def _hover(run: Any, flagged: bool) -> str:
    within = WITHIN.get(run.confidence)
    sure = f"{run.confidence}, within {within}×" if within else str(run.confidence)
    lines = [
        f"<b>{html.escape(run.model)}</b>, {html.escape(run.organization)}",
        f"{run.published:%d %b %Y}: {wording.tokens(run.training_tokens)} tokens ({sure})",
    ]
    if flagged:
        lines.append("Flagged: farther from its year’s largest than chance explains")
    if isinstance(run.reference, str):
        address = run.reference.split()[0].removeprefix("https://").removeprefix("http://")
        lines.append(html.escape(address if len(address) <= 64 else f"{address[:63]}…"))
    return "<br>".join(lines)


def dots(one: Dots, runs: pd.DataFrame, colours: Palette, y: str = "log10") -> dict[str, Any]:
    """Runs as dots; their column ``y`` up, as tokens where that is their size."""
    mine = runs.loc[one.labels]
    up = mine[y].to_numpy(dtype=float)
    marker: dict[Kind, dict[str, Any]] = {
        "strong": {
            "size": 8,
            "color": colours.line["demand"],
            "line": {"color": colours.paper, "width": 1},
        },
        "other": {"size": 5, "color": translucent(colours.ghost, 0.5)},
        "speculative": {"size": 6, "symbol": "circle-open", "color": colours.ghost},
        "flagged": {
            "size": 12,
            "symbol": "diamond-open",
            "color": colours.text,
            "line": {"width": 1.8},
        },
        "outside": {"size": 11, "symbol": "x-thin", "line": {"color": colours.text, "width": 3}},
    }
    return {
        "type": "scatter",
        "mode": "markers",
        "x": packed(mine["year"], "f8"),
        "y": packed(10**up if y == "log10" else up),
        "marker": marker[one.kind],
        "text": mine["hover"].tolist(),
        "hovertemplate": "%{text}<extra></extra>",
        "cliponaxis": False,
    }


def key(entries: Iterable[tuple[str, str, str]], colours: Palette) -> dict[str, Any]:
    """What the dots are, in the empty lower right of a chart: sign, its colour, words."""
    text = "<br>".join(
        f'<span style="color:{colour}">{sign}</span> {words}' for sign, colour, words in entries
    )
    found = annotation(Spot(1.0, 0.0, "right", "bottom", dx=-2, dy=6), text, colours.quiet)
    return {**found, "align": "left"}


def outline(years: Array, low: Array, high: Array, colour: str, opacity: float) -> dict[str, Any]:
    """A band of log10 tokens between two lines, as tokens."""
    return {
        "type": "scatter",
        "mode": "lines",
        "x": packed(np.concatenate([years, years[::-1]])),
        "y": packed(10 ** np.concatenate([high, low[::-1]])),
        "line": {"width": 0},
        "fill": "toself",
        "fillcolor": translucent(colour, opacity),
        "hoverinfo": "skip",
    }


def years_axis() -> dict[str, Any]:
    """The time axis: a tick a year, every other labelled."""
    labelled = list(range(int(FIRST), int(LAST) + 1, 2))
    return {
        "range": [FIRST - 0.15, LAST],
        "tickmode": "array",
        "tickvals": labelled,
        "ticktext": [str(year) for year in labelled],
        "minor": {"tick0": FIRST, "dtick": 1, "ticks": "outside", "ticklen": 3},
    }


def along(years: ArrayLike) -> Array:
    """Years as fractions of the time axis."""
    first = FIRST - 0.15
    found: Array = (np.asarray(years, dtype=float) - first) / (LAST - first)
    return found


def reach(tops: Iterable[float]) -> tuple[float, float]:
    """Ends of the token axis in log10: from the smallest runs to above all that is named."""
    return 7.8, float(np.ceil(2 * max(tops)) / 2 + 0.25)


def across(years: Array, log10: Array, ends: tuple[float, float]) -> Array:
    """A line's heights at even steps across the plot; below the plot where it is not drawn."""
    low, high = ends
    steps = np.linspace(0, 1, 121)
    return np.interp(steps, along(years), (log10 - low) / (high - low), left=-1.0, right=-1.0)


def up(log10: ArrayLike, ends: tuple[float, float]) -> Array:
    """log10 tokens as fractions of the height."""
    low, high = ends
    found: Array = (np.asarray(log10, dtype=float) - low) / (high - low)
    return found


def placer(
    runs: pd.DataFrame,
    strong: NDArray[np.int64],
    ends: tuple[float, float],
    lines: Sequence[tuple[Array, float]],
    date: float,
) -> Placer:
    """Places names clear of the dots, dearly of the strong ones, a date's line and the key."""
    chosen = runs.index.isin(strong)
    near = chosen | (runs["log10"] > _CROWDED_FROM).to_numpy()
    u, v = along(runs["year"][near]), up(runs["log10"][near], ends)
    weight = np.where(chosen[near], 5.0, 0.7)
    blocks = [
        (float(a) - 0.006, float(b) - 0.012, float(a) + 0.006, float(b) + 0.012, float(w))
        for a, b, w in zip(u, v, weight, strict=True)
    ]
    return Placer(lines, [*blocks, (date, 0.0, date, 1.0, 20.0), (0.72, 0.0, 1.0, 0.28, 50.0)])


def names(
    place: Placer,
    runs: pd.DataFrame,
    wanted: Iterable[int],
    ends: tuple[float, float],
    colour: str,
    at_most: float = 26.0,
) -> list[dict[str, Any]]:
    """Names of the first sixteen large runs beside their dots, where there is room."""
    found = []
    for label in islice(wanted, _NAMED):
        run = runs.loc[label]
        if run["log10"] < _NAMED_FROM:
            continue  # too many dots around it
        u, v = float(along(run["year"])), float(up(run["log10"], ends))
        name = html.escape(str(run["model"]).split(" (")[0])
        spots = [
            Spot(u, v, "right", "middle", dx=-8),
            Spot(u, v, "right", "bottom", dx=-4, dy=5),
            Spot(u, v, "left", "middle", dx=8),
            Spot(u, v, "left", "top", dx=4, dy=-6),
            Spot(u, v, "center", "bottom", dy=8),
            Spot(u, v, "center", "bottom", dy=15),
            Spot(u, v, "center", "top", dy=-15),
        ]
        spot = place.place(name, spots, at_most)
        if spot is not None:
            found.append(annotation(spot, name, colour))
    return found


def rows(
    series: str,
    variable: str,
    unit: str,
    year: ArrayLike,
    quantile: ArrayLike,
    value: ArrayLike,
) -> pd.DataFrame:
    """Rows of a chart's table that are no runs; each argument an array or one value for all."""
    numbers = np.broadcast_arrays(*(np.asarray(x, dtype=float) for x in (year, quantile, value)))
    columns: Mapping[str, Any] = dict(zip(COLUMNS[3:], (x.ravel() for x in numbers), strict=True))
    return pd.DataFrame({"series": series, "variable": variable, "unit": unit, **columns})


def band_rows(
    series: str, variable: str, years: Array, log10: Array, columns: Mapping[float, int]
) -> pd.DataFrame:
    """Quantiles of tokens by year, quantile by quantile."""
    return pd.concat(
        [
            rows(series, variable, "tokens", years, quantile, 10 ** log10[:, column])
            for quantile, column in columns.items()
        ],
        ignore_index=True,
    )


def run_rows(one: Dots, runs: pd.DataFrame) -> pd.DataFrame:
    """Rows of a chart's table that are runs, each a series of its own name."""
    mine = runs.loc[one.labels]
    found = rows("", one.variable, "tokens", mine["year"], np.nan, mine["training_tokens"])
    found["series"] = mine["model"].to_numpy()
    return found.assign(**{name: mine[name].to_numpy() for name in RUN_COLUMNS})


def table(parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """The table of a chart; what is no run has no organisation, date, confidence or reference."""
    whole = pd.concat([part for part in parts if len(part)], ignore_index=True)
    return whole.reindex(columns=[*COLUMNS, *RUN_COLUMNS])


def source(data_version: str) -> str:
    """The source line, with how much of the table is drawn."""
    count, drawn = len(record.table(data_version)), len(known(data_version))
    return (
        f"Source: Epoch AI, Data on AI Models (CC BY 4.0): {count} language-model runs since 2018, "
        f"{drawn} of known size drawn; fits by Aquifer; data {data_version}"
    )


def subject(way: Way) -> str:
    """What a fit is a fit to, as the start of a sentence."""
    if way.method == "top5":
        return f"The five largest runs of every year since {way.since:.0f}"
    return f"The size that {wording.share(way.tau)} of runs since {way.since:.0f} stay below"


def growth(slope: float, low: float, high: float) -> str:
    """A growth with its interval: ``0.4 OOM (2.5×) a year (95%: 0.35–0.45)``."""
    ends = wording.span(two(low), two(high))
    times = wording.number(10**slope, 2)
    return f"{two(slope)} OOM ({times}×) a year (95%: {ends})"


def two(x: float) -> str:
    """A growth or a residual to two decimals."""
    return f"{x:.2f}".replace("-", wording.MINUS)


def labels(found: ArrayLike) -> NDArray[np.int64]:
    """Labels of runs as an array."""
    return np.asarray(found, dtype=np.int64)
