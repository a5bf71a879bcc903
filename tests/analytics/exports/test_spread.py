"""Years down, quantiles across: every number of the tidy rows is in the table, once."""

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.exports.spread import heading, spread

NAMES = ["Series", "Variable", "Unit", "Vendor", "Year"]

points = st.lists(
    st.tuples(
        st.sampled_from(["a", "b"]),
        st.sampled_from(["", "v"]),
        st.sampled_from([np.nan, 2026.0, 2026.25]),
        st.sampled_from([np.nan, 0.0, 0.025, 0.025 + 2e-17, (1 - 0.95) / 2, 0.5, 1.0]),
        st.floats(0, 9) | st.just(np.nan),
    ),
    min_size=1,
    max_size=12,
)


def tidy(given):
    frame = pd.DataFrame(given, columns=["series", "vendor", "year", "quantile", "value"])
    return frame.assign(variable=frame["series"].str.upper(), unit="share")


@given(points)
@settings(max_examples=15)
def test_no_number_is_lost_and_none_is_made(given):
    rows = tidy(given)
    table = spread(rows)
    numbers = table.drop(columns=[name for name in NAMES if name in table])
    found = numbers.to_numpy().ravel()
    assert sorted(found[~np.isnan(found)]) == sorted(rows["value"].dropna())
    assert list(table["Variable"]) == [series.upper() for series in table["Series"]]
    asked = rows["quantile"].map(lambda q: "Value" if np.isnan(q) else heading(round(q, 6)))
    for name in numbers.columns:
        for series, number in zip(table["Series"], numbers[name], strict=True):
            its = rows[(rows["series"] == series) & (asked == name)]["value"]
            assert np.isnan(number) or number in set(its)


def test_a_column_that_holds_nothing_is_left_out():
    table = spread(tidy([("a", "", np.nan, np.nan, 1.0)]))
    assert list(table.columns) == ["Series", "Variable", "Unit", "Value"]


def test_neighbours_of_a_quantile_are_one_column(hostile):
    table = spread(hostile.rows[hostile.rows["view"] == "depletion"])
    assert table.columns.is_unique
    assert list(table.columns[4:]) == [
        "Value", "2.5%", "5%", "10%", "25%", "Median", "75%", "90%", "95%", "97.5%",
    ]  # fmt: skip
