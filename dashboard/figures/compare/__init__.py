"""Charts of a comparison: two to four scenarios on the same axes, each in a colour of its own."""

from dashboard.figures.compare.exhaustion import exhaustion
from dashboard.figures.compare.fans import fans
from dashboard.figures.compare.lines import probability, risk, tail
from dashboard.figures.compare.sweep import sweep
from dashboard.figures.compare.tradeoff import tradeoff
from dashboard.figures.compare.vendors import vendors

__all__ = ["exhaustion", "fans", "probability", "risk", "sweep", "tail", "tradeoff", "vendors"]
