"""Four stylised vendors, and their join under any assumptions."""

import numpy as np

from analytics.estimates import Array, Estimate, lognormal
from analytics.moat.mixes import by_route
from analytics.moat.streams import drawn
from analytics.outlook.compute import law
from analytics.outlook.join import Joined, joined
from analytics.outlook.vendor_inputs import VendorInputs
from analytics.outlook.vendor_worlds import vendor_worlds
from analytics.scenario import Scenario
from data import catalog

T = 1e12
BASE = 2026.0

NAMES = ("open lab", "licensing-led", "platform", "synthetic-first")
TOKENS = (36 * T, 30 * T, 30 * T, 10 * T)
MIXES = (
    by_route({"public_crawl": 0.92, "synthetic": 0.08}),
    by_route(
        {
            "public_crawl": 0.80,
            "licensed": 0.06,
            "proprietary": 0.04,
            "feedback": 0.01,
            "synthetic": 0.09,
        }
    ),
    by_route(
        {
            "public_crawl": 0.66,
            "licensed": 0.03,
            "proprietary": 0.22,
            "feedback": 0.01,
            "synthetic": 0.08,
        }
    ),
    by_route({"public_crawl": 0.46, "licensed": 0.03, "proprietary": 0.02, "synthetic": 0.49}),
)
REACH = (0.3, 0.43, 0.6, 0.23)
CEILINGS: tuple[Estimate, ...] = (
    lognormal(1 * T, 10 * T, 0.9),
    lognormal(1 * T, 10 * T, 0.9),
    lognormal(50 * T, 400 * T, 0.9),
    lognormal(0.1 * T, 1 * T, 0.9),
)


def vendors(worlds: int, reach: tuple[float, ...] = REACH, mixes: Array | None = None):
    """The four of them, or others of their sizes, with known runs, mixes and reach."""
    shares = np.array(MIXES) if mixes is None else mixes
    count = len(shares)
    return VendorInputs(
        names=NAMES[:count],
        newest_year=np.full(count, BASE),
        newest_tokens=np.repeat(np.array(TOKENS[:count])[:, None], worlds, axis=1),
        shares=np.repeat(shares[:, :, None], worlds, axis=2),
        reach=np.repeat(np.array(reach[:count])[:, None], worlds, axis=1),
        proprietary_ceiling=np.array(
            [drawn(one, worlds, 1, f"ceiling {i}") for i, one in enumerate(CEILINGS[:count])]
        ),
    )


def join_of(
    scenario: Scenario, reach: tuple[float, ...] = REACH, mixes: Array | None = None
) -> Joined:
    """Their join in all worlds of a scenario, nothing but the web to crawl."""
    worlds = vendor_worlds(scenario, {}, scenario.log2_worlds)
    constants = law(scenario.scaling_law, catalog.snapshot().version)
    return joined(vendors(worlds.count, reach, mixes), worlds, constants)
