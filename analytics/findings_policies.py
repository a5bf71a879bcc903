"""What the policies of vendors do to risk and waste, in sentences; and what the join cannot tell.

The statements hold for the scenario as it is computed: each is worded after its numbers.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from analytics import wording
from analytics.depletion.timeline import HEADLINE_YEAR
from analytics.findings import condition
from analytics.findings_join import chance, oom, orders
from analytics.outlook import Outlook
from analytics.outlook.alike import kept_if_alike
from analytics.outlook.ecosystem import ecosystem
from analytics.outlook.policies import (
    FILL,
    REPEAT,
    STOP,
    SUBSTITUTE,
    UNVERIFIED,
    Policies,
    cap_name,
    policies,
)
from analytics.outlook.supply import REPEATED
from analytics.scenario import DECLARATIONS, PRESETS, Preset

CAP = PRESETS["synthetic-supplement"].scenario.synthetic_cap
"""The cap that the sentences are about."""

HALF = (0.25, 0.5, 0.75)
"""Ends of the central half of the worlds, and the median."""


class Note(NamedTuple):
    """A statement about the join.

    Attributes:
        lead: in a few words.
        text: with its numbers.
    """

    lead: str
    text: str


def tradeoff_title(outlook: Outlook, vendor: str, preset: Preset | None = None) -> str:
    """Title of risk against waste: what filling the gap and stopping cost a vendor."""
    found = policies(outlook)
    risk = found.risk(outlook.scenario.tail_threshold)
    i, fill, stop = found.vendors.index(vendor), found.at(FILL), found.at(STOP)
    given = condition(outlook.scenario, preset)
    before, after = (_chance(found, float(risk[at, i])) for at in (fill, stop))
    low, middle, high = np.quantile(
        found.compute_wasted[stop, i] - found.compute_wasted[fill, i], HALF
    ).tolist()
    ends = wording.span(oom(low), oom(high))
    if before == after:
        return f"At {vendor} the risk is {before} whichever policy is chosen, {given}"
    return (
        f"To stop scaling takes {vendor}’s risk from {before} to {after} and wastes "
        f"{orders(middle)} (50%: {ends}) more compute than to fill the gap, {given}"
    )


def notes(outlook: Outlook) -> list[Note]:
    """What has to be known to read risk and waste, each statement with its numbers."""
    return [
        _capped(outlook),
        _substitute(outlook),
        _repeated(outlook),
        _licensed(outlook),
        _apart(outlook),
        _headroom(outlook),
        _shared(outlook),
    ]


def _chance(found: Policies, risk: float) -> str:
    return wording.probability(risk, worlds=found.tail_kept.shape[-1])


def _mean(outlook: Outlook, name: str) -> tuple[str, float, float]:
    """Risk over all vendors under a policy, in words and as it is, and their mean waste."""
    found = policies(outlook)
    at = found.at(name)
    risk = float(found.risk(outlook.scenario.tail_threshold)[at].mean())
    return _chance(found, risk), risk, float(found.wasted[at].mean())


def _beside(x: float, other: str) -> str:
    """How much compute is wasted beside another policy."""
    if abs(x) < 0.005:
        return f"as much compute as {other}"
    return f"{orders(abs(x))} {'more' if x > 0 else 'less'} compute than {other}"


def _capped(outlook: Outlook) -> Note:
    (checked, _, costs), (bare, _, bare_costs) = (
        _mean(outlook, name) for name in (cap_name(CAP), UNVERIFIED)
    )
    filled = _mean(outlook, FILL)
    return Note(
        "A cap keeps the tail, not a check.",
        f"With synthetic text capped at {wording.share(CAP)} the risk over all vendors is "
        f"{checked}, and {bare} if nothing of it is verified; it is {filled[0]} where the gap is "
        "filled. What is kept is never less than the human share, whatever is checked. "
        f"What verification saves is compute: unchecked, the cap wastes "
        f"{_beside(bare_costs - costs, 'checked')}.",
    )


def _substitute(outlook: Outlook) -> Note:
    (risk, _, costs), (stopped, _, stop_costs) = (
        _mean(outlook, name) for name in (SUBSTITUTE, STOP)
    )
    return Note(
        "To substitute buys little.",
        f"Unverified text in place of human text wastes {_beside(costs - stop_costs, 'to stop')}, "
        f"over all vendors, at a risk of {risk} against {stopped}. By this scaling law that order "
        "holds whatever unverified text is worth, from nothing to as much as repetition.",
    )


def _repeated(outlook: Outlook) -> Note:
    risk, _, costs = _mean(outlook, REPEAT)
    _, _, filled = _mean(outlook, FILL)
    return Note(
        "To repeat is an upper bound.",
        f"{REPEATED:.0f} passes and no synthetic text would waste "
        f"{_beside(costs - filled, 'to fill the gap')}, at a risk of {risk}. The law of repetition "
        "is carried on far beyond the runs that it was fitted to.",
    )


def _licensed(outlook: Outlook) -> Note:
    found = outlook.joined
    at = found.at(HEADLINE_YEAR)
    gap = np.median(found.supply.made.gap_tokens[:, at], axis=1)
    vendor = int(np.argsort(gap)[len(gap) // 2])
    low, middle, high = np.quantile(found.supply.made.gap_tokens[vendor, at], HALF).tolist()
    declared = DECLARATIONS["licensed_ceiling"]
    ceiling = wording.value(declared, outlook.scenario.licensed_ceiling)
    meets = wording.interval(middle, low, high, wording.tokens, level=0.5)
    against = f"stands against a gap of {meets} tokens" if middle > 0 else "meets no gap"
    return Note(
        "Licensing matters little in volume.",
        f"All that one vendor can license, {ceiling} (90%), {against} in {found.years[at]:.0f} at "
        f"{found.vendors[vendor]}, the vendor in the middle. What licences are worth is quality, "
        "rights and the tail.",
    )


def _apart(outlook: Outlook) -> Note:
    found, threshold = outlook.joined, outlook.scenario.tail_threshold
    risk = found.risk(threshold)[:, found.at(HEADLINE_YEAR)]
    alike = (kept_if_alike(outlook) < threshold).mean(axis=-1)
    now, then = (
        wording.span(chance(found, float(one.min())), chance(found, float(one.max())))
        for one in (risk, alike)
    )
    told = (
        f"That risks are {now} from vendor to vendor comes from the sizes of runs and the reach "
        f"that are assumed: were these the same for all, they would be {then}."
        if now != then
        else f"The risk is {now} at every vendor."
    )
    return Note(
        "What vendors disclose does not tell them apart.",
        "They say yes or no by route, and never how much: a mix is a belief as wide as that. "
        f"{told}",
    )


def _headroom(outlook: Outlook) -> Note:
    found = outlook.joined
    added = found.headroom_years
    most = int(added.mean(axis=1).argmax())
    some = float((added > 1.0).mean())
    return Note(
        "Headroom is near its floor.",
        f"A vendor’s own text adds {wording.years(float(added.mean()))} on average, at "
        f"{found.vendors[most]} {wording.years(float(added[most].mean()))}, and more than a year "
        f"in {chance(found, some)} of worlds: growth swallows it. As a criterion with a weight "
        "like the others it lowers every score and moves few ranks.",
    )


def _shared(outlook: Outlook) -> Note:
    found = ecosystem(outlook)
    at = int(np.abs(found.years - HEADLINE_YEAR).argmin())
    moved = (found.tail_kept - found.alone)[:, at].mean(axis=-1)
    most = int(np.abs(moved).argmax())
    return Note(
        "One shared web changes little.",
        "If the AI text that each crawls is what all of them wrote, and not its own, the tail "
        f"kept in {found.years[at]:.0f} moves by {wording.points(float(moved[most]))} at most, at "
        f"{found.vendors[most]}.",
    )
