"""What the join says in words: the numbers of the join, with intervals, for any scenario."""

import re

import pytest

from analytics import findings_join as said
from analytics import findings_policies as policy
from analytics.outlook import evaluate
from analytics.scenario import PRESETS, Scenario
from analytics.wording import plain

FEW = {"log2_worlds": 6}


def told(scenario):
    outlook = evaluate(scenario)
    one = outlook.joined.vendors[0]
    return [
        said.risk_title(outlook),
        policy.tradeoff_title(outlook, one),
        *said.findings(outlook),
        *(f"{note.lead} {note.text}" for note in policy.notes(outlook)),
    ]


@pytest.mark.parametrize("preset", PRESETS.values(), ids=PRESETS)
def test_no_probability_is_sure_and_no_number_is_missing(preset):
    for text in told(preset.scenario.model_copy(update=FEW)):
        assert not re.search(r"(?<![\d.])(0|100)% of worlds", text), text
        assert "nan" not in text and "inf" not in text and text[-1] != "–"
        assert "  " not in text


def test_the_findings_are_those_of_the_join():
    outlook = evaluate(Scenario())
    found = outlook.joined
    risk = found.risk(0.5)[:, found.at(2032)]
    texts = [plain(text) for text in said.findings(outlook)]
    assert len(texts) == 4
    most, least = said.ends_of_risk(found, risk)
    assert f"{risk.max():.0%} at {most}" in texts[0] and f"{risk.min():.0%} of worlds" in texts[0]
    assert f"at {least}" in texts[0] and "(80%: " in texts[0]
    assert "the growth of runs swallows it" in texts[1] and "(80%: 20" in texts[1]
    assert "orders of magnitude (80%: " in texts[2] and "of scaling" in texts[2]
    assert texts[3].startswith("What moves the risk most is the growth of demand")
    assert "the limit on repetition" in texts[3]


def test_the_statements_say_what_the_numbers_say():
    outlook = evaluate(Scenario())
    notes = {note.lead: plain(note.text) for note in policy.notes(outlook)}
    assert "< 0.3%" in notes["A cap keeps the tail, not a check."]
    assert "less compute than to stop" in notes["To substitute buys little."]
    assert "fitted" in notes["To repeat is an upper bound."]
    licensed = notes["Licensing matters little in volume."]
    ceiling, gap = re.search(r"license, 20-?–?100 trillion.* gap of ([\d ]+) trillion", licensed), 0
    assert ceiling is not None
    gap = int(ceiling[1].replace(" ", ""))
    assert gap > 500
    assert "were these the same for all" in notes["What vendors disclose does not tell them apart."]
    assert "0.1 years on average" in notes["Headroom is near its floor."]
    shared = re.search(r"moves by (-?[\d.]+) pt", notes["One shared web changes little."])
    assert shared is not None and abs(float(shared[1])) < 0.5


def test_headroom_lowers_every_score_and_moves_few_ranks():
    from analytics.outlook.vendors import ranking

    few = {"log2_worlds": 8, "log2_moat_draws": 10}
    with_it, without = (
        ranking(evaluate(Scenario(**few, weight_headroom=weight))).moat for weight in (1.0, 0.0)
    )
    places = [with_it.place(unit) for unit in with_it.ranked_units]
    assert (with_it.median_score[places] < without.median_score[places] - 0.03).all()
    assert abs(with_it.median_rank - without.median_rank).max() <= 2
    assert abs(with_it.median_rank - without.median_rank).mean() <= 0.75


def test_the_years_of_even_odds_are_those_of_the_risk():
    outlook = evaluate(Scenario(**FEW))
    found, title = outlook.joined, said.risk_years_title(outlook)
    years = [int(year) for year in re.findall(r"20\d\d", title)]
    risk = found.risk(0.5)
    at, before = (found.risk(0.5)[:, found.at(year)] >= 0.5 for year in (years[1], years[0] - 1))
    told = re.search(r"at (?:all )?(\d+) ", title)
    assert told is not None and int(told[1]) == at.sum() == (risk >= 0.5).any(axis=1).sum()
    assert not before.any() and (risk[:, found.at(years[0])] >= 0.5).any()


def test_where_no_one_is_at_risk_that_is_said_once():
    outlook = evaluate(Scenario(**FEW, synthetic_policy="stop"))
    assert "at every vendor" in said.risk_title(outlook)
    assert said.risk_years_title(outlook).startswith("At no vendor does collapse become more")
    texts = said.findings(outlook)
    assert "at every vendor" in texts[0]
    assert texts[3].startswith("Nothing that is uncertain moves the risk")
