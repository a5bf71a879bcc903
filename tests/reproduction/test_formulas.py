"""Check values of the models' public functions, each confirmed by an independent simulation.

``call`` is the dotted name of a function, ``args`` its arguments, ``at`` an index into what it
returns, ``rel`` the relative tolerance. The names of functions and arguments are public.
"""

import json
from importlib import import_module
from pathlib import Path

import pytest

CHECKS = json.loads(Path(__file__).with_name("formulas.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("check", [pytest.param(check, id=check["name"]) for check in CHECKS])
def test_check_value(check):
    module, _, function = check["call"].rpartition(".")
    found = getattr(import_module(module), function)(**check["args"])
    if "at" in check:
        found = found[check["at"]]
    assert found == pytest.approx(check["expect"], rel=check["rel"], abs=0)


def test_every_value_of_the_models_there_are_is_checked():
    models = {".".join(check["call"].split(".")[:-1]) for check in CHECKS}
    assert models == {
        "analytics.collapse.recursions",
        "analytics.collapse.survival",
        "analytics.collapse.theory",
        "analytics.depletion.demand",
        "analytics.depletion.stock",
        "analytics.diversity",
        "analytics.moat.composite",
    }
