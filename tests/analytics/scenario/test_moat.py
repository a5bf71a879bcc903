"""What the ranking of vendors assumes: declared alike, drawn elsewhere, acting on nothing else."""

import pytest

from analytics.scenario import (
    CRITERIA,
    DECLARATIONS,
    DIMENSION,
    GROUPS,
    MOAT_GROUPS,
    PRESETS,
    ROUTES,
    VENDOR_GROUPS,
    Scenario,
)
from analytics.sensitivity import GROUPS as GROUPS_OF_DRIVERS

OURS = {name: d for name, d in DECLARATIONS.items() if d.group in MOAT_GROUPS}
DRAWN = [name for name, d in OURS.items() if d.kind == "estimate"]


def test_every_route_has_every_attribute_its_leverage_and_its_prior():
    scenario = Scenario()
    for route in ROUTES:
        assert getattr(scenario, f"leverage_{route}").family == "triangular"
        for criterion in CRITERIA:
            name = f"{route}_{criterion}"
            assert DECLARATIONS[name].label == ROUTES[route]
            assert DECLARATIONS[name].group == f"moat_{criterion}"
            assert getattr(scenario, name).family == "triangular"
    assert sum(getattr(scenario, f"prior_{route}") for route in ROUTES) == pytest.approx(1)
    assert all(getattr(scenario, f"weight_{criterion}") == 1 for criterion in CRITERIA)
    assert scenario.leverage_public_crawl.points == (1, 1, 1)


def test_all_of_them_are_marked_as_assumed_with_a_reason():
    assert {d.status for d in OURS.values()} == {"assumption"}
    # a judgement has its own reason, not its neighbour's
    reasons = [DECLARATIONS[f"{r}_{c}"].source for r in ROUTES for c in CRITERIA]
    assert len(set(reasons)) == len(reasons) == 30


def test_groups_of_the_ranking_stand_together():
    places = [list(GROUPS).index(group) for group in MOAT_GROUPS]
    assert places == list(range(places[0], places[0] + len(MOAT_GROUPS)))
    assert set(MOAT_GROUPS) == {d.group for d in OURS.values()}


def test_what_is_uncertain_is_drawn_from_its_own_stream():
    assert len(DRAWN) == 30 + 6 + 3
    assert {DECLARATIONS[name].stream for name in DRAWN} == {"moat"}
    others = {d.stream for d in DECLARATIONS.values() if d.group not in VENDOR_GROUPS}
    assert others == {"worlds"}


def test_it_takes_no_dimension_and_moves_none():
    assert not set(DIMENSION) & set(OURS)
    assert list(DIMENSION.values()) == list(range(len(DIMENSION)))
    assert list(DIMENSION)[24] == "verified_worth"


@pytest.mark.parametrize("name", ["licence_term", "leverage_feedback", "licensed_exclusivity"])
def test_a_scenario_does_not_draw_it(name):
    with pytest.raises(KeyError, match=name):
        Scenario().draw(name)


def test_it_is_no_driver_of_exhaustion():
    assert not GROUPS_OF_DRIVERS & set(MOAT_GROUPS)


def test_no_preset_changes_it():
    for preset in PRESETS.values():
        assert not set(Scenario().differences(preset.scenario)) & set(OURS)
