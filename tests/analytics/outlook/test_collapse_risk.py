"""Collapse risk: what the join is known to show, bounds that always hold, and what is kept."""

import numpy as np
import pytest
from hypothesis import given, settings

from analytics.collapse import sharpening
from analytics.collapse.lexicon import lexicon
from analytics.depletion.forecast import stock_of
from analytics.estimates import normal, triangular
from analytics.outlook import collapse_risk as module
from analytics.outlook import evaluate
from analytics.outlook.collapse_risk import BANDS, CollapseRisk, band, collapse_risk, supply_of
from analytics.outlook.supply import supply, verifiable
from analytics.scenario import PRESETS, Scenario
from tests.analytics.strategies import scenarios


def risk_of(**changes) -> CollapseRisk:
    return collapse_risk(evaluate(Scenario(**changes)))


def in_2032(found: CollapseRisk) -> tuple[float, float, float]:
    """Risk, median tail mass kept and median human share."""
    i = int(np.flatnonzero(found.years == 2032)[0])
    return float(found.risk[i]), float(found.tail_kept[i, 4]), float(found.human_share[i, 4])


class TestOneTrainer:
    """A lab with 92% public and 8% synthetic text, 36 T tokens in 2026, growing as published.

    Expected: the risks and medians that an independent calculation gave for 2,048 worlds. A slower
    demand from 2027–2034 on is part of its baseline; contamination lowers the stock.
    """

    T = 36e12

    def found(self, *, workflow="accumulate", policy="fill", cap=0.3, slow=True, **changes):
        scenario = Scenario(log2_worlds=11, contamination=True, **changes)
        stock = stock_of(scenario, {})
        years = np.arange(2026.0, 2033.0)
        at = ((years - 2024) * 4).astype(int)
        assert stock.ai_share is not None
        growth, bend = scenario.draw("demand_growth"), scenario.draw("slowdown_year")
        kept = scenario.draw("slowdown_rate") if slow else 1.0
        year = years[:, None]
        exponent = growth * np.minimum(year - 2026, bend - 2026)
        exponent = exponent + kept * growth * np.maximum(0, year - bend)
        first = 0.08 * self.T
        made = supply(
            self.T * 10**exponent,
            10.0 ** stock.unique[at].astype(float) * scenario.draw("public_reach"),
            max_epochs=scenario.draw("max_epochs"),
            policy=policy,
            cap=cap,
            synthetic_at_first=first,
            verified_share=scenario.draw("verified_share"),
            verifiable_tokens=verifiable(
                np.array([self.T]), years - 2026, scenario.draw("verified_growth"), first
            ),
            verified_worth=scenario.draw("verified_worth"),
            ai_share=stock.ai_share[at].astype(float),
        )
        words = lexicon("en").patterns.binned()
        share, total = made.human_share, made.trained_tokens
        heat = scenario.draw("temperature")
        if workflow == "accumulate":
            human, rest = share * total, (1 - share) * total
            path = sharpening.accumulate(
                words, 7, human_rows=human, synthetic_rows=rest, temperature=heat
            )
        else:
            path = sharpening.mix(words, 7, human_share=share, temperature=heat)
        last = path.tail_kept[-1]
        assert (last >= share[-1] - 1e-9).all()
        return float(np.median(last)), float(np.mean(last < 0.5))

    none = triangular(0, 0, 0)
    most = triangular(0.8, 0.8, 0.8)

    @pytest.mark.parametrize(
        ("case", "kept", "risk"),
        [
            ({}, 0.30, 0.71),
            ({"workflow": "replace", "verified_share": none}, 0.20, 0.80),
            ({"policy": "controlled", "verified_share": most}, 0.81, 0.0),
            ({"policy": "controlled", "cap": 0.7, "verified_share": most}, 0.53, 0.44),
            ({"policy": "stop"}, 0.965, 0.0),
            ({"policy": "repeat"}, 0.965, 0.0),
            ({"demand_growth": normal(0.11, 0.32)}, 0.77, 0.27),
            ({"slow": False}, 0.15, 0.87),
        ],
        ids=["fill", "substitute", "cap 30%", "cap 70%", "stop", "repeat", "recent", "no slowdown"],
    )
    def test_is_as_an_independent_calculation_has_it(self, case, kept, risk):
        assert self.found(**case) == pytest.approx((kept, risk), abs=0.035)


class TestWhatTheJoinShows:
    def test_a_cap_keeps_the_tail_and_not_verification(self):
        capped = {"synthetic_policy": "controlled"}
        risk, kept, _ = in_2032(risk_of(**capped))
        assert risk < 0.01
        assert kept > 0.7
        unverified = in_2032(risk_of(**capped, verified_share=triangular(0, 0, 0)))
        assert unverified[0] < 0.01
        assert kept - unverified[1] < 0.05

    @pytest.mark.parametrize("policy", ["stop", "repeat"])
    def test_without_synthetic_text_only_found_ai_text_wears_the_tail(self, policy):
        risk, kept, _ = in_2032(risk_of(synthetic_policy=policy))
        assert risk == 0
        assert 0.955 < kept < 0.975

    def test_growth_of_demand_moves_it_most_and_the_epochs_next(self):
        def width(**ends):
            (name, (low, high)), *_ = ends.items()
            found = [in_2032(risk_of(**{name: value}))[0] for value in (low, high)]
            return abs(found[1] - found[0])

        trend = {"demand_path": "trend"}
        slow, fast = (in_2032(risk_of(**trend, demand_growth=f"{g}~{g}"))[0] for g in (0.21, 0.46))
        epochs = width(max_epochs=("2.9~2.9~2.9", "6.3~6.3~6.3"))
        worth = width(verified_worth=("0.1~0.1~0.1", "0.55~0.55~0.55"))
        assert fast - slow > epochs > worth

    def test_recent_growth_has_a_far_lower_risk(self):
        published = in_2032(risk_of(demand_path="trend"))
        recent = in_2032(risk_of(demand_path="trend", demand_growth_from="since_2024"))
        assert recent[0] < published[0] - 0.2
        assert recent[1] > 2 * published[1]

    def test_a_slowdown_lowers_it(self):
        assert in_2032(risk_of(slowdown=True))[0] < in_2032(risk_of())[0] - 0.04

    def test_substitute_is_worst(self):
        substitute = collapse_risk(evaluate(PRESETS["synthetic-substitute"].scenario))
        supplement = collapse_risk(evaluate(PRESETS["synthetic-supplement"].scenario))
        assert (substitute.tail_kept_mean <= risk_of().tail_kept_mean).all()
        assert (risk_of().tail_kept_mean <= supplement.tail_kept_mean + 1e-3).all()

    def test_a_nucleus_takes_the_tail_with_it(self):
        cut = risk_of(sharpening="nucleus")
        assert (cut.tail_kept_mean <= risk_of().tail_kept_mean).all()
        # all of the tail is beyond a nucleus of 95%: what is human is what is kept
        np.testing.assert_allclose(cut.tail_kept, cut.human_share, atol=0.01)


class TestBounds:
    @settings(max_examples=12)
    @given(scenarios(log2_worlds=6))
    def test_always_hold(self, scenario):
        found = collapse_risk(evaluate(scenario))
        assert found.years[0] == int(scenario.as_of)
        assert found.years[-1] == 2040
        for shares in (found.risk, found.tail_kept_mean, found.human_share, found.tail_kept):
            assert np.isfinite(shares).all()
            assert (shares >= 0).all()
        assert (found.risk <= 1).all()
        assert (found.human_share <= 1).all()
        assert (found.perplexity_ratio >= 1 - 1e-12).all()
        # κ ≥ α in every world, so also between their quantiles and means
        assert (found.tail_kept >= found.human_share - 1e-6).all()
        assert (found.tail_kept_mean >= found.human_share_mean - 1e-6).all()

    @settings(max_examples=8)
    @given(
        scenarios(
            log2_worlds=6,
            temperature="0.66~0.95~1",
            sharpening="temperature",
            verified_worth="0~0~0",
        )
    )
    def test_more_reach_is_never_more_risk(self, scenario):
        # verified text may be worth more than a crawl full of AI text, which more reach brings
        few, many = (
            collapse_risk(evaluate(scenario.model_copy(update={"public_reach": reach})))
            for reach in ("0.1~0.1~0.1", "0.9~0.9~0.9")
        )
        assert (many.human_share >= few.human_share - 1e-9).all()
        if scenario.synthetic_workflow == "replace":
            assert (many.risk <= few.risk + 1e-9).all()

    @settings(max_examples=8)
    @given(scenarios(log2_worlds=6, verified_worth="0~0~0"))
    def test_policies_stand_in_their_order(self, scenario):
        # verified text that counts as human may make a filled run more human than any other
        fill, capped, stop = (
            collapse_risk(evaluate(scenario.model_copy(update={"synthetic_policy": policy})))
            for policy in ("fill", "controlled", "stop")
        )
        assert (stop.human_share_mean >= capped.human_share_mean - 1e-9).all()
        assert (capped.human_share_mean >= fill.human_share_mean - 1e-9).all()

    def test_a_pattern_that_is_gone_for_good_leaves_no_number_undefined(self):
        # runs grow until the human text in them is less than rounding, and rare words are cut off
        found = risk_of(
            log2_worlds=6,
            demand_path="trend",
            demand_growth="1.5~1.5",
            verified_worth="0~0~0",
            sharpening="nucleus",
        )
        gone = np.isinf(found.perplexity_ratio)
        assert gone[-1, -1]
        assert not gone[0].any()
        assert not np.isnan(found.perplexity_ratio).any()
        assert (found.perplexity_ratio[:, 1:] >= found.perplexity_ratio[:, :-1]).all()

    def test_a_higher_threshold_is_never_less_risk(self):
        risks = [risk_of(tail_threshold=x).risk for x in (0.05, 0.3, 0.5, 0.7, 0.95)]
        assert (np.diff(risks, axis=0) >= 0).all()


class TestAnAnswer:
    def test_is_read_only(self):
        found = risk_of(log2_worlds=6)
        arrays = [getattr(found, name) for name in CollapseRisk.__slots__]
        arrays = [one for one in arrays if isinstance(one, np.ndarray)]
        assert len(arrays) == 8
        assert not any(one.flags.writeable for one in arrays)

    def test_is_the_same_again(self):
        first = risk_of(log2_worlds=7, seed=3)
        module._paths.cache_clear()
        again = risk_of(log2_worlds=7, seed=3)
        assert first.tail_kept.tobytes() == again.tail_kept.tobytes()

    def test_needs_no_new_recursion_for_a_threshold_or_the_laboratory(self):
        risk_of(log2_worlds=6, seed=11)
        made = module._paths.cache_info().misses
        risk_of(log2_worlds=6, seed=11, tail_threshold=0.3)
        risk_of(log2_worlds=6, seed=11, lab_generations=3, lab_language="de")
        assert module._paths.cache_info().misses == made
        risk_of(log2_worlds=6, seed=11, synthetic_cap=0.2)
        assert module._paths.cache_info().misses == made + 1

    def test_counts_its_worlds_on_every_path(self):
        assert risk_of().worlds == 2048
        assert risk_of(demand_path="trend").worlds == 1024
        assert risk_of(log2_worlds=6).worlds == 128

    def test_fewer_worlds_are_near_enough(self, monkeypatch):
        few = risk_of()
        monkeypatch.setattr(module, "MOST_LOG2_WORLDS", 12)
        module._paths.cache_clear()
        many = risk_of(log2_worlds=12)
        module._paths.cache_clear()
        assert many.worlds == 8192
        np.testing.assert_allclose(few.risk, many.risk, atol=0.03)
        np.testing.assert_allclose(few.tail_kept_mean, many.tail_kept_mean, atol=0.01)
        np.testing.assert_allclose(few.tail_kept[:, 2:7], many.tail_kept[:, 2:7], atol=0.03)

    def test_starts_with_the_newest_whole_year(self):
        assert risk_of(log2_worlds=6, as_of=2029.9).years[0] == 2029
        assert risk_of(log2_worlds=6, as_of=2040.0).years.tolist() == [2040]

    def test_counts_ai_text_on_the_web_whether_or_not_the_stock_does(self):
        _, off = supply_of(Scenario(log2_worlds=6, synthetic_policy="stop"), {})
        _, on = supply_of(Scenario(log2_worlds=6, synthetic_policy="stop", contamination=True), {})
        np.testing.assert_allclose(off.human_share, on.human_share, rtol=1e-6)
        assert off.human_share[-1].max() < 1
        assert (on.unique_tokens <= off.unique_tokens * (1 + 1e-6)).all()


def test_bands_have_names_in_their_order():
    assert [name for name, _ in BANDS] == ["low", "moderate", "high", "severe"]
    limits = [below for _, below in BANDS]
    assert limits == sorted(limits)
    assert [band(x) for x in (0.0, 0.049, 0.05, 0.249, 0.25, 0.499, 0.5, 1.0)] == [
        *["low"] * 2,
        *["moderate"] * 2,
        *["high"] * 2,
        *["severe"] * 2,
    ]
