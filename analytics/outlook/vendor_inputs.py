"""What differs from vendor to vendor: the size of its run, its mix, its reach, its own text.

Every input of every vendor is drawn from a stream of its own, keyed by (seed, vendor, input): a
vendor that is added, dropped or moved changes nobody else's numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import NamedTuple

import numpy as np

from analytics.estimates import Array, Estimate
from analytics.moat.mixes import ROUTES, Belief, draw
from analytics.moat.streams import drawn
from analytics.outlook.vendor_runs import size_of
from analytics.scenario import DECLARATIONS, Scenario

NO_TEXT_MODEL = frozenset({"Midjourney"})
"""Vendors without a text model: their runs meet no stock of text."""

REACH = {
    "Google": "reach_search",
    **dict.fromkeys(("OpenAI", "Anthropic", "Meta", "xAI", "Amazon"), "reach_large"),
}
"""Vendor → assumption on its reach; for all others that of a trainer with a public crawl."""

CEILING = {
    **dict.fromkeys(("Google", "Meta"), "proprietary_ceiling_platform"),
    "xAI": "proprietary_ceiling_network",
    **dict.fromkeys(("OpenAI", "Amazon"), "proprietary_ceiling_assistant"),
    **dict.fromkeys(("Anthropic", "Alibaba", "Mistral"), "proprietary_ceiling_service"),
}
"""Vendor → assumption on the ceiling of its proprietary text."""

_REACH, _CEILING, _SIZE = "public_reach", "proprietary_ceiling_other", "unknown_run_tokens"


class Trainer(NamedTuple):
    """Whom the join is asked about.

    Attributes:
        name: of the vendor; keys its streams.
        belief: what is known of its mix.
    """

    name: str
    belief: Belief


@dataclass(frozen=True, eq=False, slots=True)
class VendorInputs:
    """What is drawn for each vendor. Arrays are (vendors, worlds) unless said otherwise.

    Attributes:
        names: of the vendors.
        newest_year: decimal year of the newest run, (vendors,).
        newest_tokens: T, of the newest run.
        shares: π, of its tokens by route, (vendors, 6, worlds), as in ``analytics.moat.mixes``.
        reach: a, share of the public stock that the vendor holds, 0–1.
        proprietary_ceiling: C, tokens that its proprietary text can grow to.
    """

    names: tuple[str, ...]
    newest_year: Array
    newest_tokens: Array
    shares: Array
    reach: Array
    proprietary_ceiling: Array

    def of(self, vendor: int) -> VendorInputs:
        """Those of one vendor, by its index."""
        arrays = (getattr(self, field.name) for field in fields(self)[1:])
        return VendorInputs(
            self.names[vendor : vendor + 1], *(one[vendor : vendor + 1] for one in arrays)
        )


def vendor_inputs(
    trainers: Iterable[Trainer], scenario: Scenario, data_version: str, worlds: int
) -> VendorInputs:
    """Draw what differs from vendor to vendor.

    Args:
        trainers: the vendors.
        scenario: every assumption.
        data_version: of the data.
        worlds: how many.

    Raises:
        LookupError: the version is no longer known.
    """
    asked = tuple(trainers)
    sizes = [size_of(one.name, scenario, data_version) for one in asked]

    def every(input: str, fields: Iterable[str], estimates: Iterable[Estimate]) -> Array:
        found = np.empty((len(asked), worlds))
        for row, one, field, estimate in zip(found, asked, fields, estimates, strict=True):
            declared = DECLARATIONS[field]
            values = drawn(estimate, worlds, scenario.seed, f"{one.name}/{input}")
            np.clip(values, declared.low, declared.high, out=row)
        return found

    def by_class(input: str, classes: Mapping[str, str], otherwise: str) -> Array:
        fields = [classes.get(one.name, otherwise) for one in asked]
        return every(input, fields, [getattr(scenario, field) for field in fields])

    shares = np.empty((len(asked), len(ROUTES), worlds))
    for row, one in zip(shares, asked, strict=True):
        row[:] = draw(one.belief, one.name, worlds, scenario.seed).T
    tokens = [size.tokens for size in sizes]
    return VendorInputs(
        names=tuple(one.name for one in asked),
        newest_year=np.array([size.year for size in sizes]),
        newest_tokens=every("run_tokens", [_SIZE] * len(asked), tokens),
        shares=shares,
        reach=by_class("reach", REACH, _REACH),
        proprietary_ceiling=by_class("proprietary_ceiling", CEILING, _CEILING),
    )


def of_middle_size(drawn: VendorInputs, vendors: VendorInputs) -> VendorInputs:
    """Trainers with the mix, reach and own text that were drawn for them, but runs of middle size.

    Args:
        drawn: of trainers whose runs are no matter: open models, or whoever has no text model.
        vendors: those whose median run they get, in the same worlds.
    """
    middle = np.median(vendors.newest_tokens, axis=0)
    return replace(
        drawn,
        newest_tokens=np.repeat(middle[None], len(drawn.names), axis=0),
        newest_year=np.full(len(drawn.names), np.median(vendors.newest_year)),
    )


def together(*several: VendorInputs) -> VendorInputs:
    """Inputs of several groups of vendors, one after another."""
    return VendorInputs(
        tuple(name for one in several for name in one.names),
        *(
            np.concatenate([getattr(one, field.name) for one in several])
            for field in fields(VendorInputs)[1:]
        ),
    )
