"""What an Outlook says, in sentences: headlines, chart titles, slides and tiles all read these.

Every sentence is computed from the numbers and carries its interval, its condition ("if past growth
continues", "under “Consent crackdown” assumptions") and the right tense: a crossing before
``scenario.as_of`` is past, one beyond the horizon is "not before 2100". No probability is ever
0% or 100%.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from analytics import wording
from analytics.depletion.exhaustion import probability_by_end_of
from analytics.depletion.forecast import MULTIMODAL_STOCKS, TEXT_STOCKS
from analytics.depletion.timeline import EARLIEST, HEADLINE_YEAR, HORIZON
from analytics.estimates import Array
from analytics.outlook import Outlook
from analytics.quantiles import place
from analytics.scenario import DEFAULT_PRESET, Preset, Scenario, nearest

NO_CHANGE = "no change"
NOT_COMPARABLE = "not comparable"
ENOUGH_CROSSINGS = 100  # fewer have no 80% interval: its ends would hang on ten of them
ALIKE_CROSSING = 0.05  # by how much the shares of worlds that cross may differ to be compared

EXHAUSTED = (
    "Text counts as exhausted from the first year in which the largest training run takes the "
    "whole effective stock: every token that is good enough to train on, times what its "
    "repetition is worth."
)
"""The definition of "exhausted", as a sentence."""


@dataclass(frozen=True, slots=True)
class Number:
    """A headline number, for a tile or a table of differences.

    Attributes:
        label: what it is.
        value_text: its value, with unit.
        interval_text: its 80% interval; empty where it has none.
        difference_text: how far it is from the baseline's, with sign and unit; None without one.
    """

    label: str
    value_text: str
    interval_text: str = ""
    difference_text: str | None = None


class _Middle(NamedTuple):
    """Median and 80% interval."""

    median: float
    low: float
    high: float


def name(scenario: Scenario, preset: Preset | None = None) -> str:
    """What a scenario is called: its preset, and how far from it it is.

    Args:
        scenario: the assumptions.
        preset: the one it starts from; by default the nearest.

    >>> from analytics.scenario import PRESETS
    >>> name(Scenario(overtraining=5.0, seed=1), PRESETS["overtrained-5x"])
    'Overtrained 5×, 1 change'
    """
    preset = preset or nearest(scenario)
    changes = _changes(scenario, preset)
    return f"{preset.name}, {changes}" if changes else preset.name


def condition(scenario: Scenario, preset: Preset | None = None) -> str:
    """Under which condition a forecast holds, to be put before or behind it.

    >>> condition(Scenario())
    'if past growth continues'
    >>> condition(Scenario(overtraining=5.0, seed=1))
    'with 1 change to “Overtrained 5×”'
    """
    preset = preset or nearest(scenario)
    changes = _changes(scenario, preset)
    if preset.id == DEFAULT_PRESET and not changes:
        return "if past growth continues"
    return f"with {changes} to “{preset.name}”" if changes else f"under “{preset.name}”"


def subject(scenario: Scenario) -> str:
    """What is exhausted: public human text, or human data when other stocks count too."""
    others = (*TEXT_STOCKS, *MULTIMODAL_STOCKS)
    counted = any(getattr(scenario, access) > 0 for access in others)
    return "human data" if counted else "public human text"


def headline(outlook: Outlook, preset: Preset | None = None) -> str:
    """When the data run out, in one sentence.

    Args:
        outlook: the answer to a scenario.
        preset: the preset it starts from; by default the nearest.
    """
    opening = f"{_opening(outlook, preset)}, the largest training run"
    everything = f"all {subject(outlook.scenario)}"
    when = _exhaustion(outlook)
    today = outlook.scenario.as_of
    if math.isinf(when.median):
        return f"{opening} {_hardly(outlook)} need {everything} {_before_horizon(outlook)}."
    if when.high <= today:
        return f"{opening} already needs {everything}, since {_years(when)}."
    if when.median <= today:
        return f"{opening} probably needs {everything} already, since {_years(when)}."
    return f"{opening} will need {everything} in {_years(when)}."


def chance(outlook: Outlook, year: int = HEADLINE_YEAR, preset: Preset | None = None) -> str:
    """How likely it is that the data run out by the end of a year, in one sentence.

    Raises:
        ValueError: the year is not between 1990 and the one before the horizon.
    """
    past = year + 1 <= outlook.scenario.as_of
    return (
        f"{_opening(outlook, preset)}, the chance that the largest training run "
        f"{'needed' if past else 'needs'} all {subject(outlook.scenario)} by the end of {year} "
        f"is {_probability(outlook, probability_by(outlook, year))}."
    )


def probability_by(outlook: Outlook, year: int) -> float:
    """P(exhausted by the end of a year); ValueError outside 1990 to the one before the horizon."""
    if not EARLIEST <= year < HORIZON:
        raise ValueError(f"{year} is not between {EARLIEST:.0f} and {HORIZON - 1:.0f}")
    worlds = outlook.depletion.exhaustion_worlds
    return float(probability_by_end_of(np.array([float(year)]), worlds)[0])


def crossing(outlook: Outlook, preset: Preset | None = None) -> str:
    """How large the run is that exhausts the data, in one sentence."""
    return f"{_opening(outlook, preset)}, {_crossing(outlook)}."


def _crossing(outlook: Outlook) -> str:
    everything = f"all {subject(outlook.scenario)}"
    tokens = _middle(outlook.depletion.crossing_tokens)
    flop = _middle(outlook.depletion.crossing_flop)
    if math.isnan(tokens.median):
        return f"a run {_hardly(outlook)} need {everything} {_before_horizon(outlook)}"
    crossed = _share_crossed(outlook)
    among = ""
    if crossed < 1:
        within = _probability(outlook, crossed)
        among = f", among the {within} of worlds in which this happens before {HORIZON:.0f}"
    both = (_ends(tokens, wording.tokens), _ends(flop, wording.flop))
    ends = [f" ({text})" if text and _enough_crossings(outlook) else "" for text in both]
    return (
        f"the first run that needs {everything} takes {wording.tokens(tokens.median)} "
        f"tokens{ends[0]} and {wording.flop(flop.median)}{ends[1]}{among}"
    )


def supply(outlook: Outlook, year: float = HEADLINE_YEAR, preset: Preset | None = None) -> str:
    """What part of the largest run can't come from public human text, in one sentence.

    Args:
        outlook: the answer to a scenario.
        year: start of the year, or a quarter of it, within the chart.
        preset: the preset it starts from; by default the nearest.

    Raises:
        ValueError: the year is no quarter-year of the chart.
    """
    return f"{_opening(outlook, preset)}, {_supply(outlook, year)}."


def _supply(outlook: Outlook, year: float) -> str:
    web, repeated, other, nothing = _shares(outlook, year)
    if other + nothing < 0.001:
        return (
            f"public human text, with repetition, covers on average "
            f"{_probability(outlook, web + repeated)} of the largest training run {_at(year)}"
        )
    rest = ""
    if other > 0:
        covered, uncovered = (_probability(outlook, part) for part in (other, nothing))
        rest = f": other stocks cover {covered}, nothing covers {uncovered}"
    return (
        f"on average {_probability(outlook, other + nothing)} of the largest training run "
        f"{_at(year)} cannot come from public human text, even repeated{rest}"
    )


def implications(outlook: Outlook) -> str:
    """What follows from the headline, in two sentences that leave its condition to it."""
    both = (_crossing(outlook), _supply(outlook, HEADLINE_YEAR))
    return " ".join(f"{text[0].upper()}{text[1:]}." for text in both)


def numbers(outlook: Outlook) -> list[Number]:
    """The headline numbers: year, chance, size of the run, and what public text leaves open."""
    when, tokens = _exhaustion(outlook), _middle(outlook.depletion.crossing_tokens)
    return [
        Number("Median year of exhaustion", wording.year(when.median), _ends(when, wording.year)),
        Number(
            f"Chance by the end of {HEADLINE_YEAR}",
            _probability(outlook, probability_by(outlook, HEADLINE_YEAR)),
        ),
        Number("Tokens at the crossing", wording.tokens(tokens.median), _token_interval(outlook)),
        Number(
            f"Not from public text, start of {HEADLINE_YEAR}",
            _probability(outlook, _beyond_public_text(outlook)),
            "of the largest run, expected",
        ),
    ]


def difference(outlook: Outlook, baseline: Outlook) -> list[Number]:
    """The headline numbers, each with its difference from a baseline's."""
    when, was = _exhaustion(outlook), _exhaustion(baseline)
    chances = [probability_by(one, HEADLINE_YEAR) for one in (outlook, baseline)]
    beyond = [_beyond_public_text(one) for one in (outlook, baseline)]
    texts = [
        _years_apart(when.median, was.median),
        NO_CHANGE if chances[0] == chances[1] else wording.points(chances[0] - chances[1]),
        _crossings_apart(outlook, baseline),
        NO_CHANGE if beyond[0] == beyond[1] else wording.points(beyond[0] - beyond[1]),
    ]
    return [
        Number(one.label, one.value_text, one.interval_text, text)
        for one, text in zip(numbers(outlook), texts, strict=True)
    ]


def fans_title(outlook: Outlook, preset: Preset | None = None) -> str:
    """Title of the stock and demand fans."""
    when, what = _exhaustion(outlook), subject(outlook.scenario)
    given = condition(outlook.scenario, preset)
    if math.isinf(when.median):
        return f"Demand {_hardly(outlook)} outgrow {what} {_before_horizon(outlook)}, {given}"
    today = outlook.scenario.as_of
    if when.median <= today:
        sure = "" if when.high <= today else "probably "
        return f"Demand has {sure}outgrown {what}, since {_years(when)}, {given}"
    return f"Demand outgrows {what} in {_years(when)}, {given}"


def exhaustion_title(outlook: Outlook, preset: Preset | None = None) -> str:
    """Title of the distribution of the exhaustion year."""
    when, what = _exhaustion(outlook), subject(outlook.scenario)
    given = condition(outlook.scenario, preset)
    never = _probability(outlook, outlook.depletion.probability_never)
    if math.isinf(when.median):
        return f"In {never} of worlds {what} is not exhausted before {HORIZON:.0f}, {given}"
    if math.isinf(when.high):
        return (
            f"The median year of exhaustion is {wording.year(when.median)}, but in {never} of "
            f"worlds {what} lasts beyond {HORIZON:.0f}, {given}"
        )
    low, high = wording.year(when.low), wording.year(when.high)
    ends = f"in {low}" if low == high else f"between {low} and {high}"
    past = when.high <= outlook.scenario.as_of
    if when.low <= EARLIEST:
        return f"In 90% of worlds {what} {'was' if past else 'is'} exhausted by {high}, {given}"
    return f"In 80% of worlds {what} {'was' if past else 'is'} exhausted {ends}, {given}"


def probability_title(
    outlook: Outlook, year: int = HEADLINE_YEAR, preset: Preset | None = None
) -> str:
    """Title of the probabilities by year; ValueError as :func:`chance`."""
    return (
        f"The chance that {subject(outlook.scenario)} is exhausted by the end of {year} is "
        f"{_probability(outlook, probability_by(outlook, year))}, "
        f"{condition(outlook.scenario, preset)}"
    )


def supply_title(
    outlook: Outlook, year: float = HEADLINE_YEAR, preset: Preset | None = None
) -> str:
    """Title of the token supply stack; ValueError as :func:`supply`."""
    web, repeated, _, _ = _shares(outlook, year)
    return (
        "Public human text, even repeated, covers on average "
        f"{_probability(outlook, web + repeated)} of the largest run {_at(year)}, "
        f"{condition(outlook.scenario, preset)}"
    )


def _changes(scenario: Scenario, preset: Preset) -> str:
    changes = len(preset.scenario.differences(scenario))
    return f"{changes} change{'s' if changes > 1 else ''}" if changes else ""


def _opening(outlook: Outlook, preset: Preset | None) -> str:
    given = condition(outlook.scenario, preset)
    return given[0].upper() + given[1:]


def _middle(quantiles: Array) -> _Middle:
    return _Middle(*(float(quantiles[place(p)]) for p in (0.5, 0.1, 0.9)))


def _exhaustion(outlook: Outlook) -> _Middle:
    return _middle(outlook.depletion.exhaustion_year)


def _years(when: _Middle) -> str:
    return wording.interval(*when)


def _ends(middle: _Middle, form: wording.Form) -> str:
    """The 80% interval alone; empty where it reads as the value does."""
    ends = wording.span(form(middle.low), form(middle.high))
    return "" if ends == form(middle.median) else f"80%: {ends}"


def _hardly(outlook: Outlook) -> str:
    sure = outlook.depletion.probability_never > 0.99
    return f"will {'almost certainly' if sure else 'probably'} not"


def _before_horizon(outlook: Outlook) -> str:
    chance = _probability(outlook, _share_crossed(outlook))
    return f"before {HORIZON:.0f} (chance that it does: {chance})"


def _beyond_public_text(outlook: Outlook) -> float:
    """Expected share of the largest run that public text, even repeated, does not cover."""
    return sum(_shares(outlook, HEADLINE_YEAR)[2:])


def _shares(outlook: Outlook, year: float) -> list[float]:
    """Expected shares of the largest run at a quarter-year."""
    found = np.flatnonzero(outlook.depletion.years == year)
    if not len(found):
        years = outlook.depletion.years
        raise ValueError(f"{year:g} is no quarter-year from {years[0]:g} to {years[-1]:g}")
    return [float(part) for part in outlook.depletion.supply_share[found[0]]]


def _probability(outlook: Outlook, p: float) -> str:
    """A probability counted in the draws, or a mean share of them: as unsure of 0% and 100%."""
    return wording.probability(p, worlds=len(outlook.depletion.exhaustion_worlds))


def _share_crossed(outlook: Outlook) -> float:
    """Share of the draws in which demand reaches the stock before the horizon."""
    return 1 - outlook.depletion.probability_never


def _enough_crossings(outlook: Outlook) -> bool:
    return bool(np.isfinite(outlook.depletion.exhaustion_worlds).sum() >= ENOUGH_CROSSINGS)


def _token_interval(outlook: Outlook) -> str:
    """The 80% interval of the tokens at the crossing, with the condition that it holds under."""
    tokens, crossed = _middle(outlook.depletion.crossing_tokens), _share_crossed(outlook)
    if math.isnan(tokens.median):
        return ""
    parts = [_ends(tokens, wording.tokens)] if _enough_crossings(outlook) else []
    if crossed < 1:
        parts.append(f"among the {_probability(outlook, crossed)} of worlds that cross")
    return ", ".join(part for part in parts if part)


def _crossings_apart(outlook: Outlook, baseline: Outlook) -> str:
    """The difference in tokens at the crossing, where it is not one of which worlds cross."""
    both = (outlook, baseline)
    tokens, were = (_middle(one.depletion.crossing_tokens).median for one in both)
    crossed, had = map(_share_crossed, both)
    if crossed == had and np.array_equal(tokens, were, equal_nan=True):
        return NO_CHANGE
    if abs(crossed - had) > ALIKE_CROSSING or not all(map(_enough_crossings, both)):
        return NOT_COMPARABLE
    return NO_CHANGE if tokens == were else wording.signed(tokens - were, wording.tokens)


def _at(year: float) -> str:
    return f"at the start of {year:.0f}" if year == int(year) else f"in {wording.year(year)}"


def _years_apart(now: float, was: float) -> str:
    """A difference of two medians, either of which may lie beyond the horizon."""
    if now == was:
        return NO_CHANGE
    difference = min(now, HORIZON) - min(was, HORIZON)
    if min(now, was) > EARLIEST and max(now, was) <= HORIZON:
        return wording.years(difference, signed=True)
    at_least = math.copysign(math.floor(abs(difference)), difference)
    return f"{wording.years(at_least, signed=True)} or more"
