"""What a comparison says, in sentences: what each scenario changes, and how far apart they are.

As in ``analytics.findings``: every sentence is computed from the numbers and carries its interval.
Differences are to the first scenario, in the same worlds (``analytics.comparison``).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from analytics import comparison, wording
from analytics.comparison import YEAR, Difference, Kind, Measure, Side, Summary
from analytics.depletion.timeline import HORIZON
from analytics.findings import NO_CHANGE
from analytics.findings_vendors import ordinal

OTHER_WORLDS = "other worlds"
"""Stands for a difference between scenarios that have no worlds in common."""

CONDITIONAL = (
    "Differences are taken world by world: both scenarios are answered with the same draw of every "
    "input that they share, and the interval is of that difference. They are conditional on these "
    "worlds and on the models; they say nothing of how likely a scenario is."
)
"""What a difference is conditional on, in two sentences."""

BEYOND = (
    f"A year beyond {HORIZON:.0f} counts as later than any other. Where neither scenario is "
    "exhausted by then there is no difference, and the share of such worlds is told."
)
"""How censored years are treated, in two sentences."""

_RISES: dict[Kind, tuple[str, str]] = {
    "year": ("later", "sooner"),
    "rank": ("lower", "higher"),
}
"""What a positive and a negative difference are called, where not more and less."""


class Cell(NamedTuple):
    """A number of a table in words.

    Attributes:
        value: the number.
        interval: its 80% interval; empty where it has none.
        odds: in how many worlds it goes which way; empty where that adds nothing.
    """

    value: str
    interval: str = ""
    odds: str = ""


def headline(compared: Sequence[Side]) -> str:
    """What the comparison shows, in one sentence; what to do where there is but one scenario."""
    first = compared[0]
    if len(compared) == 1:
        return f"Put other scenarios beside “{first.name}”"
    if len(compared) == 2:
        return f"“{compared[1].name}” {_main(compared[1], first)}, against “{first.name}”."
    return f"{exhaustion_title(compared)}."


def effects(compared: Sequence[Side]) -> list[str]:
    """What each scenario changes against the first, a sentence for each of the others."""
    first = compared[0]
    return [f"“{side.name}” {_main(side, first)}{_rest(side, first)}." for side in compared[1:]]


def _main(side: Side, first: Side) -> str:
    return exhaustion_effect(_difference("exhaustion.year", side, first))


def _rest(side: Side, first: Side) -> str:
    """What becomes of the tail and of the compute."""
    tail = _difference("crawl.tail_kept", side, first)
    wasted = _difference("vendors.wasted", side, first)
    parts = [
        _amount(tail, "share", "of the rare tail", "leaves"),
        _amount(wasted, "magnitudes", "compute", "wastes"),
    ]
    told = [part for part in parts if part]
    if not told:
        return ""
    return f"; in {YEAR} it {' and '.join(told)}"


def exhaustion_effect(apart: Difference | None) -> str:
    """What a difference in the year of exhaustion is, a verb first."""
    if apart is None:
        return "is answered in other worlds, so that no difference can be told"
    if apart.undefined == 1:
        return f"changes nothing before {HORIZON:.0f}: neither is exhausted by then"
    if apart.none:
        return "leaves the year of exhaustion as it is"
    if apart.median == 0:
        way, share = (
            ("puts exhaustion off", apart.more)
            if apart.more >= apart.less
            else ("brings exhaustion forward", apart.less)
        )
        return f"{way} in {wording.probability(share)} of worlds ({_interval(apart, 'year')})"
    verb = "puts exhaustion off" if apart.median > 0 else "brings exhaustion forward"
    if math.isinf(apart.median):
        return f"{verb} beyond what the model sees in most worlds ({_interval(apart, 'year')})"
    return f"{verb} by {wording.years(abs(apart.median))}{_said_interval(apart, 'year')}"


def _amount(apart: Difference | None, kind: Kind, what: str, verb: str) -> str:
    """``leaves 7 pt less of the rare tail (80%: 1–16 pt)``; empty where unknown."""
    if apart is None or math.isnan(apart.median):
        return ""
    if apart.none:
        return f"{verb} as much {what}"
    if apart.median == 0:
        way, share = ("more", apart.more) if apart.more >= apart.less else ("less", apart.less)
        return f"{verb} {way} {what} in {wording.probability(share)} of worlds"
    way = "more" if apart.median > 0 else "less"
    size = _unsigned(abs(apart.median), kind)
    return f"{verb} {size} {way} {what}{_said_interval(apart, kind)}"


def answer(measure: Measure, found: Summary, worlds: int) -> Cell:
    """A scenario's number in words.

    Args:
        measure: what it is.
        found: the number.
        worlds: in which it was counted.
    """
    if math.isnan(found.median):
        return Cell(wording.UNKNOWN)
    if measure.kind == "probability":
        return Cell(wording.probability(found.median, worlds=worlds))
    forms: dict[Kind, wording.Form] = {
        "year": wording.year,
        "share": wording.share,
        "magnitudes": _magnitudes,
        "rank": ordinal,
    }
    form = forms[measure.kind]
    low, high = form(found.low), form(found.high)
    joined = f"{low} to {high}" if measure.kind == "rank" and low != high else None
    ends = joined or wording.span(low, high)
    return Cell(form(found.median), "" if ends == form(found.median) else f"80%: {ends}")


def apart(measure: Measure, found: Difference | None) -> Cell:
    """A difference to the first scenario in words."""
    if found is None:
        return Cell(OTHER_WORLDS)
    kind = measure.kind
    if found.undefined == 1:
        return Cell(wording.UNKNOWN, odds=_undefined(found, kind))
    if found.none:
        return Cell(NO_CHANGE, odds=_undefined(found, kind))
    if kind == "probability":
        return Cell(wording.points(found.median) if found.median else NO_CHANGE)
    return Cell(_signed(found.median, kind), _interval(found, kind), _odds(found, kind))


def _odds(found: Difference, kind: Kind) -> str:
    """In how many worlds the difference goes which way."""
    up, down = _RISES.get(kind, ("more", "less"))
    alike = 1 - found.more - found.less - found.undefined
    ways = [(found.more, up), (found.less, down), (alike, "unchanged")]
    told = [
        f"{way} in {wording.probability(share)}"
        for share, way in sorted(ways, reverse=True)
        if share >= 0.005
    ]
    rest = _undefined(found, kind)
    return ", ".join([*told, *([rest] if rest else [])])


def _undefined(found: Difference, kind: Kind) -> str:
    if kind != "year" or found.undefined < 0.0005:
        return ""
    return f"no difference in {wording.probability(found.undefined)}: neither before {HORIZON:.0f}"


def exhaustion_title(compared: Sequence[Side]) -> str:
    """Title of the years of exhaustion."""
    years = [(comparison.summary(_measure("exhaustion.year"), s.outlook), s) for s in compared]
    if len(compared) == 1:
        found = years[0][0]
        when = wording.interval(found.median, found.low, found.high)
        return f"The median year of exhaustion is {when} under “{compared[0].name}”"
    (first, one), (last, other) = (
        end(years, key=lambda pair: pair[0].median) for end in (min, max)
    )
    low, high = wording.year(first.median), wording.year(last.median)
    if low == high:
        return f"The median year of exhaustion is {low} in every scenario"
    return (
        f"The median year of exhaustion runs from {low} (“{one.name}”) to {high} (“{other.name}”)"
    )


def fans_title(compared: Sequence[Side]) -> str:
    """Title of the fans of stock and demand."""
    if len(compared) != 2:
        return exhaustion_title(compared).replace(
            "The median year of exhaustion", "The year in which demand meets the stock"
        )
    found = _difference("exhaustion.year", compared[1], compared[0])
    return f"“{compared[1].name}” {exhaustion_effect(found)}"


def probability_title(compared: Sequence[Side]) -> str:
    """Title of the probabilities by year."""
    return _runs(
        "exhaustion.probability", f"The chance of exhaustion by the end of {YEAR}", compared
    )


def tail_title(compared: Sequence[Side]) -> str:
    """Title of the tail mass kept by year."""
    what = f"What is left of the rare tail in {YEAR}, trained on the crawl,"
    return _runs("crawl.tail_kept", what, compared)


def risk_title(compared: Sequence[Side]) -> str:
    """Title of the collapse risk by year."""
    return _runs("crawl.risk", f"The simulated collapse risk in {YEAR}", compared)


def tradeoff_title(compared: Sequence[Side]) -> str:
    """Title of compute wasted against risk."""
    both = [
        [comparison.summary(_measure(id), side.outlook).median for side in compared]
        for id in ("vendors.wasted", "vendors.risk")
    ]
    if any(math.isnan(x) for each in both for x in each):
        return f"Compute wasted against collapse risk in {YEAR}"
    least = [min(range(len(compared)), key=each.__getitem__) for each in both]
    wasted, risk = _spelt(both[0][least[0]]), wording.probability(both[1][least[1]])
    if len(compared) == 1:
        return f"Over the vendors, {wasted} of compute are wasted at a collapse risk of {risk}"
    if least[0] == least[1]:
        return (
            f"“{compared[least[0]].name}” has both the least compute wasted ({wasted}) and the "
            f"least collapse risk ({risk})"
        )
    return (
        f"“{compared[least[0]].name}” wastes least compute ({wasted}), “{compared[least[1]].name}” "
        f"has the least collapse risk ({risk})"
    )


def vendors_title(compared: Sequence[Side]) -> str:
    """Title of the rankings: who is best placed, and who moves most."""
    found = [comparison.vendors(side.outlook) for side in compared]
    best = [one.ranked[0] for one in found]
    if len(set(best)) == 1:
        where = "in every scenario" if len(best) > 1 else f"under “{compared[0].name}”"
        opening = f"{best[0]} has the best median rank {where}"
    else:
        *others, last = dict.fromkeys(best)
        listed = f"{', '.join(others)} or {last}"
        opening = f"The best median rank goes to {listed}, depending on the scenario"
    moved = _moved(compared)
    return f"{opening}; {moved}" if moved else opening


def _moved(compared: Sequence[Side]) -> str:
    """Who moves most against the first scenario, by expected rank; empty where nobody does."""
    first = comparison.vendors(compared[0].outlook)
    steps = [
        (float(here.ranks[here.ranked.index(name)].mean() - rank.mean()), name, side.name)
        for side in compared[1:]
        for here in [comparison.vendors(side.outlook)]
        for name, rank in zip(first.ranked, first.ranks, strict=True)
        if name in here.ranked
    ]
    if not steps:
        return ""
    step, vendor, where = max(steps, key=lambda one: abs(one[0]))
    if abs(step) < 0.05:
        return "nobody’s expected rank moves"
    places = f"{wording.number(abs(step), 2)} place{'' if abs(step) == 1 else 's'}"
    return f"{vendor} moves most, {places} {'down' if step > 0 else 'up'} under “{where}”"


def _runs(id: str, what: str, compared: Sequence[Side]) -> str:
    """``What runs from 40% (“B”) to 88% (“C”)``."""
    measure = _measure(id)
    found = [(comparison.summary(measure, side.outlook).median, side.name) for side in compared]
    known = [one for one in found if not math.isnan(one[0])]
    if not known:
        return f"{what} is beyond the runs that are simulated"
    (low, one), (high, other) = min(known), max(known)
    form = wording.probability
    if len(compared) == 1 or form(low) == form(high):
        where = "in every scenario" if len(compared) > 1 else f"under “{one}”"
        return f"{what} is {form(low)} {where}"
    return f"{what} runs from {form(low)} (“{one}”) to {form(high)} (“{other}”)"


def _measure(id: str) -> Measure:
    return next(one for one in comparison.MEASURES if one.id == id)


def _difference(id: str, side: Side, first: Side) -> Difference | None:
    return comparison.difference(_measure(id), side.outlook, first.outlook)


def _interval(found: Difference, kind: Kind) -> str:
    """The interval of a difference, with signs; a unit that both ends share is said once."""
    low, high = (_signed(x, kind) for x in (found.low, found.high))
    if low == high:
        return f"80%: {low}"
    unit = high.partition(wording.NBSP)[2]
    shared = unit and unit == low.partition(wording.NBSP)[2] and math.isfinite(found.high)
    return f"80%: {low.partition(wording.NBSP)[0] if shared else low} to {high}"


def _said_interval(found: Difference, kind: Kind) -> str:
    """The interval behind words that say which way it goes: without signs where both ends do."""
    if math.isinf(found.low) or math.isinf(found.high):
        return f" ({_interval(found, kind)})"
    if found.low * found.high < 0:
        low, high = (
            wording.signed(x, lambda y: _unsigned(y, kind)) for x in (found.low, found.high)
        )
        unit = high.partition(wording.NBSP)[2]
        return f" (80%: {low.removesuffix(f'{wording.NBSP}{unit}')} to {high})"
    low, high = (_unsigned(x, kind) for x in sorted((abs(found.low), abs(found.high))))
    return f" (80%: {wording.span(low, high)})"


def _signed(x: float, kind: Kind) -> str:
    if x == 0:
        return "0"
    if math.isinf(x):
        return f"beyond{wording.NBSP}{HORIZON:.0f}" if x > 0 else "open-ended"
    match kind:
        case "year":
            return wording.years(x, signed=True)
        case "share" | "probability":
            return wording.points(x)
        case "magnitudes":
            return wording.signed(x, _magnitudes)
        case "rank":
            return wording.signed(x, _places)


def _unsigned(x: float, kind: Kind) -> str:
    if kind == "year":
        return wording.years(x)
    return wording.points(x, signed=False) if kind == "share" else _spelt(x)


def _magnitudes(x: float) -> str:
    return f"{_hundredths(x)}{wording.NBSP}OOM"


def _spelt(x: float) -> str:
    return f"{_hundredths(x)}{wording.NBSP}orders{wording.NBSP}of{wording.NBSP}magnitude"


def _hundredths(x: float) -> str:
    if x == 0:
        return "0"
    return f"<{wording.NBSP}0.01" if 0 < x < 0.005 else f"{x:.2f}"


def _places(x: float) -> str:
    return f"{wording.number(x, 2)}{wording.NBSP}place{'' if x == 1 else 's'}"
