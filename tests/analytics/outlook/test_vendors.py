"""Vendors of a scenario: everyone there, evidence as in the tables, nobody moved by another."""

from __future__ import annotations

import numpy as np
import pytest

from analytics.moat.criteria import ROUTE_CRITERIA
from analytics.moat.drivers import WORLDS
from analytics.moat.mixes import ROUTES, Analyst, Disclosed, Presence
from analytics.outlook import evaluate
from analytics.outlook.vendor_facts import vendor_facts
from analytics.outlook.vendors import (
    REFERENCE,
    drivers,
    moat_inputs,
    model_id,
    ranked_names,
    ranking,
    ranking_of,
    unchanged,
)
from analytics.scenario import Mix, Scenario
from data import catalog

VERSION = catalog.version()
DRAWS = 9
OWN = Mix("Acme", (0.1, 0.1, 0.1, 0.6, 0.02, 0.08))


def found(**given):
    return ranking_of(Scenario(log2_moat_draws=DRAWS, **given), VERSION)


def licences_of(moat, buyer):
    return [one for one in moat.inputs.market.licences if one.buyer == buyer]


def test_every_vendor_of_the_table_is_there_with_its_evidence() -> None:
    table = catalog.load("vendor_acquisition")
    facts = vendor_facts(VERSION)
    assert [one.name for one in facts.vendors] == list(dict.fromkeys(table["vendor"]))
    for vendor in facts.vendors:
        assert tuple(vendor.answers) == ROUTES
        for route, evidence in vendor.answers.items():
            row = table.iloc[evidence.row]
            assert (row["vendor"], row["route"]) == (vendor.name, route)
            assert evidence.source_id == row["source_id"]
            own = row["answer_note"] == "own crawl"
            said = "own_crawl" if own else str(row["answer"]).replace("unclear", "undisclosed")
            assert evidence.answer == said
    assert len(table) == len(facts.vendors) * len(ROUTES)


def test_models_are_those_whose_mix_is_published_makers_newest_first() -> None:
    facts = vendor_facts(VERSION)
    table = catalog.load("mixes")
    usable = table[table["usable"]]
    for model in facts.models:
        rows = usable[(usable["model"] == model.name) & usable["route"].isin(ROUTES)]
        assert sum(model.shares) == pytest.approx(rows["share"].sum())
        assert 0.8 <= sum(model.shares) <= 1.001
    makers = [model.maker for model in facts.models]
    blocks = [maker for i, maker in enumerate(makers) if i == 0 or makers[i - 1] != maker]
    assert len(blocks) == len(set(blocks))
    newest = [max(m.year for m in facts.models if m.maker == maker) for maker in blocks]
    assert newest == sorted(newest, reverse=True)


def test_the_units_are_vendors_models_and_the_reference() -> None:
    here = found()
    names = [vendor.name for vendor in here.facts.vendors]
    models = [model_id(model) for model in here.facts.models]
    assert here.moat.units == (*names, *models, REFERENCE)
    assert here.moat.ranked_units == tuple(names) == ranked_names(Scenario(), VERSION)
    assert set(here.vendors) == set(names)
    kinds = {"believed": Presence, "disclosed": Disclosed, "reference": Disclosed}
    for unit in here.inputs.units:
        assert isinstance(unit.belief, kinds[here.basis[unit.id]])
    order = [float(here.moat.median_rank[names.index(one)]) for one in here.vendors]
    assert order == sorted(order)


def test_makers_of_open_models_join_when_asked_each_with_its_newest() -> None:
    here = found(rank_open_models=True)
    added = [unit for unit in here.moat.ranked_units if ": " in unit]
    makers = [unit.split(": ")[0] for unit in added]
    vendors = {vendor.name for vendor in here.facts.vendors}
    assert added and len(makers) == len(set(makers)) and not vendors & set(makers)
    assert here.moat.ranked_units == ranked_names(Scenario(rank_open_models=True), VERSION)


@pytest.mark.parametrize("rule", ["geometric", "either"])
def test_an_added_vendor_leaves_all_other_scores_to_the_last_byte(rule) -> None:
    before = found(score_rule=rule)
    other = Mix("Zeta", (0.5, 0.1, 0.1, 0.1, 0.1, 0.1))
    for mixes in ((OWN,), (other, OWN), (OWN, other)):
        after = found(score_rule=rule, mixes=mixes)
        assert {"Acme"} <= set(after.vendors)
        assert isinstance(after.inputs.units[after.moat.place("Acme")].belief, Analyst)
        for unit in before.moat.units:
            now = after.moat.scores[:, after.moat.place(unit)]
            was = before.moat.scores[:, before.moat.place(unit)]
            assert now.tobytes() == was.tobytes(), unit


def test_an_own_mix_takes_the_place_of_what_is_believed() -> None:
    after, before = found(mixes=(Mix("OpenAI", OWN.shares),)), found()
    assert after.basis["OpenAI"] == "analyst" and before.basis["OpenAI"] == "believed"
    assert after.moat.units == before.moat.units
    at = after.moat.place("OpenAI")
    mean = after.moat.token_shares[:, at].mean(axis=0)
    np.testing.assert_allclose(mean, OWN.shares, atol=0.02)
    assert unchanged(Scenario(mixes=(OWN,))) == Scenario()


def test_a_licence_that_is_added_is_one_its_vendor_has() -> None:
    here = found(licences="add:Midjourney:Reddit:50000000:3:exclusive")
    assert here.inputs.units[here.moat.place("Midjourney")].belief.answers[2] == "yes"
    (own,) = [one for one in here.inputs.market.licences if one.deal.startswith("own:")]
    assert (own.exclusive, own.term_years, own.usd_per_year) == ("yes", 3.0, 5e7)
    assert own.supplier == here.facts.parties["Reddit"]
    before = found()
    at = before.moat.place("Midjourney")
    assert not np.array_equal(before.moat.licensed[:, at], here.moat.licensed[:, at])


def test_a_licence_that_is_ended_or_made_exclusive_is_so() -> None:
    before = found()
    openai = before.inputs.units[before.moat.place("OpenAI")].buyer
    there = licences_of(before, openai)
    supplier = next(one.supplier for one in there if one.status == "announced" and one.supplier)
    ended = found(licences=f"end:OpenAI:{supplier}")
    mine = [one for one in licences_of(ended, openai) if one.supplier == supplier]
    assert mine and {one.status for one in mine} == {"terminated"}
    alone = found(licences=f"exclusive:OpenAI:{supplier}")
    mine = [one for one in licences_of(alone, openai) if one.supplier == supplier]
    assert mine and {one.exclusive for one in mine} == {"yes"}
    assert len(licences_of(ended, openai)) == len(licences_of(alone, openai)) == len(there)


def test_weights_of_nothing_are_alike_and_no_preference_is_none() -> None:
    facts = vendor_facts(VERSION)
    zero = {f"weight_{name}": 0.0 for name in found().moat.criteria_names}
    weights = moat_inputs(Scenario(**zero), facts).weights
    assert weights is not None and len(set(weights)) == 1
    assert moat_inputs(Scenario(weight_preference="none"), facts).weights is None


def test_what_other_models_assume_moves_ranks_by_the_criteria_of_the_join_alone() -> None:
    one = evaluate(Scenario(log2_worlds=6, log2_moat_draws=DRAWS))
    other = evaluate(Scenario(log2_worlds=6, log2_moat_draws=DRAWS, overtraining=5.0))
    here, there = ranking(one).moat, ranking(other).moat
    moved = (here.criteria != there.criteria).any(axis=(0, 1))
    names = dict(zip(here.criteria_names, moved.tolist(), strict=True))
    assert [name for name, has in names.items() if has] == ["headroom", "collapse_resistance"]
    assert drivers(one).ranking.total.tobytes() != drivers(other).ranking.total.tobytes()
    laboratory = evaluate(Scenario(log2_worlds=6, log2_moat_draws=DRAWS, lab_corpus=7e7))
    assert ranking(laboratory).moat is here
    assert drivers(laboratory) is drivers(one)


def test_the_drivers_are_of_all_seven_criteria() -> None:
    alone = {f"weight_{name}": 0.0 for name in ROUTE_CRITERIA}
    few = {"log2_worlds": 6, "log2_moat_draws": DRAWS, "leave_one_out": False}
    driven = drivers(evaluate(Scenario(**alone, **few)))
    total = dict(zip(driven.groups, driven.ranking.total[0].tolist(), strict=True))
    assert {name for name, share in total.items() if share} == {"shares", "weights", WORLDS}
    # headroom and collapse resistance alone: no worth of a route and no licence moves them
    assert total[WORLDS] > 0.3


def test_an_unknown_version_is_refused() -> None:
    with pytest.raises(LookupError):
        ranking_of(Scenario(), "000000000000")
    with pytest.raises(LookupError):
        ranked_names(Scenario(), "000000000000")
