"""The file of a comparison: every scenario's rows and the differences, tidy and the same again."""

from __future__ import annotations

import io

import pandas as pd
import pytest

from analytics import comparison
from analytics.exports import comparison as exported
from analytics.exports import tidy
from analytics.scenario import PRESETS, Scenario
from analytics.scenario.beside import Beside, read_beside

PUBLISHED = PRESETS["as-published"]
ENTRIES = (
    Beside(Scenario(log2_worlds=6), PUBLISHED),
    Beside(Scenario(log2_worlds=6, overtraining=5.0), PUBLISHED, "=Ours"),
    Beside(Scenario(log2_worlds=6, seed=1), PUBLISHED),
)


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    return exported.rows(ENTRIES)


def test_columns_and_scenarios(frame: pd.DataFrame) -> None:
    assert tuple(frame.columns) == tidy.COLUMNS
    found = list(dict.fromkeys(frame["scenario"]))
    assert found == list(comparison.names(ENTRIES))
    own = frame[frame["view"] != exported.VIEW]
    assert own.groupby("scenario")["link"].nunique().max() == 1


def test_differences_are_those_of_the_comparison(frame: pd.DataFrame) -> None:
    told = frame[frame["view"] == exported.VIEW]
    first, other, elsewhere = comparison.sides(ENTRIES)
    year = comparison.MEASURES[0]
    apart = comparison.difference(year, other.outlook, first.outlook)
    assert apart is not None
    mine = told[told["scenario"] == other.name].set_index("series")
    rows = mine.loc[["compare.exhaustion.year.difference"]]
    assert rows["quantile"].tolist() == pytest.approx([0.1, 0.5, 0.9])
    assert rows["value"].tolist() == [apart.low, apart.median, apart.high]
    less = mine.loc[["compare.exhaustion.year.difference.less"], "value"]
    assert less.tolist() == [apart.less]
    # not in the same worlds: answers of its own, and no difference
    series = set(told.loc[told["scenario"] == elsewhere.name, "series"])
    assert "compare.exhaustion.year" in series
    assert not [name for name in series if "difference" in name]


def test_the_file_is_the_same_again_and_opens(frame: pd.DataFrame) -> None:
    content = tidy.to_csv(frame)
    assert content == exported.export(ENTRIES)
    read = pd.read_csv(io.BytesIO(content))
    assert len(read) == len(frame) and "'=Ours" in set(read["scenario"])
    link = read.loc[read["view"] == exported.VIEW, "link"].iloc[0]
    assert link.startswith("/compare?") and "with2=" in link
    assert read_beside(link.split("?")[1])[0].scenario == ENTRIES[0].scenario
