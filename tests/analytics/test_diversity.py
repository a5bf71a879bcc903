import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.diversity import entropy, hhi, hill_number

orders = st.one_of(st.floats(0, 50), st.sampled_from([0, 1, 2, np.inf, 1 - 1e-12, 1 + 1e-12]))


@st.composite
def mixes(draw):
    parts = draw(st.lists(st.floats(0, 1), min_size=1, max_size=12).filter(any))
    return np.array(parts) / max(parts) / np.sum(np.array(parts) / max(parts))


class TestKnownValues:
    def test_of_the_merger_guidelines_of_1982(self):
        # a market of four firms with 30, 30, 20 and 20 percent
        assert hhi([0.3, 0.3, 0.2, 0.2]) == pytest.approx(2600)

    @pytest.mark.parametrize("parts", [1, 2, 7])
    def test_of_equal_parts(self, parts):
        equal = np.full(parts, 1 / parts)
        assert hhi(equal) == pytest.approx(10_000 / parts)
        assert entropy(equal) == pytest.approx(np.log(parts))
        for order in (0, 0.3, 1, 2, 9, np.inf):
            assert hill_number(equal, order) == pytest.approx(parts)

    def test_of_a_single_part_among_empty_ones(self):
        alone = [0.0, 1.0, 0.0]
        assert hhi(alone) == 10_000
        assert entropy(alone) == 0
        assert all(hill_number(alone, order) == 1 for order in (0, 0.7, 1, 2, np.inf))

    def test_of_unequal_parts(self):
        mix = [0.5, 0.25, 0.25]
        assert entropy(mix) == pytest.approx(1.5 * np.log(2))
        assert hill_number(mix, 0.5) == pytest.approx((np.sqrt(0.5) + 1) ** 2)
        assert hill_number(mix, 3) == pytest.approx((0.125 + 2 * 0.015625) ** -0.5)


class TestWhatMustHold:
    @given(mixes(), orders)
    def test_from_one_part_to_all_that_are_there(self, mix, order):
        number = hill_number(mix, order)
        assert 1 - 1e-9 <= number <= (mix > 0).sum() * (1 + 1e-9)

    @given(mixes(), orders, orders)
    def test_rare_parts_count_less_at_higher_orders(self, mix, one, other):
        low, high = sorted([one, other])
        assert hill_number(mix, high) <= hill_number(mix, low) * (1 + 1e-9)

    @given(mixes(), orders)
    def test_two_copies_side_by_side_are_twice_as_many(self, mix, order):
        doubled = np.concatenate([mix, mix]) / 2
        assert hill_number(doubled, order) == pytest.approx(2 * hill_number(mix, order))

    @given(mixes())
    def test_the_measures_agree(self, mix):
        assert hill_number(mix, 0) == (mix > 0).sum()
        assert hill_number(mix, 1) == pytest.approx(np.exp(entropy(mix)))
        assert hill_number(mix, 2) == pytest.approx(10_000 / hhi(mix))
        assert hill_number(mix, np.inf) == pytest.approx(1 / mix.max())

    @given(mixes(), st.floats(-1e-6, 1e-6))
    def test_nothing_jumps_at_order_one(self, mix, off):
        assert hill_number(mix, 1 + off) == pytest.approx(hill_number(mix, 1), rel=1e-3)

    @given(mixes())
    def test_the_order_of_parts_and_empty_ones_do_not_matter(self, mix):
        other = np.concatenate([[0.0], mix[::-1]])
        for measure in (hhi, entropy, lambda one: hill_number(one, 1.3)):
            assert measure(other) == pytest.approx(measure(mix))


def test_axes_before_the_last_are_kept():
    shares = np.random.default_rng(1).dirichlet(np.ones(4), (3, 2))
    for measure in (hhi, entropy, lambda one: hill_number(one, 1), lambda one: hill_number(one, 2)):
        found = measure(shares)
        assert found.shape == (3, 2)
        assert found[2, 1] == pytest.approx(measure(shares[2, 1]))
    assert hhi(np.ones((0, 1))).shape == (0,)


@pytest.mark.parametrize(
    ("shares", "message"),
    [
        ([0.5, 0.6], r"shares must sum to 1, not to 1\.1"),
        ([30, 30, 20, 20], "shares must sum to 1, not to 100"),
        ([1.5, -0.5], r"shares must not be negative, but the least is -0\.5"),
        ([np.nan, 1], "shares must not be negative"),
        ([np.inf, 1], "shares must sum to 1, not to inf"),
        ([], "shares must hold at least one part"),
        (1.0, "shares must hold at least one part"),
        ([[1, 0], [0, 0]], "shares must sum to 1, not to 0"),
    ],
)
def test_refuses_what_is_no_mix(shares, message):
    for measure in (hhi, entropy, lambda one: hill_number(one, 1)):
        with pytest.raises(ValueError, match=message):
            measure(shares)


@pytest.mark.parametrize("order", [-1, np.nan])
def test_refuses_an_order_below_0(order):
    with pytest.raises(ValueError, match="order must be at least 0, not"):
        hill_number([1.0], order)
