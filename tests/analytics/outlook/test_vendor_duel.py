"""Head to head: counted in the same worlds, and divided among the criteria without rest."""

from __future__ import annotations

import numpy as np
import pytest

from analytics.outlook.vendor_duel import duel
from analytics.outlook.vendors import REFERENCE, ranking_of
from analytics.scenario import Scenario
from data import catalog

VERSION = catalog.version()


def found(**given):
    return ranking_of(Scenario(log2_moat_draws=9, **given), VERSION)


@pytest.mark.parametrize("rule", ["geometric", "arithmetic", "either"])
def test_parts_sum_to_the_difference_of_the_scores(rule) -> None:
    here = found(score_rule=rule)
    both = duel(here, "OpenAI", "Google")
    scores = here.moat.scores
    a, b = here.moat.place("OpenAI"), here.moat.place("Google")
    np.testing.assert_array_equal(both.difference, scores[:, a] - scores[:, b])
    np.testing.assert_allclose(both.parts.sum(axis=1), both.difference, atol=1e-12)
    at = [here.moat.ranked_units.index(name) for name in ("OpenAI", "Google")]
    assert both.wins == pytest.approx(here.moat.pairwise[at[0], at[1]])


def test_it_is_the_same_fight_from_either_side() -> None:
    here = found()
    one, other = duel(here, "OpenAI", REFERENCE), duel(here, REFERENCE, "OpenAI")
    np.testing.assert_allclose(one.parts, -other.parts, atol=1e-12)
    assert one.wins == pytest.approx(1 - other.wins)
    assert one.ahead == other.ahead
    np.testing.assert_allclose(one.decisive, other.decisive, atol=1e-12)


def test_what_decides_is_in_favour_of_the_one_ahead() -> None:
    both = duel(found(mixes="Acme:0-0-0-100-0-0", weight_exclusivity=10.0), "Acme", "IBM")
    assert both.ahead == "Acme" and both.wins > 0.9
    assert both.criteria[int(both.decisive.argmax())] == "exclusivity"


def test_a_vendor_against_itself_is_nothing() -> None:
    both = duel(found(), "Meta", "Meta")
    assert both.wins == 0.5
    assert not both.parts.any() and not both.decisive.any()


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(ValueError, match="not in tuple"):
        duel(found(), "Nobody", "Meta")
