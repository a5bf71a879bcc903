"""The charts of the licensing market: deals, rights, prices, concentration, ends, suits."""

from dashboard.figures.market.archives import archives
from dashboard.figures.market.concentration import concentration
from dashboard.figures.market.groups import buyers, suppliers
from dashboard.figures.market.prices import prices
from dashboard.figures.market.sharing import matrix, pairs
from dashboard.figures.market.suits import suits
from dashboard.figures.market.terms import calendar, known
from dashboard.figures.market.timeline import timeline
from dashboard.figures.market.years import years

__all__ = [
    "archives",
    "buyers",
    "calendar",
    "concentration",
    "known",
    "matrix",
    "pairs",
    "prices",
    "suits",
    "suppliers",
    "timeline",
    "years",
]
