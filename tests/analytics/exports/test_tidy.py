"""The tidy CSV: what is in it, in which order, the same bytes everywhere."""

import csv
import io
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analytics.exports import COLUMNS, SERIES, export, rows, table_csv, to_csv
from analytics.exports import tidy as tidy_export
from analytics.exports.formats import FORMATS, make
from analytics.outlook import evaluate
from analytics.outlook.collapse_risk import collapse_risk
from analytics.quantiles import PROBABILITIES
from analytics.scenario import DECLARATIONS, PRESETS, Scenario, from_query

ROOT = Path(__file__).parents[3]
PRESET = PRESETS["as-published"]
FEW = Scenario(log2_worlds=6)


def tidy(scenario, name="A name", link="/?v=1"):
    return rows(evaluate(scenario), name, link)


def read(raw):
    return pd.read_csv(io.BytesIO(raw))


def series(frame, id):
    found = frame[frame["series"] == id]
    assert len(found), id
    return found


def test_the_file_is_what_spreadsheets_expect():
    raw = export(FEW, PRESET)
    assert raw.startswith(b"\xef\xbb\xbfscenario,view,series,variable,unit,region,vendor,year,")
    lines = raw.decode("utf-8-sig").split("\r\n")
    assert lines.pop() == ""
    assert not any("\n" in line or "\r" in line for line in lines)
    assert tuple(lines[0].split(",")) == COLUMNS
    assert {len(row) for row in csv.reader(lines)} == {len(COLUMNS)}


def test_pandas_reads_it_as_it_is():
    frame = read(export(FEW, PRESET))
    assert tuple(frame.columns) == COLUMNS
    for column in ("year", "quantile", "value"):
        assert frame[column].dtype == float
    assert frame["scenario"].unique().tolist() == ["As published (Epoch 2024), 1 change"]
    assert frame["region"].unique().tolist() == ["World"]
    assert frame["link"].nunique() == frame["data_version"].nunique() == 1


@pytest.mark.parametrize("preset", PRESETS.values(), ids=lambda p: p.id)
def test_round_trip(preset):
    frame = tidy(preset.scenario)
    back = read(to_csv(frame))
    text = [c for c in COLUMNS if c not in ("year", "quantile", "value", "vendor", "unit")]
    pd.testing.assert_frame_equal(back[text], frame[text], check_dtype=False)
    assert (back["unit"].fillna("") == frame["unit"]).all()
    for column in ("year", "quantile", "value"):
        np.testing.assert_allclose(back[column], frame[column], rtol=5.1e-6)


def test_six_significant_digits():
    values = [row["value"] for row in csv.DictReader(io.StringIO(export(FEW, PRESET).decode()))]
    written = [v for v in values if v]
    assert len(written) > 2000
    for value in written:
        digits = value.split("e")[0].replace(".", "").strip("0")
        assert len(digits) <= 6, value


def test_rows_stand_in_the_declared_order():
    frame = tidy(PRESETS["ai-saturated-web"].scenario)
    rank_apart = frame["series"].str.replace(r"(acceptability)\.\d+$", r"\1", regex=True)
    ids = list(dict.fromkeys(rank_apart))
    expected = [id for id in SERIES if id != "depletion.consent.restricted"]
    assert ids == [*expected, *DECLARATIONS]
    for _, one in frame[frame["view"] != "assumptions"].groupby(["series", "vendor"]):
        assert not one.duplicated(["year", "quantile"]).any()
        ordered = one.sort_values(["year", "quantile"], kind="stable", na_position="last")
        assert one.index.tolist() == ordered.index.tolist()


def test_every_series_has_one_variable_and_unit():
    frame = tidy(PRESETS["consent-crackdown"].scenario)
    assert (frame.groupby("series")[["view", "variable", "unit"]].nunique() == 1).all(axis=None)
    shown = frame[frame["view"] == "depletion"]
    for id, variable, unit in shown[["series", "variable", "unit"]].drop_duplicates().to_numpy():
        assert (SERIES[id].variable, SERIES[id].unit) == (variable, unit)


def test_the_numbers_are_those_of_the_outlook():
    answer = evaluate(FEW).depletion
    frame = tidy(FEW)
    fans = {
        "depletion.stock.effective": answer.stock_tokens,
        "depletion.stock.unique": answer.unique_tokens,
        "depletion.demand": answer.demand_tokens,
    }
    for id, values in fans.items():
        one = series(frame, id)
        table = one.pivot(index="year", columns="quantile", values="value")
        np.testing.assert_array_equal(table.to_numpy(), values)
        np.testing.assert_array_equal(table.index, answer.years)
        np.testing.assert_array_equal(table.columns, PROBABILITIES)
    flat: dict[str, Any] = {
        "depletion.exhaustion.year": answer.exhaustion_year,
        "depletion.exhaustion.probability_by": answer.probability_by,
        "depletion.exhaustion.probability_never": [answer.probability_never],
        "depletion.crossing.tokens": answer.crossing_tokens,
        "depletion.crossing.flop": answer.crossing_flop,
        "depletion.supply.web": answer.supply_share[:, 0],
        "depletion.supply.repetition": answer.supply_share[:, 1],
        "depletion.supply.other": answer.supply_share[:, 2],
        "depletion.supply.none": answer.supply_share[:, 3],
    }
    for id, values in flat.items():
        np.testing.assert_array_equal(series(frame, id)["value"], values)
    by = series(frame, "depletion.exhaustion.probability_by")
    assert by["year"].tolist() == answer.year_ends.tolist()
    assert by["quantile"].isna().all()


def test_collapse_is_that_of_the_risk():
    answer, frame = collapse_risk(evaluate(FEW)), tidy(FEW)
    by_year = {
        "collapse.risk": answer.risk,
        "collapse.tail_mass_kept.expected": answer.tail_kept_mean,
    }
    for id, values in by_year.items():
        one = series(frame, id)
        np.testing.assert_array_equal(one["value"], values)
        np.testing.assert_array_equal(one["year"], answer.years)
        assert one["quantile"].isna().all()
    fans = {
        "collapse.tail_mass_kept": answer.tail_kept,
        "collapse.human_share": answer.human_share,
        "collapse.perplexity_ratio": answer.perplexity_ratio,
    }
    for id, values in fans.items():
        table = series(frame, id).pivot(index="year", columns="quantile", values="value")
        np.testing.assert_array_equal(table.to_numpy(), values)


def test_consent_and_ai_text_are_there_when_on():
    off, on = tidy(FEW), tidy(Scenario(log2_worlds=6, consent_measure="terms", contamination=True))
    ids = {"depletion.consent.restricted", "depletion.contamination.ai_share"}
    assert not ids & set(off["series"])
    answer = evaluate(Scenario(log2_worlds=6, consent_measure="terms", contamination=True))
    restricted = series(on, "depletion.consent.restricted")
    np.testing.assert_array_equal(restricted["value"], answer.depletion.restricted_share)
    ai = series(on, "depletion.contamination.ai_share")
    np.testing.assert_array_equal(ai["value"], answer.depletion.ai_share_of_stock.ravel())


def test_beyond_the_horizon_is_empty_and_has_its_probability():
    outlook = evaluate(FEW)
    quantiles = np.array([2030.0, 2035, 2040, 2050, 2090, np.inf, np.inf, np.inf, np.inf])
    never = replace(
        outlook,
        depletion=replace(
            outlook.depletion,
            exhaustion_year=quantiles,
            probability_never=0.41,
            crossing_tokens=np.full(9, np.nan),
        ),
    )
    lines = list(csv.DictReader(io.StringIO(to_csv(rows(never, "x", "/")).decode("utf-8-sig"))))
    years = [r["value"] for r in lines if r["series"] == "depletion.exhaustion.year"]
    assert years == ["2030", "2035", "2040", "2050", "2090", "", "", "", ""]
    (row,) = [r for r in lines if r["series"] == "depletion.exhaustion.probability_never"]
    assert (row["year"], row["quantile"], row["value"]) == ("2100", "", "0.41")
    tokens = [r["value"] for r in lines if r["series"] == "depletion.crossing.tokens"]
    assert tokens == [""] * 9


def test_assumptions():
    scenario = Scenario(
        overtraining=5.0, slowdown=True, demand_path="compute", usable_share=0.3, seed=2**31 - 1
    )
    frame = read(export(scenario, PRESET))
    told = frame[frame["view"] == "assumptions"]
    assert list(dict.fromkeys(told["series"])) == list(DECLARATIONS)

    def of(name):
        one = series(told, name)[["variable", "unit", "quantile", "value"]]
        return [tuple(r) for r in one.astype(object).where(one.notna(), None).to_numpy()]

    growth = "Growth of training tokens"
    assert of("demand_growth") == [
        (growth, "OOM/year", 0.025, 0.27),
        (growth, "OOM/year", 0.975, 0.48),
    ]
    assert [r[2:] for r in of("compute_growth")] == [(0.05, 0.48), (0.95, 0.72)]
    assert [r[2:] for r in of("slowdown_rate")] == [(0, 0.1), (0.4, 0.3), (1, 0.6)]
    assert of("usable_share") == [("Usable after quality filters", "share", None, 0.3)]
    assert of("overtraining") == [("Overtraining", "×", None, 5)]
    assert of("slowdown") == [("Compute slows down", "0 or 1", None, 1)]
    assert of("demand_path") == [("Demand follows: Compute", "0 or 1", None, 1)]
    assert of("seed") == [("Seed", None, None, 2**31 - 1)]


def test_lists_of_assumptions_are_counted_and_told():
    changed = "add:OpenAI:Reddit:70000000~end:OpenAI:Axel Springer"
    scenario = Scenario(log2_worlds=6, mixes="=V:50-0-50-0-0-0", licences=changed)
    frame = read(export(scenario, PRESET))
    told = series(frame, "mixes")
    assert told[["variable", "unit", "value"]].to_numpy().tolist()[:2] == [
        ["Own mixes", "rows", 1],
        ["Own mixes: =V, Public crawl", "share", 0.5],
    ]
    assert told["value"].tolist() == [1, 0.5, 0, 0.5, 0, 0, 0]
    told = series(frame, "licences")
    assert told["value"].fillna(-1).tolist() == [2, -1, 7e7, -1, 0]
    assert told["unit"].fillna("").tolist() == [
        "rows",
        "",
        "USD/year",
        "years",
        "exclusive: 0 or 1",
    ]
    assert series(tidy(FEW), "mixes")["value"].tolist() == [0]


def test_a_fitted_growth_is_stated_as_it_was_carried_on():
    outlook = evaluate(PRESETS["refit-to-date"].scenario)
    frame = rows(outlook, "x", "/")
    fitted = outlook.growth.estimate
    assert fitted != Scenario().demand_growth
    for id in ("demand_growth", "depletion.growth.carried_on"):
        one = series(frame, id)
        assert one["value"].tolist() == [fitted.low, fitted.high], id
        assert one["quantile"].tolist() == pytest.approx([0.025, 0.975]), id
        assert one["unit"].unique().tolist() == ["OOM/year"], id
    (chosen,) = series(frame, "demand_growth_from")["variable"]
    assert chosen.endswith(": Refit: largest since 2020")


def test_a_growth_known_for_certain_is_one_row():
    one = series(tidy(Scenario(log2_worlds=6, demand_growth=0.3)), "depletion.growth.carried_on")
    assert one["value"].tolist() == [0.3]
    assert one["quantile"].isna().all()


def test_the_link_names_the_data_that_the_numbers_come_from(monkeypatch):
    outlook = evaluate(FEW)
    monkeypatch.setattr("data.catalog.version", lambda: "0123456789ab")  # refreshed meanwhile
    monkeypatch.setattr(tidy_export, "evaluate", lambda _: outlook)
    frame = read(export(FEW, PRESET))
    (version,), (link,) = frame["data_version"].unique(), frame["link"].unique()
    assert version == outlook.key.data_version
    assert f"data={version}" in link


def test_quantiles_of_assumptions_are_probabilities():
    told = tidy(Scenario())
    for name, declared in DECLARATIONS.items():
        if declared.kind == "estimate":
            one = series(told, name)
            inner = one[(one["quantile"] > 0) & (one["quantile"] < 1)]
            drawn = declared.default.quantile(inner["quantile"].to_numpy())
            np.testing.assert_allclose(drawn, inner["value"], rtol=1e-9)


def test_link():
    scenario = Scenario(overtraining=7.5, usable_share=(0.2, 0.3))
    links = {
        base: read(export(scenario, PRESET, base))["link"][0] for base in ("", "https://a.b/c/")
    }
    assert links[""].startswith("/?v=1&preset=as-published&data=")
    assert links["https://a.b/c/"] == "https://a.b/c" + links[""]
    back = from_query(links[""].partition("?")[2])
    assert back.scenario == scenario
    assert not back.problems


def test_a_name_that_a_spreadsheet_would_run():
    raw = to_csv(tidy(FEW, name='=HYPERLINK("http://evil")', link="@x"))
    frame = read(raw)
    assert frame["scenario"].unique().tolist() == ['\'=HYPERLINK("http://evil")']
    assert frame["link"].unique().tolist() == ["'@x"]


def test_no_time_of_export_and_same_bytes():
    assert export(FEW, PRESET) == export(Scenario(log2_worlds=6), PRESET)
    assert export(FEW, PRESET) != export(FEW.model_copy(update={"seed": 1}), PRESET)


def test_same_bytes_in_another_process():
    code = (
        "import sys; from analytics.exports.formats import *; from analytics.scenario import *; "
        "few, preset = Scenario(log2_worlds=6), PRESETS['as-published']; "
        "files = [make(format, few, preset) for format in FORMATS.values()]; "
        "sys.stdout.buffer.write(b''.join(files))"
    )
    environment = os.environ | {
        "PYTHONHASHSEED": "12345",
        "TZ": "Asia/Kathmandu",
        "LC_ALL": "C",
        "AQUIFER_URL": "https://not.read",
    }
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        check=True,
    )
    assert ran.stdout == b"".join(make(format, FEW, PRESET) for format in FORMATS.values())


def test_table_csv_is_the_same_door():
    assert to_csv(tidy(FEW)) == table_csv(tidy(FEW))
