"""Assumptions about demand: how many tokens the largest training run takes.

Source of the defaults: Villalobos et al. 2024, arXiv 2211.04325v2, unless the field says otherwise.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from analytics.estimates import Estimate, lognormal, normal, triangular
from analytics.scenario.declaration import EPOCH_2024, PERCENT, TRILLION, assumption


class DemandAssumptions(BaseModel):
    """Group *demand*; used by ``analytics.depletion.demand``."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    demand_growth_from: Literal["interval", "since_2020", "since_2024", "quantile"] = assumption(
        "interval",
        label="Growth estimated from",
        group="demand",
        options={
            "interval": "As published, or your interval",
            "since_2020": "Refit: largest since 2020",
            "since_2024": "Refit: largest since 2024",
            "quantile": "Refit: frontier quantile",
        },
        help="Which estimate of past growth is carried on: an interval, or a fit to the training "
        "runs in the data, which moves with every new run. It moves the chance by 2032 more "
        "than any uncertain input; the median year depends more on how much text there is.",
        source="Fits to Epoch AI, Data on AI Models (CC BY 4.0): ordinary least squares through "
        "the five largest runs of every complete year, or quantile regression; both after one run "
        "per organisation, model family and year, speculative sizes left out",
        status="measured",
    )
    frontier_tau: float = assumption(
        0.9,
        label="Frontier quantile",
        group="demand",
        bounds=(0.5, 0.99),
        step=0.005,
        help="The share of training runs below the fitted line. Nearer to 1 follows fewer, larger "
        "runs.",
        source="Koenker & Bassett 1978; 0.9 keeps enough runs above the line to fit it",
        status="assumption",
    )
    demand_growth: Estimate = assumption(
        normal(0.27, 0.48),
        label="Growth of training tokens",
        group="demand",
        unit="OOM/year",
        bounds=(0.0, 1.5),
        step=0.01,
        help="How fast the largest training run grows, in orders of magnitude (factors of ten) a "
        "year. 0.30 doubles it every year.",
        source=f"{EPOCH_2024}: trend of dataset sizes, 95% interval",
    )
    demand_path: Literal["pooled", "trend", "compute"] = assumption(
        "pooled",
        label="Demand follows",
        group="demand",
        options={
            "pooled": "Both, half each",
            "trend": "Past dataset sizes",
            "compute": "Compute",
        },
        help="Extrapolate the tokens themselves, or project training compute and divide it "
        "compute-optimally between tokens and parameters, or weigh both equally.",
        source=f"{EPOCH_2024}; pooled in equal parts as published",
    )
    demand_2024_tokens: Estimate = assumption(
        lognormal(3e12, 1.3e13, level=0.90),
        label="Largest run in 2024",
        group="demand",
        unit="tokens",
        bounds=(1e10, 1e16),
        shown=TRILLION,
        log=True,
        help="Tokens of the largest training run at the start of 2024, on the trend path.",
        source=f"{EPOCH_2024}: 90% interval",
    )
    compute_2024_flop: Estimate = assumption(
        lognormal(3e25, 1e26, level=0.90),
        label="Largest compute in 2024",
        group="demand",
        unit="FLOP",
        bounds=(1e23, 1e29),
        shown=(1e25, "10²⁵ FLOP"),
        log=True,
        help="Compute of the largest training run at the start of 2024, on the compute path.",
        source=f"{EPOCH_2024}: 90% interval",
    )
    compute_growth: Estimate = assumption(
        normal(0.48, 0.72, level=0.90),
        label="Growth of training compute",
        group="demand",
        unit="OOM/year",
        bounds=(0.0, 2.0),
        step=0.01,
        help="How fast training compute grows. Tokens grow half as fast, since the rest goes into "
        "parameters.",
        source=f"{EPOCH_2024}: 90% interval",
    )
    slowdown: bool = assumption(
        False,
        label="Compute slows down",
        group="demand",
        help="From some year on, power, capital or chips let compute grow only at a part of its "
        "former rate. Acts on the compute path.",
        source="Off as published",
    )
    slowdown_year: Estimate = assumption(
        triangular(2027, 2030, 2034),
        label="Slowdown begins",
        group="demand",
        unit="year",
        bounds=(2024, 2060),
        step=0.5,
        help="Year in which the growth of compute slows down.",
        source="Assumption: runs of 2e29 FLOP are feasible by 2030, then power binds "
        "(Sevilla et al. 2024, Can AI scaling continue through 2030?)",
        status="assumption",
    )
    slowdown_rate: Estimate = assumption(
        triangular(0.1, 0.3, 0.6),
        label="Growth kept after it",
        group="demand",
        unit="share",
        bounds=(0.0, 1.0),
        shown=PERCENT,
        help="Share of the former growth of compute that remains after the slowdown.",
        source="Assumption",
        status="assumption",
    )
    overtraining: float = assumption(
        1.0,
        label="Overtraining",
        group="demand",
        unit="×",
        bounds=(0.1, 1000.0),
        log=True,
        help="Tokens per parameter, relative to the compute-optimal 20. Cheaper inference is worth "
        "some overtraining; tokens grow by its square root at equal compute.",
        source=f"{EPOCH_2024}: 5× and 100× are its examples",
    )
