"""Findings of the ranking: computed from the numbers, each with its interval, honest about ties."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import numpy as np
import pytest

from analytics import findings_vendor_charts as charts
from analytics import findings_vendors as said
from analytics import wording
from analytics.findings import NO_CHANGE
from analytics.outlook import Outlook, evaluate
from analytics.outlook.vendor_duel import duel
from analytics.outlook.vendors import drivers, ranking
from analytics.scenario import PRESETS, Scenario

PRESET = PRESETS["as-published"]
STRONG = "Acme:0-0-0-100-0-0"


@cache
def outlook(**given: Any) -> Outlook:
    return evaluate(Scenario(log2_worlds=6, **({"log2_moat_draws": 10} | given)))


CASES: dict[str, dict[str, Any]] = {
    "default": {},
    "one stands out": {"mixes": STRONG, "weight_exclusivity": 10.0, "analyst_strength": 1e4},
    "two are alike": {"mixes": "OpenAI:50-10-15-15-2-8~Meta:50-10-15-15-2-8"},
    "no preference": {"weight_preference": "none", "score_rule": "either"},
    "open models too": {"rank_open_models": True},
    "licence": {"licences": "add:OpenAI:Reddit:70000000~end:OpenAI:Axel Springer"},
}


def sentences(one: Outlook) -> list[str]:
    found = ranking(one)
    best, next_best = found.vendors[:2]
    parts = found.moat.route_shares(best)
    bands = np.quantile(parts, (0.05, 0.5, 0.95), axis=0).T
    return [
        said.headline(one, PRESET),
        said.ranking_title(one, PRESET),
        said.on_outlook(one),
        said.implications(one),
        said.acceptability_title(one, PRESET),
        charts.criteria_title(one, best, PRESET),
        charts.mixes_title(one, "tokens"),
        charts.mixes_title(one, "value"),
        charts.routes_title(best, parts.mean(axis=0), bands),
        charts.duel_title(found.moat, duel(found, best, next_best)),
        charts.central_said(found),
    ]


@pytest.mark.parametrize("case", CASES.values(), ids=list(CASES))
def test_every_sentence_reads(case) -> None:
    for text in sentences(outlook(**case)):
        plain = wording.plain(text)
        assert re.match("[A-Z0-9]", plain) and "  " not in plain, plain
        assert not re.search(r"\b(nan|inf|None|\d+\.\d{4,})\b|\b0%|\b100%", plain), plain
        assert "_" not in plain


def test_what_cannot_be_told_apart_is_said_first() -> None:
    text = said.headline(outlook())
    assert text.startswith("The disclosures cannot separate the 13 vendors: every 90% band spans")
    assert re.search(r"none beats another in more than \d+% of worlds, ", text)
    assert "1 assumption" in said.headline(outlook(), PRESET)
    assert "share one tier" in said.ranking_title(outlook())


def test_what_is_told_apart_is_said() -> None:
    one = outlook(**CASES["one stands out"])
    text = said.headline(one, PRESET)
    assert re.match(r"The 14 vendors fall into \d tiers, Acme alone in the first", text)
    assert "with 4 assumptions changed" in text
    assert "the best median rank, Acme’s, is 1st" in said.ranking_title(one)
    assert re.search(r"Acme comes out on top in \d+% of worlds\.$", said.on_outlook(one))


def test_the_numbers_are_those_of_the_ranking() -> None:
    one = outlook()
    moat = ranking(one).moat
    tiers, first, moved, told = said.numbers(one)
    assert tiers.value_text == str(max(moat.tiers)) == "1"
    best = moat.ranked_units[int(moat.acceptability[:, 0].argmax())]
    assert first.value_text == best and "by chance 8%" in first.interval_text
    assert moved.value_text == f"{wording.number(moat.rule_shift, 2)} places"
    # counted from the table: yes or no, the answer about an own crawl among them
    answers = [e.answer for v in ranking(one).facts.vendors for e in v.answers.values()]
    count = len(answers) - answers.count("undisclosed") - answers.count("possible")
    assert told.value_text == f"{count} of 78"


def test_a_difference_is_told_against_the_baseline() -> None:
    one, base = outlook(**CASES["one stands out"]), outlook()
    texts = [number.difference_text for number in said.difference(one, base)]
    assert texts[0] == "was 1" and str(texts[1]).startswith("was ")
    assert texts[3] == NO_CHANGE
    assert {n.difference_text for n in said.difference(base, base)} == {NO_CHANGE}


def test_a_place_is_that_of_the_score() -> None:
    moat = ranking(outlook()).moat
    where = said.place(moat, "IBM")
    i = moat.ranked_units.index("IBM")
    assert (where.rank, where.tier) == (moat.median_rank[i], moat.tiers[i])
    assert [where.low, where.high] == moat.rank_band[:, i].tolist()
    with pytest.raises(ValueError, match="not in tuple"):
        said.place(moat, "Public crawl only")


@pytest.mark.parametrize("case", ["default", "one stands out"])
def test_the_drivers_name_the_group_that_moves_most(case) -> None:
    found = drivers(outlook(**CASES[case]))
    title = charts.drivers_title(found)
    top = found.groups[int(found.ranking.total[0].argmax())]
    assert top == "shares"
    assert title.startswith("The shares that nobody discloses drive the ranking: ")
    assert "(90%: " in title or "%" in title


def test_a_duel_is_told_from_the_side_of_the_one_ahead() -> None:
    one = outlook(**CASES["one stands out"])
    moat = ranking(one).moat
    for pair in (("Acme", "IBM"), ("IBM", "Acme")):
        text = charts.duel_title(moat, duel(ranking(one), *pair))
        assert text.startswith("Acme beats IBM in ") and "mainly through exclusivity" in text
    even = charts.duel_title(moat, duel(ranking(outlook()), "Mistral", "Midjourney"))
    assert even.startswith("Neither is clearly ahead: ")
    same = charts.duel_title(moat, duel(ranking(outlook()), "Meta", "Meta"))
    assert same == "Meta and Meta score the same in every world"


def test_criterion_quantiles_are_those_of_the_draws() -> None:
    moat = ranking(outlook()).moat
    found = charts.criterion_quantiles(moat, ("OpenAI", "Meta"))
    assert found.shape == (2, len(moat.criteria_names), 3)
    exact = np.quantile(moat.criteria[:, moat.place("Meta")], (0.05, 0.5, 0.95), axis=0).T
    np.testing.assert_allclose(found[1], exact, atol=1e-4)
