"""What a briefing is about: a scenario's answer, and its charts as the page has them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from analytics import findings
from analytics.estimates import Array
from analytics.exports import tidy
from analytics.outlook import Outlook
from analytics.scenario import DEFAULT_PRESET, PRESETS, Preset, Scenario, nearest
from dashboard.briefing.stage import Footer
from dashboard.figures import CHARTS
from dashboard.figures.chart import Chart, Request
from data import catalog

_SCENARIO = "scenario"


@dataclass(frozen=True)
class Baseline:
    """What a scenario's assumptions are held against."""

    name: str
    scenario: Scenario


class Subject:
    """A scenario, ready to be told of."""

    def __init__(self, asked: Request, base_url: str = "", baseline: Baseline | None = None):
        """Charts are drawn as they are asked for.

        Args:
            asked: the scenario's answer, and what the view shows of it.
            base_url: put before the link.
            baseline: what its assumptions are held against; the scenario as published by default.
        """
        # the pinned scenario is no part of the charts: a slide has room for one
        self._asked = replace(asked, baseline=None, beside=())
        self._base = base_url
        first = PRESETS[DEFAULT_PRESET]
        self.baseline = baseline or Baseline(first.name, first.scenario)
        self._drawn: dict[str, Chart] = {}

    @property
    def outlook(self) -> Outlook:
        """The answer."""
        return self._asked.outlook

    @cached_property
    def preset(self) -> Preset:
        """What the scenario starts from."""
        return self._asked.preset or nearest(self.outlook.scenario)

    @cached_property
    def name(self) -> str:
        """What the scenario is called."""
        return findings.name(self.outlook.scenario, self.preset)

    @cached_property
    def link(self) -> str:
        """That reproduces it."""
        key = self.outlook.key
        return tidy.link(self.outlook.scenario, self.preset, self._base, key.data_version)

    @cached_property
    def footer(self) -> Footer:
        """What stands under every slide."""
        data = f"data {self.outlook.key.data_version}, {catalog.released().isoformat()}"
        return Footer(self.name, data, self.link)

    def chart(self, name: str, **options: str) -> Chart:
        """A chart as the page draws it: title, table, words and source are those of the page."""
        if name not in self._drawn:
            asked = replace(self._asked, options={**self._asked.options, **options})
            self._drawn[name] = CHARTS[name](asked)
        return self._drawn[name]

    @property
    def sources(self) -> list[tuple[str, str]]:
        """Every source of the charts that were drawn, once, with the charts' names."""
        found: dict[str, list[str]] = {}
        for name, chart in self._drawn.items():
            source = chart.source.removeprefix("Source: ").split("; data ")[0]
            found.setdefault(source, []).append(name)
        return [(source, ", ".join(names)) for source, names in found.items()]

    def notes(self, method: str, chart: Chart | None = None) -> str:
        """What stands under a slide for its speaker: method, the picture in words, sources."""
        key = self.outlook.key
        parts = [f"Method. {method}"]
        if chart is not None:
            parts += [f"In words. {chart.alt}", chart.source]
        parts.append(
            f"Scenario: {self.name}. Data version {key.data_version}, "
            f"{catalog.released().isoformat()}; Aquifer {key.code_version}.\nLink: {self.link}"
        )
        return "\n\n".join(parts)


def rows_of(table: pd.DataFrame, variable: str, quantile: float | None = None) -> pd.DataFrame:
    """The scenario's rows of a variable of a chart, of one quantile if it has several."""
    kept = (table["series"] == _SCENARIO) & (table["variable"] == variable)
    if quantile is not None:
        kept &= np.isclose(table["quantile"], quantile)
    return table[kept]


def series_of(
    table: pd.DataFrame, variable: str, quantile: float | None = None
) -> tuple[Array, Array]:
    """Years and values of a variable."""
    found = rows_of(table, variable, quantile)
    return found["year"].to_numpy(float), found["value"].to_numpy(float)


def value_of(table: pd.DataFrame, vendor: str, level: float | None = None) -> float:
    """A vendor's value, of one quantile if there are several."""
    kept = table["vendor"] == vendor
    if level is not None:
        kept &= np.isclose(table["quantile"], level)
    return float(table[kept]["value"].iloc[0])


def names_of(table: pd.DataFrame, column: str = "vendor") -> Sequence[str]:
    """Names in a column, in their order."""
    return [str(one) for one in dict.fromkeys(table[column]) if one and one == one]


def brief(text: str, most: int) -> str:
    """A text of so many characters at most, cut where it is longer."""
    return text if len(text) <= most else f"{text[: most - 1]}…"
