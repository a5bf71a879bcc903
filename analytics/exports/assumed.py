"""The assumptions of a scenario as a person reads them: one a row, with source and preset."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from analytics import wording
from analytics.scenario import DECLARATIONS, GROUPS, Declaration, Preset, Scenario


def assumptions(rows: pd.DataFrame, scenario: Scenario, preset: Preset) -> pd.DataFrame:
    """A table of the assumptions.

    Args:
        rows: the tidy rows of the view ``assumptions``, whose numbers it holds.
        scenario: every assumption.
        preset: the preset it starts from.

    Returns:
        A row for each assumption, in declaration order, and behind a list one for each of its
        numbers. ``Value`` is a single number, ``Low``, ``Mode`` and ``High`` are those of an
        estimate; ``Differs`` says whether the preset has another, and ``In the preset`` which.
    """
    told = []
    for name, of_field in rows.groupby("series", sort=False):
        declared = DECLARATIONS[str(name)]
        single = of_field[of_field["quantile"].isna()]
        ends = of_field[of_field["quantile"].notna()]
        if len(ends):
            told.append(_row(declared, scenario, preset) | _estimate(ends))
        for i, (variable, unit, value) in enumerate(
            zip(single["variable"], single["unit"], single["value"], strict=True)
        ):
            if i:  # one of a list
                own = {"Assumption": variable, "Unit": unit, "Field": declared.name}
                told.append(dict.fromkeys(_COLUMNS, "") | own | _NUMBERS | {"Value": value})
            else:
                told.append(_row(declared, scenario, preset) | _single(declared, scenario, value))
    table = pd.DataFrame(told, columns=list(_COLUMNS))
    return table.astype(dict.fromkeys(_NUMBERS, float))


_COLUMNS = (
    "Group",
    "Assumption",
    "Unit",
    "Value",
    "Low",
    "Mode",
    "High",
    "Interval",
    "Choice",
    "Differs",
    "In the preset",
    "Status",
    "Field",
    "Source",
)
_NUMBERS = dict.fromkeys(("Value", "Low", "Mode", "High"), np.nan)


def _row(declared: Declaration, scenario: Scenario, preset: Preset) -> dict[str, Any]:
    """What does not depend on the kind of the value."""
    ours, its = getattr(scenario, declared.name), getattr(preset.scenario, declared.name)
    differs = ours != its
    return _NUMBERS | {
        "Group": GROUPS[declared.group],
        "Assumption": declared.label,
        "Unit": declared.unit,
        "Interval": "",
        "Choice": "",
        "Differs": "yes" if differs else "",
        "In the preset": wording.value(declared, its) if differs else "",
        "Status": declared.status,
        "Source": declared.source,
        "Field": declared.name,
    }


def _estimate(ends: pd.DataFrame) -> dict[str, Any]:
    """The ends of an interval, or low, mode and high."""
    low, *mode, high = ends["value"]
    tail = float(ends["quantile"].iloc[0])
    interval = f"{100 * (1 - 2 * tail):.3g}%" if tail else "low to high"
    return {"Low": low, "Mode": mode[0] if mode else np.nan, "High": high, "Interval": interval}


def _single(declared: Declaration, scenario: Scenario, value: float) -> dict[str, Any]:
    """One number, or what was chosen."""
    chosen = getattr(scenario, declared.name)
    if declared.kind == "choice":
        return {"Choice": declared.options[chosen]}
    if declared.kind == "switch":
        return {"Choice": "on" if chosen else "off"}
    return {"Value": value, "Unit": declared.unit or ("rows" if declared.kind == "rows" else "")}
