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
        scenario: the values.
    """

    id: str
    name: str
    why: str
    scenario: Scenario


def _preset(id: str, name: str, why: str, **changes: Any) -> Preset:
    return Preset(id, name, why, Scenario(**changes))


_ALL = (
    _preset(
        "as-published",
        "As published (Epoch 2024)",
        "The inputs of Villalobos et al. 2024, with nothing added.",
    ),
    _preset(
        "refit-to-date",
        "Refit to date",
        "Growth as the five largest training runs of every complete year since 2020 show it, after "
        "one run per organisation, model family and year, speculative sizes left out.",
        demand_growth_from="since_2020",
    ),
    _preset(
        "recent-growth",
        "Recent growth, since 2024",
        "Growth as the five largest training runs of every complete year since 2024 show it, "
        "chosen alike: slower, and from few years, so the interval is wide.",
        demand_growth_from="since_2024",
    ),
    _preset(
        "overtrained-5x",
        "Overtrained 5×",
        "Models are served so often that vendors train five times past the compute-optimal point, "
        "the moderate case of Villalobos et al. 2024.",
        overtraining=5.0,
    ),
    _preset(
        "consent-crackdown",
        "Consent crackdown",
        "Terms of service bind, also for text crawled before: 45% of C4 forbids it "
        "(Longpre et al. 2024).",
        consent_measure="terms",
        consent_scope="all",
    ),
    _preset(
        "harsh-quality-cut",
        "Harsh quality cut",
        "Only 1% to 15% of the web is good enough, as the strictest published filters keep.",
        usable_share=lognormal(0.01, 0.15),
    ),
    _preset(
        "ai-saturated-web",
        "AI-saturated web",
        "A third of new text is AI-written (Dolezal et al. 2026), so the human stock recharges "
        "more slowly.",
        contamination=True,
    ),
    _preset(
        "multimodal",
        "Multimodal",
        "Images, video and speech count as training data at their published token equivalents, "
        "give or take a factor of ten.",
        images_access=1.0,
        video_access=1.0,
        youtube_access=1.0,
    ),
    _preset(
        "private-archives",
        "Private archives opened",
        "A tenth of stored messages and e-mail and half of all books become available, by licence "
        "or by terms of use.",
        messages_access=0.1,
        email_access=0.1,
        books_access=0.5,
    ),
    _preset(
        "data-efficient",
        "Data-efficient training",
        "Sixteen passes over all text, with the decay that Muennighoff et al. 2023 measured: "
        "worth 10.6 times the unique text.",
        repetition_rule="epochs",
        epochs=16.0,
    ),
    _preset(
        "synthetic-substitute",
        "Synthetic as substitute",
        "Synthetic text fills every gap, written anew by the newest model each year and checked "
        "by no one: the replace workflow of Shumailov et al. 2024.",
        synthetic_workflow="replace",
        verified_share=triangular(0.0, 0.0, 0.0),
    ),
    _preset(
        "synthetic-supplement",
        "Synthetic as controlled supplement",
        "At most 30% of a run is synthetic, and four fifths of that can be verified: a supplement "
        "to human text, which then limits how far training scales.",
        synthetic_policy="controlled",
        verified_share=triangular(0.8, 0.8, 0.8),
    ),
)

PRESETS: dict[str, Preset] = {preset.id: preset for preset in _ALL}
DEFAULT_PRESET = "as-published"


def nearest(scenario: Scenario) -> Preset:
    """The preset that differs from a scenario in the fewest assumptions; ties go to the first."""
    return min(_ALL, key=lambda preset: len(preset.scenario.differences(scenario)))
