"""Charts: an Outlook in, a plain figure dict and the table of what it draws out. No callbacks."""

from __future__ import annotations

from dashboard.figures import compare, join, market, sensitivity
from dashboard.figures import vendors as of_vendors
from dashboard.figures.chart import Chart, Draw, Request
from dashboard.figures.collapse import (
    calibration,
    course,
    mechanisms,
    panel,
    perplexity,
    ranks,
    safe,
    side_by_side,
    vendors,
)
from dashboard.figures.depletion import exhaustion, fans, probability, supply
from dashboard.figures.drivers import choices, inputs
from dashboard.figures.outlook_collapse import collapse
from dashboard.figures.record import fit, past, residuals
from dashboard.figures.vendors.calendar import calendar as licence_calendar

CHARTS: dict[str, Draw] = {
    "depletion-fans": fans,
    "depletion-exhaustion": exhaustion,
    "depletion-probability": probability,
    "depletion-supply": supply,
    "depletion-drivers": inputs,
    "depletion-choices": choices,
    "outlook-collapse": collapse,
    "join-risk": join.by_year,
    "join-tradeoff": join.tradeoff,
    "record-fit": fit,
    "record-residuals": residuals,
    "record-hindcast": past,
    "vendors-ranking": of_vendors.ranks,
    "vendors-acceptability": of_vendors.acceptability,
    "vendors-mixes": of_vendors.mixes,
    "vendors-criteria": of_vendors.criteria,
    "vendors-drivers": of_vendors.drivers,
    "vendors-routes": of_vendors.routes,
    "vendors-duel": of_vendors.head_to_head,
    "outlook-vendors": of_vendors.compact,
    "vendors-calendar": licence_calendar,
    "market-timeline": market.timeline,
    "market-suppliers": market.suppliers,
    "market-buyers": market.buyers,
    "market-years": market.years,
    "market-prices": market.prices,
    "market-archives": market.archives,
    "market-concentration": market.concentration,
    "market-sharing": market.matrix,
    "market-pairs": market.pairs,
    "market-terms": market.known,
    "market-calendar": market.calendar,
    "market-suits": market.suits,
    "collapse-course": course,
    "collapse-perplexity": perplexity,
    "collapse-ranks": ranks,
    "collapse-envelope": safe,
    "collapse-mechanisms": mechanisms,
    "collapse-routes": side_by_side,
    "collapse-published": calibration,
    "collapse-vendors": vendors,
    "collapse-theory": panel,
    "compare-fans": compare.fans,
    "compare-exhaustion": compare.exhaustion,
    "compare-probability": compare.probability,
    "compare-tail": compare.tail,
    "compare-risk": compare.risk,
    "compare-tradeoff": compare.tradeoff,
    "compare-vendors": compare.vendors,
    "compare-sweep": compare.sweep,
    "sensitivity-inputs": sensitivity.inputs,
    "sensitivity-indices": sensitivity.totals,
    "sensitivity-choices": sensitivity.choices,
    "sensitivity-break-even": sensitivity.curve,
}
"""Every chart by its id, which stands in ids, links and file names."""

SLOW: frozenset[str] = frozenset(
    {
        "depletion-drivers",
        "depletion-choices",
        "outlook-collapse",
        "outlook-vendors",
        "join-risk",
        "join-tradeoff",
        "vendors-drivers",
        "vendors-routes",
        "collapse-theory",
        "compare-tail",
        "compare-risk",
        "compare-tradeoff",
        "compare-vendors",
        "compare-sweep",
        "sensitivity-inputs",
        "sensitivity-indices",
        "sensitivity-choices",
        "sensitivity-break-even",
    }
)
"""Charts that take longer than a frame: drawn once the controls have come to rest."""

__all__ = ["CHARTS", "SLOW", "Chart", "Draw", "Request"]
