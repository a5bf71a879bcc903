"""Assumptions about collapse: how generators lose the tail, and who trains on what they write.

Three groups: the generator, the synthetic text of a trainer who has only the public crawl, and the
laboratory, an experiment of its own that no forecast depends on.
"""

from __future__ import annotations

from typing import Literal

from analytics.estimates import Estimate, triangular
from analytics.scenario.declaration import PERCENT, assumption
from analytics.scenario.stock import StockAssumptions

LANGUAGES: dict[str, str] = dict(
    one.split(maxsplit=1)
    for one in """ar Arabic, bg Bulgarian, bn Bengali, ca Catalan, cs Czech, da Danish, de German,
el Greek, en English, es Spanish, fa Persian, fi Finnish, fil Filipino, fr French, he Hebrew,
hi Hindi, hu Hungarian, id Indonesian, is Icelandic, it Italian, ja Japanese, ko Korean,
lt Lithuanian, lv Latvian, mk Macedonian, ms Malay, nb Norwegian, nl Dutch, pl Polish,
pt Portuguese, ro Romanian, ru Russian, sh Serbo-Croatian, sk Slovak, sl Slovenian, sv Swedish,
ta Tamil, tr Turkish, uk Ukrainian, ur Urdu, vi Vietnamese, zh Chinese""".replace("\n", " ").split(
        ", "
    )
)
"""Languages with a list of words, by code."""

_JUDGED = "Assumption: no vendor publishes it"
_LABORATORY = "Any number will do: the laboratory is for trying"


class CollapseAssumptions(StockAssumptions):
    """Groups *generator*, *synthetic* and *laboratory*; used by ``analytics.outlook`` and its page.

    Like the classes before it, only a part of one long declaration.
    """

    sharpening: Literal["temperature", "nucleus"] = assumption(
        "temperature",
        label="Generators lose the tail by",
        group="generator",
        options={"temperature": "Preferring the common", "nucleus": "Cutting the tail off"},
        help="How a model's output differs from what it learned: common patterns become commoner "
        "(a temperature below 1), or the rarest are never written (nucleus sampling).",
        source="Holtzman et al. 2020, arXiv 1904.09751; which of them rules is an assumption",
        status="assumption",
    )
    temperature: Estimate = assumption(
        triangular(0.66, 0.95, 1.0),
        label="Effective temperature",
        group="generator",
        bounds=(0.05, 2.0),
        step=0.01,
        help="1 writes as it has read; below 1 rare patterns are written more rarely. An effective "
        "exponent on the frequencies of patterns, no decoder's setting.",
        source="Matched to published runs: 0.66 fits Zhu et al. 2024, 0.966 Gerstgrasser et al. "
        "2024; the most likely value is an assumption",
        status="assumption",
    )
    top_p: float = assumption(
        0.95,
        label="Nucleus kept",
        group="generator",
        unit="share",
        bounds=(0.5, 1.0),
        shown=PERCENT,
        help="Only the commonest patterns that make up this share of the text are ever written.",
        source="Holtzman et al. 2020, arXiv 1904.09751: 0.95",
        status="assumption",
    )
    tail_threshold: float = assumption(
        0.5,
        label="Collapse: kept of the tail, less than",
        group="generator",
        unit="share",
        bounds=(0.01, 0.99),
        shown=PERCENT,
        help="The share of the rare tail below which a model counts as collapsed. The tail is the "
        "rarest patterns that make up the last 5% of human text.",
        source="Assumption: half of the tail gone",
        status="assumption",
    )
    synthetic_policy: Literal["fill", "controlled", "stop", "repeat"] = assumption(
        "fill",
        label="Where human text runs short",
        group="synthetic",
        options={
            "fill": "Fill with synthetic",
            "controlled": "Synthetic up to a cap",
            "stop": "Stop scaling",
            "repeat": "Repeat, 16 passes",
        },
        help="What a trainer who has only the public crawl does once it does not meet demand.",
        source="Assumption: filling is what the growth of demand asks for",
        status="assumption",
    )
    synthetic_cap: float = assumption(
        0.30,
        label="Synthetic text, at most",
        group="synthetic",
        unit="share",
        bounds=(0.0, 0.95),
        shown=PERCENT,
        help="Highest share of synthetic text in a training run under the cap. It is the cap, not "
        "verification, that keeps the tail.",
        source=_JUDGED,
        status="assumption",
    )
    max_epochs: Estimate = assumption(
        triangular(2, 4, 8),
        label="Passes over human text, at most",
        group="synthetic",
        unit="passes",
        bounds=(1.0, 100.0),
        step=0.5,
        help="How often a trainer repeats human text before anything else is done.",
        source="Muennighoff et al. 2023, arXiv 2305.16264: up to 4 epochs are nearly as good as "
        "new text; the range is an assumption",
        status="assumption",
    )
    public_reach: Estimate = assumption(
        triangular(0.1, 0.3, 0.5),
        label="Public text a trainer reaches",
        group="synthetic",
        unit="share",
        bounds=(0.01, 1.0),
        shown=PERCENT,
        help="Share of the public stock that a single trainer with a public crawl holds.",
        source="Common Crawl is about a quarter of the indexed web; the range is an assumption",
        status="assumption",
    )
    synthetic_workflow: Literal["accumulate", "replace"] = assumption(
        "accumulate",
        label="Synthetic text of earlier models",
        group="synthetic",
        options={"accumulate": "Is kept", "replace": "Is replaced every year"},
        help="Whether the synthetic part of a corpus keeps what older, less worn models wrote, or "
        "all of it is written anew by the newest model.",
        source="Gerstgrasser et al. 2024, arXiv 2404.01413 (accumulate); Shumailov et al. 2024 "
        "(replace); the choice is an assumption",
        status="assumption",
    )
    verified_share: Estimate = assumption(
        triangular(0.1, 0.25, 0.5),
        label="Synthetic text that can be verified",
        group="synthetic",
        unit="share",
        bounds=(0.0, 1.0),
        shown=PERCENT,
        help="Share of synthetic text in fields where an answer can be checked, such as code and "
        "mathematics.",
        source=_JUDGED,
        status="assumption",
    )
    verified_growth: Estimate = assumption(
        triangular(0.2, 0.5, 1.0),
        label="Growth of verification",
        group="synthetic",
        unit="1/year",
        bounds=(0.0, 10.0),
        shown=(0.01, "%/year"),
        help="How fast the volume that can be verified grows; it starts at 2% of the newest run.",
        source=_JUDGED,
        status="assumption",
    )
    verified_worth: Estimate = assumption(
        triangular(0.0, 0.3, 0.7),
        label="Worth of verified text for the tail",
        group="synthetic",
        unit="share",
        bounds=(0.0, 1.0),
        shown=PERCENT,
        help="What a verified synthetic token counts beside a human one. Verification checks "
        "truth, not rarity.",
        source="Assumption: nothing was published on rarity",
        status="assumption",
    )
    lab_workflow: Literal[
        "replace", "mix", "anchor", "accumulate", "accumulate_inflow", "accumulate_subsample"
    ] = assumption(
        "mix",
        label="Workflow",
        group="laboratory",
        options={
            "replace": "Replace",
            "mix": "Mix with fresh human text",
            "anchor": "Mix with the same human text",
            "accumulate": "Accumulate",
            "accumulate_inflow": "Accumulate, with human inflow",
            "accumulate_subsample": "Accumulate, then sample",
        },
        help="What the corpus of the next generation is made of.",
        source="Shumailov et al. 2024; Alemohammad et al. 2023; Gerstgrasser et al. 2024; Kazdan "
        "et al. 2024",
        status="assumption",
    )
    lab_human_share: float = assumption(
        0.1,
        label="Human share",
        group="laboratory",
        unit="share",
        bounds=(0.0, 1.0),
        shown=PERCENT,
        help="Share of human text in the corpus of each generation.",
        source="Shumailov et al. 2024: 10% of the original text kept",
    )
    lab_path: bool = assumption(
        False,
        label="Human share changes",
        group="laboratory",
        help="Draw the human share over the generations by four points, straight between them; "
        "the first is the human share above.",
        source="Off: a constant share is the plainest experiment",
        status="assumption",
    )
    lab_share_third: float = assumption(
        0.1,
        label="Human share after a third",
        group="laboratory",
        unit="share",
        bounds=(0.0, 1.0),
        shown=PERCENT,
        help="Share of human text a third of the way through the generations.",
        source=_LABORATORY,
        status="assumption",
    )
    lab_share_two_thirds: float = assumption(
        0.1,
        label="Human share after two thirds",
        group="laboratory",
        unit="share",
        bounds=(0.0, 1.0),
        shown=PERCENT,
        help="Share of human text two thirds of the way through the generations.",
        source=_LABORATORY,
        status="assumption",
    )
    lab_share_end: float = assumption(
        0.1,
        label="Human share at the end",
        group="laboratory",
        unit="share",
        bounds=(0.0, 1.0),
        shown=PERCENT,
        help="Share of human text in the last generation.",
        source=_LABORATORY,
        status="assumption",
    )
    lab_verified_share: float = assumption(
        0.0,
        label="Verified share of the rest",
        group="laboratory",
        unit="share",
        bounds=(0.0, 1.0),
        shown=PERCENT,
        help="Share of the synthetic text that passed a check and keeps the human distribution: "
        "the best that a check can do.",
        source=_LABORATORY,
        status="assumption",
    )
    lab_corpus: float = assumption(
        1e8,
        label="Corpus",
        group="laboratory",
        unit="rows",
        bounds=(1e2, 1e12),
        shown=(1e6, "million rows"),
        log=True,
        help="Rows of a generation's corpus: words in the lexicon. An effective sample size, not "
        "tokens of a training run.",
        source=_LABORATORY,
        status="assumption",
    )
    lab_generations: int = assumption(
        8,
        label="Generations",
        group="laboratory",
        bounds=(0, 50),
        step=1,
        help="How many corpora follow the human one.",
        source=_LABORATORY,
        status="assumption",
    )
    lab_language: str = assumption(
        "en",
        label="Language",
        group="laboratory",
        options=LANGUAGES,
        help="Whose words stand for the patterns of human text.",
        source="Speer 2022, wordfreq 3.1.1, doi 10.5281/zenodo.7199437",
        status="assumption",
    )
