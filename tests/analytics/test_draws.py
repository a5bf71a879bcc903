import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics import estimates
from analytics.estimates import DIMENSIONS, Draws, lognormal, normal
from analytics.scenario import DECLARATIONS, DIMENSION, Scenario

UNIFORM_LIKE = normal(-1.0, 1.0)

FROZEN = [
    "demand_growth",
    "demand_2024_tokens",
    "compute_2024_flop",
    "compute_growth",
    "slowdown_year",
    "slowdown_rate",
    "indexed_pages",
    "bytes_per_page",
    "bytes_per_token",
    "page_size_growth",
    "page_count_growth",
    "usable_share",
    "repetition_multiple",
    "terms_share",
    "ai_share_new",
    "ai_filter_recall",
    "other_usable_share",
    "multimodal_error",
    "other_growth",
]


def test_new_inputs_are_appended():
    ours = list(DIMENSION)[: len(FROZEN)]
    assert ours == FROZEN, (
        "an uncertain input was inserted, moved, renamed or removed among the first "
        f"{len(FROZEN)}. Each takes the Sobol' dimension of its place, so that every forecast, "
        "saved link and published figure moves with it. Declare new inputs after all others (a "
        "new class at the end of the chain), and never delete one: leave it unused."
    )


def test_every_input_has_a_dimension_of_its_own():
    assert list(DIMENSION.values()) == list(range(len(DIMENSION)))
    assert len(DIMENSION) <= DIMENSIONS
    ours = [n for n, d in DECLARATIONS.items() if d.kind == "estimate" and d.stream == "worlds"]
    assert list(DIMENSION) == ours


class TestDraws:
    def test_the_same_seed_gives_the_same_bytes(self):
        first = Draws(256, 5).of(UNIFORM_LIKE, 3).tobytes()
        estimates._drawn.cache_clear()
        estimates._uniforms.cache_clear()
        assert Draws(256, 5).of(UNIFORM_LIKE, 3).tobytes() == first

    def test_another_seed_gives_others(self):
        drawn, others = (Draws(256, seed).of(UNIFORM_LIKE, 3) for seed in (5, 6))
        assert not np.any(drawn == others)

    def test_a_dimension_is_drawn_alike_whichever_others_are_used(self):
        alone = Draws(256, 11).of(UNIFORM_LIKE, 40).copy()
        estimates._drawn.cache_clear()
        estimates._uniforms.cache_clear()
        draws = Draws(256, 11)
        for dimension in (63, 0, 39, 41):
            draws.of(lognormal(1.0, 2.0), dimension)
        assert np.array_equal(draws.of(UNIFORM_LIKE, 40), alone)

    def test_one_dimension_gives_every_estimate_the_same_worlds(self):
        # common random numbers: an edited interval keeps the order of the worlds
        draws = Draws(256, 1)
        narrow, wide = draws.of(normal(0.2, 0.3), 2), draws.of(lognormal(1.0, 9.0), 2)
        assert np.array_equal(np.argsort(narrow), np.argsort(wide))

    @pytest.mark.parametrize("dimension", [0, 17, DIMENSIONS - 1])
    @pytest.mark.parametrize("worlds", [64, 4096])
    def test_are_balanced(self, dimension, worlds):
        # each of the cells of width 1/worlds holds one point: that is what Sobol' points are for
        cells = np.floor(estimates._uniforms(worlds, 2024)[dimension] * worlds)
        assert np.array_equal(np.sort(cells), np.arange(worlds))

    def test_are_hardly_correlated(self):
        used = estimates._uniforms(4096, 2024)[: len(DIMENSION)]
        off_diagonal = np.corrcoef(used) - np.eye(len(used))
        assert np.abs(off_diagonal).max() < 0.05

    @given(st.integers(0, 2**31 - 1))
    def test_are_never_0_or_1(self, seed):
        points = estimates._uniforms(64, seed)
        assert points.min() > 0
        assert points.max() < 1

    def test_are_read_only(self):
        with pytest.raises(ValueError, match="read-only"):
            Draws(64, 1).of(UNIFORM_LIKE, 0)[0] = 0.0

    @pytest.mark.parametrize("dimension", [-1, DIMENSIONS])
    def test_refuse_a_dimension_that_does_not_exist(self, dimension):
        with pytest.raises(IndexError, match=f"dimension {dimension} is outside 0 to 63"):
            Draws(64, 1).of(UNIFORM_LIKE, dimension)

    @pytest.mark.parametrize("worlds", [0, -4, 3, 1000])
    def test_refuse_a_number_of_worlds_out_of_balance(self, worlds):
        with pytest.raises(ValueError, match=f"must be a power of two, not {worlds}"):
            Draws(worlds, 1)


class TestOfAScenario:
    def test_take_the_dimension_of_the_field(self):
        scenario = Scenario(log2_worlds=8)
        expected = Draws(256, scenario.seed).of(scenario.usable_share, DIMENSION["usable_share"])
        assert np.array_equal(scenario.draw("usable_share"), expected)

    def test_are_not_moved_by_a_change_of_another_input(self):
        scenario = Scenario(log2_worlds=8)
        edited = scenario.model_copy(update={"demand_growth": (0.1, 0.2), "overtraining": 3.0})
        for name in DIMENSION:
            moved = not np.array_equal(scenario.draw(name), edited.draw(name))
            assert moved == (name == "demand_growth"), name

    @pytest.mark.parametrize(
        ("field", "points", "bound"),
        [("usable_share", (0.5, 1.0), 1.0), ("repetition_multiple", (1.0, 1.2), 1.0)],
    )
    def test_stay_within_the_bounds_of_the_field(self, field, points, bound):
        # the tail of an interval that ends at a bound would lie beyond it: a share above 1
        drawn = Scenario(**{field: points}).draw(field)
        declared = DECLARATIONS[field]
        assert drawn.min() >= declared.low
        assert drawn.max() <= declared.high
        assert 0.01 < np.mean(drawn == bound) < 0.05

    def test_are_read_only(self):
        with pytest.raises(ValueError, match="read-only"):
            Scenario(log2_worlds=6).draw("usable_share")[0] = 0.0

    def test_refuse_a_field_that_is_not_uncertain(self):
        with pytest.raises(KeyError):
            Scenario().draw("overtraining")
