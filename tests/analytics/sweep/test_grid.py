"""Grids: how scenarios are numbered, and that a grid survives its JSON."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.scenario import DECLARATIONS, PRESETS, Scenario
from analytics.sweep.grid import Axis, Base, Grid
from tests.analytics.strategies import scenarios, values

FREE = [d for d in DECLARATIONS.values() if d.kind != "rows"]


@st.composite
def grids(draw):
    names = st.text(min_size=1, max_size=8)
    bases = draw(st.lists(st.builds(Base, names, scenarios()), min_size=1, max_size=2))
    declared = draw(st.lists(st.sampled_from(FREE), max_size=3, unique_by=lambda d: d.name))
    axes = [
        Axis(d.name, tuple(draw(st.lists(values(d), min_size=1, max_size=3, unique_by=d.as_text))))
        for d in declared
    ]
    return Grid.of(tuple(bases), tuple(axes))


@given(grids())
@settings(max_examples=10)
def test_a_grid_survives_its_json_and_numbers_every_combination_once(grid):
    read = Grid.from_json(json.loads(json.dumps(grid.as_json())))
    assert read == grid
    assert read.key == grid.key
    places = [grid.places(number) for number in range(len(grid))]
    assert places == sorted(set(places))
    assert all(at < length for one in places for at, length in zip(one, grid.shape, strict=True))
    last = len(grid) - 1
    assert read.scenario(last) == grid.scenario(last)
    for wrong in (-1, len(grid)):
        with pytest.raises(IndexError):
            grid.places(wrong)


def test_a_scenario_is_its_base_with_the_values_of_the_axes():
    base = PRESETS["multimodal"].scenario
    grid = Grid.of(
        (Base("multimodal", base),),
        (Axis("tail_threshold", (0.4, 0.5)), Axis("overtraining", (1.0, 2.0, 5.0))),
    )
    # the threshold only reads the answer: it runs fastest
    assert [axis.field for axis in grid.axes] == ["overtraining", "tail_threshold"]
    assert grid.values(3) == {"overtraining": 2.0, "tail_threshold": 0.5}
    assert grid.scenario(3) == base.model_copy(update={"overtraining": 2.0, "tail_threshold": 0.5})
    assert grid.cheap == 2


def test_what_costs_most_moves_least():
    fields = ("weight_headroom", "seed", "scaling_law", "usable_share", "lab_corpus")
    axes = tuple(Axis(field, (getattr(Scenario(), field),)) for field in fields)
    ordered = [axis.field for axis in Grid.of((Base("a", Scenario()),), axes).axes]
    assert ordered == ["seed", "usable_share", "scaling_law", "weight_headroom", "lab_corpus"]


def test_the_key_is_of_the_scenarios():
    base, other = (Base(name, PRESETS[name].scenario) for name in ("multimodal", "data-efficient"))
    one = Grid.of((base,), (Axis("overtraining", (1.0, 2.0)),))
    assert one.key == Grid.of((base,), (Axis("overtraining", (1.0, 2.0)),)).key
    others = [
        Grid.of((other,), one.axes),
        Grid.of((base,), (Axis("overtraining", (2.0, 1.0)),)),
        Grid.of((base,), (Axis("epochs", (1.0, 2.0)),)),
    ]
    assert len({grid.key for grid in (one, *others)}) == 4
