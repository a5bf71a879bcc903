"""Tidy rows as a person reads them: years down, quantiles across."""

from __future__ import annotations

import numpy as np
import pandas as pd

VALUE = "Value"
"""Heading of the numbers that have no quantile."""

_HEADINGS = {
    "series": "Series",
    "variable": "Variable",
    "unit": "Unit",
    "vendor": "Vendor",
    "year": "Year",
}
NAMES = tuple(_HEADINGS.values())
"""Headings of what a row is about; every other is one of numbers."""


def spread(rows: pd.DataFrame) -> pd.DataFrame:
    """A row for each series, vendor and year; its quantiles side by side.

    Args:
        rows: some of ``tidy.rows``, in their order.

    Returns:
        Columns ``Series``, ``Variable``, ``Unit``, and of ``Vendor``, ``Year``, ``Value`` and the
        quantiles those that hold anything; rows in the order in which each comes first. No number
        is lost: what has series, vendor, year and quantile in common stands in rows of its own.
    """
    names = list(_HEADINGS)
    # what has no year has none in common: NaN would be dropped; and 0.025 has several neighbours
    keyed = rows.assign(
        year=rows["year"].fillna(-np.inf), quantile=rows["quantile"].fillna(-1.0).round(6)
    )
    twin = keyed.groupby([*names, "quantile"], sort=False).cumcount()
    groups = keyed.assign(twin=twin).groupby([*names, "twin"], sort=False)
    at = groups.ngroup().to_numpy()
    quantiles, column = np.unique(keyed["quantile"], return_inverse=True)
    numbers = np.full((groups.ngroups, len(quantiles)), np.nan)
    numbers[at, column] = rows["value"]
    first = np.unique(at, return_index=True)[1]
    table = rows.iloc[first][names].reset_index(drop=True).rename(columns=_HEADINGS)
    for i, quantile in enumerate(quantiles):
        table[VALUE if quantile < 0 else heading(quantile)] = numbers[:, i]
    for name in ("Vendor", "Year"):
        if (table[name].isna() | (table[name] == "")).all():
            del table[name]
    return table


def heading(quantile: float) -> str:
    """Heading of a quantile.

    >>> heading(0.5), heading(0.025), heading(0.9), heading(0), heading(1)
    ('Median', '2.5%', '90%', 'Lowest', 'Highest')
    """
    named = {0.5: "Median", 0.0: "Lowest", 1.0: "Highest"}
    return named.get(float(quantile)) or f"{100 * quantile:.3g}%"
