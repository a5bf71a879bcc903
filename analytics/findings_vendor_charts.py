"""Titles of the charts behind the ranking of vendors: criteria, mixes, drivers, routes, duels."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from analytics import wording
from analytics.estimates import Array
from analytics.findings_vendors import chance, given, of_100, plural
from analytics.moat.drivers import WORLDS, Drivers
from analytics.moat.result import QUANTILES, MoatScore
from analytics.moat.worlds import Mixed
from analytics.outlook import Outlook
from analytics.outlook.vendor_duel import Duel
from analytics.outlook.vendors import Ranking, ranking
from analytics.quantiles import by_row
from analytics.scenario import CRITERIA, JOINED_CRITERIA, ROUTES, Preset

GROUPS = {
    "shares": "Shares of routes, where not disclosed",
    "leverage": "Worth of a token",
    "attributes": "Attributes of routes",
    "licences": "Licences: terms, other buyers",
    "weights": "Weights of criteria",
    "rule": "How criteria are combined",
    "left_out": "Which criterion is left out",
    WORLDS: "Stock, demand, runs, tail",
}
"""Groups of inputs of :mod:`analytics.moat.drivers` in words."""

CLEAR = 0.9
"""Probability from which one vendor is said to stand above another, as for tiers."""


def criteria_title(outlook: Outlook, vendor: str, preset: Preset | None = None) -> str:
    """Title of the criteria, about one vendor."""
    moat = ranking(outlook).moat
    bands = criterion_quantiles(moat, (vendor,))[0]
    names = [criterion(name) for name in moat.criteria_names]
    best, worst = int(bands[:, 1].argmax()), int(bands[:, 1].argmin())
    return (
        f"{vendor} is strongest in {names[best]}, {_ends(bands[best])}, and weakest in "
        f"{names[worst]}, {_ends(bands[worst])}{given(outlook, preset)}"
    )


def mixes_title(outlook: Outlook, kind: str) -> str:
    """Title of the mixes; ``kind`` is ``tokens`` or ``value``."""
    found = ranking(outlook)
    open_ones, own = len(found.facts.models), sum(b == "analyst" for b in found.basis.values())
    closed = sum(b == "believed" for b in found.basis.values())
    yours = f"; {own} mixes are yours" if own > 1 else "; one mix is yours" * own
    text = (
        f"{open_ones} open models disclose their mix; of {plural(closed, 'vendor')} it is "
        f"believed from yes and no{yours}"
    )
    if kind == "tokens":
        return text
    last = list(ROUTES).index("feedback")
    rows = [found.moat.place(unit) for unit in found.moat.ranked_units]
    tokens, value = (
        float(mix_shares(found, one)[rows, last, 0].mean()) for one in ("tokens", "value")
    )
    return (
        f"By value, not tokens, feedback is on average {wording.share(value)} of what the "
        f"ranked have, out of {wording.share(tokens)} of tokens{yours}"
    )


def mix_shares(found: Ranking, kind: str) -> Array:
    """Shares of every unit's mix by route: mean, 5% and 95% quantile.

    Args:
        found: the ranking.
        kind: ``tokens`` or ``value``.

    Returns:
        0–1, (units, routes, 3).
    """
    inputs = found.inputs
    key = (inputs.units, inputs.judgements, inputs.market, inputs.draws, inputs.seed)
    return _mix_shares(_Mixes(key, found.moat.mixed))[0 if kind == "tokens" else 1]


@dataclass(frozen=True, slots=True)
class _Mixes:
    """Mixes that are the same where what they are drawn from is: weights are no part of it."""

    key: tuple[Hashable, ...]
    mixed: Mixed = field(compare=False)


@lru_cache(maxsize=1)
def _mix_shares(mixes: _Mixes) -> tuple[Array, Array]:
    mixed = mixes.mixed
    count = len(mixed.token_shares)
    return _summary(mixed.token_shares), _summary([mixed.value_shares(i) for i in range(count)])


def _summary(shares: Sequence[Array]) -> Array:
    found = [
        np.column_stack([one.mean(axis=1), by_row(np.ascontiguousarray(one), QUANTILES[::2])])
        for one in shares
    ]
    table: Array = np.array(found)
    table.setflags(write=False)
    return table


def drivers_title(found: Drivers) -> str:
    """Title of what drives the ranking."""
    total = found.ranking.total[0]
    first = int(total.argmax())
    if total[first] <= 0:
        return "Nothing that is uncertain moves the ranking"
    words = {
        "shares": "The shares that nobody discloses drive the ranking",
        "leverage": "What a token is worth by route drives the ranking",
        "attributes": "The attributes of routes drive the ranking",
        "licences": "The terms of licences and who else buys drive the ranking",
        "weights": "The weights drive the ranking",
        "rule": "The way criteria are combined drives the ranking",
        "left_out": "Which criteria there are drives the ranking",
        WORLDS: "What headroom and collapse resistance rest on drives the ranking",
    }
    return (
        f"{words[found.groups[first]]}: {percent(found, first)} of its spread would remain if "
        "all else were known"
    )


def percent(found: Drivers, i: int) -> str:
    """The total index of a group over the whole ranking, with its sampling error."""
    low, high = (max(float(x), 0.0) for x in found.ranking.total_band[:, 0, i])
    middle = wording.share(max(float(found.ranking.total[0, i]), 0.0))
    ends = wording.span(wording.share(low), wording.share(high))
    return middle if ends == middle else f"{middle} (90%: {ends})"


def routes_title(vendor: str, means: Array, bands: Array) -> str:
    """Title of what each route adds to a vendor's score.

    Args:
        vendor: unit id.
        means: of the parts of its score, (routes,), in the order of the routes.
        bands: 5%, 50% and 95% quantile of each part, (routes, 3).
    """
    first, second = (int(i) for i in np.argsort(-means)[:2])
    names = [label.lower() for label in ROUTES.values()]
    return (
        f"Of {vendor}’s mean score of {of_100(float(means.sum()))}, {_route(names[first])} makes "
        f"{_part(means[first], bands[first])}, {_route(names[second])} "
        f"{_part(means[second], bands[second])}"
    )


def _route(name: str) -> str:
    return f"{name} data" if name in ("licensed", "proprietary", "synthetic") else name


def _part(mean: float, band: Array) -> str:
    ends = wording.span(*(of_100(max(float(x), 0.0)) for x in (band[0], band[2])))
    return f"{of_100(float(mean))} (90%: {ends})"


def duel_title(moat: MoatScore, found: Duel) -> str:
    """Who beats whom, how often and mainly through what."""
    ahead = found.ahead
    behind = found.other if ahead == found.one else found.one
    wins = max(found.wins, 1 - found.wins)
    text = f"{ahead} beats {behind} in {chance(moat, wins)} of worlds"
    if wins == 0.5 and not found.difference.any():
        return f"{found.one} and {found.other} score the same in every world"
    through = f"mainly through {through_what(found)}"
    if wins < CLEAR:
        return f"Neither is clearly ahead: {text}, {through}"
    return f"{text}, {through}"


def through_what(found: Duel) -> str:
    """The criteria that carry most of the lead, two if neither carries half as much again."""
    parts = found.decisive
    order = np.argsort(-parts)
    first, second = (int(i) for i in order[:2])
    names = [criterion(name) for name in found.criteria]
    if parts[second] > parts[first] / 1.5:
        return f"{names[first]} and {names[second]}"
    return names[first]


def criterion(name: str) -> str:
    """A criterion in a sentence: ``rights safety``."""
    return (CRITERIA | JOINED_CRITERIA)[name].lower()


def criterion_quantiles(moat: MoatScore, units: Sequence[str]) -> Array:
    """5%, 50% and 95% quantile of each criterion, (units, criteria, 3)."""
    at = [moat.place(unit) for unit in units]
    draws = moat.criteria.transpose(1, 2, 0)[at]
    flat = by_row(np.ascontiguousarray(draws).reshape(-1, len(moat.scores)), QUANTILES)
    found: Array = flat.reshape(len(at), -1, len(QUANTILES))
    return found


def _ends(quantiles: Array) -> str:
    low, middle, high = (float(x) for x in quantiles)
    return f"{of_100(middle)} (90%: {wording.span(of_100(low), of_100(high))})"


def central_said(found: Ranking) -> str:
    """How far the weights that speak for a vendor are from those of all worlds, in a sentence."""
    moat = found.moat
    mean = moat.weights.mean(axis=0)
    apart = moat.central_weights - mean / mean.sum()
    first = np.nan_to_num(moat.acceptability[:, 0])[:, None] > 0.01
    sizes = np.where(first & np.isfinite(apart), np.abs(apart), 0.0)
    i, j = np.unravel_index(int(sizes.argmax()), sizes.shape)
    most = float(apart[i, j]) if sizes.size else 0.0
    vendor, name = moat.ranked_units[int(i)], criterion(moat.criteria_names[int(j)])
    side = "more" if most > 0 else "less"
    size = wording.points(abs(most), signed=False)
    if abs(most) < 0.05:
        return (
            f"Weights hardly decide who is first: those that speak for {vendor} give {name} only "
            f"{size} {side} than all worlds do, and no other vendor’s differ by more."
        )
    return f"Weights matter most for {vendor}: in the worlds it wins, {name} counts {size} {side}."
