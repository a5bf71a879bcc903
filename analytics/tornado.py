"""A tornado: what the answer would be if one assumption alone were known, or chosen otherwise.

An uncertain input is taken to be known at its 10% and at its 90% quantile, a choice to be made in
every other way; all others stay as uncertain as they are. All scenarios share their draws (common
random numbers), so that the difference between two is no noise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from analytics.depletion.timeline import HORIZON
from analytics.estimates import Estimate
from analytics.given import drawn
from analytics.scenario import DECLARATIONS, Scenario
from analytics.scenario.declaration import SEPARATOR

ALTERNATIVES: dict[str, tuple[float, ...]] = {
    "overtraining": (1.0, 5.0),
    "epochs": (4.0, 16.0),
    "robots_all_share": (0.08, 0.11),
    "robots_head_share": (0.20, 0.33),
    "consent_rate": (1.65, 6.6),
    "consent_midpoint": (2023.06, 2025.06),
    "ai_share_rate": (1.8, 7.2),
    "ai_share_midpoint": (2023.2, 2024.2),
    "images_access": (0.0, 1.0),
    "video_access": (0.0, 1.0),
    "youtube_access": (0.0, 1.0),
    "books_access": (0.0, 0.5),
    "facebook_access": (0.0, 0.3),
    "messages_access": (0.0, 0.3),
    "email_access": (0.0, 0.3),
    "top_p": (0.90, 0.99),
    "synthetic_cap": (0.10, 0.70),
    "tail_threshold": (0.25, 0.75),
    "undisclosed_overtraining": (2.0, 10.0),
    "undisclosed_most_tokens": (5e13, 2e14),
}
"""What else a number may be set to. Overtraining: the moderate case of Villalobos et al. 2024;
epochs: as good as new text, and sixteen; robots.txt: the ranges of Longpre et al. 2024; speeds:
half and twice; midpoints: a year or half a year either way; other stocks: shut, and as far open as
the presets and their helps go. Nucleus: half and twice what is cut off; cap: a supplement, and most
of a run; threshold: a quarter of the tail, and three; undisclosed runs: half and twice."""

LOW, HIGH = 0.10, 0.90
"""An uncertain input is taken to be known at these quantiles of its own distribution, to five
digits."""

Kind = Literal["uncertain", "choice"]
Outcome = Literal["year", "probability", "rank", "risk", "waste"]
"""Median exhaustion year, P(exhausted by the end of a year), a vendor's expected rank, its P(tail
kept < threshold) in a year, and the median of the compute that it wastes then."""

Answer = Mapping[Outcome, float]


@dataclass(frozen=True, slots=True)
class Bar:
    """What one assumption does to the answer when it alone is set otherwise.

    Attributes:
        field: name of the assumption, which is also that of its control.
        label: its label.
        kind: ``uncertain`` (two settings: known at its 10% and at its 90% quantile) or ``choice``
            (every setting there is, or the alternatives of a number).
        settings: the settings as a link takes them, or the names of growth options.
        values: the settings themselves: estimates, numbers, texts or truth values.
        answers: outcome → what it is at each setting; a year is ``inf`` beyond the horizon.
        base: outcome → what it is in the scenario as it is.
        leads: field of the control that it leads to, where that is another one; the label is then
            not the control's.
    """

    field: str
    label: str
    kind: Kind
    settings: tuple[str, ...]
    values: tuple[Any, ...]
    answers: Mapping[Outcome, tuple[float, ...]]
    base: Answer
    leads: str = ""

    @property
    def years(self) -> tuple[float, ...]:
        """Median exhaustion year at each setting, ``inf`` beyond the horizon."""
        return self.answers["year"]

    @property
    def probabilities(self) -> tuple[float, ...]:
        """P(exhausted by the end of a year) at each setting."""
        return self.answers["probability"]

    @property
    def base_year(self) -> float:
        """Median exhaustion year of the scenario as it is."""
        return self.base["year"]

    @property
    def base_probability(self) -> float:
        """P(exhausted by the end of a year) of the scenario as it is."""
        return self.base["probability"]

    @property
    def year_width(self) -> float:
        """Years from the earliest to the latest answer, one beyond the horizon counted as 2100."""
        return self.width("year")

    @property
    def probability_width(self) -> float:
        """Difference between the greatest and the least probability."""
        return self.width("probability")

    def width(self, by: Outcome) -> float:
        """How far the assumption moves an outcome, a year beyond the horizon counted as 2100."""
        values = [*self.answers[by], self.base[by]]
        if by == "year":
            values = [min(year, HORIZON) for year in values]
        return max(values) - min(values)


def bar(
    scenario: Scenario,
    name: str,
    answer: Callable[[str, Any], Answer],
    base: Answer,
    values: Iterable[Any] | None = None,
    settings: Iterable[str] | None = None,
) -> Bar | None:
    """The bar of one assumption.

    Args:
        scenario: as it is.
        name: of the assumption.
        answer: name and another value → the answer.
        base: the answer of the scenario as it is.
        values: what it is set to; by default what :func:`settings_of` says.
        settings: these in words; by default as a link takes them.

    Returns:
        None if there is nothing else to set it to.
    """
    declared = DECLARATIONS[name]
    given = values is not None
    tried = tuple(settings_of(scenario, name) if values is None else values)
    if not tried:
        return None
    now = getattr(scenario, name)
    found = [base if value == now else answer(name, value) for value in tried]
    # a link takes one number for an estimate that is known
    told = settings or (declared.as_text(value).split(SEPARATOR)[0] for value in tried)
    kind: Kind = "uncertain" if declared.kind == "estimate" and not given else "choice"
    answers: dict[Outcome, tuple[float, ...]] = {by: tuple(f[by] for f in found) for by in base}
    return Bar(name, declared.label, kind, tuple(told), tried, answers, base)


def moving(bars: Iterable[Bar | None], by: Outcome) -> list[Bar]:
    """The bars that move any outcome, the widest by one of them first."""
    found = [
        one for one in bars if one is not None and any(one.width(each) > 0 for each in one.base)
    ]
    return sorted(found, key=lambda one: one.width(by), reverse=True)


def settings_of(scenario: Scenario, name: str) -> tuple[Any, ...]:
    """What an assumption is set to in turn; nothing for one that has no alternatives."""
    declared = DECLARATIONS[name]
    match declared.kind:
        case "estimate":
            estimate: Estimate = getattr(scenario, name)
            if estimate.low == estimate.high:
                return ()
            ends = (float(f"{end:.5g}") for end in drawn(scenario, name, np.array([LOW, HIGH])))
            return tuple(estimate.with_points((end,) * len(estimate.points)) for end in ends)
        case "choice":
            return tuple(declared.options)
        case "switch":
            return (False, True)
        case _:
            return ALTERNATIVES.get(name, ())
