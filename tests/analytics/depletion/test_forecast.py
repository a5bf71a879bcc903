import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.depletion import DepletionForecast, forecast
from analytics.depletion.exhaustion import probability_by_end_of, quantiles
from analytics.depletion.forecast import DEMAND, _stock
from analytics.depletion.supply import stock_of
from analytics.depletion.timeline import EARLIEST, HORIZON, QUARTERS
from analytics.quantiles import PROBABILITIES
from analytics.scenario import DECLARATIONS, Scenario
from tests.analytics.depletion.reference import MULTIMODAL, OTHER_TOKENS, TEXT, World
from tests.analytics.strategies import scenarios

ARRAYS = [name for name in DepletionForecast.__slots__ if name != "probability_never"]
OTHERS = (*TEXT, *MULTIMODAL)

small = scenarios(log2_worlds=6)
few = settings(max_examples=60)

# every road through the model, on plausible assumptions
ROADS = {
    "as published": {},
    "trend": {"demand_path": "trend"},
    "overtrained": {"overtraining": 300.0},
    "slowdown": {"slowdown": True, "slowdown_rate": (0.0, 0.05, 0.2)},
    "slowdown, undertrained": {"slowdown": True, "overtraining": 0.1, "slowdown_rate": 0.0},
    "terms": {"consent_measure": "terms"},
    "terms, overtrained": {"consent_measure": "terms", "overtraining": 300.0},
    "terms, new text": {"consent_measure": "terms", "consent_scope": "recharge"},
    "robots": {"consent_measure": "robots_head", "robots_head_share": 0.99},
    "robots, overtrained": {"consent_measure": "robots_head", "overtraining": 300.0},
    "robots, new text": {"consent_measure": "robots_all", "consent_scope": "recharge"},
    "AI text": {"contamination": True, "ai_share_new": (0.3, 0.6, 0.99)},
    "AI text, shrinking web": {"contamination": True, "page_count_growth": (0.85, 1.0)},
    "other text": {name: 0.3 for name in TEXT},
    "multimodal": {name: 1.0 for name in MULTIMODAL},
    "epochs": {"repetition_rule": "epochs", "epochs": 10.0, "contamination": True},
    "everything": {
        "consent_measure": "robots_head",
        "consent_scope": "recharge",
        "contamination": True,
        "slowdown": True,
        "overtraining": 30.0,
        **{name: 0.1 for name in OTHERS},
    },
}


def run(scenario: Scenario, **changes) -> DepletionForecast:
    return forecast(scenario.model_copy(update=changes), OTHER_TOKENS)


def worlds(scenario: Scenario, **changes):
    return run(scenario, **changes).exhaustion_worlds


def is_never_later(years, than):
    """World by world, up to rounding."""
    return bool(np.all(years <= than + 1e-6))


@pytest.mark.parametrize("changes", ROADS.values(), ids=ROADS)
def test_agrees_with_the_definition_in_every_world(changes):
    scenario = Scenario(**changes, log2_worlds=6)
    paths = ["trend", "compute"] if scenario.demand_path == "pooled" else [scenario.demand_path]
    expected = [
        World(scenario, i, OTHER_TOKENS).crossing(path)
        for path in paths
        for i in range(scenario.worlds)
    ]
    # the grid of the definition is 0.02 years wide
    assert worlds(scenario) == pytest.approx(expected, abs=0.021, rel=0)


@given(small, st.integers(0, 63))
@few
def test_agrees_with_the_definition_whatever_the_assumptions(scenario, index):
    world = World(scenario, index, OTHER_TOKENS)
    years = worlds(scenario, demand_path="pooled")
    expected = [world.crossing("trend"), world.crossing("compute")]
    assert years[[index, index + scenario.worlds]] == pytest.approx(expected, abs=0.021, rel=0)


@pytest.mark.parametrize("changes", ROADS.values(), ids=ROADS)
def test_draws_the_stock_that_is_crossed(changes):
    scenario = Scenario(**changes, log2_worlds=6)
    result = run(scenario)
    every = [World(scenario, i, OTHER_TOKENS) for i in range(scenario.worlds)]
    levels = np.stack([world.log10_stock(QUARTERS) for world in every], axis=1)
    expected = 10 ** np.quantile(levels, PROBABILITIES, axis=1).T
    assert result.stock_tokens == pytest.approx(expected, rel=1e-3)


class TestHoldsForAnyAssumptions:
    @given(small)
    @few
    def test_what_every_forecast_promises(self, scenario):
        result = run(scenario)
        assert result.stock_tokens.shape == result.demand_tokens.shape == (65, 9)
        for fan in (result.stock_tokens, result.unique_tokens, result.demand_tokens):
            assert np.isfinite(fan).all()
            assert np.all(fan > 0)
            assert np.all(np.diff(np.log10(fan), axis=1) >= -1e-9)
        assert np.all(result.unique_tokens <= result.stock_tokens * (1 + 1e-3))
        assert np.all(result.supply_share >= 0)
        assert np.all(result.supply_share <= 1)
        assert result.supply_share.sum(axis=1) == pytest.approx(np.ones(65), abs=1e-12)
        assert np.all((result.restricted_share >= 0) & (result.restricted_share < 1))
        ai = result.ai_share_of_stock
        assert np.all((ai >= 0) & (ai <= 1))
        assert np.all(np.diff(ai, axis=1) >= -1e-9)

    @given(small)
    @few
    def test_when_it_crosses(self, scenario):
        result = run(scenario)
        years = result.exhaustion_worlds
        assert np.all((years >= EARLIEST) & ((years <= HORIZON) | np.isinf(years)))
        pairs = zip(result.exhaustion_year, result.exhaustion_year[1:], strict=False)
        assert all(one <= other + 1e-9 for one, other in pairs)
        assert np.array_equal(result.exhaustion_year, quantiles(years, PROBABILITIES))
        assert np.all(np.diff(result.probability_by) >= 0)
        assert np.array_equal(result.probability_by, probability_by_end_of(result.year_ends, years))
        assert result.probability_never == np.isinf(years).mean()
        assert np.isnan(result.crossing_tokens).all() == (result.probability_never == 1)
        assert np.isnan(result.crossing_flop).all() == (result.probability_never == 1)

    @given(small, st.floats(1, 10))
    @few
    def test_more_stock_is_never_exhausted_earlier(self, scenario, factor):
        # usable_share would be held at 1, so that the pages are what is scaled
        pages = scenario.indexed_pages.points
        low, high = (min(point, 1e14 / 30) for point in pages)
        less = scenario.model_copy(update={"indexed_pages": (low, high)})
        more = scenario.model_copy(update={"indexed_pages": (low * factor, high * factor)})
        assert is_never_later(worlds(less), than=worlds(more))

    @given(small, st.floats(0.1, 1000), st.floats(0.1, 1000))
    @few
    def test_more_overtraining_never_exhausts_it_later(self, scenario, one, other):
        less, more = sorted([one, other])
        assert is_never_later(
            worlds(scenario, overtraining=more), than=worlds(scenario, overtraining=less)
        )

    @given(small)
    @few
    def test_consent_never_exhausts_it_later_and_least_for_new_text_alone(self, scenario):
        if scenario.consent_measure == "off":
            scenario = scenario.model_copy(update={"consent_measure": "terms"})
        free = worlds(scenario, consent_measure="off")
        new_only = worlds(scenario, consent_scope="recharge")
        strict = worlds(scenario, consent_scope="all")
        assert is_never_later(new_only, than=free)
        assert is_never_later(strict, than=new_only)

    @given(small)
    @few
    def test_ai_text_never_exhausts_it_later(self, scenario):
        assert is_never_later(
            worlds(scenario, contamination=True), than=worlds(scenario, contamination=False)
        )

    @given(small, st.sampled_from(OTHERS), st.floats(0, 1))
    @few
    def test_another_stock_never_exhausts_it_earlier(self, scenario, name, access):
        assert is_never_later(
            worlds(scenario, **{name: 0.0}), than=worlds(scenario, **{name: access})
        )

    @given(small)
    @few
    def test_a_slowdown_never_exhausts_it_earlier(self, scenario):
        assert is_never_later(
            worlds(scenario, slowdown=False), than=worlds(scenario, slowdown=True)
        )

    @given(small)
    @few
    def test_the_pool_is_half_trend_half_compute(self, scenario):
        pooled = run(scenario, demand_path="pooled")
        trend, compute = (run(scenario, demand_path=path) for path in ("trend", "compute"))
        both = np.concatenate([trend.exhaustion_worlds, compute.exhaustion_worlds])
        assert np.array_equal(pooled.exhaustion_worlds, both)
        for name in ("supply_share", "probability_by", "probability_never"):
            mean = (np.asarray(getattr(trend, name)) + np.asarray(getattr(compute, name))) / 2
            assert getattr(pooled, name) == pytest.approx(mean, abs=1e-12)
        assert np.array_equal(pooled.stock_tokens, trend.stock_tokens)

    @given(small)
    @few
    def test_the_same_scenario_gives_the_same_bytes(self, scenario):
        one, other = run(scenario), run(scenario.model_copy())
        for name in ARRAYS:
            assert getattr(one, name).tobytes() == getattr(other, name).tobytes()


class TestTheStockThatIsKept:
    @few
    @given(small, small)
    def test_is_that_of_any_demand(self, scenario, other):
        moved = scenario.model_copy(update={name: getattr(other, name) for name in DEMAND})
        one, two = (stock_of(each, OTHER_TOKENS) for each in (scenario, moved))
        assert np.array_equal(one.unique, two.unique) and np.array_equal(one.web, two.web)
        assert np.array_equal(one.multiple, two.multiple)

    def test_changes_no_byte_of_a_forecast(self):
        scenario = Scenario(log2_worlds=6)
        forecast(scenario, OTHER_TOKENS)
        moved = scenario.model_copy(update={"overtraining": 5.0})
        kept = forecast(moved, OTHER_TOKENS)
        _stock.cache_clear()
        anew = forecast(moved, OTHER_TOKENS)
        assert all(
            np.array_equal(getattr(kept, name), getattr(anew, name), equal_nan=True)
            for name in kept.__slots__
        )


class TestADepletionForecast:
    @pytest.mark.parametrize("name", ARRAYS)
    def test_is_read_only(self, name):
        array = getattr(run(Scenario(log2_worlds=6, contamination=True)), name)
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0.0

    def test_spends_each_token_at_the_crossing_on_its_compute(self):
        result = run(Scenario(overtraining=5.0))
        parameters = result.crossing_tokens / (20 * 5)
        assert result.crossing_flop == pytest.approx(6 * parameters * result.crossing_tokens)

    def test_needs_the_size_of_a_stock_only_if_it_is_open(self):
        assert forecast(Scenario(log2_worlds=6), {}).years[0] == 2024
        with pytest.raises(KeyError, match="images"):
            forecast(Scenario(log2_worlds=6, images_access=0.5), {})

    def test_says_nothing_of_ai_text_unless_asked(self):
        assert np.all(run(Scenario(log2_worlds=6)).ai_share_of_stock == 0)


class TestSupplyShare:
    def test_of_a_run_below_the_web_is_all_web(self):
        scenario = Scenario(demand_2024_tokens=1e10, demand_growth=0.0, demand_path="trend")
        assert run(scenario).supply_share[0] == pytest.approx([1, 0, 0, 0], abs=1e-6)

    def test_of_certain_numbers_is_their_ratio(self):
        certain = {
            name: d.default.median for name, d in DECLARATIONS.items() if d.kind == "estimate"
        }
        certain |= {"usable_share": 0.2, "indexed_pages": 2.5e11, "bytes_per_page": 7000}
        certain |= {"bytes_per_token": 3.5, "repetition_multiple": 2.0}
        # the web holds 1e14 tokens, worth 2e14; messages and e-mail add 0.2e14, worth 0.4e14
        certain |= {"demand_2024_tokens": 4e14, "other_usable_share": 0.1}
        scenario = Scenario(**certain, demand_path="trend", log2_worlds=6)
        alone = run(scenario).supply_share[0]
        assert alone == pytest.approx([0.25, 0.25, 0, 0.5], abs=1e-5)
        assert alone[2] == 0
        joined = run(scenario, messages_access=2 / 6.5, images_access=0.0).supply_share[0]
        assert joined == pytest.approx([0.25, 0.25, 0.1, 0.4], abs=1e-5)

    def test_of_web_text_falls_as_runs_grow(self):
        share = run(Scenario()).supply_share
        assert np.all(np.diff(share[:, 0]) < 0)
        assert np.all(np.diff(share[:, 3]) > 0)
        assert np.all(share[:, 2] == 0)


class TestRestrictedShare:
    def test_is_nothing_as_published(self):
        assert np.all(run(Scenario(log2_worlds=6)).restricted_share == 0)

    def test_follows_the_s_curve_of_robots_txt(self):
        result = run(Scenario(consent_measure="robots_all"))
        whole = result.years % 1 == 0
        curve = 0.09 / (1 + np.exp(-3.3 * (result.years - 2024.06)))
        assert result.restricted_share[whole] == pytest.approx(curve[whole], rel=1e-9)

    def test_is_the_mean_of_the_terms_from_2024_on(self):
        result = run(Scenario(consent_measure="terms"))
        assert result.restricted_share == pytest.approx(np.full(65, 1.4 / 3), abs=1e-3)

    def test_of_new_text_starts_at_nothing_and_stays_below_the_ceiling(self):
        result = run(Scenario(consent_measure="robots_head", consent_scope="recharge"))
        assert result.restricted_share[0] == 0
        assert np.all(np.diff(result.restricted_share) > 0)
        assert result.restricted_share[-1] < 0.33

    def test_leaves_that_much_less_text(self):
        free = run(Scenario()).unique_tokens
        result = run(Scenario(consent_measure="robots_head"))
        whole = result.years % 1 == 0
        left = (1 - result.restricted_share)[whole, None]
        assert result.unique_tokens[whole] == pytest.approx(free[whole] * left, rel=1e-3)


class TestOtherStocks:
    @pytest.mark.parametrize("name", OTHERS)
    def test_each_adds_to_the_stock(self, name):
        more, published = run(Scenario(), **{name: 1.0}), run(Scenario())
        assert np.all(more.unique_tokens > published.unique_tokens)
        assert np.all(np.diff(more.supply_share[1:21, 2]) > 0)
        # the web covers what it covered
        assert more.supply_share[:, 0] == pytest.approx(published.supply_share[:, 0], abs=1e-5)

    def test_are_added_by_access_and_worth(self):
        certain = {"other_usable_share": 0.5, "other_growth": 1.0, "multimodal_error": 2.0}
        scenario = Scenario(**certain, indexed_pages=1e9, log2_worlds=6)
        books = run(scenario, books_access=0.5).unique_tokens[:, 4]
        images = run(scenario, images_access=0.25).unique_tokens[:, 4]
        web = run(scenario).unique_tokens[:, 4]
        # of next to no web text
        assert books - web == pytest.approx(np.full(65, 0.5 * 0.5 * 2.1e13), rel=0.02)
        assert images - web == pytest.approx(np.full(65, 0.25 * 2.0 * 3e14), rel=0.02)


class TestWorldsThatNeverCross:
    def test_are_counted_and_leave_quantiles_infinite(self):
        result = run(Scenario(demand_path="compute", slowdown=True, slowdown_rate=0.0))
        assert 0.2 < result.probability_never < 0.4
        assert np.isinf(result.exhaustion_year[[-1, -2, -3]]).all()
        assert np.isfinite(result.exhaustion_year[:5]).all()
        assert np.isfinite(result.crossing_tokens).all()

    def test_do_not_turn_up_long_ago(self):
        # after a full stop of growth a run that is short of the stock stays short of it
        result = run(Scenario(demand_path="compute", slowdown=True, slowdown_rate=0.0))
        assert result.exhaustion_worlds.min() > 2020

    def test_may_be_all_there_are(self):
        result = run(
            Scenario(demand_path="trend", demand_growth=0.0, demand_2024_tokens=1e10, log2_worlds=6)
        )
        assert result.probability_never == 1
        assert np.isinf(result.exhaustion_year).all()
        assert np.all(result.probability_by == 0)
        assert np.isnan(result.crossing_tokens).all()
