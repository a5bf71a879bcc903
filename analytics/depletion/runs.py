"""Which training runs a fit looks at, and which of them set a record.

The table ``training_runs`` is Epoch AI's *Data on AI Models* under a filter it has been through
already: domain contains Language, published in 2018 or later, more than 1e8 tokens where the tokens
are known. What is left out of it here, and why, is said at each function.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from analytics.estimates import Array
from data import catalog

if TYPE_CHECKING:
    import pandas as pd

SINCE = 2018.0
"""First year of the runs; the other windows are 2020 and 2024."""

LEAST_TOKENS = 1e8
"""Smaller runs are left out, as in the filter of the table."""

TOP = 5
"""Runs a year that count as its largest."""


def model_family(name: str) -> str:
    """The family of a model, from its name: its first word without the version.

    A heuristic. Versions, sizes and variants of one year belong together (Llama 3, 3.1 and 3.3;
    Qwen2.5-32B and -72B), a new name is a new family. A single letter takes the next word with
    it, digits are kept where a single letter would remain.

    Args:
        name: of the model.

    Returns:
        The family, in lower case.

    >>> [model_family(n) for n in ("Llama 3.1-405B", "Qwen3-235B-A22B", "GPT-4 (Jun 2023)")]
    ['llama', 'qwen', 'gpt']
    >>> [model_family(n) for n in ("T5-11B", "U-PaLM (540B)", "4 layer QRNN (h=2500)")]
    ['t5', 'upalm', 'layer']
    """
    words = [w for w in re.split(r"[\W_]+", name.casefold()) if re.search(r"[^\W\d]", w)]
    if not words:
        return name.casefold()
    bare = words[0].rstrip("0123456789")
    if len(bare) > 1:
        return bare
    return "".join(words[:2]) if words[0] == bare else words[0]


def decimal_years(published: pd.Series[Any]) -> Array:
    """Dates as decimal years, (n,)."""
    return np.array([catalog.decimal_year(date) for date in published.dt.date], dtype=float)


def frontier_runs(
    runs: pd.DataFrame, *, since: float = SINCE, until: float | None = None
) -> pd.DataFrame:
    """The runs that a fit looks at: the largest per organisation, model family and year.

    Left out: runs of unknown size or of 1e8 tokens and fewer, and those whose size Epoch AI
    calls speculative. Of equally large runs the first stays.

    Args:
        runs: table ``training_runs``, or rows of it.
        since: decimal year of the first run.
        until: decimal year before which runs were published; None for all.

    Returns:
        Rows of ``runs`` by date, under their own labels.
    """
    known = runs[(runs["training_tokens"] > LEAST_TOKENS) & (runs["confidence"] != "Speculative")]
    dates = decimal_years(known["published"])
    known = known[(dates >= since) & (dates < (np.inf if until is None else until))]
    keys = known.assign(
        family=[model_family(name) for name in known["model"]], year=known["published"].dt.year
    ).sort_values(["training_tokens", "published"], ascending=[False, True], kind="stable")
    largest = keys.drop_duplicates(["organization", "family", "year"]).index
    return known.loc[largest].sort_values("published", kind="stable")


def yearly_largest(
    runs: pd.DataFrame, *, since: float = SINCE, last_year: int | None = None, n: int = TOP
) -> pd.DataFrame:
    """The n largest runs of every complete year.

    Args:
        runs: with ``training_tokens`` and ``published``.
        since: first year.
        last_year: last year that counts as complete; None for the one before the latest run.
        n: runs a year.

    Returns:
        Rows of ``runs`` by date, under their own labels.
    """
    year = runs["published"].dt.year
    if last_year is None:
        last_year = int(year.max()) - 1
    inside = runs[runs["training_tokens"].notna() & (year >= since) & (year <= last_year)]
    ordered = inside.sort_values(
        ["training_tokens", "published"], ascending=[False, True], kind="stable"
    )
    rank = ordered.groupby(ordered["published"].dt.year).cumcount()
    largest: pd.DataFrame = ordered[rank < n].sort_values("published", kind="stable")
    return largest


def record_runs(runs: pd.DataFrame, *, leave_out: NDArray[np.int64] | None = None) -> pd.DataFrame:
    """The runs larger than every run before them: the steps of the frontier.

    This is what a forecast of "the largest training run" is a forecast of. Runs of unknown or
    speculative size set no record, and so do those a fit has flagged: a size that is wrong would
    otherwise hide all true records for years.

    Args:
        runs: table ``training_runs``, or rows of it.
        leave_out: labels of flagged runs.

    Returns:
        Rows of ``runs`` by date, under their own labels.
    """
    counted = (runs["training_tokens"] > LEAST_TOKENS) & (runs["confidence"] != "Speculative")
    if leave_out is not None:
        counted &= ~runs.index.isin(leave_out)
    by_date = runs[counted].sort_values("published", kind="stable")
    before = by_date["training_tokens"].cummax().shift(fill_value=0.0)
    return by_date[by_date["training_tokens"] > before]
