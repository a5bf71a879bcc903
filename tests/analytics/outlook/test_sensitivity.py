"""What moves a headline output: numbers of the whole join, indices that divide, bad questions."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from analytics.estimates import triangular
from analytics.outlook import Outlook, evaluate, joined_sensitivity, ranked_sensitivity
from analytics.outlook.join import join
from analytics.outlook.sensitivity import CLOSED_FRONTIER, Question, checked, shares, tried
from analytics.outlook.vendor_headline import VendorHeadline
from analytics.outlook.vendors import ranking
from analytics.scenario import DECLARATIONS, Scenario

FEW = {"log2_worlds": 6, "log2_moat_draws": 8}


def outlook_of(**changes: Any) -> Outlook:
    return evaluate(Scenario.model_validate({**FEW, **changes}))


@pytest.fixture(scope="module")
def outlook() -> Outlook:
    return outlook_of()


def number(question: Question, outlook: Outlook) -> float:
    """A risk or a waste from the whole join."""
    found = join(outlook)
    vendors = [found.place(name) for name in (question.vendor or None,) if name]
    vendors = vendors or [found.place(name) for name in CLOSED_FRONTIER]
    at = found.at(question.year)
    if question.by == "risk":
        return float(found.risk(outlook.scenario.tail_threshold)[vendors, at].mean())
    return float(np.median(found.compute_wasted[vendors, at], axis=-1).mean())


@pytest.mark.parametrize(
    "question",
    [
        Question("risk"),
        Question("risk", "Meta"),
        Question("waste"),
        Question("waste", "OpenAI", 2029),
        Question("risk", "IBM", 2040),
    ],
)
def test_a_headline_of_few_vendors_is_that_of_the_whole_join(
    question: Question, outlook: Outlook
) -> None:
    headline = VendorHeadline(question, outlook.computed, outlook.key.data_version)
    assert headline.number({}) == pytest.approx(number(question, outlook), abs=1e-12)
    other = {"max_epochs": 2.0, "indexed_pages": 1e11}
    assert headline.number(other) == pytest.approx(number(question, outlook_of(**other)), abs=1e-12)


def test_every_bar_of_a_tornado_is_what_its_scenario_gives(outlook: Outlook) -> None:
    question = Question("risk", "Anthropic")
    found = tried(outlook, question)
    assert found.base == number(question, outlook)
    assert {bar.field for bar in found.choices} >= {"synthetic_policy", "tail_threshold"}
    fields = {bar.leads or bar.field for bar in found.inputs}
    assert {"temperature", "undisclosed_overtraining"} <= fields <= set(DECLARATIONS)
    for bar in (found.inputs[0], found.choices[0], found.choices[-1]):
        if bar.leads or bar.field == "demand_growth":
            continue
        for setting, answer in zip(bar.settings, bar.answers["risk"], strict=True):
            assert answer == number(question, outlook_of(**{bar.field: setting})), bar.field
    widths = [bar.width("risk") for bar in found.inputs]
    assert widths == sorted(widths, reverse=True) and widths[-1] > 0


def test_the_newest_run_has_a_bar_that_its_row_reproduces(outlook: Outlook) -> None:
    question = Question("waste", "Anthropic")
    (bar,) = (one for one in tried(outlook, question).inputs if one.leads)
    assert bar.label == "Newest run of Anthropic"
    for row, answer in zip(bar.settings, bar.answers["waste"], strict=True):
        assert answer == pytest.approx(number(question, outlook_of(newest_runs=row)), abs=1e-9)


@pytest.mark.parametrize("question", [Question("risk", "Meta"), Question("waste")])
def test_shares_divide_the_spread(question: Question, outlook: Outlook) -> None:
    scenario, version = outlook.computed, outlook.key.data_version
    found = joined_sensitivity.shares(question, scenario, version, worlds=256)
    assert 0.95 < sum(one.total for one in found) < 2
    assert sum(one.first for one in found) < 1.15
    assert all(one.leads in DECLARATIONS for one in found)
    totals = [one.total for one in found]
    assert totals == sorted(totals, reverse=True) and totals[-1] > 0
    assert found == joined_sensitivity.shares(question, scenario, version, worlds=256)
    by_field = {one.field: one for one in found}
    assert {"mixes", "demand_path", "indexed_pages"} <= by_field.keys()
    assert not by_field["verified_growth"].told_apart or question.by == "waste"


def test_what_is_known_has_no_share_and_one_that_rules_has_most() -> None:
    certain = {
        name: tuple([d.default.median] * len(d.default.points))
        for name, d in DECLARATIONS.items()
        if d.kind == "estimate" and d.group != "moat_licences" and d.stream != "moat"
    }
    wide = {"temperature": triangular(0.5, 0.75, 1.0).points, "demand_path": "trend"}
    outlook = outlook_of(**(certain | wide))
    found = joined_sensitivity.shares(
        Question("risk", "DeepSeek"), outlook.computed, outlook.key.data_version, worlds=128
    )
    assert found[0].field == "temperature" and found[0].total > 0.9
    assert {one.field for one in found} <= {"temperature", "mixes"}


def test_a_rank_is_that_of_the_ranking_and_moves_with_its_assumptions(outlook: Outlook) -> None:
    found = tried(outlook, Question("rank", "Google"))
    moat = ranking(outlook).moat
    expected = moat.ranks[:, moat.ranked_units.index("Google")].mean()
    assert found.base == pytest.approx(expected, abs=0.6)  # the same draws, of fewer worlds
    fields = {bar.field for bar in (*found.inputs, *found.choices)}
    assert {"score_rule", "synthetic_policy", "leverage_proprietary", "reach_search"} <= fields
    divided = shares(outlook, Question("rank", "Google"))
    assert divided[0].field == "shares" and divided[0].told_apart
    assert {one.field for one in divided} <= set(ranked_sensitivity.GROUPS)
    assert all(one.leads in DECLARATIONS for one in divided)


def test_a_chance_by_another_year_starts_from_it(outlook: Outlook) -> None:
    found = tried(outlook, Question("probability", "", 2029))
    years = outlook.depletion.exhaustion_worlds
    assert found.base == np.mean(years < 2030)
    assert all(bar.base["probability"] == found.base for bar in (*found.inputs, *found.choices))
    assert shares(outlook, Question("probability", "", 2029)) == shares(outlook, Question("year"))


def test_a_question_is_filled_in_or_refused_with_its_bound(outlook: Outlook) -> None:
    assert checked(Question("rank"), outlook).vendor == ranking(outlook).vendors[0]
    assert checked(Question("year", "Meta"), outlook).vendor == ""
    for question, message in (
        (Question("risk", "Midjourney"), "vendor: 'Midjourney' has no text model; there are AI21"),
        (Question("waste", "Nobody"), "vendor: 'Nobody' is no vendor; there are AI21"),
        (Question("rank", "Nobody"), "vendor: 'Nobody' is not ranked; there are AI21"),
        (Question("risk", "", 2020), "year: 2020 is not between 2026 and 2040"),
    ):
        with pytest.raises(ValueError, match=message):
            checked(question, outlook)
