"""Named scenarios, each a few changes to *as published* with the reason for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from analytics.estimates import lognormal, triangular
from analytics.scenario.model import Scenario


@dataclass(frozen=True, slots=True)
class Preset:
    """A named scenario.

    Attributes:
        id: stable name for links, files and the shell.
        name: what a person reads.
        why: one sentence that justifies the values.
        source: where the values come from.
        scenario: the values.
    """

    id: str
    name: str
    why: str
    source: str
    scenario: Scenario


def _preset(id: str, name: str, why: str, source: str, **changes: Any) -> Preset:
    return Preset(id, name, why, source, Scenario(**changes))


_VILLALOBOS = "Villalobos et al. 2024, arXiv 2211.04325v2"
_RUNS = "Epoch AI, Data on AI Models; fit by Aquifer"


_ALL = (
    _preset(
        "as-published",
        "As published (Epoch 2024)",
        "The inputs of Villalobos et al. 2024, with nothing added.",
        _VILLALOBOS,
    ),
    _preset(
        "refit-to-date",
        "Refit since 2020",
        "Growth as the five largest training runs of every complete year since 2020 show it, after "
        "one run per organisation, model family and year, speculative sizes left out.",
        _RUNS,
        demand_growth_from="since_2020",
    ),
    _preset(
        "recent-growth",
        "Recent growth, since 2024",
        "Growth as the five largest training runs of every complete year since 2024 show it, "
        "chosen alike: slower, and from few years, so the interval is wide.",
        _RUNS,
        demand_growth_from="since_2024",
    ),
    _preset(
        "overtrained-5x",
        "Overtrained 5×",
        "Models are served so often that vendors train five times past the compute-optimal point, "
        "the moderate case of Villalobos et al. 2024.",
        f"{_VILLALOBOS}; Sardana et al. 2023, arXiv 2401.00448",
        overtraining=5.0,
    ),
    _preset(
        "consent-crackdown",
        "Consent crackdown",
        "Terms of service bind, also for text crawled before: 45% of C4 forbids it "
        "(Longpre et al. 2024).",
        "Longpre et al. 2024, arXiv 2407.14933",
        consent_measure="terms",
        consent_scope="all",
    ),
    _preset(
        "harsh-quality-cut",
        "Harsh quality cut",
        "Only 1% to 15% of the web is good enough, as the strictest published filters keep.",
        "Li et al. 2024 (DataComp-LM), arXiv 2406.11794, keep 3.8 of 240 trillion tokens; "
        "Penedo et al. 2023 (RefinedWeb), arXiv 2306.01116, about a tenth of the pages",
        usable_share=lognormal(0.01, 0.15),
    ),
    _preset(
        "ai-saturated-web",
        "AI-saturated web",
        "A third of new text is AI-written (Dolezal et al. 2026), so the human stock recharges "
        "more slowly.",
        "Dolezal et al. 2026, arXiv 2604.26965",
        contamination=True,
    ),
    _preset(
        "synthetic-substitute",
        "Synthetic as substitute",
        "Synthetic text fills every gap, written anew by the newest model each year and checked "
        "by no one: the replace workflow of Shumailov et al. 2024.",
        "Shumailov et al. 2024, Nature 631",
        synthetic_workflow="replace",
        verified_share=triangular(0.0, 0.0, 0.0),
    ),
    _preset(
        "synthetic-supplement",
        "Synthetic as controlled supplement",
        "At most 30% of a run is synthetic, and four fifths of that can be verified: a supplement "
        "to human text, which then limits how far training scales.",
        "Gerstgrasser et al. 2024, arXiv 2404.01413, on keeping human text; cap and verified share "
        "are assumptions",
        synthetic_policy="controlled",
        verified_share=triangular(0.8, 0.8, 0.8),
    ),
    _preset(
        "stop-scaling",
        "Stop scaling",
        "No synthetic text at all: a run grows as far as human text, repeated while that pays, and "
        "no further, so that what is lost is scale and not the tail.",
        "Muennighoff et al. 2023, arXiv 2305.16264, on repetition; the policy is an assumption",
        synthetic_policy="stop",
    ),
    _preset(
        "licensing-boom",
        "Licensing boom",
        "Licensed text grows by 60% a year, three times as fast, and three times as much of it can "
        "be had: every publisher sells.",
        "Assumption: three times the growth and the ceiling of the defaults, judgements too",
        licensed_growth=triangular(0.6, 0.6, 0.6),
        licensed_ceiling=lognormal(6e13, 3e14, level=0.90),
    ),
    _preset(
        "multimodal",
        "Multimodal and private stocks",
        "Images, video and speech count as training data at their published token equivalents, "
        "give or take a factor of ten; a tenth of stored messages and e-mail and half of all books "
        "become available.",
        f"{_VILLALOBOS}, for the sizes; what becomes available is an assumption",
        images_access=1.0,
        video_access=1.0,
        youtube_access=1.0,
        messages_access=0.1,
        email_access=0.1,
        books_access=0.5,
    ),
    _preset(
        "data-efficient",
        "Data-efficient training",
        "Sixteen passes over all text before anything else is done, with the decay that "
        "Muennighoff et al. 2023 measured: worth 10.6 times the unique text.",
        "Muennighoff et al. 2023, arXiv 2305.16264",
        repetition_rule="epochs",
        epochs=16.0,
        max_epochs=triangular(16.0, 16.0, 16.0),
    ),
)

PRESETS: dict[str, Preset] = {preset.id: preset for preset in _ALL}
DEFAULT_PRESET = "as-published"


def nearest(scenario: Scenario) -> Preset:
    """The preset that differs from a scenario in the fewest assumptions; ties go to the first."""
    return min(_ALL, key=lambda preset: len(preset.scenario.differences(scenario)))
