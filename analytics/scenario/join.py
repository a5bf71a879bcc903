"""Assumptions about vendors' runs: their size, their own text, and what a gap costs in compute.

They join a vendor's mix to the stock of public text and to the loss of the tail. What differs from
vendor to vendor is drawn from streams keyed by vendor and input; what is the same for all takes a
Sobol' dimension of the worlds.
"""

from __future__ import annotations

from typing import Any, Literal

from analytics.estimates import Estimate, lognormal, triangular
from analytics.scenario.declaration import PERCENT, TRILLION, assumption
from analytics.scenario.moat import MoatAssumptions, weight
from analytics.scenario.runs import NewestRun

_A_YEAR = (0.01, "%/year")
_JUDGED = "Assumption: no vendor publishes it"


def _reach(of: str, low: float, mode: float, high: float, reason: str) -> Any:
    """The share of public text that one kind of vendor holds."""
    return assumption(
        triangular(low, mode, high),
        label=f"Public text reached by {of}",
        group="vendor_text",
        unit="share",
        bounds=(0.01, 1.0),
        shown=PERCENT,
        help="Share of the public stock that such a vendor holds, drawn for each of them. For all "
        "others it is that of a trainer with a public crawl.",
        source=f"Assumption: {reason}",
        status="assumption",
        stream="vendors",
    )


def _ceiling(of: str, low: float, high: float, reason: str) -> Any:
    """What the proprietary text of one kind of vendor can grow to."""
    return assumption(
        lognormal(low, high, level=0.90),
        label=f"Proprietary text of {of}, at most",
        group="vendor_text",
        unit="tokens",
        bounds=(1e9, 1e16),
        shown=TRILLION,
        log=True,
        help="What the proprietary text of such a vendor can grow to, drawn for each of them. Text "
        "that it has already counts where that is more.",
        source=f"Assumption: {reason}",
        status="assumption",
        stream="vendors",
    )


def _growth(of: str, low: float, mode: float, high: float, reason: str) -> Any:
    """How fast the text of one route grows at first."""
    return assumption(
        triangular(low, mode, high),
        label=f"Growth of {of}",
        group="vendor_text",
        unit="1/year",
        bounds=(0.0, 10.0),
        shown=_A_YEAR,
        help=f"How fast {of} in a vendor's runs grows while it is far from its ceiling.",
        source=f"Assumption: {reason}",
        status="assumption",
    )


class JoinAssumptions(MoatAssumptions):
    """Groups *vendor_runs*, *vendor_text* and *vendor_compute*, and two weights of *moat*.

    Like the classes before it, only a part of one long declaration.
    """

    newest_runs: tuple[NewestRun, ...] = assumption(
        (),
        label="Own sizes of runs",
        group="vendor_runs",
        help="Newest runs of vendors as you believe them, in place of those in the data.",
        source="Newest runs in the data, unless you enter your own",
        status="assumption",
    )
    undisclosed_overtraining: float = assumption(
        5.0,
        label="Undisclosed runs, over compute-optimal",
        group="vendor_runs",
        unit="×",
        bounds=(1.0, 100.0),
        log=True,
        help="Where only the compute of a run is known, its tokens lie between the compute-optimal "
        "number and so many times it.",
        source="Assumption: disclosed runs of such compute took one to five times as many",
        status="assumption",
    )
    undisclosed_most_tokens: float = assumption(
        1e14,
        label="Undisclosed runs, at most",
        group="vendor_runs",
        unit="tokens",
        bounds=(1e12, 1e16),
        shown=TRILLION,
        log=True,
        help="Upper end of the tokens of a run of which only the compute is known.",
        source="Assumption: twice to three times the largest that is disclosed",
        status="assumption",
    )
    unknown_run_tokens: Estimate = assumption(
        lognormal(5e12, 5e13, level=0.90),
        label="Runs of which nothing is known",
        group="vendor_runs",
        unit="tokens",
        bounds=(1e10, 1e16),
        shown=TRILLION,
        log=True,
        help="Tokens of the newest run of a vendor that discloses neither tokens nor compute, "
        "drawn for each of them.",
        source="Assumption: as wide as the runs that are disclosed",
        status="assumption",
        stream="vendors",
    )
    vendor_slowdown: bool = assumption(
        True,
        label="Vendors’ runs slow down",
        group="vendor_runs",
        help="From some year on, power, capital or chips let vendors’ runs grow only at a part of "
        "their former rate. Year and part are those of the demand for public text, which as "
        "published does not slow down.",
        source="Assumption: runs of 2e29 FLOP are feasible by 2030, then power binds "
        "(Sevilla et al. 2024, Can AI scaling continue through 2030?)",
        status="assumption",
    )

    reach_search: Estimate = _reach(
        "a search engine", 0.5, 0.8, 0.95, "Google indexes the web, and need not use all of it"
    )
    reach_large: Estimate = _reach(
        "a large crawler",
        0.2,
        0.4,
        0.7,
        "crawlers of their own go beyond Common Crawl, about a quarter of the indexed web",
    )
    licensed_growth: Estimate = _growth(
        "licensed text", 0.05, 0.20, 0.50, "more deals every year, most of them small"
    )
    licensed_ceiling: Estimate = assumption(
        lognormal(2e13, 1e14, level=0.90),
        label="Text that can be licensed, at most",
        group="vendor_text",
        unit="tokens",
        bounds=(1e11, 1e16),
        shown=TRILLION,
        log=True,
        help="What licensed text in one vendor's runs can grow to.",
        source="Assumption: books, papers and archives of news together",
        status="assumption",
    )
    proprietary_growth: Estimate = _growth(
        "proprietary text", 0.10, 0.25, 0.50, "as fast as the use of what vendors offer"
    )
    proprietary_ceiling_platform: Estimate = _ceiling(
        "a platform", 5e13, 4e14, "billions write mail, posts and documents at Google and Meta"
    )
    proprietary_ceiling_network: Estimate = _ceiling(
        "one network", 5e12, 5e13, "xAI has the posts of one network, a tenth of the largest"
    )
    proprietary_ceiling_assistant: Estimate = _ceiling(
        "a large service",
        3e12,
        3e13,
        "hundreds of millions talk to OpenAI's assistant or buy from Amazon",
    )
    proprietary_ceiling_service: Estimate = _ceiling(
        "a service", 1e12, 1e13, "Anthropic, Alibaba and Mistral have fewer users who write, or say"
    )
    proprietary_ceiling_other: Estimate = _ceiling(
        "any other vendor", 1e11, 1e12, "few write much at a vendor without a service of its own"
    )
    feedback_growth: Estimate = _growth(
        "feedback", 0.10, 0.30, 0.60, "it is bought, and its makers are soon found"
    )

    scaling_law: Literal["besiroglu_2024", "hoffmann_2022", "muennighoff_2023"] = assumption(
        "besiroglu_2024",
        label="Scaling law",
        group="vendor_compute",
        options={
            "besiroglu_2024": "Besiroglu et al. 2024",
            "hoffmann_2022": "Hoffmann et al. 2022",
            "muennighoff_2023": "Muennighoff et al. 2023",
        },
        help="How loss falls with parameters and tokens; the compute wasted by a gap follows.",
        source="Besiroglu et al. 2024, arXiv 2404.10102, the fit of Hoffmann et al. repaired; "
        "which holds is an assumption",
        status="assumption",
    )
    verified_value: Estimate = assumption(
        triangular(0.5, 0.8, 1.0),
        label="Worth of verified text for training",
        group="vendor_compute",
        unit="share",
        bounds=(0.0, 1.0),
        shown=PERCENT,
        help="What a verified synthetic token counts beside a new human one for the loss of a "
        "model.",
        source="Assumption: nearly as good where answers can be checked",
        status="assumption",
    )
    unverified_value: Estimate = assumption(
        triangular(0.0, 0.25, 0.5),
        label="Worth of unverified text for training",
        group="vendor_compute",
        unit="share",
        bounds=(0.0, 1.0),
        shown=PERCENT,
        help="What unverified synthetic text counts beside further passes over the human text that "
        "its generator saw.",
        source=_JUDGED,
        status="assumption",
    )

    weight_headroom: float = weight("headroom")
    weight_collapse_resistance: float = weight("collapse resistance")
