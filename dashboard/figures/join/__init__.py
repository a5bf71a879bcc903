"""Charts of the join: vendors' risk by year, and what their policies cost."""

from dashboard.figures.join.risk import by_year
from dashboard.figures.join.tradeoff import tradeoff

__all__ = ["by_year", "tradeoff"]
