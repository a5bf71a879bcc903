"""The join: what always holds, what does not and why, and how near 24 bins come to all words."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics.collapse import sharpening
from analytics.collapse.lexicon import lexicon
from analytics.estimates import lognormal, normal, triangular
from analytics.outlook import evaluate
from analytics.outlook import join as module
from analytics.outlook.compute import law
from analytics.outlook.join import join
from analytics.outlook.stocks import other_tokens
from analytics.outlook.supply import supply
from analytics.outlook.vendor_inputs import NO_TEXT_MODEL, vendor_inputs
from analytics.outlook.vendor_tails import words
from analytics.outlook.vendor_worlds import vendor_worlds
from analytics.scenario import DECLARATIONS, Mix, NewestRun, Scenario
from tests.analytics.outlook.stylised import MIXES, T, join_of
from tests.analytics.strategies import another_value, scenarios

FEW = {"log2_worlds": 6}
POLICIES = ("fill", "controlled", "stop", "repeat")

policies = st.sampled_from(POLICIES)
shares = (
    st.lists(st.integers(0, 100), min_size=6, max_size=6)
    .filter(any)
    .map(lambda parts: np.array(parts) / sum(parts))
)


@pytest.fixture(scope="module")
def published():
    return join(evaluate(Scenario()))


class TestWhatAlwaysHolds:
    @settings(max_examples=15, deadline=None)
    @given(
        policy=policies,
        workflow=st.sampled_from(["accumulate", "replace"]),
        sharpens=st.sampled_from(["temperature", "nucleus"]),
        cap=st.floats(0, 0.95),
        mix=shares,
        contamination=st.booleans(),
    )
    def test_of_any_mix_under_any_policy(self, policy, workflow, sharpens, cap, mix, contamination):
        scenario = Scenario(
            **FEW,
            synthetic_policy=policy,
            synthetic_workflow=workflow,
            sharpening=sharpens,
            synthetic_cap=cap,
            contamination=contamination,
        )
        found = join_of(scenario, mixes=np.array([mix]))
        made, demand = found.supply.made, found.supply.demand_tokens
        parts = found.supply.parts()
        # the parts of a run are the run, and none is negative
        assert parts.sum(axis=0) == pytest.approx(made.trained_tokens)
        assert parts.min() >= -1e-9 * demand.max()
        assert (made.trained_tokens <= demand * (1 + 1e-12)).all()
        # the tail is kept at least as far as the text is human, and never more than whole
        assert (found.tail_kept >= found.human_share - 1e-5).all()
        assert (found.tail_kept <= 1 + 1e-5).all()
        assert ((found.human_share >= 0) & (found.human_share <= 1)).all()
        # compute is never gained, nor headroom lost
        assert (found.compute_wasted >= 0).all()
        assert (found.effective_tokens <= demand).all()
        assert (found.headroom_years >= 0).all()
        assert (found.short_year >= found.short_year_public).all()
        if policy in ("stop", "repeat"):
            assert not made.synthetic_tokens.any()
        if policy == "controlled":
            assert (made.synthetic_tokens <= cap * made.trained_tokens * (1 + 1e-9)).all()

    @settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(scenarios(log2_worlds=6))
    def test_of_any_scenario(self, scenario):
        found = join(evaluate(scenario))
        for name in ("tail_kept", "compute_wasted", "effective_tokens", "headroom_years"):
            assert np.isfinite(getattr(found, name)).all(), name
        assert not np.isnan(found.years_lost).any()
        assert (found.tail_kept >= found.human_share - 1e-4).all()

    @pytest.mark.parametrize("policy", POLICIES)
    def test_a_generator_that_writes_as_it_has_read_keeps_the_tail(self, policy):
        one = triangular(1, 1, 1)
        found = join_of(Scenario(**FEW, synthetic_policy=policy, temperature=one))
        assert found.tail_kept == pytest.approx(1, abs=1e-5)
        nothing = Scenario(**FEW, synthetic_policy=policy, sharpening="nucleus", top_p=1.0)
        assert join_of(nothing).tail_kept == pytest.approx(1, abs=1e-5)

    def test_stock_without_limit_never_runs_short(self):
        stock = {"indexed_pages": lognormal(9e13, 1e14), "usable_share": lognormal(0.9, 1.0)}
        plenty = Scenario(**FEW, **stock, demand_path="trend", demand_growth=normal(0.2, 0.3))
        found = join_of(plenty)
        assert np.isinf(found.short_year).all()
        assert np.isinf(found.short_year_public).all()
        assert not found.headroom_years.any()
        assert not found.supply.made.gap_tokens.any()
        assert join_of(plenty.model_copy(update={"synthetic_policy": "stop"})).compute_wasted == (
            pytest.approx(0, abs=1e-6)
        )

    def test_more_passes_never_leave_less_human_text(self):
        stop, repeat = (
            join_of(Scenario(**FEW, synthetic_policy=policy)) for policy in ("stop", "repeat")
        )
        assert (
            repeat.supply.made.human_tokens >= stop.supply.made.human_tokens * (1 - 1e-12)
        ).all()
        assert (repeat.compute_wasted <= stop.compute_wasted + 1e-6).all()

    def test_a_cap_of_none_is_to_stop(self):
        capped = join_of(Scenario(**FEW, synthetic_policy="controlled", synthetic_cap=0.0))
        stopped = join_of(Scenario(**FEW, synthetic_policy="stop"))
        assert np.array_equal(capped.tail_kept, stopped.tail_kept)
        assert np.array_equal(capped.compute_wasted, stopped.compute_wasted)


def run(own, policy, **changes):
    """α and Y of one run of 100 that has 20 public tokens and so many of its own."""
    given = {
        "max_epochs": 2.0,
        "cap": 0.5,
        "synthetic_at_first": 5.0,
        "verified_share": 0.5,
        "verifiable_tokens": 10.0,
        "verified_worth": 0.5,
        "ai_share": 0.2,
    } | changes
    tokens = np.array([[100.0]])
    made = supply(tokens, 0.2 * tokens, policy=policy, own_tokens=own, **given)
    return float(made.human_share[0, 0]), float(made.synthetic_tokens[0, 0])


class TestLicensedText:
    @settings(max_examples=200)
    @given(
        own=st.floats(0, 150),
        more=st.floats(0, 150),
        epochs=st.floats(1, 16),
        first=st.floats(0, 100),
        verified=st.floats(0, 1),
        limit=st.floats(0, 100),
        worth=st.floats(0, 1),
        ai=st.floats(0, 1),
    )
    def test_never_lowers_the_human_share_under_fill(
        self, own, more, epochs, first, verified, limit, worth, ai
    ):
        given = {
            "max_epochs": epochs,
            "synthetic_at_first": first,
            "verified_share": verified,
            "verifiable_tokens": limit,
            "verified_worth": worth,
            "ai_share": ai,
        }
        assert run(own + more, "fill", **given)[0] >= run(own, "fill", **given)[0] - 1e-9

    def test_may_lower_it_under_a_cap_since_verification_does_not_keep_up(self):
        # each human token lets in a synthetic one, of which no more than ten can be verified
        (less, few), (more, some) = (run(own, "controlled", ai_share=0.0) for own in (0.0, 5.0))
        assert (few, some) == (40.0, 50.0)
        assert less == pytest.approx((40 + 5) / 80)
        assert more == pytest.approx((50 + 5) / 100)
        assert more < less

    def test_never_lowers_a_vendors_human_share_under_fill(self):
        base = np.array(MIXES)
        richer = base + np.array([-0.1, 0, 0.1, 0, 0, 0])
        less, more = (join_of(Scenario(**FEW), mixes=mixes) for mixes in (base, richer))
        assert (more.human_share >= less.human_share - 1e-12).all()
        assert (more.tail_kept >= less.tail_kept - 1e-5).all()
        assert (more.headroom_years >= less.headroom_years - 1e-9).all()

    def test_may_waste_a_little_more_compute_since_verified_text_is_not_repeated(self):
        # 30 T of licensed text, nearly eight times over, take the place of 103 T of verified text:
        # more for the model to read, less that is new, so that it feeds fewer parameters
        base = np.array(MIXES)
        richer = base + np.array([-0.1, 0, 0.1, 0, 0, 0])
        less, more = (join_of(Scenario(**FEW), mixes=mixes) for mixes in (base, richer))
        added = more.compute_wasted - less.compute_wasted
        worst = np.unravel_index(added.argmax(), added.shape)
        assert 0.001 < added[worst] < 0.02
        assert (added > 1e-6).mean() < 0.01
        assert added.mean() < -0.01
        before, after = (one.supply.made for one in (less, more))
        assert after.verified_tokens[worst] < before.verified_tokens[worst]
        assert more.effective_tokens[worst] > less.effective_tokens[worst]


class TestVendors:
    def test_are_those_of_the_tables_with_a_text_model(self, published):
        assert len(published.vendors) == 12
        assert not NO_TEXT_MODEL & set(published.vendors)

    def test_do_not_depend_on_their_order_or_on_each_other(self):
        scenario = Scenario(**FEW)
        version = evaluate(scenario).key.data_version
        asked = module.trainers_of(scenario, version)
        turned = (asked[3], asked[0], *asked[7:])
        worlds = vendor_worlds(scenario, other_tokens(version))
        whole, part = (
            vendor_inputs(them, scenario, version, worlds.count) for them in (asked, turned)
        )
        constants = law(scenario.scaling_law, version)
        before, after = (module.joined(them, worlds, constants) for them in (whole, part))
        for name in after.vendors:
            i, j = before.place(name), after.place(name)
            for field in ("tail_kept", "human_share", "compute_wasted", "headroom_years"):
                assert np.array_equal(getattr(before, field)[i], getattr(after, field)[j]), field

    def test_are_joined_by_those_that_are_added(self, published):
        scenario = Scenario(
            mixes=(Mix("My vendor", (0.5, 0.1, 0.2, 0.1, 0.0, 0.1)),),
            newest_runs=(NewestRun("My vendor", 5 * T, 5 * T, 2026.0),),
        )
        found = join(evaluate(scenario))
        assert found.vendors == (*published.vendors, "My vendor")
        assert np.array_equal(found.tail_kept[:-1], published.tail_kept)
        at_first = found.supply.demand_tokens[-1, 0]
        assert at_first == pytest.approx(np.full_like(at_first, 5 * T))

    def test_are_the_worse_off_the_larger_their_runs(self):
        def risk(tokens):
            own = (NewestRun("OpenAI", tokens, tokens, 2025.2),)
            found = join(evaluate(Scenario(newest_runs=own)))
            return float(found.risk(0.5)[found.place("OpenAI"), found.at(2032)])

        assert risk(5 * T) + 0.3 < risk(100 * T)


class TestTheAnswer:
    def test_is_read_only(self, published):
        for array in (published.tail_kept, published.supply.own_tokens, published.human_share):
            with pytest.raises(ValueError, match="read-only"):
                array[:] = 0

    def test_is_the_same_bytes(self, published):
        module._of.cache_clear()
        module._joined.cache_clear()
        again = join(evaluate(Scenario()))
        assert again is not published
        for name in ("tail_kept", "compute_wasted", "short_year"):
            assert getattr(again, name).tobytes() == getattr(published, name).tobytes()

    def test_is_kept_for_scenarios_that_differ_in_what_does_not_act_on_it(self, published):
        idle = {
            name: another_value(DECLARATIONS[name])
            for name in ("tail_threshold", "weight_exclusivity", "lab_corpus", "leverage_licensed")
        }
        assert join(evaluate(Scenario(**idle))) is join(evaluate(Scenario()))

    def test_takes_as_many_worlds_as_are_said(self, published):
        assert published.tail_kept.shape == (12, len(published.years), 1024)
        assert published.years.tolist() == list(range(2026, 2041))
        alone = join(evaluate(Scenario(demand_path="trend")))
        assert alone.tail_kept.shape == published.tail_kept.shape

    def test_gives_the_years_of_scaling_that_are_lost(self, published):
        lost, at = published.years_lost, published.at(2032)
        known = published.growth > 0.05
        expected = published.compute_wasted[:, at, known] / (2 * published.growth[known])
        assert lost[:, at, known] == pytest.approx(expected)
        assert (lost >= 0).all()

    def test_moves_with_every_assumption_about_vendors(self):
        start = Scenario(log2_worlds=7, vendor_slowdown=True)
        reference = join(evaluate(start))
        for name, declared in DECLARATIONS.items():
            if not declared.group.startswith("vendor"):
                continue
            moved = join(evaluate(start.model_copy(update={name: another_value(declared)})))
            same = all(
                np.array_equal(getattr(moved, field), getattr(reference, field))
                for field in ("tail_kept", "compute_wasted", "short_year")
            )
            assert not same, name


class TestBins:
    def test_are_within_a_hundredth_of_all_words(self):
        scenario = Scenario(log2_worlds=7, demand_path="trend")
        binned = join_of(scenario)
        made = binned.supply.made
        every = lexicon("en").patterns
        assert len(words().counts) <= 24 < len(every.counts)
        for vendor in range(4):
            human = made.human_share[vendor] * made.trained_tokens[vendor]
            path = sharpening.accumulate(
                every,
                len(binned.years),
                human_rows=human,
                synthetic_rows=made.trained_tokens[vendor] - human,
                temperature=scenario.draw("temperature"),
            )
            kept = path.tail_kept[1:]
            assert np.abs(binned.tail_kept[vendor] - kept).max() < 0.01
            typical = np.abs(binned.tail_kept[vendor] / kept - 1)
            assert np.median(typical) < 0.01


def test_a_vendor_without_text_of_its_own_has_no_headroom():
    found = join_of(Scenario(**FEW))
    assert not found.headroom_years[0].any()
    assert found.headroom_years[2].mean() > found.headroom_years[1].mean() > 0
