"""Scenario in: assumptions, presets, links and files."""

from analytics.scenario.codec import Problem, Reading, from_json, from_query, to_json, to_query
from analytics.scenario.declaration import Declaration
from analytics.scenario.model import DECLARATIONS, DIMENSION, GROUPS, Scenario
from analytics.scenario.presets import DEFAULT_PRESET, PRESETS, Preset, nearest

__all__ = [
    "DECLARATIONS",
    "DEFAULT_PRESET",
    "DIMENSION",
    "GROUPS",
    "PRESETS",
    "Declaration",
    "Preset",
    "Problem",
    "Reading",
    "Scenario",
    "from_json",
    "from_query",
    "nearest",
    "to_json",
    "to_query",
]
