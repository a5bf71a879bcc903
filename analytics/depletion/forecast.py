"""From assumptions to a depletion forecast: draws in, distributions by year out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from analytics.depletion import demand, exhaustion, stock
from analytics.depletion.timeline import KNOTS, QUARTERS, T0, YEAR_ENDS
from analytics.estimates import Array
from analytics.quantiles import PROBABILITIES, by_row
from analytics.scenario import Scenario

TEXT_STOCKS = {
    "youtube_access": "youtube_speech",
    "books_access": "books",
    "facebook_access": "facebook",
    "messages_access": "messages",
    "email_access": "email",
}
"""Assumption → stock of text; usable in part, like the web."""

MULTIMODAL_STOCKS = {"images_access": "images", "video_access": "video"}
"""Assumption → stock in text-token equivalents; uncertain by a common factor instead."""


@dataclass(frozen=True, eq=False, slots=True)
class DepletionForecast:
    """The depletion of one scenario. Arrays are read-only; tokens are per run, years decimal.

    Attributes:
        years: quarter-years of the fans, (65,).
        stock_tokens: quantiles of the effective stock, (65, 9), probabilities as in
            ``analytics.quantiles.PROBABILITIES``.
        unique_tokens: quantiles of the unique stock, (65, 9).
        demand_tokens: quantiles of demand, (65, 9).
        exhaustion_year: quantiles of the crossing, (9,), ``inf`` beyond the horizon.
        exhaustion_worlds: the crossing in every world and on every path, (worlds × paths,).
        year_ends: whole years Y, (17,).
        probability_by: P(exhausted by the end of Y), (17,).
        probability_never: P(not before the horizon).
        crossing_tokens: quantiles of tokens at the crossing, among worlds that cross, (9,).
        crossing_flop: quantiles of the compute of that run, (9,).
        supply_share: expected share of the largest run's tokens that comes from unique web text,
            its repetition, other stocks with theirs, and none of these, (65, 4); sums to 1.
        restricted_share: mean share withdrawn by consent, (65,).
        ai_share_of_stock: quantiles of the AI share of the crawlable stock, (65, 9); zeros when
            AI text is not subtracted.
    """

    years: Array
    stock_tokens: Array
    unique_tokens: Array
    demand_tokens: Array
    exhaustion_year: Array
    exhaustion_worlds: Array
    year_ends: Array
    probability_by: Array
    probability_never: float
    crossing_tokens: Array
    crossing_flop: Array
    supply_share: Array
    restricted_share: Array
    ai_share_of_stock: Array

    def __post_init__(self) -> None:
        """Make every array read-only."""
        for name in self.__slots__:
            value = getattr(self, name)
            if isinstance(value, np.ndarray):
                value.setflags(write=False)


@dataclass(frozen=True, eq=False, slots=True)
class Stock:
    """log10 tokens of human text in every world.

    Attributes:
        unique: unique text at the quarter-years, (65, worlds).
        web: the part of it that is public web text, (65, worlds).
        multiple: log10 of the repetition multiple, (worlds,) or a number.
        line: (level at 2024, slope) where the effective stock is a straight line, else None.
        table: effective stock at KNOTS, (111, worlds), where it is not.
        ai_share: AI share of the crawlable stock at the quarter-years, or None.
        restricted: mean share withdrawn at the quarter-years, (65,).
    """

    unique: Array
    web: Array
    multiple: Array | float
    line: tuple[Array, Array] | None
    table: Array | None
    ai_share: Array | None
    restricted: Array

    def crossing(self, path: demand.DemandPath) -> Array:
        """First year in which a demand reaches the effective stock, (worlds,)."""
        if self.line is not None:
            return exhaustion.straight_crossing(*self.line, path)
        assert self.table is not None
        return exhaustion.tabulated_crossing(KNOTS, self.table, path)


def forecast(scenario: Scenario, other_tokens: Mapping[str, float]) -> DepletionForecast:
    """Run the depletion model.

    Args:
        scenario: every assumption.
        other_tokens: tokens of each additive stock in 2024 by its id (``images``, ``books``, …).

    Returns:
        The forecast; the same scenario gives the same bytes.

    Raises:
        KeyError: ``other_tokens`` lacks a stock that the scenario turns on.
    """
    supply = stock_of(scenario, other_tokens)
    paths = demand_of(scenario)
    demand_levels = [path.at(QUARTERS[:, None]) for path in paths]
    crossings = [supply.crossing(path) for path in paths]
    years = np.concatenate(crossings)
    at_crossing = _at_crossing(scenario, paths, crossings)
    unique = by_row(supply.unique)
    flat = np.ndim(supply.multiple) == 0
    effective_levels = supply.unique + supply.multiple
    effective = unique + supply.multiple if flat else by_row(effective_levels)
    share = np.mean([_shares(supply, effective_levels, d) for d in demand_levels], axis=0)
    return DepletionForecast(
        years=QUARTERS,
        stock_tokens=10**effective,
        unique_tokens=10**unique,
        demand_tokens=10 ** by_row(np.concatenate(demand_levels, axis=1)),
        exhaustion_year=exhaustion.quantiles(years, PROBABILITIES),
        exhaustion_worlds=years,
        year_ends=YEAR_ENDS,
        probability_by=exhaustion.probability_by_end_of(YEAR_ENDS, years),
        probability_never=float(np.mean(np.isinf(years))),
        crossing_tokens=at_crossing[0],
        crossing_flop=at_crossing[1],
        supply_share=share,
        restricted_share=supply.restricted,
        ai_share_of_stock=(
            np.zeros((len(QUARTERS), len(PROBABILITIES)))
            if supply.ai_share is None
            else by_row(supply.ai_share)
        ),
    )


def demand_of(scenario: Scenario) -> list[demand.DemandPath]:
    """The demand paths that a scenario weighs equally, as log10 tokens in every world."""
    trend = demand.trend_path(
        scenario.draw("demand_2024_tokens"), scenario.draw("demand_growth"), scenario.overtraining
    )
    compute = demand.compute_path(
        scenario.draw("compute_2024_flop"),
        scenario.draw("compute_growth"),
        scenario.overtraining,
        scenario.draw("slowdown_year") if scenario.slowdown else None,
        scenario.draw("slowdown_rate") if scenario.slowdown else None,
    )
    return {"trend": [trend], "compute": [compute], "pooled": [trend, compute]}[
        scenario.demand_path
    ]


def stock_of(scenario: Scenario, other_tokens: Mapping[str, float]) -> Stock:
    """The stock of human text in every world of a scenario."""
    base = np.log10(
        stock.indexed_tokens(
            scenario.draw("indexed_pages"),
            scenario.draw("bytes_per_page"),
            scenario.draw("bytes_per_token"),
        )
        * scenario.draw("usable_share")
    )
    growth = scenario.draw("page_size_growth") * scenario.draw("page_count_growth")
    multiple: Array | float = (
        float(np.log10(stock.epochs_multiple(scenario.epochs)))
        if scenario.repetition_rule == "epochs"
        else np.log10(scenario.draw("repetition_multiple"))
    )
    others = [n for n in (*TEXT_STOCKS, *MULTIMODAL_STOCKS) if getattr(scenario, n) > 0]
    if scenario.consent_measure == "off" and not scenario.contamination and not others:
        slope = np.log10(growth)
        unique = base + slope * (QUARTERS - T0)[:, None]
        line = (base + multiple, slope)
        return Stock(unique, unique, multiple, line, None, None, np.zeros(len(QUARTERS)))
    return _bending_stock(scenario, base, growth, multiple, others, other_tokens)


def _bending_stock(
    scenario: Scenario,
    base: Array,
    growth: Array,
    multiple: Array | float,
    others: list[str],
    other_tokens: Mapping[str, float],
) -> Stock:
    """The general stock, tabulated at whole years."""
    mid_year = KNOTS[:, None] + 0.5
    ai = _ai_share_new(scenario, mid_year)
    binds_new = scenario.consent_scope == "recharge"
    kept = (1.0 - ai) * (1.0 - _restricted(scenario, mid_year) if binds_new else 1.0)
    human = stock.human_multiple(growth, KNOTS, kept)
    withdrawn = 0.0 if binds_new else _restricted(scenario, KNOTS[:, None])
    web = base + np.log10(human * (1.0 - withdrawn))
    unique = web
    if others:
        added = sum(_other(scenario, name, other_tokens) for name in others)
        unique = np.log10(10**web + added)
    ai_share = None
    if scenario.contamination:
        # consent withdraws human and AI pages alike, so that it leaves their ratio as it is
        ai_text = stock.human_multiple(growth, KNOTS, ai) - 1.0
        ai_text[KNOTS < T0] = 0.0
        recall = scenario.draw("ai_filter_recall")
        ai_share = stock.ai_share_of_stock(human, ai_text, recall)

    def quarterly(table: Array) -> Array:
        return stock.between_knots(QUARTERS, KNOTS, table)

    # the mean share withdrawn is against the same stock without any refusal
    unrestricted = stock.human_multiple(growth, KNOTS, 1.0 - ai)
    restricted = np.mean(1.0 - human * (1.0 - withdrawn) / unrestricted, axis=1, keepdims=True)
    return Stock(
        unique=quarterly(unique),
        web=quarterly(web),
        multiple=multiple,
        line=None,
        table=unique + multiple,
        ai_share=None if ai_share is None else quarterly(ai_share),
        restricted=quarterly(restricted)[:, 0],
    )


def _ai_share_new(scenario: Scenario, years: Array) -> Array:
    """AI share c of the text added at ``years``, (years, worlds) or (1, 1)."""
    if not scenario.contamination:
        return np.zeros((1, 1))
    rise = stock.logistic(years, scenario.ai_share_rate, scenario.ai_share_midpoint)
    return rise * scenario.draw("ai_share_new")


def _restricted(scenario: Scenario, years: Array) -> Array | float:
    """Share r withdrawn by publishers at ``years``, (years, 1), (years, worlds) or 0."""
    match scenario.consent_measure:
        case "off":
            return 0.0
        case "terms":
            return (years >= T0) * scenario.draw("terms_share")
        case "robots_all":
            ceiling = scenario.robots_all_share
        case "robots_head":
            ceiling = scenario.robots_head_share
    return ceiling * stock.logistic(years, scenario.consent_rate, scenario.consent_midpoint)


def _other(scenario: Scenario, name: str, other_tokens: Mapping[str, float]) -> Array:
    """Tokens that one other stock adds at KNOTS, (111, worlds)."""
    access: float = getattr(scenario, name)
    growth = scenario.draw("other_growth") ** (KNOTS - T0)[:, None]
    if name in TEXT_STOCKS:
        worth = scenario.draw("other_usable_share") * other_tokens[TEXT_STOCKS[name]]
    else:
        worth = scenario.draw("multimodal_error") * other_tokens[MULTIMODAL_STOCKS[name]]
    tokens: Array = access * worth * growth
    return tokens


def _at_crossing(
    scenario: Scenario, paths: list[demand.DemandPath], crossings: list[Array]
) -> tuple[Array, Array]:
    """Quantiles of tokens and FLOP of the run that exhausts the stock; nan if none ever does."""
    levels = [
        path.at(np.where(np.isfinite(year), year, T0))[np.isfinite(year)]
        for path, year in zip(paths, crossings, strict=True)
    ]
    tokens = np.concatenate(levels)
    if not len(tokens):
        nothing = np.full(len(PROBABILITIES), np.nan)
        return nothing, nothing.copy()
    # compute rises with tokens, so that the quantiles of one are those of the other
    log10_tokens = np.quantile(tokens, PROBABILITIES)
    log10_flop = demand.log10_flop_from_tokens(log10_tokens, scenario.overtraining)
    return 10**log10_tokens, 10**log10_flop


def _shares(supply: Stock, effective: Array, demand_level: Array) -> Array:
    """Expected share of a run met by unique web text, its repetition, other stocks, nothing."""
    run = np.minimum(10.0 ** (supply.web - demand_level), 1.0)
    repeated = np.minimum(10.0 ** (supply.web + supply.multiple - demand_level), 1.0)
    met = (
        repeated
        if supply.web is supply.unique
        else np.minimum(10.0 ** (effective - demand_level), 1.0)
    )
    web, more, most = run.mean(axis=1), repeated.mean(axis=1), met.mean(axis=1)
    return np.stack([web, more - web, most - more, 1.0 - most], axis=1)
