"""IAMC: what pyam asks of a table, and the numbers of the tidy rows.

`make iamc` reads both forms with pyam itself, in an environment apart; the rules here are those
that it was found to hold a table to.
"""

import io
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analytics.exports import SERIES, iamc

INDEX = ["Model", "Scenario", "Region", "Variable", "Unit"]


@pytest.fixture(scope="module")
def long(hostile):
    return pd.read_csv(io.BytesIO(iamc.long_csv(hostile)))


@pytest.fixture(scope="module")
def wide(hostile):
    return pd.read_csv(io.BytesIO(iamc.wide_csv(hostile)))


def test_the_columns_are_those_of_the_template(long, wide):
    assert list(long.columns) == [*INDEX, "Year", "Value"]
    years = list(wide.columns[5:])
    assert list(wide.columns[:5]) == INDEX
    assert years == sorted(years)
    assert all(year.isdecimal() and len(year) == 4 for year in years)


def test_years_are_whole_values_are_numbers_and_no_cell_is_empty(long):
    assert long["Year"].dtype == np.int64
    assert long["Value"].dtype == float
    assert not long.isna().any().any()
    assert np.isfinite(long["Value"]).all()


def test_no_two_rows_are_of_the_same(long, wide):
    assert not long.duplicated([*INDEX, "Year"]).any()
    assert not wide.duplicated(INDEX).any()


def test_one_model_scenario_and_region(long, hostile):
    key = hostile.outlook.key
    assert set(long["Model"]) == {f"Aquifer {key.code_version}, data {key.data_version}"}
    assert set(long["Scenario"]) == {hostile.name}
    assert set(long["Region"]) == {"World"}


def test_names_part_at_bars_alone_and_vendors_stay_apart(long):
    names = set(long["Variable"])
    assert not any("*" in name or name != name.strip() or "||" in name for name in names)
    assert {len(name.split("|")) for name in names} <= {2, 3, 4}
    of_rank = {name.split("|")[2] for name in names if name.startswith("Vendors|Rank by the score")}
    assert {"=1+1", "@SUM(A1)/x", "@SUM(A1)/x (2)", "-2×3"} <= of_rank


def test_a_name_has_one_unit(long):
    assert (long.groupby("Variable")["Unit"].nunique() == 1).all()


def test_both_forms_say_the_same(long, wide):
    melted = wide.melt(INDEX, var_name="Year", value_name="Value").dropna()
    melted["Year"] = melted["Year"].astype(int)
    by = [*INDEX, "Year"]
    pd.testing.assert_frame_equal(
        melted.sort_values(by).reset_index(drop=True), long.sort_values(by).reset_index(drop=True)
    )


def test_the_numbers_are_those_of_the_tidy_rows(long, hostile):
    value = long.set_index(["Variable", "Year"])["Value"]
    rows = hostile.rows.set_index(["series", "year", "quantile"])["value"]
    assert value["Depletion|Tokens of the largest training run|Median", 2030] == pytest.approx(
        rows["depletion.demand", 2030.0, 0.5], rel=5.1e-6
    )
    at = int(hostile.scenario.as_of)
    exhausted = hostile.rows[hostile.rows["series"] == "depletion.exhaustion.year"]
    (median,) = exhausted[exhausted["quantile"] == 0.5]["value"]
    assert value["Depletion|Year of exhaustion|Median", at] == pytest.approx(median, rel=1e-5)


def test_no_two_series_of_a_view_share_a_name():
    names = [(series.view, series.variable) for series in SERIES.values()]
    assert len(set(names)) == len(names)


def test_every_series_with_a_value_is_there(long, hostile):
    rows = hostile.rows
    told = rows[(rows["view"] != "assumptions") & rows["value"].notna()]
    variables = {text.replace("|", "/") for text in told["variable"]}
    assert {name.split("|")[1] for name in long["Variable"]} == variables


def test_of_several_points_in_a_year_the_one_at_its_turn_counts_or_the_last(hostile):
    made = hostile.rows[hostile.rows["series"] == "market.suits"].iloc[:1]
    points = [(2025.0, 1.0), (2025.9, 2.0), (2026.2, 3.0), (2026.4, 4.0)]
    rows = pd.concat([made.assign(year=year, value=value) for year, value in points])
    table = iamc.long(replace(hostile, rows=rows.reset_index(drop=True)))
    assert list(zip(table["Year"], table["Value"], strict=True)) == [(2025, 1.0), (2026, 4.0)]
