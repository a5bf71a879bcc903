"""A scenario in the format of integrated assessment models, long and wide, as ``pyam`` reads it.

Columns Model, Scenario, Region, Variable, Unit, then Year and Value (long) or a column a year
(wide). A variable's parts stand between bars: view, variable, vendor and quantile, as
``Depletion|Unique human text|Median`` or ``Vendors|Rank by the score|OpenAI|5%``.

The format knows whole years: of several points in a year the one at its turn is taken, or the last
if there is none (the counts of suits are at their dates). A number that has no year, such as the
year of exhaustion, is an estimate as of the scenario's today and stands under that year. What has
no value, such as a year beyond the horizon, is no row. The assumptions are no time series: the
scenario file holds them.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count

import numpy as np
import pandas as pd

from analytics.exports import tidy
from analytics.exports.spread import heading
from analytics.exports.subject import Subject
from analytics.exports.table import table_csv

INDEX = ("Model", "Scenario", "Region", "Variable", "Unit")
"""Columns of both forms, in their order."""

_MEANT = str.maketrans({"|": "/", "*": "×"})
"""What means something in the name of a variable: a bar parts it, a star stands for any text."""


def long(made: Subject) -> pd.DataFrame:
    """One value a row.

    Args:
        made: the scenario with the rows that are wanted.

    Returns:
        :data:`INDEX`, ``Year`` (whole) and ``Value``; no two rows have all but the value in common,
        and no cell is empty. Rows in the order of the tidy export.
    """
    rows = made.rows[(made.rows["view"] != tidy.ASSUMPTIONS) & made.rows["value"].notna()]
    year = rows["year"].fillna(np.floor(made.scenario.as_of))
    key = made.outlook.key
    table = pd.DataFrame(
        {
            "Model": f"Aquifer {key.code_version}, data {key.data_version}",
            "Scenario": made.name,
            "Region": rows["region"],
            "Variable": _variables(rows),
            "Unit": rows["unit"],
            "Year": np.floor(year).astype(int),
            "Value": rows["value"],
        }
    )
    # what is at the turn of a year comes last, and the last of a year is kept
    preferred = (year == np.floor(year)).sort_values(kind="stable").index
    kept = table.loc[preferred].drop_duplicates([*INDEX, "Year"], keep="last").index
    return pd.DataFrame(table.loc[kept.sort_values()].reset_index(drop=True))


def wide(made: Subject) -> pd.DataFrame:
    """A column a year, the template that databases of scenarios take.

    Args:
        made: the scenario with the rows that are wanted.

    Returns:
        :data:`INDEX`, then a column for each year that has a value, ascending; a row for each
        variable in the order of :func:`long`, NaN where it has no value.
    """
    table = long(made)
    table = table.pivot(index=list(INDEX), columns="Year", values="Value").reindex(
        pd.MultiIndex.from_frame(table[list(INDEX)].drop_duplicates())
    )
    table.columns = pd.Index([str(year) for year in table.columns])
    return table.reset_index()


def long_csv(made: Subject) -> bytes:
    """The long form as a file."""
    return table_csv(long(made))


def wide_csv(made: Subject) -> bytes:
    """The wide form as a file."""
    return table_csv(wide(made))


def _variables(rows: pd.DataFrame) -> list[str]:
    """The names of the variables."""
    parts = _distinct([*rows["variable"], *rows["vendor"]])
    return [
        "|".join(
            part
            for part in (
                view.capitalize(),
                parts[variable],
                parts[vendor],
                "" if np.isnan(quantile) else heading(quantile),
            )
            if part
        )
        for view, variable, vendor, quantile in zip(
            rows["view"], rows["variable"], rows["vendor"], rows["quantile"], strict=True
        )
    ]


def _distinct(texts: Iterable[str]) -> dict[str, str]:
    """Each text without what means something in a name; two that differ still do."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for text in dict.fromkeys(texts):
        plain = name = text.translate(_MEANT)
        again = count(2)
        while name in taken:
            name = f"{plain} ({next(again)})"
        names[text] = name
        taken.add(name)
    return names
