"""Drivers: what each assumption does to the answer, and how the spread divides among them."""

import functools
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics import sensitivity
from analytics.depletion import forecast
from analytics.estimates import Array, lognormal, normal
from analytics.scenario import DECLARATIONS, PRESETS, Scenario
from data import catalog

SMALL = Scenario(log2_worlds=9)


@functools.cache
def other_tokens() -> dict[str, float]:
    stocks = catalog.load("stocks")
    additive = stocks[stocks["role"] == "additive"]
    return dict(zip(additive["stock_id"], additive["median_tokens"], strict=True))


def bars(scenario: Scenario, **options) -> dict[tuple[str, str], sensitivity.Bar]:
    found = sensitivity.tornado(scenario, other_tokens(), **options)
    return {(bar.field, bar.kind): bar for bar in found}


def known(**changes) -> Scenario:
    """A scenario in which every input is known, but for the changes."""
    certain = {
        name: tuple([d.default.median] * len(d.default.points))
        for name, d in DECLARATIONS.items()
        if d.kind == "estimate"
    }
    return Scenario(log2_worlds=9, **certain | changes)


class TestTornado:
    @pytest.mark.parametrize("preset", PRESETS)
    def test_starts_from_the_forecast_and_leads_to_controls(self, preset):
        scenario = PRESETS[preset].scenario.model_copy(update={"log2_worlds": 8})
        found = sensitivity.tornado(scenario, other_tokens())
        answer = forecast(scenario, other_tokens())
        assert found
        for bar in found:
            assert bar.base_year == answer.exhaustion_year[4]
            assert bar.base_probability == answer.probability_by[8]
            assert DECLARATIONS[bar.field].label == bar.label
            assert len(bar.settings) == len(bar.values) == len(bar.years) == len(bar.probabilities)

    @pytest.mark.parametrize("by", ["year", "probability"])
    def test_the_widest_comes_first(self, by):
        found = sensitivity.tornado(SMALL, other_tokens(), by=by)
        widths = [bar.year_width if by == "year" else bar.probability_width for bar in found]
        assert all(one >= two for one, two in pairwise(widths))

    def test_a_setting_gives_what_the_forecast_gives_for_it(self):
        """Also read from its text, as a link carries it."""
        for bar in bars(SMALL).values():
            for setting, year, probability in zip(
                bar.settings, bar.years, bar.probabilities, strict=True
            ):
                answer = forecast(SMALL.model_copy(update={bar.field: setting}), other_tokens())
                assert year == answer.exhaustion_year[4]
                assert probability == answer.probability_by[8]

    @pytest.mark.parametrize(
        ("field", "sign"),
        [
            ("indexed_pages", 1),
            ("usable_share", 1),
            ("repetition_multiple", 1),
            ("page_count_growth", 1),
            ("demand_growth", -1),
            ("demand_2024_tokens", -1),
            ("compute_growth", -1),
            ("bytes_per_token", -1),
        ],
    )
    def test_more_stock_is_later_and_more_demand_earlier(self, field, sign):
        bar = bars(SMALL)[field, "uncertain"]
        low, high = bar.years
        assert sign * low < sign * bar.base_year < sign * high
        assert sign * bar.probabilities[0] > sign * bar.probabilities[1]

    def test_log_symmetric_inputs_of_a_linear_crossing_are_antisymmetric(self):
        """With all else known the crossing is linear in log stock: a tenth lower is as far to the
        one side as a tenth higher to the other."""
        scenario = known(indexed_pages=(7.5e10, 1e12), demand_path="trend")
        bar = bars(scenario)["indexed_pages", "uncertain"]
        low, high = np.array(bar.years) - bar.base_year
        assert low == pytest.approx(-high, abs=0.02)
        assert high > 0.5

    def test_swapping_stock_for_demand_mirrors_the_bar(self):
        """A factor on stock and the same factor on demand move the crossing oppositely."""
        stock = bars(known(indexed_pages=(1e11, 4e11), demand_path="trend"))
        level = DECLARATIONS["demand_2024_tokens"].default.median
        demand = bars(known(demand_2024_tokens=(level / 2, level * 2), demand_path="trend"))
        # as many orders of magnitude between the 10% and 90% quantiles, at 95% and 90% intervals
        wide = stock["indexed_pages", "uncertain"].year_width * 1.959964 / 1.644854
        assert demand["demand_2024_tokens", "uncertain"].year_width == pytest.approx(wide, rel=0.01)

    def test_what_is_known_for_certain_has_no_bar(self):
        certain = SMALL.model_copy(update={"usable_share": 0.2, "demand_growth": 0.375})
        assert ("usable_share", "uncertain") in bars(SMALL)
        assert not {("usable_share", "uncertain"), ("demand_growth", "uncertain")} & set(
            bars(certain)
        )

    def test_what_does_not_act_has_no_bar(self):
        fields = {field for field, _ in bars(SMALL)}
        assert not fields & {"terms_share", "ai_share_new", "slowdown_year", "epochs", "seed"}
        trend = {field for field, _ in bars(SMALL.model_copy(update={"demand_path": "trend"}))}
        assert "compute_growth" not in trend and "demand_growth" in trend
        strict = {field for field, _ in bars(PRESETS["consent-crackdown"].scenario)}
        assert {"terms_share", "consent_scope"} <= strict

    def test_choices_list_every_option(self):
        bar = bars(SMALL)["consent_measure", "choice"]
        assert bar.settings == tuple(DECLARATIONS["consent_measure"].options)
        assert bar.years[0] == bar.base_year
        assert bars(SMALL)["contamination", "choice"].settings == ("off", "on")
        overtrained = bars(SMALL)["overtraining", "choice"]
        assert overtrained.values == (1.0, 5.0)
        assert overtrained.base_year - overtrained.years[1] == pytest.approx(1.15, abs=0.15)

    def test_growth_options_have_a_bar_of_their_own(self):
        options = {"as published": normal(0.27, 0.48), "recent": normal(0.11, 0.32)}
        bar = bars(SMALL, growth_options=options)["demand_growth", "choice"]
        assert bar.settings == ("as published", "recent")
        assert bar.years[0] == bar.base_year < bar.years[1]

    def test_an_answer_beyond_the_horizon_counts_as_the_horizon(self):
        slow = known(demand_growth=(0.0, 0.0), demand_path="trend")
        bar = bars(slow)["demand_path", "choice"]
        assert bar.base_year == np.inf and np.isfinite(bar.years[2])
        assert bar.year_width == pytest.approx(2100 - bar.years[2])

    def test_alternatives_are_numbers_within_their_bounds(self):
        for name, values in sensitivity.ALTERNATIVES.items():
            assert DECLARATIONS[name].kind == "number"
            assert [DECLARATIONS[name].accept(value) for value in values] == list(values)


class TestIndices:
    def test_ishigami(self):
        """Ishigami & Homma 1990, a = 7, b = 0.1; indices in closed form."""

        def ishigami(u: Array) -> Array:
            x = (2 * u - 1) * np.pi
            values: Array = np.sin(x[0]) + 7 * np.sin(x[1]) ** 2 + 0.1 * x[2] ** 4 * np.sin(x[0])
            return values

        total, first = sensitivity.indices(ishigami, 3, 4096, seed=1)
        assert total == pytest.approx([0.5576, 0.4424, 0.2437], abs=0.02)
        assert first == pytest.approx([0.3139, 0.4424, 0.0], abs=0.02)

    @given(st.lists(st.floats(0.2, 3), min_size=2, max_size=5))
    def test_of_a_sum_are_the_shares_of_variance(self, weights):
        squares = np.square(weights)
        total, first = sensitivity.indices(
            lambda u: np.tensordot(weights, u, axes=1), len(weights), 1024, seed=1
        )
        assert total == pytest.approx(squares / squares.sum(), abs=0.03)
        assert first == pytest.approx(squares / squares.sum(), abs=0.03)

    def test_of_a_constant_are_zero(self):
        total, first = sensitivity.indices(lambda u: np.ones(u.shape[1]), 2, 64, seed=1)
        assert (total == 0).all() and (first == 0).all()

    def test_agree_with_scipy(self):
        from scipy import stats

        def product(u: Array) -> Array:
            values: Array = np.prod(np.array([[0.1], [0.5], [2.0]]) + u, axis=0)
            return values

        rng = np.random.default_rng(1)
        uniform = [stats.uniform()] * 3
        theirs = stats.sobol_indices(func=product, n=2048, dists=uniform, rng=rng)  # type: ignore[arg-type]
        total, first = sensitivity.indices(product, 3, 2048, seed=1)
        assert total == pytest.approx(theirs.total_order, abs=0.01)
        assert first == pytest.approx(theirs.first_order, abs=0.01)


class TestSobol:
    def test_names_the_inputs_that_act(self):
        table = sensitivity.sobol(SMALL, other_tokens())
        assert list(table.columns)[:4] == ["field", "label", "total", "first_order"]
        assert (table["total_low"] <= table["total"]).all()
        assert (table["total"] <= table["total_high"]).all()
        assert set(table["field"]) == {
            "demand_growth", "demand_2024_tokens", "compute_2024_flop", "compute_growth",
            "indexed_pages", "bytes_per_page", "bytes_per_token", "page_size_growth",
            "page_count_growth", "usable_share", "repetition_multiple", "demand_path",
        }  # fmt: skip
        assert list(table["field"][:1]) == ["indexed_pages"]
        assert (np.diff(table["total"]) <= 0).all()
        assert table["total"].sum() > 0.95 and table["first_order"].sum() < 1.05

    @pytest.mark.parametrize("preset", PRESETS)
    def test_every_preset_divides(self, preset):
        table = sensitivity.sobol(PRESETS[preset].scenario, other_tokens(), n=256)
        assert (table["total"] > 0).all() and table["total"].sum() > 0.9
        assert (table["first_order"] <= table["total"] + 0.1).all()

    def test_a_single_uncertain_input_has_it_all(self):
        only = known(usable_share=(0.1, 0.4), demand_path="trend")
        table = sensitivity.sobol(only, other_tokens())
        assert list(table["field"]) == ["usable_share"]
        assert table["total"][0] == pytest.approx(1, abs=0.02)
        assert table["first_order"][0] == pytest.approx(1, abs=0.02)

    def test_shares_of_a_line_are_those_of_its_variance(self):
        """log S is a sum: with all growth known the crossing is linear in it, and nearly normal."""
        two = known(usable_share=(0.1, 0.4), repetition_multiple=(2.0, 5.0), demand_path="trend")
        variance = np.log([4.0, 2.5]) ** 2
        table = sensitivity.sobol(two, other_tokens(), n=1024).set_index("field")
        shares = table.loc[["usable_share", "repetition_multiple"], "total"]
        assert shares.to_numpy() == pytest.approx(variance / variance.sum(), abs=0.04)

    def test_only_the_path_between_two_known_demands(self):
        table = sensitivity.sobol(known(), other_tokens())
        assert list(table["field"]) == ["demand_path"]
        assert table["total"][0] == pytest.approx(1, abs=0.02)

    @pytest.mark.parametrize(
        "scenario",
        [known(demand_path="trend"), known(demand_growth=(0.0, 0.0), demand_path="trend")],
    )
    def test_nothing_uncertain_nothing_to_divide(self, scenario):
        assert sensitivity.sobol(scenario, other_tokens()).empty

    def test_worlds_that_never_cross_are_ranked_last(self):
        late = SMALL.model_copy(update={"demand_growth": (0.0, 0.1), "demand_path": "trend"})
        years = sensitivity.exhaustion_worlds(late, other_tokens())
        assert 0.1 < np.isinf(years).mean() < 0.9
        table = sensitivity.sobol(late, other_tokens())
        assert np.isfinite(table[["total", "first_order"]].to_numpy()).all()
        assert table["field"][0] == "demand_growth"

    def test_the_same_seed_gives_the_same_bytes(self):
        one, two = (sensitivity.sobol(SMALL, other_tokens(), n=128) for _ in range(2))
        assert one.equals(two)
        assert not one.equals(sensitivity.sobol(SMALL, other_tokens(), n=128, seed=1))


@pytest.mark.parametrize("preset", PRESETS)
def test_worlds_are_those_of_the_forecast(preset):
    scenario = PRESETS[preset].scenario.model_copy(update={"log2_worlds": 8})
    answer = forecast(scenario, other_tokens())
    years = sensitivity.exhaustion_worlds(scenario, other_tokens())
    assert (years == answer.exhaustion_worlds).all()


def test_a_scenario_with_other_intervals_keeps_its_bounds():
    wide = SMALL.model_copy(update={"usable_share": lognormal(0.5, 1.0)})
    bar = bars(wide)["usable_share", "uncertain"]
    assert all(value.high <= 1.0 for value in bar.values)
    assert sensitivity.sobol(wide, other_tokens(), n=64)["total"].notna().all()
