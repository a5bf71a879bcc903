"""Two ways to use synthetic text, and what vendors who share one web do to each other."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from analytics.collapse.recursions import Vendor, commons, ecosystem
from analytics.estimates import Array
from analytics.outlook.laboratory import LabResult, Setup, course, setup_of
from analytics.scenario import PRESETS, Scenario

SUBSTITUTE, SUPPLEMENT = "synthetic-substitute", "synthetic-supplement"

VENDORS = 3
POOL = 4.0
"""Human rows in the pool at first, in corpora of one vendor."""

PRIVATE = 0.2
"""Private human rows, as a share of a vendor's corpus, where it has some."""

_ROWS = 1e6


class Routes(NamedTuple):
    """The two routes over the same words, at the same temperature.

    Attributes:
        substitute: every corpus is the last model's output alone.
        capped: synthetic text up to the cap, none of it worth as much as human text.
        verified: the same where all that passes a check is worth as much.
        cap: highest synthetic share of the supplement.
        checked: share of it that is verified.
    """

    substitute: LabResult
    capped: LabResult
    verified: LabResult
    cap: float
    checked: float


def routes(scenario: Scenario) -> Routes:
    """*Synthetic as substitute* and *as controlled supplement* in a scenario's laboratory."""
    chosen = PRESETS[SUPPLEMENT].scenario
    cap = chosen.synthetic_cap
    checked = chosen.verified_share.median
    base = setup_of(scenario)
    generations = base.generations

    def with_share(workflow: str, share: float) -> LabResult:
        return course(base.changed(workflow=workflow, shares=(share,) * generations))

    return Routes(
        with_share("replace", 0.0),
        with_share("mix", 1 - cap),
        with_share("mix", 1 - cap + cap * checked),
        cap,
        checked,
    )


class Shared(NamedTuple):
    """Diversity lost, as a multiple of what one human corpus of the same size loses.

    Attributes:
        none: every vendor without private data, (generations + 1,).
        all: every vendor with private data.
        owner: the one vendor that alone has private data.
        others: the others beside it.
        one: a single vendor who publishes as much as all together, without private data.
        pool: the pool itself, where no vendor has private data.
        pool_all: the pool, where all have.
    """

    none: Array
    all: Array
    owner: Array
    others: Array
    one: Array
    pool: Array
    pool_all: Array


def shared(setup: Setup) -> Shared:
    """Vendors who draw on one pool and publish into it, with and without private human rows.

    Each trains on as many rows as the corpus of the setup and publishes as many; the human share of
    what flows into the pool is the setup's. The result does not depend on the size of the corpus
    once it is large.
    """
    inflow = float(np.mean(setup.shares)) if setup.shares else 0.0
    return _shared(setup.generations, round(min(inflow, 0.95), 6))


@lru_cache(maxsize=64)
def _shared(generations: int, share: float) -> Shared:
    models = generations + 1
    human = VENDORS * _ROWS * share / (1 - share)
    pool = POOL * _ROWS

    def vendor(private: float, volume: float = 1.0) -> Vendor:
        return {
            "from_pool": _ROWS * (1 - private),
            "private": _ROWS * private,
            "published": _ROWS * volume,
        }

    bare, backed = [vendor(0.0)] * VENDORS, [vendor(PRIVATE)] * VENDORS
    one_backed = [vendor(PRIVATE), *[vendor(0.0)] * (VENDORS - 1)]
    mixed = ecosystem(pool, one_backed, human, models)
    single = ecosystem(pool, [vendor(0.0, VENDORS)], human, models)
    found = Shared(
        ecosystem(pool, bare, human, models)[:, 0] * _ROWS,
        ecosystem(pool, backed, human, models)[:, 0] * _ROWS,
        mixed[:, 0] * _ROWS,
        mixed[:, 1] * _ROWS,
        single[:, 0] * _ROWS,
        commons(pool, bare, human, models) * _ROWS,
        commons(pool, backed, human, models) * _ROWS,
    )
    for array in found:
        array.setflags(write=False)
    return found
