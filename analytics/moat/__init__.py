"""Moat: what a vendor's data mix is worth, and how far what is disclosed can tell.

A unit (a vendor, an open model, a reference) is believed to hold shares of six routes
(:mod:`~analytics.moat.mixes`). Each route has attributes (:mod:`~analytics.moat.criteria`), of
which licences move two (:mod:`~analytics.moat.licences`). Criteria are aggregated
(:mod:`~analytics.moat.composite`) in one Monte Carlo (:mod:`~analytics.moat.score`) and read as
ranks and probabilities (:mod:`~analytics.moat.ranking`).
"""

from analytics.moat.score import MoatInputs, MoatScore, Unit, score

__all__ = ["MoatInputs", "MoatScore", "Unit", "score"]
