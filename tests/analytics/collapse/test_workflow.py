import numpy as np
import pytest

from analytics.collapse.workflow import Workflow


class TestRowsOfACorpus:
    def test_of_a_stratified_mix_are_the_same_each_time(self):
        mix = Workflow("mix", 2, 10, [0.3, 0.5], draw="stratified")
        human = mix.human_rows(np.random.default_rng(1), 2, 4)
        assert human.tolist() == [5] * 4 and mix.model_rows(2, human).tolist() == [5] * 4

    def test_of_a_mix_by_chance_are_binomial(self):
        human = Workflow("mix", 1, 10, 0.3).human_rows(np.random.default_rng(1), 1, 20_000)
        assert human.mean() == pytest.approx(3, abs=4 * (2.1 / 20_000) ** 0.5)
        assert human.var() == pytest.approx(2.1, rel=0.05)

    def test_by_corpus(self):
        mix = Workflow("mix", 2, [10, 20, 40])
        assert mix.model_rows(2, np.zeros(1, dtype=np.int64)).tolist() == [40]

    def test_of_an_anchor_are_kept_and_written(self):
        anchor = Workflow("anchor", 3, 10, 0.3)
        assert anchor.anchored == 3
        assert anchor.model_rows(1, anchor.human_rows(np.random.default_rng(1), 1, 2)).tolist() == [
            7,
            7,
        ]

    def test_filters_remove_what_they_should(self):
        workflow = Workflow(
            "mix",
            1,
            1000,
            0.5,
            true_positive_rate=0.8,
            false_positive_rate=0.1,
            verified_share=0.25,
        )
        rows = np.full(4000, 1000)
        human, written = workflow.filtered(np.random.default_rng(1), rows, rows)
        # 900 human rows and 250 that are verified; 750 less four in five
        assert human.mean() == pytest.approx(1150, abs=4 * (277.5 / 4000) ** 0.5)
        assert written.mean() == pytest.approx(150, abs=4 * (127.5 / 4000) ** 0.5)

    def test_without_a_filter_all_stay(self):
        rows = np.array([3, 0])
        human, written = Workflow("mix", 1, 3).filtered(np.random.default_rng(1), rows, rows)
        assert human.tolist() == written.tolist() == [3, 0]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"kind": "repeat"}, "no workflow 'repeat'"),
        ({"draw": "at random"}, "bernoulli or stratified"),
        ({"generations": -1}, "generations"),
        ({"rows": 0}, "a row at least"),
        ({"rows": 2.5}, "whole numbers"),
        ({"rows": [5, 5]}, "rows must be one number or 4"),
        ({"rows": 10**9}, "at most 1,000,000,000 rows"),
        ({"human_share": 1.5}, "human_share"),
        ({"human_share": [0.1]}, "human_share"),
        ({"temperature": 0.0}, "temperature"),
        ({"top_p": 0.0}, "top_p"),
        ({"true_positive_rate": 2}, "true_positive_rate"),
        ({"false_positive_rate": -1}, "false_positive_rate"),
        ({"verified_share": np.nan}, "verified_share"),
        ({"inflow": 1}, "inflow goes with accumulate"),
        ({"inflow": -1}, "inflow"),
        ({"kind": "anchor", "human_share": [0.1, 0.2, 0.3]}, "one human_share"),
        ({"kind": "anchor", "human_share": 0.5, "rows": [9, 3, 9, 9]}, "smaller than its anchor"),
        ({"kind": "accumulate", "human_share": 0.5}, "takes inflow"),
        ({"kind": "accumulate-subsample", "rows": [1, 2, 3, 4]}, "one number of rows"),
    ],
)
def test_refuses(change, message):
    with pytest.raises(ValueError, match=message):
        Workflow(**({"kind": "mix", "generations": 3, "rows": 10} | change))
