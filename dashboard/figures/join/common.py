"""What the charts of the join share: who is looked at, who is shown, the baseline, the source."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.depletion.timeline import HEADLINE_YEAR
from analytics.outlook.join import Joined, joined_alike
from dashboard.figures.chart import Request
from dashboard.figures.vendors.common import MOST, VENDOR

SCENARIO, BASELINE = "scenario", "baseline"
COLUMNS = ("series", "vendor", "variable", "unit", "year", "quantile", "value")


def ghost_of(request: Request) -> Joined | None:
    """The baseline's join, unless it is the same one with the same threshold."""
    if request.baseline is None:
        return None
    was, now = request.baseline, request.outlook
    alike = was.scenario.tail_threshold == now.scenario.tail_threshold and joined_alike(was, now)
    return None if alike else was.joined


def order(found: Joined, threshold: float) -> NDArray[np.intp]:
    """Indices of the vendors, those at most risk first; ties by what is kept of the tail."""
    at = found.at(HEADLINE_YEAR)
    kept = found.tail_kept[:, at].mean(axis=-1)
    return np.lexsort((kept, -found.risk(threshold)[:, at]))


def chosen(request: Request, found: Joined) -> str:
    """The vendor that is looked at: that of the link, or the one at most risk."""
    name = request.options.get(VENDOR, "")
    if name in found.vendors:
        return name
    return found.vendors[int(order(found, request.outlook.scenario.tail_threshold)[0])]


def shown(found: Joined, threshold: float, kept: str) -> list[int]:
    """Indices of the vendors that a chart has room for, those at most risk first."""
    ordered = [int(i) for i in order(found, threshold)]
    return [i for n, i in enumerate(ordered) if n < MOST or found.vendors[i] == kept]


def more(found: Joined, drawn: Iterable[int]) -> str:
    """How many vendors are in the table alone, for the unit line."""
    left = len(found.vendors) - len([*drawn])
    return f" {left} more in the table." if left else ""


def table(rows: Iterable[tuple[Any, ...]]) -> pd.DataFrame:
    """The tidy table of a chart: one number a row."""
    return pd.DataFrame(list(rows), columns=list(COLUMNS))


def source(request: Request, *further: str) -> str:
    """The source line, with the version of the data."""
    papers = [
        "training runs (Epoch AI, CC BY 4.0)",
        "transparency reports (FMTI 2025)",
        "wordfreq (Speer 2022, CC BY-SA 4.0)",
        *further,
    ]
    return (
        f"Source: {', '.join(papers)}; undisclosed sizes, reach and ceilings assumed by Aquifer; "
        f"data {request.outlook.key.data_version}"
    )
