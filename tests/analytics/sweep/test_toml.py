"""Grids from TOML: what is read, and how what cannot be used is told of."""

import pytest

from analytics.scenario import DECLARATIONS, PRESETS, Scenario, to_json
from analytics.sweep.toml import GridError, read_grid


def axis(text, field):
    (found,) = [one for one in read_grid(text).axes if one.field == field]
    return found.values


def problems(text, *more):
    with pytest.raises(GridError) as caught:
        read_grid(text, *more)
    return caught.value.problems


def test_values_are_read_as_in_a_link_or_a_scenario_file():
    text = """
    preset = "multimodal"
    [axes]
    overtraining = [1, 2.5]
    usable_share = ["0.05~0.3", 0.1, [0.02, 0.2]]
    synthetic_policy = ["fill", "stop"]
    slowdown = [true, "off"]
    lab_generations = [3]
    """
    grid = read_grid(text)
    assert [base.name for base in grid.bases] == ["multimodal"]
    assert len(grid) == 2 * 3 * 2 * 2
    assert axis(text, "overtraining") == (1.0, 2.5)
    assert [one.points for one in axis(text, "usable_share")] == [
        (0.05, 0.3),
        (0.1, 0.1),
        (0.02, 0.2),
    ]
    assert axis(text, "slowdown") == (True, False)
    assert axis(text, "lab_generations") == (3,)


def test_ranges_hold_both_ends_and_round_numbers():
    text = """
    [axes]
    epochs = {from = 1, to = 100, steps = 3, scale = "log"}
    synthetic_cap = {from = 0.1, to = 0.5, steps = 9}
    log2_moat_draws = {from = 8, to = 10, steps = 3}
    max_epochs = {from = 4, to = 2, steps = 2}
    """
    assert axis(text, "epochs") == (1.0, 10.0, 100.0)
    assert axis(text, "synthetic_cap") == (0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5)
    assert axis(text, "log2_moat_draws") == (8, 9, 10)
    assert [one.points for one in axis(text, "max_epochs")] == [(4.0,) * 3, (2.0,) * 3]


def test_several_presets_are_an_axis_and_worlds_count_for_all():
    grid = read_grid('presets = ["multimodal", "overtrained-5x"]\nworlds = 256')
    assert [base.name for base in grid.bases] == ["multimodal", "overtrained-5x"]
    assert grid.scenario(1) == PRESETS["overtrained-5x"].scenario.model_copy(
        update={"log2_worlds": 8}
    )


def test_a_scenario_file_lies_beside_the_grid(tmp_path):
    scenario = Scenario(overtraining=3.0)
    (tmp_path / "mine.json").write_text(to_json(scenario, PRESETS["as-published"]), "utf-8")
    grid = read_grid('scenario = "mine.json"\naxes.epochs = [2]', tmp_path)
    assert grid.bases[0].name == "mine.json"
    assert grid.scenario(0) == scenario.model_copy(update={"epochs": 2.0})


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("axes.overtrainin = [1]", "axes.overtrainin: there is no such assumption; did you mean"),
        (
            "axes.overtraining = [1, 5000]",
            "axes.overtraining[2]: 5000 × is above the highest accepted, 1000 ×",
        ),
        (
            "axes.usable_share = {from = 0.1, to = 1.5, steps = 3}",
            "axes.usable_share.to: 1.5 share is above the highest accepted, 1 share",
        ),
        ("axes.usable_share = ['0.3~0.1']", "axes.usable_share[1]: the lower end 0.3 is above"),
        ("axes.epochs = []", "axes.epochs: is empty"),
        ("axes.epochs = 3", "axes.epochs: 3 is neither a list nor {from, to, steps}"),
        ("axes.epochs = [2, 2.0]", "axes.epochs[2]: 2 is given twice, first as [1]"),
        ("axes.epochs = [nan]", "axes.epochs[1]: nan is not a finite number"),
        ("axes.epochs = [2026-01-01]", "axes.epochs[1]: datetime.date(2026, 1, 1) is not"),
        ("axes.synthetic_policy = ['fil']", "axes.synthetic_policy[1]: 'fil' is none of fill,"),
        ("axes.synthetic_policy = {from = 1, to = 2, steps = 2}", "takes no range but a list"),
        ("axes.mixes = [[]]", "axes.mixes: a list of rows is no axis"),
        ("axes.epochs = {from = 1, to = 2}", "axes.epochs: steps is missing"),
        ("axes.epochs = {from = 1, to = 2, steps = 1}", "axes.epochs.steps: 1 is no whole number"),
        ("axes.epochs = {from = 1, to = 2, steps = 2, by = 1}", "axes.epochs.by: unknown key"),
        (
            "axes.epochs = {from = 1, to = 2, steps = 2, scale = 'lin'}",
            "axes.epochs.scale: 'lin' is none of linear, log",
        ),
        (
            "axes.synthetic_cap = {from = 0, to = 0.5, steps = 3, scale = 'log'}",
            "axes.synthetic_cap: a logarithmic range lies above 0, not at 0",
        ),
        (
            "axes.log2_moat_draws = {from = 8, to = 9, steps = 3}",
            "axes.log2_moat_draws[2]: 8.5 is not a whole number",
        ),
        ("axes.epochs = {from = 2, to = 2, steps = 2}", "axes.epochs[2]: 2 is given twice"),
        ("axes.seed = {from = 0, to = 99999, steps = 99999}", "steps: 99999 is no whole number"),
        ("", "axes: there are none"),
        ("axes = 3", "axes: 3 is not a table"),
        ("world = 64\naxes.epochs = [2]", "world: unknown key; a grid has preset,"),
        ("worlds = 100\naxes.epochs = [2]", "worlds: 100 is not a power of two"),
        ("worlds = 32\naxes.epochs = [2]", "worlds: 32 is outside 64 to 65,536"),
        ("worlds = 64\naxes.log2_worlds = [7]", "worlds: there is an axis log2_worlds as well"),
        ("preset = 'as'\naxes.epochs = [2]", "preset: 'as' is no preset; there are as-published,"),
        ("presets = []", "presets: [] is not a list of presets"),
        ("presets = ['multimodal', 'multimodal']", "presets: 'multimodal' is given twice"),
        ("presets = ['as-published', 'x']", "presets[2]: 'x' is no preset"),
        ("preset = 'multimodal'\nscenario = 'a'", "scenario: there is preset as well"),
        ("scenario = 3\naxes.epochs = [2]", "scenario: 3 is not the path"),
        ("scenario = 'no.json'\naxes.epochs = [2]", "scenario: cannot read no.json: No such file"),
        ("axes.epochs = [", "not TOML: "),
    ],
)
def test_what_cannot_be_used_is_told_by_place_value_and_bound(text, told, tmp_path):
    assert any(told in one for one in problems(text, tmp_path)), problems(text, tmp_path)


def test_all_problems_are_told_at_once(tmp_path):
    (tmp_path / "a.json").write_text('{"values": {"epochs": 0, "x": 1}}')
    found = problems("scenario = 'a.json'\nworlds = 5\nother = 1\n[axes]\nb = [1]", tmp_path)
    places = ["other", "scenario", "scenario", "worlds", "axes.b"]
    assert [one.split(":")[0] for one in found] == places


def test_there_is_a_most_of_scenarios():
    ranges = [
        f"{field} = {{from = 1, to = 2, steps = 101}}" for field in ("epochs", "overtraining")
    ]
    text = "\n".join(["presets = ['multimodal', 'as-published']", "[axes]", *ranges])
    (told,) = problems(text + "\nsynthetic_cap = {from = 0, to = 0.9, steps = 50}")
    assert told == (
        "axes: 2 presets × 101 epochs × 101 overtraining × 50 synthetic_cap are 1,020,100 "
        "scenarios; at most 1,000,000 are accepted"
    )
    assert len(read_grid(text)) == 20402


def test_every_assumption_but_rows_can_be_an_axis():
    for name, declared in DECLARATIONS.items():
        if declared.kind != "rows":
            text = f"[axes]\n{name} = ['{declared.as_text(declared.default)}']"
            assert axis(text, name) == (declared.default,)
