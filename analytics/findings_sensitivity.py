"""What moves a headline output and what would keep a risk under a level, in sentences."""

from __future__ import annotations

from collections import Counter
from typing import Any

from analytics import wording
from analytics.outlook.break_even import Control, Found
from analytics.outlook.sensitivity import Share, Tornado
from analytics.outlook.vendor_headline import CLOSED_FRONTIER, Question
from analytics.scenario import DECLARATIONS, GROUPS, MOAT_GROUPS
from analytics.tornado import Bar, Outcome


def what(asked: Question) -> str:
    """The outcome in a sentence."""
    match asked.by:
        case "year":
            return "median year"
        case "probability":
            return f"chance by {asked.year}"
        case "rank":
            return f"expected rank of {asked.vendor}"
        case "risk":
            return f"collapse risk of {whose(asked)} in {asked.year}"
        case _:
            return f"compute wasted by {whose(asked)} in {asked.year}"


def whose(asked: Question) -> str:
    """The vendor that is asked about, or the few of which the mean is taken."""
    return asked.vendor or "the closed frontier vendors"


def measured(asked: Question) -> str:
    """The outcome at the start of a unit line."""
    match asked.by:
        case "year":
            return "Median year"
        case "probability":
            return f"Chance by the end of {asked.year}"
        case "rank":
            return f"Expected rank of {asked.vendor}, 1 for the best,"
        case "risk":
            return f"P(tail kept < threshold) in {asked.year}, {_of(asked)},"
        case _:
            return (
                f"Compute wasted in {asked.year}, median, {_of(asked)}, orders of magnitude (OOM),"
            )


def _of(asked: Question) -> str:
    return asked.vendor or "mean of the closed frontier vendors"


def in_full(asked: Question) -> str:
    """The outcome in an alternative text."""
    match asked.by:
        case "year":
            return "median exhaustion year"
        case "probability":
            return f"probability by the end of {asked.year}"
        case _:
            return what(asked)


def variable(asked: Question) -> tuple[str, str]:
    """What a table calls the outcome, and its unit."""
    match asked.by:
        case "year":
            return "Median exhaustion year", "year"
        case "probability":
            return f"P(exhausted by the end of {asked.year})", "share"
        case "rank":
            return f"Expected rank of {asked.vendor}", "rank"
        case "risk":
            return f"P(tail kept < threshold) in {asked.year}, {_of(asked)}", "share"
        case _:
            return f"Compute wasted in {asked.year}, {_of(asked)}", "OOM"


def outcome(x: float, by: Outcome) -> str:
    """An outcome in words: a decimal year, a probability, a rank or orders of magnitude."""
    match by:
        case "year":
            return wording.year(x, 1)
        case "rank":
            return wording.number(x, 2)
        case "waste":
            return f"{wording.number(x, 3 if abs(x) >= 1 else 2)}{wording.NBSP}OOM"
        case _:
            return wording.probability(x)


OUTPUTS: dict[Outcome, str] = {
    "risk": "Collapse risk",
    "waste": "Compute wasted",
    "rank": "Expected rank",
    "year": "Exhaustion year",
    "probability": "Exhaustion chance",
}
"""Headline outputs by what they are called; the first is the default."""


def question(asked: Question, control: str, level: float) -> str:
    """What is asked, as a heading."""
    return (
        f"What moves the {_whole(asked)}, and which {_named(control)} keeps the "
        f"{risk(asked)} under {percent(level)}?"
    )


def _whole(asked: Question) -> str:
    """The outcome where nothing around it says what it is about."""
    if asked.by == "probability":
        return risk(asked)
    return "median exhaustion year" if asked.by == "year" else what(asked)


def _named(control: str) -> str:
    label = DECLARATIONS[control].label
    return f"“{label}”"


def risk(asked: Question, *, capital: bool = False) -> str:
    """The risk that a break-even is about."""
    text = f"collapse risk of {whose(asked)} in {asked.year}"
    if asked.by in ("year", "probability"):
        text = f"chance of exhaustion by {asked.year}"
    return text[0].upper() + text[1:] if capital else text


def percent(level: float) -> str:
    """A level that was asked for, to its last digit."""
    return f"{wording.number(100 * level)}%"


def mean_of() -> str:
    """Who the closed frontier vendors are."""
    return f"The closed frontier vendors are {', '.join(CLOSED_FRONTIER[:-1])} and " + (
        f"{CLOSED_FRONTIER[-1]}; of them the mean is taken."
    )


_GROWTH, _GROWTH_FROM = "demand_growth", "demand_growth_from"
_TIMES = Counter(declared.label for declared in DECLARATIONS.values())


def control_of(bar: Bar) -> str:
    """The field whose control changes this; the growth options have one of their own."""
    if bar.leads:
        return bar.leads
    return _GROWTH_FROM if bar.kind == "choice" and bar.field == _GROWTH else bar.field


def label_of(bar: Bar) -> str:
    """What it is called beside its control; a stock that can be opened, that it is."""
    if bar.leads:
        return bar.label
    declared = DECLARATIONS[control_of(bar)]
    if declared.name.endswith("_access"):
        return f"{declared.label} opened"
    if declared.group in MOAT_GROUPS and _TIMES[declared.label] > 1:
        # a route has the same label under each criterion
        return f"{declared.label} ({GROUPS[declared.group].removeprefix('Moat: ')})"
    return declared.label


def setting(bar: Bar, i: int) -> str:
    """A setting of a bar in words."""
    value = bar.values[i]
    declared = DECLARATIONS[bar.field]
    if bar.kind == "choice" and declared.kind == "estimate":
        return bar.settings[i]  # a growth option
    return wording.value(declared, value)


def tornado_sentence(found: Tornado) -> str:
    """Which uncertain input and which choice move an output most, and how far."""
    by, name = found.question.by, _whole(found.question)
    base = outcome(found.base, by)
    if not found.inputs and not found.choices:
        return f"Nothing that can be set moves the {name}, {base}."
    parts = []
    for bars, kind in ((found.inputs, "uncertain input"), (found.choices, "choice")):
        if bars:
            one = bars[0]
            low, high = _extremes(one, by)
            parts.append(
                f"of each {kind} alone, “{label_of(one)}” moves it most, from "
                f"{outcome(one.answers[by][low], by)} at {setting(one, low)} to "
                f"{outcome(one.answers[by][high], by)} at {setting(one, high)}"
            )
    told = "; ".join(parts)
    return f"The {name} is {base}. {told[0].upper()}{told[1:]}."


def _extremes(bar: Bar, by: Outcome) -> tuple[int, int]:
    """Settings with the least and the greatest answer."""
    values = bar.answers[by]
    places = range(len(values))
    return min(places, key=values.__getitem__), max(places, key=values.__getitem__)


COUNTED: dict[Outcome, str] = {
    "year": "the exhaustion year’s rank among worlds",
    "probability": "the exhaustion year’s rank among worlds",
    "rank": "the vendor’s rank",
    "risk": "the tail mass kept, of which the risk is counted",
    "waste": "the compute wasted",
}
"""What the Sobol' indices divide, by output."""


def share_text(share: Share) -> str:
    """A total index with its 90% sampling error."""
    low, total, high = (
        wording.share(min(max(one, 0.0), 1.0)) for one in (share.low, share.total, share.high)
    )
    ends = wording.span(low, high)
    return f"{total} (90% sampling error: {ends})"


def shares_sentence(asked: Question, shares: tuple[Share, ...]) -> str:
    """Which input makes most of the spread, and which can't be told from none."""
    divided = COUNTED[asked.by]
    if not shares:
        return f"Nothing uncertain acts on {divided}: there is no spread to divide."
    first = shares[0]
    text = (
        f"If all else were known, “{first.label}” would leave {share_text(first)} of the spread "
        f"of {divided}."
    )
    noise = [one for one in shares if not one.told_apart]
    if noise:
        are = "is" if len(noise) == 1 else "are"
        text += (
            f" {wording.count(len(noise))} of {wording.count(len(shares))} inputs {are} within "
            "sampling error of next to nothing (1%)."
        )
    return text


def shares_title(asked: Question, shares: tuple[Share, ...]) -> str:
    """Title of the chart of Sobol' indices."""
    if not shares:
        return f"Nothing uncertain acts on {COUNTED[asked.by]}"
    first = shares[0]
    two = ""
    if len(shares) > 1:
        second = shares[1]
        apart = first.low > second.high
        how = "before" if apart else "which sampling error cannot tell from"
        two = f", {how} “{second.label}”, {wording.share(max(second.total, 0.0))}"
    return (
        f"“{first.label}” makes {wording.share(max(first.total, 0.0))} of the spread behind the "
        f"{_whole(asked)}{two}"
    )


def amount(control: Control, x: float) -> str:
    """A value of a control in words, with its unit."""
    declared = DECLARATIONS[control.field]
    rounded = float(f"{x:.3g}")
    if declared.kind == "estimate":
        known = declared.default.with_points((rounded,) * len(declared.default.points))
        return wording.value(declared, known)
    return wording.value(declared, rounded)


def break_even_title(found: Found) -> str:
    """At which value of a control a risk comes to a level."""
    result, about = found.result, risk(found.question)
    control, level = found.control, percent(result.level)
    name = f"“{DECLARATIONS[control.field].label}”"
    ends = result.ends
    both = (
        f"{wording.probability(ends[0][1])} at {amount(control, ends[0][0])}, "
        f"{wording.probability(ends[1][1])} at {amount(control, ends[1][0])}"
    )
    if not found.acts and result.course == "flat":
        return f"{name} does not act on the {about}{_why_not(found)}: it stays {_as_it_is(found)}"
    if not result.crossings:
        if result.always_under:
            return f"The {about} stays under {level} over the whole range: {both}"
        return f"No {name} in range keeps the {about} under {level}: {both}"
    places = [amount(control, one.value) for one in result.crossings]
    if len(places) == 1:
        one = result.crossings[0]
        most = "at most" if one.under == "below" else "at least"
        return f"{name} of {most} {places[0]}{_interval(found)} keeps the {about} under {level}"
    return (
        f"The {about} crosses {level} at {len(places)} values of {name}: "
        f"{', '.join(places[:-1])} and {places[-1]}"
    )


def _interval(found: Found) -> str:
    """The sampling error of a single crossing."""
    one = found.result.crossings[0]
    low, high = amount(found.control, one.low), amount(found.control, one.high)
    return "" if low == high else f" (90% sampling error: {wording.span(low, high)})"


def _as_it_is(found: Found) -> str:
    return wording.probability(found.as_it_is)


def _why_not(found: Found) -> str:
    """Why a control does not act."""
    if found.question.by not in found.control.goals or found.control.needs is None:
        return ""
    field, value = found.control.needs
    declared = DECLARATIONS[field]
    return f", only with “{declared.label}: {_shown(field, value)}”"


def _shown(field: str, value: Any) -> str:
    return wording.value(DECLARATIONS[field], value)


def break_even_sentence(found: Found) -> str:
    """The answer with its bracket, or what the ends of the range give; and how the curve goes."""
    result, control = found.result, found.control
    text = f"{break_even_title(found)}."
    for one in result.crossings:
        low, high = one.bracket
        text += (
            f" Found between {amount(control, low)}, where the risk is "
            f"{wording.probability(one.risks[0])}, and {amount(control, high)}, where it is "
            f"{wording.probability(one.risks[1])}."
        )
    if result.crossings or found.acts:
        text += f" As it is, the risk is {_as_it_is(found)}."
    if result.course == "both":
        text += " The risk rises over one part of the range and falls over another."
    return text
