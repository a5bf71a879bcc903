"""The kinds of jobs: what they refuse, and the files that they make."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analytics.exports import tidy
from analytics.outlook.laboratory import setup_of
from analytics.outlook.sampled import sample
from analytics.scenario import PRESETS, Scenario, to_json
from dashboard.jobs.kinds import KINDS, MOST_SWEPT, Refused
from dashboard.samples import samples

PRESET = PRESETS["as-published"]
SMALL = Scenario(log2_worlds=6, log2_moat_draws=8)
SHOWN = to_json(SMALL, PRESET)


def refused(kind: str, **params: str) -> tuple[str, ...]:
    with pytest.raises(Refused) as caught:
        KINDS[kind].check(params)
    return caught.value.problems


def test_an_export_is_the_file_that_the_page_hands_out(tmp_path) -> None:
    params = {"scenario": SHOWN, "url": "https://aquifer.example.org"}
    assert KINDS["export"].check(params) == "As published (Epoch 2024), 2 changes"
    told: list[float] = []
    file = KINDS["export"].run(params, tmp_path, lambda share, _: told.append(share))
    assert file.parent == tmp_path
    assert file.read_bytes() == tidy.export(SMALL, PRESET, "https://aquifer.example.org")
    assert told == sorted(told)
    assert "not JSON" in refused("export", scenario="{")[0]


def test_slides_are_those_of_the_shell(tmp_path, monkeypatch) -> None:
    asked: list[tuple[str, str, str]] = []

    def deck(request, base_url, baseline):
        asked.append((request.scheme, base_url, baseline.name))
        return request.outlook.scenario.key.encode()

    monkeypatch.setattr("dashboard.briefing.deck", deck)
    params = {"scenario": SHOWN, "baseline": SHOWN, "theme": "dark", "url": "https://a.example"}
    assert KINDS["briefing"].check(params) == "As published (Epoch 2024), 2 changes"
    file = KINDS["briefing"].run(params, tmp_path, lambda *_: None)
    assert file.suffix == ".pptx" and file.read_bytes() == SMALL.key.encode()
    assert asked == [("dark", "https://a.example", "As published (Epoch 2024), 2 changes")]
    assert "baseline: not a scenario file" in refused("briefing", scenario=SHOWN, baseline="{")[0]


def test_a_sweep_starts_from_the_scenario_shown_and_goes_on_where_it_was(tmp_path) -> None:
    params = {"grid": "[axes]\ntail_threshold = [0.4, 0.6]\n", "scenario": SHOWN}
    assert KINDS["sweep"].check(params) == "2 scenarios along tail_threshold"
    told: list[tuple[float, str]] = []
    file = KINDS["sweep"].run(params, tmp_path, lambda *one: told.append(one))
    frame = pd.read_csv(file)
    assert list(frame["tail_threshold"]) == [0.4, 0.6]
    assert told[-2][1].startswith("2 of 2 scenarios")
    blocks = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.parquet")}
    assert blocks
    content = file.read_bytes()
    assert KINDS["sweep"].run(params, tmp_path, lambda *_: None).read_bytes() == content
    assert {path: path.stat().st_mtime_ns for path in blocks} == blocks


def test_a_simulation_is_drawn_once_and_handed_out_as_a_table(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("AQUIFER_HOME", str(tmp_path))
    lab = {"lab_language": "is", "lab_corpus": 1e3, "lab_generations": 2}
    scenario = SMALL.model_copy(update=lab)
    params = {"scenario": to_json(scenario, PRESET), "url": "https://a.example"}
    what = "As published (Epoch 2024), 5 changes; 2 generations, 1000 rows"
    assert KINDS["simulation"].check(params) == what
    told: list[tuple[float, str]] = []
    file = KINDS["simulation"].run(params, tmp_path, lambda *one: told.append(one))
    assert told[5] == (0.475, "5 of 10 parts done")
    # the numbers of the model, whoever asked for them
    drawn = sample(setup_of(scenario), scenario.seed)
    kept = samples.find(setup_of(scenario), scenario.seed)
    assert kept is not None
    np.testing.assert_array_equal(kept.mean["support_kept"], drawn.mean["support_kept"])
    frame = pd.read_csv(file)
    means = frame[frame["variable"] == "Support kept, simulated, mean"]
    assert list(means["value"]) == pytest.approx(drawn.mean["support_kept"], rel=1e-5)
    assert set(frame["link"].str.startswith("https://a.example/?")) == {True}
    content = file.read_bytes()
    told.clear()
    assert KINDS["simulation"].run(params, tmp_path, lambda *one: told.append(one)) == file
    assert (file.read_bytes(), told) == (content, [(0.97, "writing")])
    huge = to_json(scenario.model_copy(update={"lab_corpus": 1e12}), PRESET)
    assert "at most 1,000,000,000 rows" in refused("simulation", scenario=huge)[0]


def test_a_grid_is_refused_by_name_and_reads_no_file_of_the_server(tmp_path: Path) -> None:
    assert "not TOML" in refused("sweep", grid="[axes")[0]
    wrong = "worlds = 3\n[axes]\novertrainin = [1]\nepochs = [0.5, 900]"
    problems = refused("sweep", grid=wrong, scenario=SHOWN)
    assert len(problems) == 4
    assert "did you mean overtraining?" in "\n".join(problems)
    secret = tmp_path / "secret.json"
    secret.write_text(SHOWN)
    assert "names no file" in refused("sweep", grid=f'scenario = "{secret}"')[0]
    axis = "{from = 1, to = 9, steps = 200}"
    many = f'preset = "as-published"\n[axes]\nepochs = {axis}\novertraining = {axis}'
    assert f"{MOST_SWEPT:,}" in refused("sweep", grid=many)[0]
