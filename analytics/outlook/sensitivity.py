"""What moves a headline output of a scenario: a tornado and Sobol' indices, on the data in use."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from threading import Lock

import numpy as np

from analytics.depletion.exhaustion import probability_by_end_of
from analytics.indices import Share
from analytics.outlook import joined_sensitivity, ranked_sensitivity
from analytics.outlook.drivers import drivers
from analytics.outlook.growth import growth_options
from analytics.outlook.result import Outlook
from analytics.outlook.stocks import other_tokens
from analytics.outlook.vendor_headline import (
    CLOSED_FRONTIER,
    JOINED,
    Question,
    watched,
    year_asked,
)
from analytics.quantiles import place
from analytics.scenario import Scenario
from analytics.sensitivity import EXHAUSTED_BY, tornado
from analytics.tornado import Bar

__all__ = ["CLOSED_FRONTIER", "Bar", "Question", "Share", "Tornado", "checked", "shares", "tried"]

_KEPT = 32
_trying, _dividing = Lock(), Lock()


@dataclass(frozen=True, eq=False, slots=True)
class Tornado:
    """What a headline output would be if one assumption were otherwise.

    Attributes:
        question: which output.
        base: it, in the scenario as it is.
        inputs: a bar for each uncertain input, the widest first.
        choices: a bar for each choice, likewise.
    """

    question: Question
    base: float
    inputs: tuple[Bar, ...]
    choices: tuple[Bar, ...]


def checked(question: Question, outlook: Outlook) -> Question:
    """A question that can be answered, a rank's vendor filled in.

    Raises:
        ValueError: it can't; names the field, the value and the bound.
    """
    scenario, version = outlook.computed, outlook.key.data_version
    year_asked(question, scenario)
    if question.by in JOINED:
        watched(question, scenario, version)
    if question.by == "rank":
        return question._replace(vendor=ranked_sensitivity.vendor_of(question, scenario, version))
    return question if question.by in JOINED else question._replace(vendor="")


def tried(outlook: Outlook, question: Question) -> Tornado:
    """Change each assumption in turn; a second or two where it was not asked before.

    Args:
        outlook: the answer; what is analysed is the scenario as computed.
        question: which output.

    Raises:
        ValueError: the question cannot be answered.
    """
    asked = checked(question, outlook)
    if asked.by in ("year", "probability"):
        base = _exhaustion(outlook, asked)
        if asked.year == EXHAUSTED_BY:
            found = drivers(outlook)
            return _sorted(asked, base, [*found.inputs, *found.choices])
        with _trying:
            return _of_depletion(outlook.computed, outlook.key.data_version, asked, base)
    divided = shares(outlook, asked) if asked.by in JOINED else ()
    with _trying:
        return _tried(outlook.computed, outlook.key.data_version, asked, divided)


def _exhaustion(outlook: Outlook, question: Question) -> float:
    """The median exhaustion year, or the chance by the end of a year."""
    found = outlook.depletion
    if question.by == "year":
        return float(found.exhaustion_year[place(0.5)])
    year = np.array([float(question.year)])
    return float(probability_by_end_of(year, found.exhaustion_worlds)[0])


def shares(outlook: Outlook, question: Question) -> tuple[Share, ...]:
    """Sobol' indices of what a headline output is counted in, the largest total first.

    Args:
        outlook: the answer; what is analysed is the scenario as computed.
        question: which output.

    Returns:
        Of the rank of the exhaustion year, of a vendor's rank, of κ, or of x.

    Raises:
        ValueError: the question cannot be answered.
    """
    asked = checked(question, outlook)
    if asked.by in ("year", "probability"):
        return drivers(outlook).shares
    with _dividing:
        return _shares(outlook.computed, outlook.key.data_version, asked)


@lru_cache(maxsize=_KEPT)
def _tried(
    computed: Scenario, data_version: str, question: Question, divided: tuple[Share, ...]
) -> Tornado:
    if question.by == "rank":
        return _sorted(question, *ranked_sensitivity.bars(question, computed, data_version))
    return _sorted(question, *joined_sensitivity.bars(question, computed, data_version, divided))


@lru_cache(maxsize=_KEPT)
def _of_depletion(
    computed: Scenario, data_version: str, question: Question, base: float
) -> Tornado:
    bars = tornado(
        computed,
        other_tokens(data_version),
        growth_options=growth_options(data_version),
        by=question.by,
        exhausted_by=float(question.year),
    )
    return _sorted(question, base, bars)


def _sorted(question: Question, base: float, bars: list[Bar]) -> Tornado:
    by = question.by
    there = sorted((one for one in bars if one.width(by) > 0), key=lambda one: -one.width(by))
    return Tornado(
        question,
        base,
        tuple(one for one in there if one.kind == "uncertain"),
        tuple(one for one in there if one.kind == "choice"),
    )


@lru_cache(maxsize=_KEPT)
def _shares(computed: Scenario, data_version: str, question: Question) -> tuple[Share, ...]:
    if question.by == "rank":
        return ranked_sensitivity.shares(question, computed, data_version)
    return joined_sensitivity.shares(question, computed, data_version)
