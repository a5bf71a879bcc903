"""The ecosystem: what all vendors publish is in the web that each of them crawls.

The join takes the AI text in a vendor's crawl to be its own model's. Here it is what all vendors'
models wrote, on the same paths: the AI share of the crawl is the depletion model's, the runs are
the join's, and what the models of a year write joins the AI text of the web of the next. A vendor
that keeps the tail spares the others; one that doesn't costs them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from threading import Lock

import numpy as np

from analytics.collapse.sharpening import older_part
from analytics.collapse.web import shared_web
from analytics.estimates import Array
from analytics.outlook.join import Joined, acting
from analytics.outlook.result import Outlook
from analytics.outlook.stocks import other_tokens
from analytics.outlook.vendor_tails import words
from analytics.outlook.vendor_worlds import VendorWorlds, vendor_worlds
from analytics.scenario import Scenario

_KEPT = 6
_LEAST = 1e-300
_running = Lock()


@dataclass(frozen=True, eq=False, slots=True)
class Ecosystem:
    """Vendors who share one web. Arrays are read-only.

    Attributes:
        vendors: names.
        years: of the runs, whole, (years,).
        ai_share: AI share of the crawl, as the depletion model has it, (years, worlds).
        tail_kept: κ of the vendors' models, (vendors, years, worlds).
        alone: κ where the AI text that a vendor crawls is its own, alike.
        web_kept: κ of all that is crawled, human text included, (years, worlds).
    """

    vendors: tuple[str, ...]
    years: Array
    ai_share: Array
    tail_kept: Array
    alone: Array
    web_kept: Array

    def __post_init__(self) -> None:
        """Make every array read-only."""
        for name in self.__slots__:
            value = getattr(self, name)
            if isinstance(value, np.ndarray):
                value.setflags(write=False)

    def risk(self, threshold: float) -> Array:
        """P(κ < threshold), (vendors, years)."""
        risk: Array = np.mean(self.tail_kept < threshold, axis=-1)
        return risk


def ecosystem(outlook: Outlook) -> Ecosystem:
    """The vendors of a scenario on the web that they share; the last few are kept.

    Args:
        outlook: the answer to the scenario.

    Returns:
        The ecosystem; the same scenario on the same data version gives the same bytes.
    """
    found = outlook.joined
    with _running:
        return _shared(found, acting(outlook.computed), outlook.key.data_version)


@lru_cache(maxsize=_KEPT)
def _shared(found: Joined, scenario: Scenario, data_version: str) -> Ecosystem:
    return shared(found, vendor_worlds(scenario, other_tokens(data_version)))


def shared(found: Joined, worlds: VendorWorlds) -> Ecosystem:
    """Run the vendors of a join on one web.

    Args:
        found: the join.
        worlds: those that it was made in.
    """
    scenario, made = worlds.scenario, found.supply.made
    ai_share = worlds.ai_share
    public = found.supply.parts()[0]
    trained = np.maximum(made.trained_tokens, _LEAST)
    crawled = public * ai_share / trained
    own = np.maximum(1.0 - made.human_share - crawled, 0.0)
    older = np.zeros_like(own)
    if scenario.synthetic_workflow == "accumulate":
        older = older_part((own * trained).transpose(1, 0, 2)).transpose(1, 0, 2)
    heat = scenario.sharpening == "temperature"
    kept = shared_web(
        words(),
        human_share=made.human_share,
        crawled_share=np.minimum(crawled, 1.0 - made.human_share),
        older=older,
        web_older=older_part(ai_share / (1.0 - ai_share) * worlds.unique_tokens),
        temperature=worlds.draw("temperature") if heat else np.ones(worlds.count),
        top_p=1.0 if heat else scenario.top_p,
    )
    return Ecosystem(
        found.vendors,
        found.years,
        ai_share,
        kept.tail_kept,
        found.tail_kept,
        1.0 - ai_share * (1.0 - kept.web_kept),
    )
