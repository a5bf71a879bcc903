"""Key figures: the same numbers as the Outlook, the join and the ranking of the same scenario."""

import numpy as np
import pytest

from analytics.outlook import evaluate
from analytics.outlook.key_figures import FIGURES, VENDOR_FIGURES, key_figures
from analytics.outlook.vendors import ranking
from analytics.quantiles import place
from analytics.scenario import Mix, Scenario
from data import catalog

SMALL = {"log2_worlds": 8, "log2_moat_draws": 9}


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"demand_growth_from": "since_2024", "synthetic_policy": "stop", "tail_threshold": 0.8},
        {
            "contamination": True,
            "demand_path": "trend",
            "rank_open_models": True,
            "mixes": (Mix("Newcomer", (0.2, 0.2, 0.2, 0.2, 0.1, 0.1)),),
            "as_of": 2034.0,
            "log2_worlds": 11,
        },
    ],
)
def test_they_are_those_of_the_page(changes):
    scenario = Scenario(**SMALL | changes)
    found = key_figures(scenario, catalog.version())
    outlook, ranked = evaluate(scenario), ranking(evaluate(scenario)).moat
    depletion, joined = outlook.depletion, outlook.joined
    assert found.key == outlook.key.scenario
    values = dict(zip((f.name for f in FIGURES), found.values, strict=True))
    for p in (10, 50, 90):
        year = depletion.exhaustion_year[place(p / 100)]
        assert np.array_equal(
            values[f"exhaustion_p{p}_year"], year if np.isfinite(year) else np.nan, equal_nan=True
        )
    assert values["exhaustion_beyond_horizon_probability"] == depletion.probability_never
    for year in (2028, 2030, 2032):
        by_end = depletion.probability_by[depletion.year_ends == year]
        assert values[f"exhausted_by_{year}_probability"] == by_end.item()
    assert tuple(found.vendors) == ranked.ranked_units
    at = joined.at(2032)
    for name, row in found.vendors.items():
        figures = dict(zip((f.name for f in VENDOR_FIGURES), row, strict=True))
        rank = ranked.ranks[:, ranked.ranked_units.index(name)]
        assert figures["expected_rank"] == pytest.approx(rank.mean(), abs=1e-12)
        assert figures["rank_p90"] == np.quantile(rank, 0.9)
        if name not in joined.vendors:
            assert np.isnan(row[:13]).all() and not np.isnan(row[13:]).any()
            continue
        i = joined.place(name)
        threshold = scenario.tail_threshold
        assert figures["collapse_risk_2032_probability"] == joined.risk(threshold)[i, at]
        for start, end, drawn in (
            ("tail_kept_2032", "share", joined.tail_kept[i, at]),
            ("human_share_2032", "share", joined.human_share[i, at]),
            ("compute_wasted_2032", "oom", joined.compute_wasted[i, at]),
            ("headroom", "years", joined.headroom_years[i]),
        ):
            three = [figures[f"{start}_p{p}_{end}"] for p in (10, 50, 90)]
            np.testing.assert_allclose(three, np.quantile(drawn, [0.1, 0.5, 0.9]), rtol=1e-6)


def test_what_a_neighbour_left_behind_changes_nothing():
    scenarios = [
        Scenario(**SMALL),
        Scenario(**SMALL, tail_threshold=0.3),
        Scenario(**SMALL, weight_headroom=3.0),
        Scenario(**SMALL, overtraining=2.0),
    ]
    version = catalog.version()
    first = [key_figures(one, version) for one in scenarios]
    for one, before in zip(reversed(scenarios), reversed(first), strict=True):
        again = key_figures(one, version)
        assert again.values.tobytes() == before.values.tobytes()
        for name, row in before.vendors.items():
            assert again.vendors[name].tobytes() == row.tobytes()
