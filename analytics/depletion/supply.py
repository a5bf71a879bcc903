"""The stock of one scenario, world by world: from assumptions to the curve that demand meets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analytics.depletion import exhaustion, stock
from analytics.depletion.demand import DemandPath
from analytics.depletion.timeline import CHARTED, FUTURE, PAST, QUARTERS, T0
from analytics.estimates import Array
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

Fan = NDArray[np.float32]
"""Levels drawn as a fan, (quarter-years, worlds). Single precision halves the memory that each
step moves, which is most of its time; log10 tokens keep 6 decimals, a hundredth of the rounding
that their quantiles undergo. Crossings are found in double precision."""


@dataclass(frozen=True, eq=False, slots=True)
class Stock:
    """log10 tokens of human text in every world.

    Attributes:
        unique: unique text at the quarter-years, (65, worlds).
        web: the part of it that is public web text, (65, worlds); ``unique`` itself if all is.
        multiple: log10 of the repetition multiple, (worlds,) or a number.
        curve: effective stock at any time.
        ai_share: AI share of the crawlable stock at the quarter-years, or None.
        restricted: mean share withdrawn at the quarter-years, (65,).
    """

    unique: Fan
    web: Fan
    multiple: Array | float
    curve: Line | Bending
    ai_share: Fan | None
    restricted: Array

    def crossing(self, path: DemandPath) -> Array:
        """First year in which a demand reaches the effective stock, (worlds,)."""
        return self.curve.crossing(path)


@dataclass(frozen=True, eq=False, slots=True)
class Line:
    """A stock that grows at a constant rate.

    Attributes:
        start: log10 tokens at the start of 2024, (worlds,).
        slope: orders of magnitude a year, (worlds,).
    """

    start: Array
    slope: Array

    def crossing(self, path: DemandPath) -> Array:
        """First year in which a demand reaches the stock, (worlds,)."""
        return exhaustion.straight_crossing(self.start, self.slope, path)


@dataclass(frozen=True, eq=False, slots=True)
class Bending:
    """A stock that is log-linear between whole years only.

    All worlds are tabulated to the end of the charts. The years after it are worked out for the
    worlds that have not crossed by then, those before 2024 for the ones that had: both are few.

    Attributes:
        scenario: its assumptions.
        other_tokens: tokens of each additive stock in 2024 by its id.
        charted: log10 effective tokens at CHARTED, (17, worlds).
    """

    scenario: Scenario
    other_tokens: Mapping[str, float]
    charted: Array

    def crossing(self, path: DemandPath) -> Array:
        """First year in which a demand reaches the stock, (worlds,)."""
        year = exhaustion.tabulated_crossing(CHARTED, self.charted, path)
        (late,) = np.nonzero(np.isinf(year))
        if len(late):
            levels = self._levels(FUTURE, late)
            year[late] = exhaustion.tabulated_crossing(FUTURE, levels, path.of(late))
        (early,) = np.nonzero(year == T0)
        if len(early):
            levels = self._levels(PAST, early)
            year[early] = exhaustion.earlier_crossing(PAST, levels, path.of(early))
        return year

    def _levels(self, years: Array, worlds: NDArray[np.intp]) -> Array:
        inputs = _Inputs(self.scenario, self.other_tokens, worlds)
        tokens = inputs.web(years)[1] + inputs.others(years)
        levels: Array = np.log10(tokens) + inputs.log10_multiple()
        return levels


def stock_of(scenario: Scenario, other_tokens: Mapping[str, float]) -> Stock:
    """The stock of human text in every world of a scenario.

    Args:
        scenario: every assumption.
        other_tokens: tokens of each additive stock in 2024 by its id.

    Raises:
        KeyError: ``other_tokens`` lacks a stock that the scenario turns on.
    """
    inputs = _Inputs(scenario, other_tokens)
    if scenario.consent_measure == "off" and not scenario.contamination and not inputs.on():
        return _straight(inputs)
    return _bending(inputs)


def _straight(inputs: _Inputs) -> Stock:
    multiple = inputs.log10_multiple()
    start, slope = np.log10(inputs.web_tokens()), np.log10(inputs.growth())
    fan = straight_fan(start, slope)
    return Stock(
        unique=fan,
        web=fan,
        multiple=multiple,
        curve=Line(start + multiple, slope),
        ai_share=None,
        restricted=np.zeros(len(QUARTERS)),
    )


def _bending(inputs: _Inputs) -> Stock:
    scenario, multiple = inputs.scenario, inputs.log10_multiple()
    human, web_tokens = inputs.web(CHARTED)
    log10_web = np.log10(web_tokens)
    log10_unique = np.log10(web_tokens + inputs.others(CHARTED)) if inputs.on() else log10_web
    ai_share = None
    if scenario.contamination:
        ai_text = stock.ai_multiple(inputs.growth(), CHARTED, inputs.ai_open(CHARTED + 0.5))
        ai_share = stock.ai_share_of_stock(human, ai_text, inputs.draw("ai_filter_recall"))
    web = _quarterly(log10_web)
    return Stock(
        unique=_quarterly(log10_unique) if inputs.on() else web,
        web=web,
        multiple=multiple,
        curve=Bending(scenario, inputs.other_tokens, log10_unique + multiple),
        ai_share=None if ai_share is None else _quarterly(ai_share),
        restricted=np.interp(QUARTERS, CHARTED, inputs.mean_restricted(CHARTED, human)),
    )


def straight_fan(start: Array, slope: Array, out: Fan | None = None) -> Fan:
    """Levels of a straight line at the quarter-years, (65, worlds)."""
    elapsed = (QUARTERS - T0).astype(np.float32)[:, None]
    fan: Fan = np.multiply(elapsed, slope.astype(np.float32), out=out)
    fan += start.astype(np.float32)
    return fan


def _quarterly(table: Array) -> Fan:
    return stock.between_knots(QUARTERS, CHARTED, table.astype(np.float32))


@dataclass(frozen=True, eq=False, slots=True)
class _Inputs:
    """What a scenario says of the stock, in all or some of its worlds; years are (years,)."""

    scenario: Scenario
    other_tokens: Mapping[str, float]
    worlds: NDArray[np.intp] | None = None

    def draw(self, name: str) -> Array:
        drawn = self.scenario.draw(name)
        return drawn if self.worlds is None else drawn[self.worlds]

    def growth(self) -> Array:
        """Γ, (worlds,)."""
        return self.draw("page_size_growth") * self.draw("page_count_growth")

    def web_tokens(self) -> Array:
        """Usable unique web text at the start of 2024, (worlds,)."""
        indexed = stock.indexed_tokens(
            self.draw("indexed_pages"), self.draw("bytes_per_page"), self.draw("bytes_per_token")
        )
        return indexed * self.draw("usable_share")

    def log10_multiple(self) -> Array | float:
        """Repetition, (worlds,) or one number for all."""
        if self.scenario.repetition_rule == "epochs":
            return float(np.log10(stock.repetition_multiple(self.scenario.epochs)))
        return np.log10(self.draw("repetition_multiple"))

    def web(self, years: Array) -> tuple[Array, Array]:
        """Human text for each token of 2024, and what is left of it in tokens, (years, worlds)."""
        mid_year, new_only = years + 0.5, self.scenario.consent_scope == "recharge"
        kept = 1.0 - self.ai_share_new(mid_year)
        if new_only:
            kept = kept * (1.0 - self.restricted(mid_year))
        human = stock.human_multiple(self.growth(), years, kept)
        left = 1.0 if new_only else 1.0 - self.restricted(years)
        return human, human * left * self.web_tokens()

    def ai_share_new(self, years: Array) -> Array:
        """AI share c of the text added at ``years``, (years, worlds) or (1, 1)."""
        if not self.scenario.contamination:
            return np.zeros((1, 1))
        rate, midpoint = self.scenario.ai_share_rate, self.scenario.ai_share_midpoint
        return stock.logistic(years[:, None], rate, midpoint) * self.draw("ai_share_new")

    def ai_open(self, years: Array) -> Array:
        """AI text that counts, of each token added at ``years``; shape as of the shares.

        Consent withdraws human and AI pages alike: from all text it leaves their ratio as it is,
        from new text it takes the same share of both.
        """
        share = self.ai_share_new(years)
        if self.scenario.consent_scope == "recharge":
            share = share * (1.0 - self.restricted(years))
        return share

    def restricted(self, years: Array) -> Array:
        """Share r withdrawn by publishers at ``years``, (years, worlds), (years, 1) or (1, 1)."""
        scenario = self.scenario
        match scenario.consent_measure:
            case "off":
                return np.zeros((1, 1))
            case "terms":
                # a step at the start of 2024, on whose earlier side the past ends
                binding = years >= T0 if years[-1] > T0 else np.zeros(len(years))
                return binding[:, None] * self.draw("terms_share")
            case "robots_all":
                ceiling = scenario.robots_all_share
            case "robots_head":
                ceiling = scenario.robots_head_share
        rise = stock.logistic(years[:, None], scenario.consent_rate, scenario.consent_midpoint)
        return ceiling * rise

    def mean_restricted(self, years: Array, human: Array) -> Array:
        """Mean share withdrawn against the same stock without any refusal, (years,)."""
        if self.scenario.consent_scope == "all":
            withdrawn: Array = self.restricted(years).mean(axis=1)
            return np.broadcast_to(withdrawn, years.shape)
        kept = 1.0 - self.ai_share_new(years + 0.5)
        refused = 1.0 - human / stock.human_multiple(self.growth(), years, kept)
        mean: Array = np.maximum(refused, 0.0).mean(axis=1)  # rounding may leave −1e−17
        return mean

    def on(self) -> list[str]:
        """The assumptions that open another stock."""
        names = (*TEXT_STOCKS, *MULTIMODAL_STOCKS)
        return [name for name in names if getattr(self.scenario, name) > 0]

    def others(self, years: Array) -> Array | float:
        """Tokens of all other stocks, (years, worlds), or 0."""
        if not self.on():
            return 0.0
        text = _opened(self.scenario, self.other_tokens, TEXT_STOCKS)
        multimodal = _opened(self.scenario, self.other_tokens, MULTIMODAL_STOCKS)
        usable, worth = self.draw("other_usable_share"), self.draw("multimodal_error")
        grown = np.exp((years - T0)[:, None] * np.log(self.draw("other_growth")))
        tokens: Array = grown * (text * usable + multimodal * worth)
        return tokens


def _opened(
    scenario: Scenario, other_tokens: Mapping[str, float], stocks: Mapping[str, str]
) -> float:
    """Tokens of the stocks of one kind that a scenario opens, at the start of 2024."""
    access = {stock_id: float(getattr(scenario, name)) for name, stock_id in stocks.items()}
    return sum(share * other_tokens[one] for one, share in access.items() if share > 0)
