"""The charts of the vendors: ranks, what they rest on, and mixes."""

from dashboard.figures.vendors.acceptability import acceptability
from dashboard.figures.vendors.mixes import mixes
from dashboard.figures.vendors.ranking import compact, ranks

__all__ = ["acceptability", "compact", "mixes", "ranks"]
