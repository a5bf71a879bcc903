"""Which assumption moves the answer: a tornado, and Sobol' indices beside it.

The *tornado* changes one assumption at a time and leaves all others as uncertain as they are: what
would the answer be if this one were known to be low, or high, or had been chosen otherwise? All
scenarios share their draws (common random numbers), so that the difference between two is no noise.

The *Sobol' indices* split the spread of the exhaustion year among the uncertain inputs: the total
index is the share of it that would remain if all other inputs were known, the first-order index
the share that would go if this one were (Saltelli et al. 2010, Comput. Phys. Commun. 181). What is
split is the variance of the year's *rank* among all worlds, since the year itself is infinite where
demand never reaches the stock; ranks order the worlds alike and no far tail outweighs the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from pydantic import PrivateAttr
from scipy.stats import qmc

from analytics.depletion import exhaustion
from analytics.depletion.forecast import demand_of, stock_of
from analytics.depletion.timeline import HEADLINE_YEAR, HORIZON
from analytics.estimates import Array, Estimate
from analytics.scenario import DECLARATIONS, Scenario
from analytics.scenario.declaration import SEPARATOR

if TYPE_CHECKING:
    import pandas as pd

GROUPS = frozenset({"demand", "stock", "repetition", "consent", "contamination", "other_stocks"})
"""Groups of assumptions that may act on the exhaustion year."""

EXHAUSTED_BY = float(HEADLINE_YEAR)
"""The year Y of the second outcome, P(exhausted by the end of Y)."""

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
}
"""What else a number may be set to. Overtraining: the moderate case of Villalobos et al. 2024;
epochs: as good as new text, and sixteen; robots.txt: the ranges of Longpre et al. 2024; speeds:
half and twice; midpoints: a year or half a year either way; other stocks: shut, and as far open as
the presets and their helps go."""

LOW, HIGH = 0.10, 0.90
"""An uncertain input is taken to be known at these quantiles of its own distribution, to five
digits."""

Kind = Literal["uncertain", "choice"]
Outcome = Literal["year", "probability"]


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
        years: median exhaustion year at each setting, ``inf`` beyond the horizon.
        probabilities: P(exhausted by the end of 2032) at each setting.
        base_year: median exhaustion year of the scenario as it is.
        base_probability: P(exhausted by the end of 2032) of the scenario as it is.
    """

    field: str
    label: str
    kind: Kind
    settings: tuple[str, ...]
    values: tuple[Any, ...]
    years: tuple[float, ...]
    probabilities: tuple[float, ...]
    base_year: float
    base_probability: float

    @property
    def year_width(self) -> float:
        """Years from the earliest to the latest answer, one beyond the horizon counted as 2100."""
        return _spread([min(year, HORIZON) for year in (*self.years, self.base_year)])

    @property
    def probability_width(self) -> float:
        """Difference between the greatest and the least probability."""
        return _spread((*self.probabilities, self.base_probability))


def tornado(
    scenario: Scenario,
    other_tokens: Mapping[str, float],
    *,
    growth_options: Mapping[str, Estimate] | None = None,
    by: Outcome = "year",
) -> list[Bar]:
    """Change each assumption in turn.

    Args:
        scenario: every assumption.
        other_tokens: tokens of each additive stock in 2024 by its id.
        growth_options: growth of demand by the name of its source (as published, refits), for a
            bar of its own.
        by: outcome by which the bars are sorted, the widest first.

    Returns:
        A bar for each assumption that moves either outcome; one that is known for certain, or
        that does not act in this scenario, has none.
    """
    supply, paths = stock_of(scenario, other_tokens), demand_of(scenario)
    base = _outcomes([supply.crossing(path) for path in paths])

    def answer(name: str, value: Any) -> tuple[float, float]:
        if value == getattr(scenario, name):
            return base
        other = scenario.model_copy(update={name: value})
        if DECLARATIONS[name].group == "demand":  # demand leaves the stock as it is, and vice versa
            return _outcomes([supply.crossing(path) for path in demand_of(other)])
        moved = stock_of(other, other_tokens)
        return _outcomes([moved.crossing(path) for path in paths])

    def bar(name: str, kind: Kind, values: Sequence[Any], settings: Sequence[str]) -> Bar:
        years, probabilities = zip(*(answer(name, value) for value in values), strict=True)
        label = DECLARATIONS[name].label
        return Bar(name, label, kind, tuple(settings), tuple(values), years, probabilities, *base)

    bars = []
    for name, declared in DECLARATIONS.items():
        values = _settings(scenario, name) if declared.group in GROUPS else ()
        if values:
            kind: Kind = "uncertain" if declared.kind == "estimate" else "choice"
            # a link takes one number for an estimate that is known
            settings = [declared.as_text(value).split(SEPARATOR)[0] for value in values]
            bars.append(bar(name, kind, values, settings))
    if growth_options:
        options = tuple(growth_options.values())
        bars.append(bar("demand_growth", "choice", options, tuple(growth_options)))
    moving = [one for one in bars if one.year_width > 0 or one.probability_width > 0]
    widths = {"year": lambda one: one.year_width, "probability": lambda one: one.probability_width}
    return sorted(moving, key=widths[by], reverse=True)


def sobol(
    scenario: Scenario, other_tokens: Mapping[str, float], n: int = 512, seed: int = 0
) -> pd.DataFrame:
    """Total and first-order Sobol' indices of the exhaustion year's rank.

    Args:
        scenario: every assumption. Where both demand paths are weighed, which of the two holds is
            one more input, ``demand_path``.
        other_tokens: tokens of each additive stock in 2024 by its id.
        n: base sample, a power of two; the model is run in n(d + 2) worlds for d inputs.
        seed: of the scrambled Sobol' points.

    Returns:
        ``field``, ``label``, ``total`` and ``first_order``, the largest total first, for each
        uncertain input that acts in the scenario. First-order indices sum to at most 1, totals to
        at least 1, both within sampling error (±0.05 at n = 512).
    """
    import pandas as pd

    fixed, inputs = _inputs(scenario, other_tokens)
    pooled = scenario.demand_path == "pooled"
    names = [*inputs, "demand_path"] if pooled else list(inputs)
    ordered = np.sort(exhaustion_worlds(scenario, other_tokens))
    spread = bool(names) and ordered[0] < ordered[-1]

    def rank(uniforms: Array) -> Array:
        known = {name: np.full(uniforms.shape[1], value) for name, value in fixed.items()}
        drawn = {name: _drawn(scenario, name, uniforms[i]) for i, name in enumerate(inputs)}
        worlds = _Given.of(scenario, known | drawn)
        supply = stock_of(worlds, other_tokens)
        years = [supply.crossing(path) for path in demand_of(worlds)]
        year = np.where(uniforms[-1] < 0.5, *years) if pooled else years[0]
        return np.searchsorted(ordered, year, side="right") / len(ordered)

    total, first = indices(rank, len(names), n, seed) if spread else np.zeros((2, len(names)))
    labels = [DECLARATIONS[name].label for name in names]
    frame = pd.DataFrame({"field": names, "label": labels, "total": total, "first_order": first})
    acting = frame[frame["total"] > 0] if spread else frame[:0]
    ranked: pd.DataFrame = acting.sort_values("total", ascending=False, kind="stable")
    return ranked.reset_index(drop=True)


def indices(model: Callable[[Array], Array], inputs: int, n: int, seed: int) -> tuple[Array, Array]:
    """Total and first-order Sobol' indices of a function of uniform inputs.

    Args:
        model: takes uniform numbers (inputs, worlds), returns values (worlds,); called once.
        inputs: number of inputs.
        n: base sample, a power of two; the model is run in n(inputs + 2) worlds.
        seed: of the scrambled Sobol' points.

    Returns:
        Total indices (Jansen 1999, Comput. Phys. Commun. 117) and first-order indices (Saltelli et
        al. 2010, table 2b), (inputs,) each; zeros for a constant.
    """
    points = qmc.Sobol(2 * inputs, rng=np.random.default_rng(seed)).random(n).T
    points = np.clip(points, 2.0**-31, 1 - 2.0**-31)  # inverse CDFs are infinite at 0 and 1
    one, two = points[:inputs], points[inputs:]
    mixed = np.repeat(one[:, None], inputs, axis=1)  # (inputs, inputs, n): the i-th has i from two
    each = np.arange(inputs)
    mixed[each, each] = two
    values = model(np.concatenate([one, two, mixed.reshape(inputs, -1)], axis=1))
    values = values - values[: 2 * n].mean()
    of_one, of_two, of_mixed = values[:n], values[n : 2 * n], values[2 * n :].reshape(inputs, n)
    variance = values[: 2 * n].var()
    if variance == 0:
        return np.zeros(inputs), np.zeros(inputs)
    total = ((of_one - of_mixed) ** 2).mean(axis=1) / (2 * variance)
    first = (of_two * (of_mixed - of_one)).mean(axis=1) / variance
    return total, first


def exhaustion_worlds(scenario: Scenario, other_tokens: Mapping[str, float]) -> Array:
    """The exhaustion year in every world and on every demand path, without any fan.

    Args:
        scenario: every assumption.
        other_tokens: tokens of each additive stock in 2024 by its id.

    Returns:
        Decimal years, ``inf`` beyond the horizon, (worlds × paths,): those of the forecast.
    """
    supply = stock_of(scenario, other_tokens)
    return np.concatenate([supply.crossing(path) for path in demand_of(scenario)])


class _Given(Scenario):
    """A scenario whose worlds are given from outside, or that notes which inputs are drawn."""

    _columns: dict[str, Array] = PrivateAttr(default_factory=dict)
    _asked: dict[str, None] = PrivateAttr(default_factory=dict)

    @classmethod
    def of(cls, scenario: Scenario, columns: dict[str, Array], **changes: Any) -> _Given:
        """The scenario with these values of its inputs, (worlds,) each."""
        given = cls(**{name: getattr(scenario, name) for name in DECLARATIONS} | changes)
        given._columns = columns
        return given

    def draw(self, name: str) -> Array:
        """Values of one uncertain input in every world, (worlds,)."""
        self._asked[name] = None
        return self._columns[name] if name in self._columns else super().draw(name)


def _inputs(
    scenario: Scenario, other_tokens: Mapping[str, float]
) -> tuple[dict[str, float], list[str]]:
    """The inputs that the model asks for: those known for certain, and those that are not."""
    probe = _Given.of(scenario, {}, log2_worlds=6)
    exhaustion_worlds(probe, other_tokens)
    asked = {name: getattr(scenario, name) for name in DECLARATIONS if name in probe._asked}
    known = {name: one.low for name, one in asked.items() if one.low == one.high}
    return known, [name for name in asked if name not in known]


def _drawn(scenario: Scenario, name: str, uniforms: Array) -> Array:
    declared = DECLARATIONS[name]
    estimate: Estimate = getattr(scenario, name)
    values: Array = np.clip(estimate.quantile(uniforms), declared.low, declared.high)
    return values


def _settings(scenario: Scenario, name: str) -> tuple[Any, ...]:
    """What an assumption is set to in turn; nothing for one that has no alternatives."""
    declared = DECLARATIONS[name]
    match declared.kind:
        case "estimate":
            estimate: Estimate = getattr(scenario, name)
            if estimate.low == estimate.high:
                return ()
            ends = (float(f"{end:.5g}") for end in _drawn(scenario, name, np.array([LOW, HIGH])))
            return tuple(estimate.with_points((end,) * len(estimate.points)) for end in ends)
        case "choice":
            return tuple(declared.options)
        case "switch":
            return (False, True)
        case _:
            return ALTERNATIVES.get(name, ())


def _outcomes(crossings: Sequence[Array]) -> tuple[float, float]:
    """Median exhaustion year, and P(exhausted by the end of 2032)."""
    years = np.concatenate(crossings)
    (median,) = exhaustion.quantiles(years, np.array([0.5]))
    (probability,) = exhaustion.probability_by_end_of(np.array([EXHAUSTED_BY]), years)
    return float(median), float(probability)


def _spread(values: Sequence[float]) -> float:
    return max(values) - min(values)
