"""Published runs beside the model: the temperature that fits each study, and how far off it is.

The model's perplexity ratio exp(KL(p‖q)) on the words of English is held against the ratio of
perplexities that a study reports for the same mix and generation. One temperature a study is fitted
by least squares in the logarithm; a single number cannot match every mix, and where it does not,
the misfit is part of the answer.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from analytics.collapse.lexicon import lexicon
from analytics.collapse.patterns import BINS
from analytics.estimates import Array
from analytics.outlook.laboratory import NONE, Setup, sharpen_course
from data import catalog

TRIED = np.round(np.arange(0.40, 1.0005, 0.002), 3)
"""Temperatures that are tried."""


@dataclass(frozen=True, slots=True)
class Run:
    """A published run, or two of one range.

    Attributes:
        study: who published it.
        setting: what was trained, in a few words.
        workflow: ``mix``, ``replace`` or ``accumulate``.
        synthetic: synthetic share of the corpus; ``nan`` where all is kept.
        generation: how many models were trained on another's output.
        low: lowest perplexity ratio reported, against training on human text.
        high: highest; the same where one was reported.
        fitted: the model's ratio at the temperature that fits the study.
        temperature: that temperature.
    """

    study: str
    setting: str
    workflow: str
    synthetic: float
    generation: int
    low: float
    high: float
    fitted: float = math.nan
    temperature: float = math.nan

    @property
    def setup(self) -> Setup:
        """The same mix in the laboratory, in an endless corpus."""
        human = 0.0 if math.isnan(self.synthetic) else 1 - self.synthetic
        shares = (human,) * self.generation
        return Setup(self.workflow, shares, rows=1e8, temperature=NONE)


@lru_cache(maxsize=4)
def published(data_version: str) -> tuple[Run, ...]:
    """Every published run with its fit, study by study.

    Args:
        data_version: of the data in use, for the cache.
    """
    runs = _read(catalog.load("collapse_published"))
    fitted: list[Run] = []
    for study in dict.fromkeys(run.study for run in runs):
        mine = [run for run in runs if run.study == study]
        modelled = np.stack([ratios(run, TRIED) for run in mine])
        low = np.log([run.low for run in mine])[:, None]
        high = np.log([run.high for run in mine])[:, None]
        found = np.log(modelled)
        # nothing is off inside a reported range
        off = np.maximum(low - found, 0) + np.maximum(found - high, 0)
        if (low != high).any():
            off = np.where(off > 0, off, 1e-3 * np.abs(found - (low + high) / 2))
        best = int(np.argmin((off**2).sum(axis=0)))
        fitted += [
            _fitted(run, float(ratio), float(TRIED[best]))
            for run, ratio in zip(mine, modelled[:, best], strict=True)
        ]
    return tuple(fitted)


def ratios(run: Run, temperatures: Array) -> Array:
    """The model's perplexity ratio for a run's mix and generation at some temperatures."""
    patterns = lexicon("en").patterns.binned(2 * BINS)
    found: Array = sharpen_course(run.setup, patterns, temperatures).perplexity_ratio[-1]
    return found


def _fitted(run: Run, ratio: float, temperature: float) -> Run:
    return Run(
        run.study,
        run.setting,
        run.workflow,
        run.synthetic,
        run.generation,
        run.low,
        run.high,
        ratio,
        temperature,
    )


def _read(table: pd.DataFrame) -> list[Run]:
    """Runs on synthetic text, as ratios to the same study's training on human text."""
    rows: list[Any] = list(table[table["generation"].notna()].itertuples())
    start = {
        row.study: float(row.value)
        for row in rows
        if pd.notna(row.synthetic_share) and row.synthetic_share == 0
    }
    found: dict[tuple[object, ...], Run] = {}
    for row in rows:
        if row.generation < 1 or (pd.notna(row.synthetic_share) and row.synthetic_share == 0):
            continue
        value = float(row.value)
        if row.metric == "cross-entropy":
            ratio = math.exp(value - float(row.start_value))
        elif row.metric == "perplexity increase":
            ratio = (start[row.study] + value) / start[row.study]
        else:
            ratio = value / start[row.study]
        synthetic = math.nan if pd.isna(row.synthetic_share) else float(row.synthetic_share)
        key = (row.study, row.workflow, str(synthetic), row.generation)
        before = found.get(key)
        found[key] = Run(
            study=str(row.study),
            setting=str(row.setting),
            workflow=str(row.workflow),
            synthetic=synthetic,
            generation=int(row.generation),
            low=min(ratio, before.low) if before else ratio,
            high=max(ratio, before.high) if before else ratio,
        )
    return list(found.values())
