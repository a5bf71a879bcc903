"""The four charts of depletion, and the table beside the third."""

from dashboard.figures.depletion.composition import supply
from dashboard.figures.depletion.crossing import exhaustion
from dashboard.figures.depletion.levels import fans
from dashboard.figures.depletion.odds import probability

__all__ = ["exhaustion", "fans", "probability", "supply"]
