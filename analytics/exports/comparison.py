"""A comparison in the tidy CSV: every scenario's rows, then how far each is from the first.

The columns are those of one scenario's file (``analytics.exports.tidy``); ``scenario`` names whose
a row is. View ``compare`` has, for each number that is compared, its quantiles under every scenario
and those of the difference to the first, taken world by world, with the shares of worlds in which
the difference is above 0, below 0 and not defined. A difference between scenarios that have no
worlds in common is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from analytics import comparison
from analytics.comparison import Kind, Measure, Side
from analytics.exports import tidy
from analytics.scenario.beside import Beside, compare_query

VIEW = "compare"

UNITS: dict[Kind, tuple[str, str]] = {
    "year": ("year", "years"),
    "share": ("share", "share"),
    "probability": ("probability", "probability"),
    "magnitudes": ("OOM", "OOM"),
    "rank": ("place", "places"),
}
"""Unit of a number and of a difference of two."""

_QUANTILES = (0.5, (1 - comparison.LEVEL) / 2, (1 + comparison.LEVEL) / 2)


def export(entries: Sequence[Beside], base_url: str = "") -> bytes:
    """The tidy CSV of a comparison.

    Args:
        entries: its scenarios, the first the one that others are held against.
        base_url: put before links, as ``tidy.export`` takes it.

    Returns:
        The file; the same scenarios on the same data give the same bytes on one machine.
    """
    return tidy.to_csv(rows(entries, base_url))


def link(entries: Sequence[Beside], base_url: str = "") -> str:
    """The link that reproduces a comparison, relative unless a base is given."""
    return f"{base_url.rstrip('/')}/compare?{compare_query(entries)}"


def rows(entries: Sequence[Beside], base_url: str = "") -> pd.DataFrame:
    """Every number of a comparison.

    Args:
        entries: its scenarios.
        base_url: put before links.

    Returns:
        Columns as in ``tidy.COLUMNS``: each scenario's rows in turn, then those of the comparison.
    """
    compared = comparison.sides(entries)
    frames = [
        tidy.rows(
            side.outlook,
            side.name,
            tidy.link(one.scenario, one.preset, base_url, side.outlook.key.data_version),
        )
        for side, one in zip(compared, entries, strict=True)
    ]
    told = pd.DataFrame(list(_compared(compared)))
    told = told.assign(
        view=VIEW,
        region=tidy.REGION,
        year=np.nan,
        data_version=compared[0].outlook.key.data_version,
        code_version=compared[0].outlook.key.code_version,
        link=link(entries, base_url),
    )
    return pd.concat([*frames, told[list(tidy.COLUMNS)]], ignore_index=True)


def _compared(compared: Sequence[Side]) -> Iterator[dict[str, object]]:
    first = compared[0]
    for measure in comparison.measures(compared):
        vendor = comparison.vendors(first.outlook).ranked[0] if measure.kind == "rank" else ""
        for side in compared:
            for suffix, words, unit, quantile, value in _numbers(measure, side, first):
                yield {
                    "scenario": side.name,
                    "series": f"{VIEW}.{measure.id}{suffix}",
                    "variable": f"{measure.label}{words}",
                    "unit": unit,
                    "vendor": vendor,
                    "quantile": quantile,
                    "value": value if np.isfinite(value) else np.nan,
                }


def _numbers(
    measure: Measure, side: Side, first: Side
) -> Iterator[tuple[str, str, str, float, float]]:
    """End of the identifier and of the variable, unit, quantile and value of each row."""
    unit, of_difference = UNITS[measure.kind]
    found = comparison.summary(measure, side.outlook)
    points = list(zip(_QUANTILES, (found.median, found.low, found.high), strict=True))
    if measure.kind == "probability":
        points = [(np.nan, found.median)]
    for quantile, value in sorted(points):
        yield "", "", unit, quantile, value
    if side is first:
        return
    apart = comparison.difference(measure, side.outlook, first.outlook)
    if apart is None:
        return
    points = list(zip(_QUANTILES, (apart.median, apart.low, apart.high), strict=True))
    if measure.kind == "probability":
        points = [(np.nan, apart.median)]
    against = f", difference to {first.name}"
    for quantile, value in sorted(points):
        yield ".difference", against, of_difference, quantile, value
    for suffix, words, share in (
        ("more", "above 0", apart.more),
        ("less", "below 0", apart.less),
        ("undefined", "not defined", apart.undefined),
    ):
        yield f".difference.{suffix}", f"{against}, {words}", "probability", np.nan, share
