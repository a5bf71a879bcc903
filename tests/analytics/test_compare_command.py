"""``python -m analytics compare``: several scenarios in one file, or why not."""

from __future__ import annotations

import csv

import pytest

from analytics.__main__ import main
from analytics.scenario import PRESETS, Scenario, to_json


@pytest.fixture
def few(tmp_path):
    path = tmp_path / "few.json"
    path.write_text(to_json(Scenario(log2_worlds=6, log2_moat_draws=8), PRESETS["as-published"]))
    return path


def test_scenarios_stand_in_the_order_given(few, tmp_path) -> None:
    other = tmp_path / "other.json"
    scenario = Scenario(log2_worlds=6, log2_moat_draws=8, overtraining=5.0)
    other.write_text(to_json(scenario, PRESETS["overtrained-5x"]))
    out = tmp_path / "both.csv"
    assert (
        main(["compare", "--scenario", str(other), "--scenario", str(few), "--out", str(out)]) == 0
    )
    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(dict.fromkeys(row["scenario"] for row in rows)) == [
        "Overtrained 5×, 2 changes",
        "As published (Epoch 2024), 2 changes",
    ]
    apart = [row for row in rows if row["series"] == "compare.exhaustion.year.difference"]
    assert len(apart) == 3 and all(float(row["value"]) > 0 for row in apart)


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (["--preset", "as-published"], "takes 2 to 4 scenarios"),
        (["--preset", "as-published"] * 5, "5 given"),
        (["--preset", "as-published", "--preset", "none"], "'none' is no preset"),
        (["--scenario", "-", "--scenario", "-"], "standard input can be read once only"),
    ],
)
def test_what_cannot_be_compared_is_refused(given, why, capsys) -> None:
    assert main(["compare", *given]) == 2
    assert why in capsys.readouterr().err
