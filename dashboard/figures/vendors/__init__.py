"""The charts of the vendors: ranks, what they rest on, mixes, and duels."""

from dashboard.figures.vendors.acceptability import acceptability
from dashboard.figures.vendors.criteria import criteria
from dashboard.figures.vendors.drivers import drivers
from dashboard.figures.vendors.duel import head_to_head
from dashboard.figures.vendors.mixes import mixes
from dashboard.figures.vendors.ranking import compact, ranks
from dashboard.figures.vendors.routes import routes

__all__ = [
    "acceptability",
    "compact",
    "criteria",
    "drivers",
    "head_to_head",
    "mixes",
    "ranks",
    "routes",
]
