"""What a mix would cost at market prices."""

import numpy as np
import pytest

from analytics.moat import mixes
from analytics.moat.replacement import replacement_cost

SHARES = mixes.draw(mixes.Analyst((6, 2, 1, 0, 0, 3)), "x", 1024, 0)
PRICES = {"licensed": (7.5e-4, 7.5e-4), "synthetic": (7.6e-7, 1.14e-6)}


def test_the_gap_in_price_is_the_finding():
    cost = replacement_cost(SHARES, 1e13, PRICES, 0)
    assert cost.routes == ("licensed", "synthetic")
    assert (cost.at_high[0] / cost.at_high[1]) > 200
    assert cost.usd[:, 0] == pytest.approx(SHARES[:, 2] * 1e13 * 7.5e-4)
    assert cost.total == pytest.approx(cost.usd.sum(axis=1))
    assert cost.priced_share == pytest.approx(SHARES[:, 2] + SHARES[:, 5])


def test_prices_lie_between_their_ends_and_every_order_is_as_likely():
    cost = replacement_cost(SHARES, 1e12, {"synthetic": (1e-8, 1e-4)}, 0)
    price = cost.usd[:, 0] / (SHARES[:, 5] * 1e12)
    assert 1e-8 <= price.min() <= price.max() <= 1e-4
    assert np.median(price) == pytest.approx(1e-6, rel=0.02)
    assert cost.at_low[0] == pytest.approx(SHARES[:, 5].mean() * 1e4)


def test_a_size_may_be_uncertain():
    sizes = np.linspace(1e12, 3e12, 1024)
    cost = replacement_cost(SHARES, sizes, PRICES, 0)
    assert cost.usd[:, 0] == pytest.approx(SHARES[:, 2] * sizes * 7.5e-4)
    assert cost.at_low[0] == pytest.approx(SHARES[:, 2].mean() * 2e12 * 7.5e-4)


def test_nothing_priced_costs_nothing():
    cost = replacement_cost(SHARES, 1e12, {}, 0)
    assert not cost.total.any()
    assert not cost.priced_share.any()


@pytest.mark.parametrize("prices", [{"video": (1, 2)}, {"licensed": (0, 1)}, {"licensed": (2, 1)}])
def test_what_is_no_price_is_refused(prices):
    with pytest.raises(ValueError, match=r"route|prices"):
        replacement_cost(SHARES, 1e12, prices, 0)
