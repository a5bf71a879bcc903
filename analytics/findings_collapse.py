"""What the collapse risk says, in sentences.

As in ``analytics.findings``: every sentence carries its interval and its condition. The risk is
simulated, under a stated policy; its name (low to severe) never stands without the number.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from analytics import wording
from analytics.depletion.timeline import HEADLINE_YEAR
from analytics.findings import NO_CHANGE, Number, condition
from analytics.outlook import Outlook
from analytics.outlook.collapse_risk import BANDS, CollapseRisk, band, collapse_risk
from analytics.quantiles import place
from analytics.scenario import Preset, Scenario

BANDS_DECLARED = ", ".join(
    f"{name} below {below:.0%}" if below < 1 else f"{name} from there on" for name, below in BANDS
)
"""What the names of risks mean, for beside a chart."""

DEFINITION = (
    "The rare tail is the rarest words that make up the last 5% of human text. Its share kept is "
    "how much of that 5% a model still writes; the risk is the share of simulated worlds in which "
    "less than the threshold is kept by a trainer who has only the public crawl."
)
"""What is kept of what, as a sentence."""


class At(NamedTuple):
    """The risk in one year.

    Attributes:
        year: whole year.
        risk: P(tail mass kept < threshold).
        mean: expected tail mass kept.
        low: lower end of its 80% interval.
        high: upper end.
        human_share: median human share of the run.
        perplexity_ratio: median of exp(KL(p ‖ q)).
    """

    year: int
    risk: float
    mean: float
    low: float
    high: float
    human_share: float
    perplexity_ratio: float


def at(found: CollapseRisk, year: int = HEADLINE_YEAR) -> At:
    """The risk in a year, or in the nearest that there is."""
    i = int(np.argmin(np.abs(found.years - year)))
    low, middle, high = place(0.1), place(0.5), place(0.9)
    return At(
        int(found.years[i]),
        float(found.risk[i]),
        float(found.tail_kept_mean[i]),
        float(found.tail_kept[i, low]),
        float(found.tail_kept[i, high]),
        float(found.human_share[i, middle]),
        float(found.perplexity_ratio[i, middle]),
    )


def policy(scenario: Scenario) -> str:
    """What happens where human text runs short, to be put before a forecast.

    >>> policy(Scenario())
    'with synthetic text filling every gap'
    """
    match scenario.synthetic_policy:
        case "fill":
            return "with synthetic text filling every gap"
        case "controlled":
            return f"with synthetic text capped at {wording.share(scenario.synthetic_cap)}"
        case "stop":
            return "with training no larger than human text allows"
        case _:
            return "with human text repeated up to 16 times and no synthetic text"


def gone(threshold: float) -> str:
    """What part of the tail is gone below a threshold.

    >>> gone(0.5), gone(0.25)
    ('half of the rare tail is gone', '75% of the rare tail is gone')
    """
    part = "half" if threshold == 0.5 else wording.share(1.0 - threshold)
    return f"{part} of the rare tail is gone"


def collapse_title(
    outlook: Outlook, year: int = HEADLINE_YEAR, preset: Preset | None = None
) -> str:
    """Title of the chart of collapse risk by year."""
    given = condition(outlook.scenario, preset)
    return f"{_said(outlook, year)}, {given}"


def collapse(outlook: Outlook, year: int = HEADLINE_YEAR, preset: Preset | None = None) -> str:
    """The collapse risk in one sentence, its name with it."""
    risk = at(collapse_risk(outlook), year).risk
    given = condition(outlook.scenario, preset)
    return f"{_said(outlook, year)}, {given}: a simulated risk, {_limits(risk)}."


def collapse_numbers(outlook: Outlook, year: int = HEADLINE_YEAR) -> list[Number]:
    """Risk, tail mass kept and human share in a year, each as for a tile."""
    found = at(collapse_risk(outlook), year)
    return [
        Number(
            f"Collapse risk in {found.year}", wording.probability(found.risk), _limits(found.risk)
        ),
        Number(f"Rare tail kept in {found.year}", _share(found.mean), _interval(found)),
        Number(f"Human share of a run in {found.year}", _share(found.human_share), "median"),
    ]


def collapse_difference(
    outlook: Outlook, baseline: Outlook, year: int = HEADLINE_YEAR
) -> list[Number]:
    """The same numbers, each with its difference from a baseline's in the same year."""
    now = at(collapse_risk(outlook), year)
    was = at(collapse_risk(baseline), now.year)
    apart = (now.risk - was.risk, now.mean - was.mean, now.human_share - was.human_share)
    return [
        Number(
            one.label,
            one.value_text,
            one.interval_text,
            NO_CHANGE if difference == 0 else wording.points(difference),
        )
        for one, difference in zip(collapse_numbers(outlook, year), apart, strict=True)
    ]


def _said(outlook: Outlook, year: int) -> str:
    found = at(collapse_risk(outlook), year)
    way = policy(outlook.scenario)
    return (
        f"{way[0].upper()}{way[1:]}, the chance that {gone(outlook.scenario.tail_threshold)} in "
        f"{found.year} is {wording.probability(found.risk)} ({_share(found.mean)} kept on "
        f"average, {_interval(found)})"
    )


def _interval(found: At) -> str:
    return f"80%: {wording.span(_share(found.low), _share(found.high))}"


def _limits(risk: float) -> str:
    """The name of a risk with its limits: "moderate: 5% to 25%"."""
    names = [name for name, _ in BANDS]
    i = names.index(band(risk))
    above, below = (0.0, *(limit for _, limit in BANDS))[i : i + 2]
    if i == 0:
        return f"{names[i]}: below {below:.0%}"
    if i == len(BANDS) - 1:
        return f"{names[i]}: {above:.0%} or more"
    return f"{names[i]}: {above:.0%} to {below:.0%}"


def _share(share: float) -> str:
    return wording.probability(share)
