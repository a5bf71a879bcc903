"""The ranking in the tidy CSV: every vendor, the numbers of the ranking, in their order."""

import io

import numpy as np
import pandas as pd
import pytest

from analytics.exports import export, rows, vendors
from analytics.outlook import evaluate
from analytics.outlook.vendors import REFERENCE, ranking
from analytics.scenario import PRESETS, Scenario

FEW = Scenario(log2_worlds=6, log2_moat_draws=9, mixes="=Acme:50-10-15-15-2-8")
OUTLOOK = evaluate(FEW)
FRAME = rows(OUTLOOK, "x", "/")
MINE = FRAME[FRAME["view"] == "vendors"]


def of(id, quantile=None):
    one = MINE[MINE["series"] == id]
    return (
        one if quantile is None else one[one["quantile"] == quantile].set_index("vendor")["value"]
    )


def test_every_series_is_there_and_nothing_else():
    ids = set(MINE["series"].str.replace(r"(acceptability)\.\d+$", r"\1", regex=True))
    assert ids == {id for id, _, _ in vendors.SERIES}
    assert (MINE["vendor"] != "").all() and MINE["year"].isna().all()
    others = FRAME[~FRAME["view"].isin(["vendors", "outlook"])]
    assert (others["vendor"] == "").all()


def test_the_numbers_are_those_of_the_ranking():
    found = ranking(OUTLOOK)
    moat = found.moat
    assert of("vendors.rank", 0.5).index.tolist() == list(found.vendors)
    for i, vendor in enumerate(moat.ranked_units):
        assert of("vendors.rank", 0.5)[vendor] == moat.median_rank[i]
        ends = [of("vendors.rank", q)[vendor] for q in (0.05, 0.95)]
        assert ends == moat.rank_band[:, i].tolist()
    scores = of("vendors.score", 0.5)
    assert set(scores.index) == set(moat.units) and REFERENCE in scores.index
    assert scores[REFERENCE] == pytest.approx(100 * moat.median_score[moat.place(REFERENCE)])


def test_the_probabilities_of_a_rank_sum_to_one():
    count = len(ranking(OUTLOOK).vendors)
    total = np.zeros(count)
    for rank in range(1, count + 1):
        one = of(f"vendors.acceptability.{rank}")
        assert one["value"].sum() == pytest.approx(1)
        assert one["variable"].unique().tolist() == [f"Probability of rank {rank}"]
        total += one["value"].to_numpy()
    np.testing.assert_allclose(total, 1)


def test_a_view_can_be_written_alone():
    raw = export(FEW, PRESETS["as-published"], views=("vendors",))
    frame = pd.read_csv(io.BytesIO(raw))
    assert set(frame["view"]) == {"vendors"} and len(frame) == len(MINE)
    assert "'=Acme" in set(frame["vendor"])  # nothing for a spreadsheet to run
