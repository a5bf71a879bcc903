"""What would separate vendors: every step is conditional, possible, and told by its numbers."""

import numpy as np
import pytest

from analytics.moat.ranking import APART, pairwise_probability, tiers
from analytics.outlook.separation import RAISED, Separation, separation
from analytics.outlook.vendor_facts import vendor_facts
from analytics.outlook.vendors import ranking_of
from analytics.scenario import ROUTES, LicenceChange, Mix, Scenario
from data import catalog

VERSION = catalog.version()
FEW = Scenario().model_copy(update={"log2_moat_draws": 8})


@pytest.fixture(scope="module")
def found() -> Separation:
    return separation(FEW, VERSION)


def test_all_closed_vendors_share_a_tier_and_each_has_steps(found: Separation) -> None:
    names = {one.name for one in vendor_facts(VERSION).vendors}
    assert set(found.vendors) == names == {one.vendor for one in found.steps}
    assert found.tiers == 1
    assert found.apart == 0
    assert found.worlds == 256


def test_steps_are_ranked_by_what_they_tell(found: Separation) -> None:
    keys = [(-one.apart, -one.tiers, -one.moved) for one in found.steps]
    assert keys == sorted(keys)
    assert found.shortlist[0] == found.steps[0]
    assert {one.deal.action for one in found.shortlist if one.deal} == {"add", "exclusive"}
    assert any(not one.route and not one.deal for one in found.shortlist)


def test_disclosed_mixes_are_whole_and_deny_nothing_that_is_confirmed(found: Separation) -> None:
    vendors = {one.name: one for one in vendor_facts(VERSION).vendors}
    moat = ranking_of(FEW, VERSION)
    beliefs = {unit.id: unit.belief.mean for unit in moat.inputs.units}
    for one in (step for step in found.steps if step.kind == "disclosure"):
        assert sum(one.shares) == pytest.approx(1)
        for route, share in zip(ROUTES, one.shares, strict=True):
            answer = vendors[one.vendor].answers[route].answer
            assert (share > 0) == (answer not in ("no", "own_crawl"))
        if one.route:
            at = list(ROUTES).index(one.route)
            assert 0 < one.shares[at] - beliefs[one.vendor][at] <= RAISED[one.route] + 1e-12
        else:
            assert one.shares == pytest.approx(beliefs[one.vendor])


def test_a_step_says_what_the_ranking_of_such_a_scenario_does(found: Separation) -> None:
    deal = next(one for one in found.steps if one.deal and one.deal.action == "add")
    assert deal.deal is not None
    moat = ranking_of(FEW.model_copy(update={"licences": (deal.deal,)}), VERSION).moat
    i, j = (moat.ranked_units.index(name) for name in (deal.vendor, deal.other))
    assert deal.beats == pytest.approx(moat.pairwise[i, j])
    assert deal.tiers == max(moat.tiers)
    assert deal.rank == (
        moat.rank_band[0, i],
        moat.median_rank[i],
        moat.rank_band[1, i],
    )


def test_a_disclosure_says_what_its_pairs_would(found: Separation) -> None:
    best = next(one for one in found.steps if one.kind == "disclosure")
    # a firm own mix is drawn as a disclosed one is
    scenario = FEW.model_copy(
        update={
            "mixes": (Mix(best.vendor, best.shares),),
            "analyst_strength": FEW.disclosed_strength,
        }
    )
    scores = ranking_of(scenario, VERSION).moat.ranked_scores
    pairs = pairwise_probability(np.array(scores))
    assert best.apart == int((np.maximum(pairs, pairs.T) > APART).sum() / 2)
    assert best.tiers == max(tiers(pairs))
    assert best.apart > 0


def test_only_what_the_ranking_needs_makes_it_try_again(found: Separation) -> None:
    assert separation(FEW.model_copy(update={"lab_corpus": 7e7}), VERSION) is found
    firm = separation(FEW.model_copy(update={"disclosed_strength": 20.0}), VERSION)
    assert firm is not found


def test_vendors_apart_already_are_not_tried_against_each_other() -> None:
    strong = Mix("OpenAI", (0.05, 0.05, 0.3, 0.45, 0.1, 0.05))
    scenario = FEW.model_copy(
        update={
            "mixes": (strong,),
            "analyst_strength": 500.0,
            "licences": (LicenceChange("add", "OpenAI", "Reddit", 6e7, 5.0, exclusive=True),),
        }
    )
    apart = separation(scenario, VERSION)
    assert apart.tiers > 1
    assert "OpenAI" not in apart.vendors
    assert all(one.vendor != "OpenAI" and one.other != "OpenAI" for one in apart.steps)
