"""What is shown of a sweep: each cell is the scenario whose number it has."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from analytics import findings_sweep as said
from analytics import sweep
from analytics.sweep import Unusable, reading, surface
from analytics.sweep.surface import ANSWERS, dimensions, kept, names


@pytest.fixture
def sweeps(serial, tmp_path, monkeypatch) -> Path:
    """A home with the small sweep, half of it under another name, and a folder that is none."""
    for module in (reading, surface):
        monkeypatch.setattr(module, "home", lambda: tmp_path)
    shutil.copytree(serial, tmp_path / "small")
    shutil.copytree(serial, tmp_path / "half")
    (tmp_path / "half" / "block-00002.parquet").unlink()
    (tmp_path / "none").mkdir()
    return tmp_path


def test_names_are_those_of_sweeps_alone(sweeps) -> None:
    assert names() == ("half", "small")
    shutil.rmtree(sweeps / "half")
    assert names() == ("small",)
    with pytest.raises(ValueError, match="no name of a sweep"):
        kept("../small")
    with pytest.raises(Unusable, match="holds no sweep"):
        kept("none")


def test_a_cell_is_its_scenario(sweeps) -> None:
    one = kept("small")
    frame = sweep.read(one.sweep.folder)
    assert [d.field for d in dimensions(one.grid)] == ["overtraining", "tail_threshold"]
    for answer in ANSWERS.values():
        vendor = "Google" if answer.of_vendor else ""
        end = f"/{vendor}" if vendor else ""
        found = surface.surface(one, answer.id, vendor, "tail_threshold", "overtraining")
        assert found.vendor == vendor and found.middle.shape == (20, 2)
        for column, values in ((answer.id, found.middle), (answer.low, found.low)):
            wanted = (
                frame[f"{column}{end}"].to_numpy(float) if column else np.full(len(frame), np.nan)
            )
            assert np.array_equal(values, wanted[found.numbers], equal_nan=True)
    thresholds = frame["tail_threshold"].to_numpy()[found.numbers]
    assert (thresholds == thresholds[0]).all() and found.held == ()
    assert not found.middle.flags.writeable


def test_what_is_not_shown_is_held_and_told(sweeps) -> None:
    found = surface.surface(kept("small"))
    assert found.answer.id == next(iter(ANSWERS)) and found.vendor == ""
    assert (found.across.field, found.up) == ("overtraining", None)
    assert found.middle.shape == (1, 20)
    grid = found.grid
    held = {grid.scenario(int(n)).tail_threshold for n in found.numbers[0]}
    assert held == {0.6}  # that of the preset, 0.5, is no value of the axis
    assert [text for _, text in found.held] == ["60%"]
    assert "Held: " in said.unit(found) and "60%" in said.unit(found)


def test_an_axis_of_many_values_is_thinned(sweeps, monkeypatch) -> None:
    monkeypatch.setattr(surface, "MOST", 7)
    found = surface.surface(kept("small"))
    assert len(found.across.texts) == 7 and found.middle.shape == (1, 7)
    axes = {axis.field: axis.values for axis in found.grid.axes}
    whole = axes["overtraining"]
    ends = [found.grid.scenario(int(n)).overtraining for n in found.numbers[0][[0, -1]]]
    assert ends == [whole[0], whole[-1]]


def test_half_a_sweep_says_so(sweeps) -> None:
    found = surface.surface(kept("half"), across="overtraining", up="tail_threshold")
    assert np.isnan(found.middle).sum() == 8
    assert "4 of 5 blocks are finished" in said.unit(found)


def test_sentences_name_where_and_how_much(sweeps) -> None:
    found = surface.surface(kept("small"))
    assert said.title(found).startswith("Year of exhaustion runs from ")
    assert "(Overtraining 5×)" in said.title(found)
    assert "80%" in said.cell(found, 0, 0) and said.cell(found, 0, 0).startswith("Overtraining 1×")
    risk = surface.surface(kept("small"), "collapse_risk_2032_probability", "Google")
    assert said.title(risk).startswith("Google: collapse risk in 2032 ")
    assert "nan" not in f"{said.title(risk)}{said.unit(risk)}{said.alt(risk)}"
    none = surface.surface(kept("small"), "headroom_p50_years", "Midjourney")
    assert said.title(none) == "Midjourney: headroom of own text: nothing is finished here"


def test_a_sweep_of_other_assumptions_is_refused_in_words(sweeps) -> None:
    path = sweeps / "small" / "manifest.json"
    content = json.loads(path.read_text())
    content["grid"]["axes"][0]["field"] = "phlogiston"
    content["code"] = "0.0.1"
    path.write_text(json.dumps(content))
    with pytest.raises(Unusable, match=r"made by Aquifer 0\.0\.1, which had other assumptions"):
        kept("small")
