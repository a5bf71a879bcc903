"""The charts of the record: valid, complete, and marked by what was inside and what was not."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest

from analytics.outlook import evaluate, record
from analytics.scenario import PRESETS, Scenario
from dashboard.figures import CHARTS, Chart, Request
from dashboard.figures.chart import Scheme
from dashboard.figures.labels import overlap
from dashboard.figures.record import common, fit, past, residuals
from dashboard.figures.record.past import CHOICES
from data import catalog
from tests.dashboard.figures.drawing import SIZES, decoded, label_boxes

VERSION = catalog.version()
SOURCES = ("interval", "since_2020", "since_2024", "quantile")
COLUMNS = [*common.COLUMNS, *common.RUN_COLUMNS]


def request(source: str = "interval", date: str = "2024", scheme: Scheme = "light") -> Request:
    scenario = Scenario.model_validate({"demand_growth_from": source})
    return Request(evaluate(scenario), scheme=scheme, options={"hindcast": date})


def check(chart: Chart) -> None:
    figure = go.Figure(chart.figure)
    assert figure.layout.title.text is None and figure.layout.showlegend is None
    assert list(chart.table.columns) == COLUMNS
    assert chart.table["unit"].isin(["tokens", "OOM"]).all()
    assert not chart.table.duplicated(["series", "variable", "year", "quantile"]).any()
    for text in (chart.title, chart.unit, chart.alt, chart.source):
        assert text and "nan" not in text.split() and "inf" not in text.split()
    assert 1 <= chart.alt.count(". ") + 1 <= 4


def dots(chart: Chart) -> list[dict[str, Any]]:
    return [trace for trace in chart.figure["data"] if trace.get("mode") == "markers"]


def drawn(chart: Chart) -> np.ndarray:
    arrays = [decoded(trace["y"]).ravel() for trace in chart.figure["data"]]
    return np.concatenate(arrays)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("draw", [fit, residuals])
def test_every_chart_of_every_estimate(draw, source, scheme) -> None:
    check(draw(request(source, scheme=scheme)))


@pytest.mark.parametrize("source", ["interval", "since_2020"])
@pytest.mark.parametrize("date", CHOICES)
def test_the_hindcast_of_every_date(source, date) -> None:
    chart = past(request(source, date))
    check(chart)
    inside, total = record.cast(
        float(date), record.hindcast_way(request(source).outlook.scenario), VERSION
    ).coverage
    assert f"held {inside} of the {total} record" in chart.title
    assert ("is dotted" in chart.unit) == (float(date) >= 2024)


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("draw", [fit, past])
def test_the_table_is_what_is_drawn(draw, source) -> None:
    chart = draw(request(source))
    values = np.sort(drawn(chart))
    wanted = chart.table["value"].to_numpy()
    at = np.clip(np.searchsorted(values, wanted), 1, len(values) - 1)
    off = np.minimum(abs(values[at] - wanted), abs(values[at - 1] - wanted))
    assert (off <= 1e-6 * wanted).all()
    runs = chart.table[chart.table["organization"].notna()]
    assert len(runs) == sum(len(trace["text"]) for trace in dots(chart))
    assert runs["confidence"].notna().all() and runs["published"].notna().all()


def test_the_runs_of_the_fit_are_strong_and_the_speculative_hollow() -> None:
    chart = fit(request("since_2020"))
    counts = chart.table["variable"].value_counts()
    assert counts["Run in the fit"] == 30 and counts["Flagged run"] == 1
    speculative = chart.table[chart.table["variable"] == "Run of speculative size"]
    assert (speculative["confidence"] == "Speculative").all() and len(speculative)
    symbols = [trace["marker"].get("symbol", "circle") for trace in dots(chart)]
    assert symbols == ["circle", "circle-open", "circle", "diamond-open"]


def test_hovering_tells_who_when_how_much_how_sure_and_where_it_is_from() -> None:
    texts = [text for trace in dots(fit(request())) for text in trace["text"]]
    (gpt3,) = (text for text in texts if text.startswith("<b>GPT-3 175B"))
    for part in ("OpenAI", "2020", "tokens", "within", "arxiv.org"):
        assert part in gpt3
    assert sum("Flagged" in text for text in texts) == 1


def test_a_name_is_text_and_no_markup() -> None:
    run = record.table(VERSION).iloc[:1].assign(model="<i>A & B</i>")
    (row,) = run.itertuples()
    assert "&lt;i&gt;A &amp; B&lt;/i&gt;" in common._hover(row, False)


def test_a_name_beside_a_residual_is_text_and_no_markup(monkeypatch) -> None:
    runs = common.known(VERSION)
    odd = runs.assign(model="<i>A & B</i>")
    monkeypatch.setattr(common, "known", lambda _: odd)
    texts = [one["text"] for one in residuals(request("quantile")).figure["layout"]["annotations"]]
    assert "&lt;i&gt;A &amp; B&lt;/i&gt;" in texts


def test_the_hindcast_does_not_claim_what_was_known() -> None:
    chart = past(request())
    assert chart.title.startswith("A fit to the runs published before 2024 held")
    said = [one["text"] for one in chart.figure["layout"]["annotations"]]
    for text in (chart.title, chart.unit, chart.alt, *said, *chart.table["variable"]):
        assert "known" not in text


def test_the_titles_carry_growth_interval_and_what_it_was_fitted_to() -> None:
    assert fit(request("since_2020")).title == (
        "The five largest runs of every year since 2020 grew 0.40 OOM (2.5×) a year "
        "(95%: 0.35–0.45), 30 runs"
    )
    title = fit(request()).title
    assert title.startswith("As published, the largest run grows 0.38 OOM (2.4×) a year")
    assert "since 2020 grew 0.40" in title
    own = evaluate(Scenario.model_validate({"demand_growth": "0.2~0.3"}))
    assert fit(Request(own)).title.startswith("As set here, the largest run grows 0.25 OOM")
    assert "164 runs" in fit(request("quantile")).title


def test_a_pinned_growth_is_dashed_behind() -> None:
    baseline = PRESETS["as-published"].scenario
    pinned = replace(request("since_2024"), baseline=evaluate(baseline), baseline_name="Published")
    chart = fit(pinned)
    check(chart)
    assert "Dashed grey: Published" in chart.unit
    assert "baseline" in set(chart.table["series"])


def test_residuals_are_of_the_fit_in_use_or_of_the_one_since_2020_and_say_so() -> None:
    assert "shown since the scenario sets an interval" in residuals(request()).unit
    assert "interval" not in residuals(request("quantile")).unit
    table = residuals(request("since_2020")).table
    mine = table[table["variable"] == "Residual, run in the fit"]["value"]
    assert len(mine) == 30 and abs(mine.sum()) < 1e-9


def test_records_outside_the_band_have_another_shape_and_are_counted(monkeypatch) -> None:
    cast = record.cast(2024.0, record.Way("quantile"), VERSION)
    inside = cast.inside.copy()
    inside[[0, 3]] = False
    missed = replace(cast, inside=inside)
    monkeypatch.setattr(record, "cast", lambda *_: missed)
    chart = past(request())
    check(chart)
    assert "held 6 of the 8 records since" in chart.title
    assert "6 lie inside it and 2 outside" in chart.alt
    held, outside = dots(chart)[-2:]
    assert (len(held["text"]), len(outside["text"])) == (6, 2)
    assert held["marker"].get("symbol", "circle") != outside["marker"]["symbol"]
    assert (chart.table["variable"] == "Record since, outside").sum() == 2


def test_without_a_record_since_the_hindcast_says_so(monkeypatch) -> None:
    cast = record.cast(2024.0, record.Way("quantile"), VERSION)
    none = np.empty(0, dtype=int)
    bare = replace(
        cast,
        rows=none,
        record_years=none.astype(float),
        log10_tokens=none.astype(float),
        forecasts=np.empty((0, 9)),
        inside=none.astype(bool),
    )
    monkeypatch.setattr(record, "cast", lambda *_: bare)
    chart = past(request())
    go.Figure(chart.figure)
    assert "no record to be judged by" in chart.title


def test_an_unknown_date_is_the_default() -> None:
    assert past(request(date="1999")).title == past(request(date="2024")).title


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("draw", [fit, past])
def test_labels_are_apart_and_inside(draw, source) -> None:
    layout = draw(request(source)).figure["layout"]
    # the first is the key, which has signs
    found = label_boxes({"layout": {"annotations": layout["annotations"][1:]}})
    for text, box in found.items():
        assert (box[2:, :2] >= -1).all() and (box[2:, 2:] <= SIZES[2:] + 1).all(), text
    for (one, box), (other, another) in itertools.combinations(found.items(), 2):
        assert not overlap(box[2:], another[2:], gap=0).any(), (one, other)


def test_the_charts_are_registered() -> None:
    assert {"record-fit", "record-residuals", "record-hindcast"} <= set(CHARTS)
