"""A scenario whose names try what a spreadsheet or a parser might fall for."""

import pytest

from analytics.exports.subject import Subject, subject
from analytics.scenario import PRESETS, Scenario
from analytics.scenario.mixes import Mix

HOSTILE = ("=1+1", "@SUM(A1)|x", "@SUM(A1)/x", "-2*3", 'Ünï, "quoted" × 文')
"""Names of vendors that an analyst could enter."""

MIXES = tuple(Mix(name, (0.5, 0.1, 0.1, 0.1, 0.1, 0.1)) for name in HOSTILE)
FEW = Scenario(log2_worlds=6, log2_moat_draws=8, mixes=MIXES)


@pytest.fixture(scope="session")
def hostile() -> Subject:
    """What a scenario with hostile names is exported from."""
    return subject(FEW, PRESETS["as-published"], "https://aquifer.example.org")
