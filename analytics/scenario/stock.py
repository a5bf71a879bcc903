"""Assumptions about the stock: how much human text there is, and how much of it can be used.

Source of the defaults: Villalobos et al. 2024, arXiv 2211.04325v2, unless the field says otherwise.
"""

from __future__ import annotations

from typing import Literal

from analytics.estimates import Estimate, lognormal, reflected_lognormal, triangular
from analytics.scenario.declaration import EPOCH_2024, PERCENT, assumption
from analytics.scenario.demand import DemandAssumptions

CUMMINS = "Size of the stock: Cummins 2024, How much LLM training data is there, in the limit?"


class StockAssumptions(DemandAssumptions):
    """Groups *stock* to *other stocks*; used by ``analytics.depletion.stock``.

    The chain of classes only cuts a long declaration into files; it fixes the order of the fields
    and so of the Sobol' dimensions.
    """

    indexed_pages: Estimate = assumption(
        lognormal(7.5e10, 1e12),
        label="Unique indexed pages",
        group="stock",
        unit="pages",
        bounds=(1e9, 1e14),
        shown=(1e9, "bn pages"),
        log=True,
        help="Web pages in the largest search index, duplicates removed, at the start of 2024.",
        source=f"{EPOCH_2024}: 95% interval",
    )
    bytes_per_page: Estimate = assumption(
        lognormal(6100, 8200),
        label="Text on a page",
        group="stock",
        unit="bytes",
        bounds=(100, 1e6),
        log=True,
        help="Bytes of plain text on an average page.",
        source=f"{EPOCH_2024}: 95% interval",
    )
    bytes_per_token: Estimate = assumption(
        reflected_lognormal(2.0, 5.0, reflect_at=6.0, floor=1.0),
        label="Bytes in a token",
        group="stock",
        unit="bytes/token",
        bounds=(1.0, 5.99),
        step=0.05,
        help="Bytes of text in one token; differs by language and tokenizer.",
        source=f"{EPOCH_2024}: 6 minus a lognormal with 95% interval 1 to 4, not below 1",
    )
    page_size_growth: Estimate = assumption(
        lognormal(1.02, 1.04),
        label="Growth of page size",
        group="stock",
        unit="×/year",
        bounds=(0.5, 2.0),
        step=0.005,
        help="Factor by which the text on a page grows in a year.",
        source=f"{EPOCH_2024}: 95% interval",
    )
    page_count_growth: Estimate = assumption(
        lognormal(1.00, 1.10),
        label="Growth of page count",
        group="stock",
        unit="×/year",
        bounds=(0.5, 2.0),
        step=0.005,
        help="Factor by which the number of unique pages grows in a year.",
        source=f"{EPOCH_2024}: 95% interval",
    )
    usable_share: Estimate = assumption(
        lognormal(0.10, 0.40),
        label="Usable after quality filters",
        group="stock",
        unit="share",
        bounds=(0.001, 1.0),
        shown=PERCENT,
        log=True,
        help="Share of the indexed text that is good enough to train on.",
        source=f"{EPOCH_2024}: 95% interval",
    )
    repetition_rule: Literal["multiple", "epochs"] = assumption(
        "multiple",
        label="Repetition is",
        group="repetition",
        options={"multiple": "A multiple, as published", "epochs": "Epochs, by a scaling law"},
        help="How passes over the same text count: as a published range of multiples, or as epochs "
        "whose worth decays.",
        source=f"{EPOCH_2024}; law of Muennighoff et al. 2023, arXiv 2305.16264, eq. 5",
    )
    repetition_multiple: Estimate = assumption(
        lognormal(2, 5),
        label="Repetition multiple",
        group="repetition",
        unit="×",
        bounds=(1.0, 16.387756),
        step=0.1,
        help="Effective tokens for each unique token when text is repeated.",
        source=f"{EPOCH_2024}: 95% interval",
    )
    epochs: float = assumption(
        4.0,
        label="Epochs",
        group="repetition",
        unit="passes",
        bounds=(1.0, 100.0),
        log=True,
        help="Passes over all text. 4 are worth 3.7×, 10 are worth 7.8×, and no number of passes "
        "is worth more than 16.4×.",
        source="Muennighoff et al. 2023, arXiv 2305.16264: up to 4 epochs are nearly as good as "
        "new text",
    )
    consent_measure: Literal["off", "robots_all", "robots_head", "terms"] = assumption(
        "off",
        label="Restricted by",
        group="consent",
        options={
            "off": "Nothing",
            "robots_all": "robots.txt, all domains",
            "robots_head": "robots.txt, largest domains",
            "terms": "Terms of service",
        },
        help="Which refusal by publishers takes text out of the public stock.",
        source="Longpre et al. 2024, Consent in Crisis, arXiv 2407.14933; off as published",
    )
    consent_scope: Literal["all", "recharge"] = assumption(
        "all",
        label="It binds",
        group="consent",
        options={"all": "All text, strictly", "recharge": "New text only"},
        help="Whether a refusal also withdraws what was crawled before it.",
        source="Assumption: the strict reading is the default",
        status="assumption",
    )
    robots_all_share: float = assumption(
        0.09,
        label="robots.txt, all domains",
        group="consent",
        unit="share",
        bounds=(0.0, 0.99),
        shown=PERCENT,
        help="Share of tokens fully restricted in the end, over all domains.",
        source="Longpre et al. 2024: forecast for April 2025, 8% to 11%",
    )
    robots_head_share: float = assumption(
        0.33,
        label="robots.txt, largest domains",
        group="consent",
        unit="share",
        bounds=(0.0, 0.99),
        shown=PERCENT,
        help="Share of tokens fully restricted in the end, over the largest domains.",
        source="Longpre et al. 2024: 20% to 33% in April 2024; its upper end",
    )
    terms_share: Estimate = assumption(
        triangular(0.35, 0.45, 0.60),
        label="Terms of service",
        group="consent",
        unit="share",
        bounds=(0.0, 0.99),
        shown=PERCENT,
        help="Share of tokens whose terms of service forbid AI training or crawling, from 2024 on.",
        source="Longpre et al. 2024: 45% of C4; the range around it is an assumption",
        status="assumption",
    )
    consent_rate: float = assumption(
        3.3,
        label="Speed of the spread",
        group="consent",
        unit="1/year",
        bounds=(0.1, 20.0),
        step=0.1,
        help="Steepness of the S-curve by which robots.txt restrictions spread.",
        source="Fitted to Longpre et al. 2024: 1% in June 2023, 6% in April 2024",
        status="measured",
    )
    consent_midpoint: float = assumption(
        2024.06,
        label="Half of it by",
        group="consent",
        unit="year",
        bounds=(2015.0, 2050.0),
        step=0.1,
        help="Year in which half of the final restriction by robots.txt is reached.",
        source="Fitted to Longpre et al. 2024",
        status="measured",
    )
    contamination: bool = assumption(
        False,
        label="Subtract AI text from new text",
        group="contamination",
        help="Count only the human part of what is newly written on the web.",
        source="Off as published",
    )
    ai_share_new: Estimate = assumption(
        triangular(0.20, 0.35, 0.50),
        label="AI share of new text, in the end",
        group="contamination",
        unit="share",
        bounds=(0.0, 0.99),
        shown=PERCENT,
        help="Share of newly published web text that is AI-written once the rise levels off.",
        source="Dolezal et al. 2026, arXiv 2604.26965: 35% in mid-2025; range is an assumption",
        status="assumption",
    )
    ai_share_rate: float = assumption(
        3.6,
        label="Speed of the rise",
        group="contamination",
        unit="1/year",
        bounds=(0.1, 20.0),
        step=0.1,
        help="Steepness of the S-curve of the AI share of new text.",
        source="Drawn through Dolezal et al. 2026: none in October 2022, 35% in June 2025",
        status="assumption",
    )
    ai_share_midpoint: float = assumption(
        2023.7,
        label="Half of it by",
        group="contamination",
        unit="year",
        bounds=(2015.0, 2050.0),
        step=0.1,
        help="Year in which the AI share of new text is half of its final level.",
        source="Drawn through Dolezal et al. 2026",
        status="assumption",
    )
    ai_filter_recall: Estimate = assumption(
        triangular(0.3, 0.6, 0.9),
        label="AI text that filters find",
        group="contamination",
        unit="share",
        bounds=(0.0, 1.0),
        shown=PERCENT,
        help="Share of AI text that a crawler recognises and leaves out. Sets what part of the "
        "crawled stock is AI text; the human stock itself does not depend on it.",
        source="Assumption",
        status="assumption",
    )
    images_access: float = assumption(
        0.0,
        label="Images",
        group="other_stocks",
        unit="share",
        bounds=(0.0, 1.0),
        shown=PERCENT,
        help="Share of the world's images that can be trained on, in text-token equivalents.",
        source=f"Size of the stock: {EPOCH_2024}, Table 1; off as published",
    )
    video_access: float = assumption(
        0.0,
        label="Video",
        group="other_stocks",
        unit="share",
        bounds=(0.0, 1.0),
        shown=PERCENT,
        help="Share of the world's video that can be trained on, in text-token equivalents.",
        source=f"Size of the stock: {EPOCH_2024}, Table 1; off as published",
    )
    youtube_access: float = assumption(
        0.0,
        label="YouTube speech",
        group="other_stocks",
        unit="share",
        bounds=(0.0, 1.0),
        shown=PERCENT,
        help="Share of what is spoken on YouTube that is transcribed and trained on.",
        source=f"{CUMMINS}; off as published",
    )
    books_access: float = assumption(
        0.0,
        label="Books",
        group="other_stocks",
        unit="share",
        bounds=(0.0, 1.0),
        shown=PERCENT,
        help="Share of all unique books that can be trained on. About half is a generous guess.",
        source=f"{CUMMINS}; off as published",
    )
    facebook_access: float = assumption(
        0.0,
        label="Facebook posts",
        group="other_stocks",
        unit="share",
        bounds=(0.0, 1.0),
        shown=PERCENT,
        help="Share of all Facebook posts that can be trained on.",
        source=f"{CUMMINS}; off as published",
    )
    messages_access: float = assumption(
        0.0,
        label="Private messages",
        group="other_stocks",
        unit="share",
        bounds=(0.0, 1.0),
        shown=PERCENT,
        help="Share of stored instant messages that can be trained on. Private: 0 unless a "
        "scenario opens them; 1% to 30% is a wide range already.",
        source=f"{CUMMINS}; off as published",
    )
    email_access: float = assumption(
        0.0,
        label="Private e-mail",
        group="other_stocks",
        unit="share",
        bounds=(0.0, 1.0),
        shown=PERCENT,
        help="Share of stored e-mail that can be trained on. Private: 0 unless a scenario opens "
        "it; 1% to 30% is a wide range already.",
        source=f"{CUMMINS}; off as published",
    )
    other_usable_share: Estimate = assumption(
        lognormal(0.10, 0.40),
        label="Usable of the other text",
        group="other_stocks",
        unit="share",
        bounds=(0.001, 1.0),
        shown=PERCENT,
        log=True,
        help="Share of books, messages, e-mail, posts and speech that is good enough to train on.",
        source="Assumption: as for web text",
        status="assumption",
    )
    multimodal_error: Estimate = assumption(
        lognormal(0.1, 10.0),
        label="Error of images and video",
        group="other_stocks",
        unit="×",
        bounds=(0.001, 1000.0),
        log=True,
        help="Factor by which the worth of images and video may differ from the one estimate "
        "there is.",
        source="Assumption: a factor of ten either way, since no interval was published",
        status="assumption",
    )
    other_growth: Estimate = assumption(
        lognormal(1.00, 1.16),
        label="Growth of the other stocks",
        group="other_stocks",
        unit="×/year",
        bounds=(0.5, 3.0),
        step=0.01,
        help="Factor by which the other stocks grow in a year.",
        source="Assumption: as the indexed web, no rate was published",
        status="assumption",
    )
