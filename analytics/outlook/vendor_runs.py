"""How large a vendor's newest training run is, as far as the tables know.

- *disclosed*: the largest run whose tokens are known, where no later one is known to have needed
  more: known for certain;
- *compute*: of the largest run only the compute is known, often an estimate itself: somewhere
  between compute-optimal tokens and several times them;
- *unknown*: neither is known.

Runs before 2023 tell nothing of today's. Speculative compute counts, since the interval is far
wider than its error; speculative tokens don't, since they would be taken as certain.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from analytics.depletion.demand import compute_optimal_tokens
from analytics.estimates import Estimate, lognormal
from analytics.outlook.vendor_facts import VendorFacts, vendor_facts
from analytics.scenario import Scenario
from data import catalog

if TYPE_CHECKING:
    import pandas as pd

OLDEST = 2023.0
"""Runs published before this year are left aside."""

Basis = Literal["disclosed", "compute", "unknown", "analyst"]

LEVEL = 0.90
"""Probability between the ends of the tokens of a run."""


@dataclass(frozen=True, slots=True)
class Run:
    """The newest run of a vendor.

    Attributes:
        vendor: its name.
        basis: what is known of it.
        model: which model it is of; empty where none is known.
        tokens: if disclosed, else the compute-optimal number; NaN where nothing is known.
        year: decimal, of its publication; the middle of the others' where nothing is known.
        source_id: of the row it comes from; empty where there is none.
    """

    vendor: str
    basis: Basis
    model: str
    tokens: float
    year: float
    source_id: str


class Size(NamedTuple):
    """The newest run of a vendor as a scenario has it.

    Attributes:
        tokens: its size.
        year: decimal, of its publication.
        basis: what is known of it; ``analyst`` where the scenario says it.
    """

    tokens: Estimate
    year: float
    basis: Basis


def size_of(vendor: str, scenario: Scenario, data_version: str) -> Size:
    """The size of a vendor's newest run.

    Args:
        vendor: its name; one that the tables don't know has a run of which nothing is known.
        scenario: says what runs are believed to be, and how wide what is undisclosed is.
        data_version: of the data.

    Raises:
        LookupError: the version is no longer known.
    """
    for own in scenario.newest_runs:
        if own.key == (vendor.casefold(),):
            return Size(lognormal(own.low_tokens, own.high_tokens, LEVEL), own.year, "analyst")
    runs = newest_runs(data_version)
    run = runs.get(vendor)
    if run is None or run.basis == "unknown":
        years = [one.year for one in runs.values()] if run is None else [run.year]
        return Size(scenario.unknown_run_tokens, float(np.median(years)), "unknown")
    if run.basis == "disclosed":
        return Size(lognormal(run.tokens, run.tokens, LEVEL), run.year, run.basis)
    most = min(run.tokens * scenario.undisclosed_overtraining, scenario.undisclosed_most_tokens)
    return Size(lognormal(run.tokens, max(most, run.tokens), LEVEL), run.year, run.basis)


@lru_cache(maxsize=2)
def newest_runs(data_version: str) -> Mapping[str, Run]:
    """The newest runs of the vendors of a version of the data, by name.

    Raises:
        LookupError: the version is no longer known.
    """
    tables, facts = catalog.snapshot(data_version), vendor_facts(data_version)
    runs, mixes = tables.load("training_runs"), tables.load("mixes")
    runs = runs.assign(
        party=runs["organization"].map(facts.parties),
        year=[catalog.decimal_year(day) for day in runs["published"]],
    )
    runs = runs[runs["year"] >= OLDEST]
    known = {
        one.name: _of_runs(one.name, runs[runs["party"] == one.party])
        or _of_mixes(one.name, one.party, mixes, facts)
        for one in facts.vendors
    }
    year = float(np.median([run.year for run in known.values() if run is not None]))
    return {
        name: run or Run(name, "unknown", "", float("nan"), year, "") for name, run in known.items()
    }


def _of_runs(vendor: str, runs: pd.DataFrame) -> Run | None:
    """From a vendor's rows of the training runs."""
    told = runs[runs["training_tokens"].notna() & (runs["confidence"] != "Speculative")]
    estimated = runs[runs["training_compute_flop"].notna()]
    most = float(told["training_tokens"].max()) if len(told) else 0.0
    optimal = (
        compute_optimal_tokens(float(estimated["training_compute_flop"].max()))
        if len(estimated)
        else 0.0
    )
    if not max(most, optimal) > 0:
        return None
    if most >= optimal:
        row = told[told["training_tokens"] == most].sort_values("year").iloc[0]
        basis: Basis = "disclosed"
    else:
        row = estimated.sort_values("training_compute_flop").iloc[-1]
        basis = "compute"
    return Run(
        vendor,
        basis,
        str(row["model"]),
        max(most, optimal),
        float(row["year"]),
        str(row["source_id"]),
    )


def _of_mixes(vendor: str, party: str, mixes: pd.DataFrame, facts: VendorFacts) -> Run | None:
    """From the published mixes, for a vendor whose runs are in no other table."""
    own = mixes[
        (mixes["vendor"].map(facts.parties) == party)
        & (mixes["subject"] == "model")
        & (mixes["year"] >= OLDEST)
        & mixes["low_tokens"].notna()
    ]
    if own.empty:
        return None
    row = own.sort_values("low_tokens").iloc[-1]
    # of a model only the year of its release is known: its middle
    year = float(row["year"]) + 0.5
    tokens = float(row["low_tokens"])
    return Run(vendor, "disclosed", str(row["model"]), tokens, year, str(row["source_id"]))
