"""Reading sweeps: one table, a row for each vendor, and which sweeps there are."""

import json
import shutil

import numpy as np
import pytest

from analytics import sweep
from analytics.outlook.key_figures import VENDOR_FIGURES, key_figures
from analytics.scenario import DECLARATIONS
from analytics.sweep.folder import manifest
from tests.analytics.sweep.small import small_plan


def test_a_row_is_a_scenario(serial):
    plan, frame = small_plan(), sweep.read(serial)
    assert frame["scenario"].tolist() == list(range(40))
    assert list(frame.columns) == [column.name for column in plan.manifest.columns]
    row = frame.iloc[13]
    found = key_figures(plan.grid.scenario(13), plan.data_version)
    assert row["scenario_key"] == found.key
    assert row["base"] == "as-published"
    assert row["tail_threshold"] == plan.grid.values(13)["tail_threshold"] == 0.6
    assert row["overtraining"] == plan.grid.values(13)["overtraining"]
    assert row["exhaustion_p50_year"] == found.values[1]
    of_google = [row[f"{figure.name}/Google"] for figure in VENDOR_FIGURES]
    assert np.array_equal(of_google, found.vendors["Google"].astype(np.float32))
    assert np.isnan(row["headroom_p50_years/Midjourney"])
    assert row["expected_rank/Midjourney"] > 1


def test_some_columns(serial):
    frame = sweep.read(serial, ["exhaustion_p50_year", "overtraining"])
    assert list(frame.columns) == ["exhaustion_p50_year", "overtraining"]
    # the more tokens a run takes, the sooner the stock is used up
    assert frame.groupby("overtraining")["exhaustion_p50_year"].first().is_monotonic_decreasing
    with pytest.raises(KeyError, match="exhaustion_year"):
        sweep.read(serial, ["exhaustion_year"])


def test_a_row_for_each_vendor(serial):
    frame = sweep.read(serial)
    long = sweep.by_vendor(frame)
    assert len(long) == 40 * len(small_plan().vendors)
    one = long[(long["scenario"] == 7) & (long["vendor"] == "xAI")].iloc[0]
    assert one["expected_rank"] == frame["expected_rank/xAI"][7]
    assert one["overtraining"] == frame["overtraining"][7]
    few = sweep.by_vendor(frame, ["headroom_p50_years"])
    assert "expected_rank" not in few and "Midjourney" not in set(few["vendor"])
    assert sweep.by_vendor(frame[["scenario"]]).empty


def test_estimates_have_a_median_and_ends(tmp_path):
    from analytics.sweep.run import run

    text = 'worlds = 64\n[axes]\nusable_share = ["0.05~0.2", 0.1]\nlog2_moat_draws = [8]'
    plan = sweep.plan_of(sweep.read_grid(text))
    run(plan, tmp_path / "a", workers=0)
    frame = sweep.read(tmp_path / "a")
    assert frame["usable_share"].round(9).tolist() == [0.1, 0.1]
    assert frame["usable_share_low"].tolist() == [0.05, 0.1]
    assert frame["usable_share_high"].tolist() == [0.2, 0.1]


def test_half_a_sweep_is_not_read_unless_asked_for(serial, tmp_path):
    half = tmp_path / "half"
    shutil.copytree(serial, half)
    (half / "block-00002.parquet").unlink()
    with pytest.raises(sweep.Unusable, match="not finished: 1 of 5 blocks are missing"):
        sweep.read(half)
    assert len(sweep.read(half, partial=True)) == 32
    (tmp_path / "other").mkdir()
    shutil.copytree(serial, tmp_path / "whole")
    listed = {one.name: one for one in sweep.listing(tmp_path)}
    assert list(listed) == ["half", "whole"]
    assert (listed["half"].finished, listed["half"].complete) == (4, False)
    assert listed["half"].manifest.axes[-1] == "tail_threshold"
    assert listed["whole"].complete and listed["whole"].manifest == manifest(serial)


def test_they_are_kept_in_the_home(monkeypatch, tmp_path):
    monkeypatch.setenv("AQUIFER_HOME", str(tmp_path))
    assert sweep.listing() == ()
    assert sweep.place("growth-2026") == tmp_path / "sweeps" / "growth-2026"
    for wrong in ("", "..", "a/b", ".a", "a" * 81):
        with pytest.raises(ValueError, match="is no name of a sweep"):
            sweep.place(wrong)


def test_no_column_is_called_twice():
    columns = [column.name for column in small_plan().manifest.columns]
    assert len(columns) == len(set(columns))
    figures = {name for name in columns if name not in ("overtraining", "tail_threshold")}
    assert not figures & DECLARATIONS.keys() - {"log2_moat_draws"}
    assert json.dumps(columns)
