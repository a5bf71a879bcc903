"""The chart of collapse risk: it draws what the answer says, for every scenario."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from analytics import findings_collapse
from analytics.outlook.collapse_risk import collapse_risk
from dashboard.figures import CHARTS, SLOW
from tests.dashboard.figures.drawing import NAMES, decoded, label_boxes, request

each = pytest.mark.parametrize("name", NAMES)


def drawn(name: str, **more: Any) -> Any:
    return CHARTS["outlook-collapse"](request(name, **more))


def test_it_waits_until_the_controls_rest() -> None:
    assert "outlook-collapse" in SLOW


@each
@pytest.mark.parametrize("pinned", [False, True])
def test_draws_risk_mean_and_band(name: str, pinned: bool) -> None:
    wanted = request(name, pinned=pinned)
    chart, found = drawn(name, pinned=pinned), collapse_risk(wanted.outlook)
    assert chart.title == findings_collapse.collapse_title(wanted.outlook, preset=wanted.preset)
    json.dumps(chart.figure, allow_nan=False)
    risk = chart.figure["data"][-1]
    np.testing.assert_allclose(decoded(risk["y"]), found.risk, rtol=1e-6)
    mean = chart.figure["data"][-2]
    np.testing.assert_allclose(decoded(mean["y"]), found.tail_kept_mean, rtol=1e-6)
    band = decoded(chart.figure["data"][0]["y"])
    ends = np.concatenate([found.tail_kept[:, 6], found.tail_kept[::-1, 2]])
    np.testing.assert_allclose(band, ends, rtol=1e-6)
    ghosts = [one for one in chart.figure["data"] if one["line"].get("dash")]
    was = collapse_risk(wanted.baseline) if wanted.baseline else found
    shown = not np.array_equal(was.risk, found.risk)
    assert len(ghosts) == (2 if shown else 0)
    assert ("Dashed grey" in chart.unit) == shown


@each
def test_its_table_holds_what_is_drawn(name: str) -> None:
    table = drawn(name, pinned=True).table
    found = collapse_risk(request(name).outlook)
    mine = table[table["series"] == "scenario"]
    by = {variable: part for variable, part in mine.groupby("variable")}
    np.testing.assert_array_equal(by["Collapse risk"]["value"], found.risk)
    np.testing.assert_array_equal(by["Tail mass kept, mean"]["value"], found.tail_kept_mean)
    assert sorted(by["Tail mass kept"]["quantile"].unique()) == [0.1, 0.9]
    assert not table.duplicated(["series", "variable", "year", "quantile"]).any()


@each
def test_names_stand_clear_of_each_other(name: str) -> None:
    boxes = list(label_boxes(drawn(name).figure).values())
    assert len(boxes) == 2
    one, other = boxes
    apart = (one[:, :2] > other[:, 2:]) | (one[:, 2:] < other[:, :2])
    assert apart.any(axis=1).all()


def test_says_what_the_names_of_risks_mean_and_whose_words_they_are() -> None:
    chart = drawn("as-published")
    assert findings_collapse.BANDS_DECLARED in chart.unit
    assert "Simulated" in chart.unit
    assert "CC BY-SA 4.0" in chart.source
    assert "Shumailov et al. 2024" in chart.source
    assert "in 2032" in chart.alt
