"""The tidy CSV: one number a row, with its unit, its scenario and the link that reproduces it.

UTF-8 with a byte order mark and CRLF, as spreadsheets expect; constant columns rather than comment
lines, so that it opens as it is; six significant digits; no time of export. A series keeps its
identifier (:data:`SERIES`) from version to version.

Not all six digits mean something: the quantiles of a fan (stock, demand and AI share by year) are
read from 16-bit numbers, so that they are good to about 1e-4 (``analytics.quantiles.by_row``).

What a scenario assumed stands in the same file, view ``assumptions``: series = the field's name,
variable = its label, value in the field's stored unit. An estimate is two or three rows whose
``quantile`` says which: the ends of its central interval (0.025 and 0.975 of a 95% interval), or
low, mode and high of a triangular one (0, the probability below the mode, and 1); an estimate known
for certain is one row without quantile. A switch is 0 or 1. A choice is one row of value 1 whose
variable ends in what was chosen. A list (own mixes, licence changes) is one row that counts it and
one for each of its numbers. Where the growth of demand was fitted to the training runs,
``demand_growth`` is the fitted interval, which the numbers come from, and ``demand_growth_from``
says by which fit.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from analytics import findings
from analytics.depletion.timeline import HORIZON
from analytics.estimates import Array, Estimate
from analytics.exports import joined, market, vendors
from analytics.exports.table import table_csv
from analytics.outlook import Outlook, evaluate
from analytics.outlook.collapse_risk import collapse_risk
from analytics.quantiles import PROBABILITIES
from analytics.scenario import DECLARATIONS, Declaration, Preset, Scenario, to_query

__all__ = ["COLUMNS", "SERIES", "Series", "export", "link", "rows", "table_csv", "to_csv"]

COLUMNS = (
    "scenario",
    "view",
    "series",
    "variable",
    "unit",
    "region",
    "vendor",
    "year",
    "quantile",
    "value",
    "data_version",
    "code_version",
    "link",
)
"""Columns of the file, in order."""

REGION = "World"
ASSUMPTIONS = "assumptions"


@dataclass(frozen=True, slots=True)
class Series:
    """One series of the file.

    Attributes:
        id: stable identifier; its first part is the view.
        variable: what it is, for a person.
        unit: of its values.
    """

    id: str
    variable: str
    unit: str

    @property
    def view(self) -> str:
        """The view that shows it."""
        return self.id.split(".")[0]


_ALL = (
    Series("depletion.stock.effective", "Effective stock of human text", "tokens"),
    Series("depletion.stock.unique", "Unique human text", "tokens"),
    Series("depletion.demand", "Tokens of the largest training run", "tokens"),
    Series("depletion.growth.carried_on", "Growth of training tokens carried on", "OOM/year"),
    Series("depletion.exhaustion.year", "Year of exhaustion", "year"),
    Series(
        "depletion.exhaustion.probability_by",
        "Probability of exhaustion by the end of the year",
        "probability",
    ),
    Series(
        "depletion.exhaustion.probability_never",
        "Probability of no exhaustion before the horizon",
        "probability",
    ),
    Series("depletion.crossing.tokens", "Tokens of the run that exhausts the stock", "tokens"),
    Series("depletion.crossing.flop", "Compute of the run that exhausts the stock", "FLOP"),
    Series("depletion.supply.web", "Run met by unique public web text", "share"),
    Series("depletion.supply.repetition", "Run met by repeating public web text", "share"),
    Series("depletion.supply.other", "Run met by other stocks and repeating them", "share"),
    Series("depletion.supply.none", "Run met by none of these", "share"),
    Series("depletion.consent.restricted", "Public text withdrawn by its publishers", "share"),
    Series("depletion.contamination.ai_share", "AI text in the crawlable stock", "share"),
    Series("collapse.risk", "Probability that less of the rare tail is kept", "probability"),
    Series("collapse.tail_mass_kept.expected", "Rare tail kept, expected", "share"),
    Series("collapse.tail_mass_kept", "Rare tail kept", "share"),
    Series("collapse.human_share", "Human share of a training run", "share"),
    Series("collapse.perplexity_ratio", "Perplexity ratio exp(KL)", "ratio"),
    *(Series(*one) for one in (*joined.SERIES, *market.SERIES, *vendors.SERIES)),
)

SERIES: dict[str, Series] = {series.id: series for series in _ALL}
"""Every series of a view by its identifier, in the order of the file."""

VIEWS = (*dict.fromkeys(series.view for series in _ALL), ASSUMPTIONS)
"""Views that the file has rows of."""


def export(
    scenario: Scenario, preset: Preset, base_url: str = "", views: Sequence[str] = ()
) -> bytes:
    """The tidy CSV of a scenario.

    Args:
        scenario: every assumption.
        preset: the preset it starts from.
        base_url: put before the link, as ``https://aquifer.example.org``; without it the link is
            relative and the file the same wherever it is served.
        views: of :data:`VIEWS` those whose rows are wanted; all by default.

    Returns:
        The file; the same scenario on the same data gives the same bytes on one machine. Other
        processors may differ in the last digits.
    """
    outlook = evaluate(scenario)
    made_from = link(scenario, preset, base_url, outlook.key.data_version)
    frame = rows(outlook, findings.name(scenario, preset), made_from)
    return to_csv(frame[frame["view"].isin(views)] if views else frame)


def link(
    scenario: Scenario, preset: Preset, base_url: str = "", data_version: str | None = None
) -> str:
    """The link that reproduces a scenario, relative unless a base is given.

    Args:
        scenario: every assumption.
        preset: the preset it starts from.
        base_url: put before it.
        data_version: version of the data that the numbers come from; by default that in use.
    """
    return f"{base_url.rstrip('/')}/?{to_query(scenario, preset, data_version)}"


def rows(outlook: Outlook, name: str, link: str) -> pd.DataFrame:
    """Every number of an Outlook and every assumption behind it.

    Args:
        outlook: the answer to a scenario.
        name: what the scenario is called.
        link: the link that reproduces it.

    Returns:
        Columns as in :data:`COLUMNS`; ``year``, ``quantile`` and ``value`` are numbers, NaN where
        there is none. Rows in the order of :data:`SERIES`, then the assumptions in theirs; in a
        series by vendor, the best first or as in the tables, by year, then by quantile. A year
        beyond the horizon is NaN.
    """
    facts = (_series(*one) for one in market.points(outlook))
    answers = (
        *_depletion(outlook),
        *_collapse(outlook),
        *_joined(outlook),
        *facts,
        *_vendors(outlook),
    )
    frame = pd.concat([*answers, _assumed(outlook)], ignore_index=True)
    frame["scenario"] = name
    frame["region"] = REGION
    frame["vendor"] = frame["vendor"].fillna("")
    frame["data_version"] = outlook.key.data_version
    frame["code_version"] = outlook.key.code_version
    frame["link"] = link
    return frame[list(COLUMNS)]


def to_csv(frame: pd.DataFrame) -> bytes:
    """The file of what :func:`rows` returns."""
    return table_csv(frame)


def _depletion(outlook: Outlook) -> Iterable[pd.DataFrame]:
    answer, scenario = outlook.depletion, outlook.scenario
    yield _fan("depletion.stock.effective", answer.years, answer.stock_tokens)
    yield _fan("depletion.stock.unique", answer.years, answer.unique_tokens)
    yield _fan("depletion.demand", answer.years, answer.demand_tokens)
    quantiles, growths = np.array(_points(outlook.computed.demand_growth)).T
    yield _series("depletion.growth.carried_on", np.full(len(growths), np.nan), quantiles, growths)
    yield _quantiles("depletion.exhaustion.year", answer.exhaustion_year)
    yield _by_year("depletion.exhaustion.probability_by", answer.year_ends, answer.probability_by)
    yield _by_year(
        "depletion.exhaustion.probability_never",
        np.array([HORIZON]),
        np.array([answer.probability_never]),
    )
    yield _quantiles("depletion.crossing.tokens", answer.crossing_tokens)
    yield _quantiles("depletion.crossing.flop", answer.crossing_flop)
    for i, part in enumerate(("web", "repetition", "other", "none")):
        yield _by_year(f"depletion.supply.{part}", answer.years, answer.supply_share[:, i])
    if scenario.consent_measure != "off":
        yield _by_year("depletion.consent.restricted", answer.years, answer.restricted_share)
    if scenario.contamination:
        yield _fan("depletion.contamination.ai_share", answer.years, answer.ai_share_of_stock)


def _collapse(outlook: Outlook) -> Iterable[pd.DataFrame]:
    """One trainer with only the public crawl, under the scenario's own stock and demand."""
    answer = collapse_risk(outlook)
    yield _by_year("collapse.risk", answer.years, answer.risk)
    yield _by_year("collapse.tail_mass_kept.expected", answer.years, answer.tail_kept_mean)
    yield _fan("collapse.tail_mass_kept", answer.years, answer.tail_kept)
    yield _fan("collapse.human_share", answer.years, answer.human_share)
    yield _fan("collapse.perplexity_ratio", answer.years, answer.perplexity_ratio)


def _joined(outlook: Outlook) -> Iterable[pd.DataFrame]:
    """Runs of vendors by year."""
    for id, vendor, year, quantile, value in joined.points(outlook):
        yield _series(id, year, quantile, value).assign(vendor=vendor)


def _vendors(outlook: Outlook) -> Iterable[pd.DataFrame]:
    """The ranking; a series of many ranks is one for each."""
    for one in vendors.points(outlook):
        year = np.full(len(one.value), np.nan)
        frame = _series(one.id, year, one.quantile, one.value).assign(vendor=one.vendor)
        if one.suffix:
            variable = f"{SERIES[one.id].variable} {one.suffix}"
            frame = frame.assign(series=f"{one.id}.{one.suffix}", variable=variable)
        yield frame


def _fan(id: str, years: Array, values: Array) -> pd.DataFrame:
    """Quantiles by year, (years, 9)."""
    year = np.repeat(years, len(PROBABILITIES))
    return _series(id, year, np.tile(PROBABILITIES, len(years)), values.ravel())


def _by_year(id: str, years: Array, values: Array) -> pd.DataFrame:
    return _series(id, years, np.full(len(years), np.nan), values)


def _quantiles(id: str, values: Array) -> pd.DataFrame:
    return _series(id, np.full(len(values), np.nan), PROBABILITIES, values)


def _series(id: str, year: Array, quantile: Array, value: Array) -> pd.DataFrame:
    series = SERIES[id]
    return pd.DataFrame(
        {
            "view": series.view,
            "series": series.id,
            "variable": series.variable,
            "unit": series.unit,
            "year": year,
            "quantile": quantile,
            "value": np.where(np.isfinite(value), value, np.nan),
        }
    )


def _assumed(outlook: Outlook) -> pd.DataFrame:
    """One to three rows an assumption, in declaration order, each as it was computed with."""
    growth = outlook.computed.demand_growth
    scenario = outlook.scenario.model_copy(update={"demand_growth": growth})
    told = [
        {
            "view": ASSUMPTIONS,
            "series": name,
            "variable": variable,
            "unit": unit,
            "year": np.nan,
            "quantile": quantile,
            "value": value,
        }
        for name, declared in DECLARATIONS.items()
        for variable, unit, quantile, value in _values(declared, getattr(scenario, name))
    ]
    return pd.DataFrame(told)


def _values(declared: Declaration, value: Any) -> list[tuple[str, str, float, float]]:
    """Variable, unit, quantile and number of each row of one assumption."""
    label, unit = declared.label, declared.unit
    match declared.kind:
        case "estimate":
            return [(label, unit, quantile, x) for quantile, x in _points(value)]
        case "switch":
            return [(label, "0 or 1", np.nan, float(value))]
        case "choice":
            return [(f"{label}: {declared.options[value]}", "0 or 1", np.nan, 1.0)]
        case "rows":
            told = [number for row in value for number in row.numbers()]
            return [
                (label, "rows", np.nan, float(len(value))),
                *((f"{label}: {words}", its_unit, np.nan, x) for words, its_unit, x in told),
            ]
        case _:
            return [(label, unit, np.nan, float(value))]


def _points(estimate: Estimate) -> list[tuple[float, float]]:
    """The numbers that make an estimate, each with the probability below it."""
    low, high, mode = estimate.low, estimate.high, estimate.mode
    if low == high:
        return [(np.nan, low)]
    tail = (1 - estimate.level) / 2
    below_mode = [] if mode is None else [((mode - low) / (high - low), mode)]
    return [(tail, low), *below_mode, (1 - tail, high)]
