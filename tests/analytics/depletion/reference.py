"""The depletion model once more, written as its definition reads: slow, and without a shortcut.

One world at a time, one year at a time, and the crossing by looking at every 50th of a year.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from analytics.estimates import Array
from analytics.scenario import Scenario

OTHER_TOKENS = {
    "images": 3e14,
    "video": 1.35e15,
    "youtube_speech": 7e12,
    "books": 2.1e13,
    "facebook": 1.4e14,
    "messages": 6.5e14,
    "email": 1.2e15,
}

TEXT = {
    "youtube_access": "youtube_speech",
    "books_access": "books",
    "facebook_access": "facebook",
    "messages_access": "messages",
    "email_access": "email",
}
MULTIMODAL = {"images_access": "images", "video_access": "video"}

FIRST, LAST, T0 = 1990, 2100, 2024
GRID = np.linspace(FIRST, LAST, (LAST - FIRST) * 50 + 1)


class World:
    """One world of a scenario."""

    def __init__(self, scenario: Scenario, index: int, others: Mapping[str, float]) -> None:
        self.scenario = scenario
        self.index = index
        self.others = others
        self.drawn: dict[str, float] = {}

    def draw(self, name: str) -> float:
        if name not in self.drawn:
            self.drawn[name] = float(self.scenario.draw(name)[self.index])
        return self.drawn[name]

    def s_curve(self, year: float, rate: float, midpoint: float) -> float:
        return 1 / (1 + math.exp(min(700, -rate * (year - midpoint))))

    def ai_share_new(self, year: float) -> float:
        s = self.scenario
        if not s.contamination:
            return 0.0
        rise = self.s_curve(year, s.ai_share_rate, s.ai_share_midpoint)
        return self.draw("ai_share_new") * rise

    def refused(self, year: float, before_2024: bool) -> float:
        s = self.scenario
        rise = self.s_curve(year, s.consent_rate, s.consent_midpoint)
        return {
            "off": 0.0,
            "robots_all": s.robots_all_share * rise,
            "robots_head": s.robots_head_share * rise,
            "terms": 0.0 if before_2024 else self.draw("terms_share"),
        }[s.consent_measure]

    def human(self, years: range) -> list[float]:
        """Human text at whole years for each token of 2024."""
        s = self.scenario
        growth = self.draw("page_size_growth") * self.draw("page_count_growth")
        if years[-1] == T0 or growth < 1:
            return [growth ** (year - T0) for year in years]
        totals, total = [], 1.0
        for year in years:
            totals.append(total)
            counts = 1 - self.ai_share_new(year + 0.5)
            if s.consent_scope == "recharge":
                counts *= 1 - self.refused(year + 0.5, before_2024=False)
            total += counts * (growth ** (year + 1 - T0) - growth ** (year - T0))
        return totals

    def unique(self, year: int, human: float, before_2024: bool) -> float:
        """Unique tokens at a whole year, before 2024 as they were then."""
        s = self.scenario
        web = self.draw("indexed_pages") * self.draw("bytes_per_page")
        web *= self.draw("usable_share") / self.draw("bytes_per_token") * human
        if s.consent_scope == "all":
            web *= 1 - self.refused(year, before_2024)
        other = 0.0
        for access, stock in TEXT.items():
            other += getattr(s, access) * self.others[stock] * self.draw("other_usable_share")
        for access, stock in MULTIMODAL.items():
            other += getattr(s, access) * self.others[stock] * self.draw("multimodal_error")
        return web + other * self.draw("other_growth") ** (year - T0)

    def multiple(self) -> float:
        s = self.scenario
        if s.repetition_rule == "epochs":
            return 1 + 15.387756 * (1 - math.exp(-(s.epochs - 1) / 15.387756))
        return self.draw("repetition_multiple")

    def log10_stock(self, years: Array, before_2024: bool = False) -> Array:
        """Effective stock, log-linear between whole years."""
        whole = range(FIRST, T0 + 1) if before_2024 else range(T0, LAST + 1)
        levels = [
            math.log10(self.unique(year, human, before_2024) * self.multiple())
            for year, human in zip(whole, self.human(whole), strict=True)
        ]
        return np.interp(years, np.array(whole, dtype=float), levels)

    def log10_demand(self, years: Array, path: str) -> Array:
        s = self.scenario
        raised = math.log10(s.overtraining) / 2
        if path == "trend":
            start = math.log10(self.draw("demand_2024_tokens"))
            return raised + start + self.draw("demand_growth") * (years - T0)
        growth = self.draw("compute_growth")
        flop = math.log10(self.draw("compute_2024_flop")) + growth * (years - T0)
        if s.slowdown:
            bend = self.draw("slowdown_year")
            lost = growth * (1 - self.draw("slowdown_rate"))
            flop = flop - lost * np.maximum(years - bend, 0)
        return raised + math.log10(20) + (flop - math.log10(120)) / 2

    def crossing(self, path: str) -> float:
        """First year of the grid with D ≥ S; of a stock that was used up in 2024, since when."""
        later = GRID[GRID >= T0]
        over = self.log10_demand(later, path) >= self.log10_stock(later)
        if not over[0]:
            return float(later[over.argmax()]) if over.any() else math.inf
        earlier = GRID[GRID <= T0]
        short = self.log10_demand(earlier, path) < self.log10_stock(earlier, before_2024=True)
        return float(earlier[np.flatnonzero(short)[-1]]) if short.any() else float(FIRST)
