"""What a vendor's mix would cost at market prices, for a training run as large as its last known.

Two routes have a price of a token: licensed text, and rephrased synthetic text. The others have no
market, and no cost here: a replacement cost is that of what could be bought.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from analytics.market.facts import facts
from analytics.market.prices import LICENSED, SYNTHETIC, per_token
from analytics.moat import MoatScore
from analytics.moat.replacement import replacement_cost
from analytics.outlook.vendor_facts import vendor_facts
from data import catalog

TRILLION = 1e12
_PRICED = {"licensed": LICENSED, "synthetic": SYNTHETIC}
_LEVELS = (0.05, 0.5, 0.95)


@dataclass(frozen=True, slots=True)
class RunSize:
    """The tokens that a vendor is known to have trained on.

    Attributes:
        tokens: of the run.
        model: that it made.
        year: of its publication.
    """

    tokens: float
    model: str
    year: int


@dataclass(frozen=True, slots=True)
class Replacement:
    """What a mix would cost, USD.

    Attributes:
        low: 5% quantile.
        median: over all worlds.
        high: 95% quantile.
        priced_share: mean share of its tokens that have a price, 0–1.
        run: whose tokens are counted; None where no size is known: the cost is of a trillion.
    """

    low: float
    median: float
    high: float
    priced_share: float
    run: RunSize | None


@lru_cache(maxsize=2)
def run_sizes(data_version: str) -> Mapping[str, RunSize]:
    """Vendor → its largest run of the year of its newest one; none whose size is not known.

    Sizes that Epoch AI calls speculative don't count. Of one year the largest is taken, because
    the newest may be a small model.

    Args:
        data_version: of the data.

    Raises:
        LookupError: the version is no longer known.
    """
    known = vendor_facts(data_version)
    vendors = {one.party: one.name for one in known.vendors}
    runs = catalog.snapshot(data_version).load("training_runs")
    runs = runs[runs["training_tokens"].notna() & (runs["confidence"] != "Speculative")]
    found: dict[str, RunSize] = {}
    for run in runs.to_dict("records"):
        made = RunSize(float(run["training_tokens"]), str(run["model"]), run["published"].year)
        for name in str(run["organization"]).split(","):
            vendor = vendors.get(known.parties.get(name.strip(), ""))
            if vendor is None:
                continue
            last = found.get(vendor)
            if last is None or (made.year, made.tokens) > (last.year, last.tokens):
                found[vendor] = made
    return found


def token_prices(data_version: str) -> dict[str, tuple[float, float]]:
    """Route → its lowest and highest price, USD a token; none for a route without a market.

    Text that is sold by the word, and synthetic text by what it takes to make it. Books, sold at
    thirty to a hundred times as much a token and by the work, are left to the Market view.

    Args:
        data_version: of the data.
    """
    known = {one.price.id: one for one in per_token(facts(data_version).prices)}
    return {
        route: (known[price].low, known[price].high)
        for route, price in _PRICED.items()
        if price in known
    }


def replacement_of(moat: MoatScore, vendor: str, data_version: str, seed: int) -> Replacement:
    """What the mix of a vendor would cost at market prices.

    Args:
        moat: the score that holds its mix.
        vendor: id of a unit of it.
        data_version: of prices and runs.
        seed: of all streams together.

    Raises:
        ValueError: no unit of that id.
    """
    run = run_sizes(data_version).get(vendor)
    cost = replacement_cost(
        moat.mixed.token_shares[moat.place(vendor)].T,
        TRILLION if run is None else run.tokens,
        token_prices(data_version),
        seed,
    )
    low, median, high = np.quantile(cost.total, _LEVELS).tolist()
    return Replacement(low, median, high, float(cost.priced_share.mean()), run)
