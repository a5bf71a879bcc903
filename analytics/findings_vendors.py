"""What the ranking of vendors says, in sentences: how far it can be told, and what drives it.

As in ``analytics.findings``: every sentence is computed from the numbers and carries its interval.
A score is of 100; a rank's band holds 90% of the worlds, as throughout the ranking.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from analytics import wording
from analytics.findings import NO_CHANGE, Number
from analytics.moat.result import MoatScore
from analytics.outlook import Outlook
from analytics.outlook.vendors import Ranking, ranking
from analytics.scenario import DECLARATIONS, MOAT_GROUPS, Preset, nearest

BAND = 0.9
"""Share of the worlds in a band of the ranking."""

SEVEN = (
    "Of the seven criteria five are of the mix and two of the vendor: headroom, the years that "
    "its own text adds, and collapse resistance, what its models keep of the rare tail in 2032."
)
"""What the score is made of, as a sentence."""


class Place(NamedTuple):
    """Where a vendor stands.

    Attributes:
        rank: median, 1 for the best.
        low: lower end of the band, the better rank.
        high: upper end.
        first: P(rank 1).
        tier: 1 for the highest.
        score: median, 0–1.
        score_low: lower end of the band.
        score_high: upper end.
    """

    rank: float
    low: float
    high: float
    first: float
    tier: int
    score: float
    score_low: float
    score_high: float


def place(moat: MoatScore, vendor: str) -> Place:
    """Where a ranked vendor stands; ValueError if it is not ranked."""
    i, at = moat.ranked_units.index(vendor), moat.place(vendor)
    low, high = moat.rank_band[:, i]
    return Place(
        float(moat.median_rank[i]),
        float(low),
        float(high),
        float(moat.acceptability[i, 0]),
        moat.tiers[i],
        float(moat.median_score[at]),
        float(moat.score_band[0, at]),
        float(moat.score_band[1, at]),
    )


def ordinal(rank: float) -> str:
    """A rank in words; halfway between two where vendors tie.

    >>> [ordinal(x) for x in (1, 2, 3, 4, 11, 12, 21, 6.5)]
    ['1st', '2nd', '3rd', '4th', '11th', '12th', '21st', '6th to 7th']
    """
    if rank != int(rank):
        return f"{ordinal(np.floor(rank))} to {ordinal(np.ceil(rank))}"
    n = int(rank)
    ending = "th" if n % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n}{ending}"


def ranked(where: Place) -> str:
    """A rank with its band: ``5th (90%: 1st to 12th)``."""
    ends = f"{ordinal(where.low)} to {ordinal(where.high)}"
    if where.low == where.high:
        ends = ordinal(where.low)
    return f"{ordinal(where.rank)} (90%: {ends})"


def of_100(score: float) -> str:
    """A score or a criterion, 0–1, as it is shown: of 100.

    >>> of_100(0.302), of_100(0.0749), of_100(0.00001)
    ('30', '7.5', '0')
    """
    points = 100 * score
    return wording.number(round(points, 1 if abs(points) < 10 else 0))


def scored(where: Place) -> str:
    """A score with its band: ``30 (90%: 16–62)``."""
    ends = wording.span(of_100(where.score_low), of_100(where.score_high))
    return f"{of_100(where.score)} (90%: {ends})"


def chance(moat: MoatScore, p: float) -> str:
    """A probability counted in the worlds of a ranking."""
    return wording.probability(p, worlds=len(moat.scores))


def given(outlook: Outlook, preset: Preset | None = None) -> str:
    """Under which changes a ranking holds, to be put behind it; empty where there are none."""
    preset = preset or nearest(outlook.scenario)
    changed = [
        name
        for name in preset.scenario.differences(outlook.scenario)
        if DECLARATIONS[name].group in MOAT_GROUPS
    ]
    if not changed:
        return ""
    return f", with {plural(len(changed), 'assumption')} changed"


def headline(outlook: Outlook, preset: Preset | None = None) -> str:
    """What the ranking can tell, in one sentence."""
    return f"{_said(ranking(outlook))}{given(outlook, preset)}."


def ranking_title(outlook: Outlook, preset: Preset | None = None) -> str:
    """Title of the ranking."""
    found = ranking(outlook)
    best, count = found.vendors[0], _tiers(found.moat)
    where = ranked(place(found.moat, best))
    tiers = "one tier" if count == 1 else f"{count} tiers"
    share = "share" if count == 1 else "fall into"
    everyone = f"All {plural(len(found.moat.ranked_units), 'vendor')}"
    return (
        f"{everyone} {share} {tiers}: the best median rank, {best}’s, is {where}"
        f"{given(outlook, preset)}"
    )


def on_outlook(outlook: Outlook) -> str:
    """The ranking beside the other models' answers, in one sentence."""
    found = ranking(outlook)
    best = found.vendors[0]
    first = chance(found.moat, place(found.moat, best).first)
    if _tiers(found.moat) == 1:
        return (
            f"Whose data are a moat cannot be told from what {_all(found)} disclose: {best}, the "
            f"best by median rank, is first in only {first} of worlds."
        )
    return f"{_said(found)}: {best} comes out on top in {first} of worlds."


def implications(outlook: Outlook) -> str:
    """What the ranking rests on, in a few sentences."""
    found = ranking(outlook)
    moat = found.moat
    told, asked = disclosed(found)
    best = found.vendors[0]
    where = place(moat, best)
    return (
        f"{best} has the best median rank, {ranked(where)}, with a score of {scored(where)} of "
        f"100. Vendors say yes or no to {told} of {asked} questions about where their data come "
        "from, and to none of them how much: a share of a closed vendor is a belief with a band. "
        f"{SEVEN}"
    )


def disclosed(found: Ranking) -> tuple[int, int]:
    """How many of the questions of the acquisition table have a yes or a no, and of how many."""
    answers = [one.answer for vendor in found.facts.vendors for one in vendor.answers.values()]
    return sum(one in ("yes", "no", "own_crawl") for one in answers), len(answers)


def acceptability_title(outlook: Outlook, preset: Preset | None = None) -> str:
    """Title of the probabilities of ranks."""
    found = ranking(outlook)
    moat = found.moat
    table = moat.acceptability
    i, rank = np.unravel_index(int(table.argmax()), table.shape)
    top = moat.ranked_units[int(moat.acceptability[:, 0].argmax())]
    first = chance(moat, float(table[:, 0].max()))
    even = wording.share(1 / len(table))
    return (
        f"No vendor is sure of any rank: {top} is first in {first} of worlds, where chance alone "
        f"would give {even}{given(outlook, preset)}"
        if table.max() < 0.5
        else f"{moat.ranked_units[int(i)]} is {ordinal(float(rank) + 1)} in "
        f"{chance(moat, float(table.max()))} of worlds; {top} is first in {first}"
        f"{given(outlook, preset)}"
    )


def numbers(outlook: Outlook) -> list[Number]:
    """The numbers of the ranking: tiers, the first, what the rule moves, what is disclosed."""
    found = ranking(outlook)
    moat = found.moat
    first = int(moat.acceptability[:, 0].argmax())
    even = wording.share(1 / len(moat.ranked_units))
    told, asked = disclosed(found)
    count = _tiers(moat)
    return [
        Number(
            "Tiers told apart",
            str(count),
            f"of {_all(found)}; a tier above beats one below in 90% of worlds",
        ),
        Number(
            "Most often first",
            moat.ranked_units[first],
            f"in {chance(moat, float(moat.acceptability[first, 0]))} of worlds; by chance {even}",
        ),
        Number(
            "Ranks moved by the rule",
            f"{wording.number(moat.rule_shift, 2)} places",
            "on average, geometric against arithmetic mean",
        ),
        Number("Answers disclosed", f"{told} of {asked}", "yes or no; how much is told in none"),
    ]


def difference(outlook: Outlook, baseline: Outlook) -> list[Number]:
    """The same numbers, each with how far it is from a baseline's."""
    now, was = numbers(outlook), numbers(baseline)
    texts = []
    for one, other in zip(now, was, strict=True):
        same = (one.value_text, one.interval_text) == (other.value_text, other.interval_text)
        said = other.value_text if one.value_text != other.value_text else other.interval_text
        texts.append(NO_CHANGE if same else f"was {said}")
    return [
        Number(one.label, one.value_text, one.interval_text, text)
        for one, text in zip(now, texts, strict=True)
    ]


def _said(found: Ranking) -> str:
    moat = found.moat
    count = _tiers(moat)
    widest = float((moat.rank_band[1] - moat.rank_band[0]).min()) + 1
    if len(moat.ranked_units) == 1:
        return f"Only {found.vendors[0]} is ranked"
    if count == 1:
        most = chance(moat, float(moat.pairwise.max()))
        return (
            f"The disclosures cannot separate {_all(found)}: every 90% band spans "
            f"{wording.number(widest, 3)} places or more, and none beats another in more than "
            f"{most} of worlds"
        )
    top = [v for v in found.vendors if moat.tiers[moat.ranked_units.index(v)] == 1]
    return f"The {plural(len(moat.ranked_units), 'vendor')} fall into {count} tiers, {_named(top)}"


def _named(vendors: Sequence[str]) -> str:
    """Who makes the first tier."""
    if len(vendors) > 4:
        return f"{len(vendors)} of them in the first"
    if len(vendors) == 1:
        return f"{vendors[0]} alone in the first"
    return f"{', '.join(vendors[:-1])} and {vendors[-1]} in the first"


def _all(found: Ranking) -> str:
    return f"the {plural(len(found.moat.ranked_units), 'vendor')}"


def _tiers(moat: MoatScore) -> int:
    return max(moat.tiers)


def plural(count: int, noun: str) -> str:
    """A count with its noun."""
    return f"{count} {noun}{'' if count == 1 else 's'}"
