"""Scenario in: assumptions, presets, links and files."""

from analytics.scenario.attributes import CRITERIA, JOINED_CRITERIA
from analytics.scenario.codec import (
    Problem,
    Reading,
    from_json,
    from_query,
    outgrown,
    to_json,
    to_query,
)
from analytics.scenario.declaration import Declaration
from analytics.scenario.licences import LicenceChange
from analytics.scenario.mixes import ROUTES, Mix
from analytics.scenario.model import (
    DECLARATIONS,
    DIMENSION,
    GROUPS,
    JOIN_GROUPS,
    MOAT_GROUPS,
    VENDOR_GROUPS,
    Scenario,
)
from analytics.scenario.presets import DEFAULT_PRESET, PRESETS, Preset, nearest
from analytics.scenario.runs import NewestRun

__all__ = [
    "CRITERIA",
    "DECLARATIONS",
    "DEFAULT_PRESET",
    "DIMENSION",
    "GROUPS",
    "JOINED_CRITERIA",
    "JOIN_GROUPS",
    "MOAT_GROUPS",
    "PRESETS",
    "ROUTES",
    "VENDOR_GROUPS",
    "Declaration",
    "LicenceChange",
    "Mix",
    "NewestRun",
    "Preset",
    "Problem",
    "Reading",
    "Scenario",
    "from_json",
    "from_query",
    "nearest",
    "outgrown",
    "to_json",
    "to_query",
]
