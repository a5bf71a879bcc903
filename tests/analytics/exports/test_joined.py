"""The join in the tidy CSV: every vendor and year, the numbers of the join, in their order."""

import numpy as np

from analytics.exports import joined, rows
from analytics.outlook import evaluate
from analytics.quantiles import PROBABILITIES
from analytics.scenario import Scenario

OUTLOOK = evaluate(Scenario(log2_worlds=6, log2_moat_draws=9, tail_threshold=0.6))
FOUND = OUTLOOK.joined
FRAME = rows(OUTLOOK, "x", "/")
MINE = FRAME[FRAME["view"] == "outlook"]


def of(id):
    return MINE[MINE["series"] == id]


def test_every_series_tells_of_every_vendor_in_their_order():
    assert list(dict.fromkeys(MINE["series"])) == [id for id, _, _ in joined.SERIES]
    for id, variable, unit in joined.SERIES:
        one = of(id)
        assert tuple(dict.fromkeys(one["vendor"])) == FOUND.vendors
        assert set(one["variable"]) == {variable} and set(one["unit"]) == {unit}
        assert not one.duplicated(["vendor", "year", "quantile"]).any()


def test_the_numbers_are_those_of_the_join():
    shape = (*FOUND.tail_kept.shape[:2], len(PROBABILITIES))
    for id in ("tail_kept", "human_share", "compute_wasted"):
        values = getattr(FOUND, id)
        told = of(f"outlook.{id}")["value"].to_numpy().reshape(shape)
        exact = np.quantile(values, PROBABILITIES, axis=-1).transpose(1, 2, 0)
        np.testing.assert_allclose(told, exact, atol=1e-4 * np.ptp(values))
    tokens = of("outlook.run_tokens")["value"].to_numpy().reshape(shape)
    exact = np.quantile(FOUND.supply.demand_tokens, 0.5, axis=-1)
    np.testing.assert_allclose(tokens[..., 4], exact, rtol=1e-2)
    risk = of("outlook.risk")
    assert risk["value"].to_numpy().reshape(shape[:2]).tolist() == FOUND.risk(0.6).tolist()
    assert risk["year"].tolist() == np.tile(FOUND.years, shape[0]).tolist()


def test_a_year_beyond_the_last_is_empty_and_has_its_probability():
    never = of("outlook.short_year.never").set_index("vendor")["value"]
    short = of("outlook.short_year").pivot(index="vendor", columns="quantile", values="value")
    for i, vendor in enumerate(FOUND.vendors):
        assert never[vendor] == np.isinf(FOUND.short_year[i]).mean()
        assert np.isnan(short.loc[vendor, 0.975]) == (never[vendor] > 0.025)
