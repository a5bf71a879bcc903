"""A small sweep, computed once in this process: what every other way must agree with."""

from analytics.sweep.plan import Plan, plan_of
from analytics.sweep.toml import read_grid

TOML = """\
worlds = 64
[axes]
overtraining = {from = 1, to = 5, steps = 20, scale = "log"}
tail_threshold = [0.4, 0.6]
log2_moat_draws = [8]
"""


def small_plan() -> Plan:
    """Five blocks of eight scenarios."""
    return plan_of(read_grid(TOML), TOML)
