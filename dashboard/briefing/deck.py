"""The deck: which slides there are, and the file."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable

from dashboard.briefing import depletion_slides as depletion
from dashboard.briefing import frame_slides as frame
from dashboard.briefing import sensitivity_slides as sensitivity
from dashboard.briefing import tradeoff_slides
from dashboard.briefing import vendor_slides as vendors
from dashboard.briefing import word_slides as words
from dashboard.briefing.packing import packed
from dashboard.briefing.stage import Stage
from dashboard.briefing.subject import Baseline, Subject, brief
from dashboard.figures.chart import Request
from data import catalog

SLIDES: tuple[tuple[Callable[[Stage, Subject], None], str], ...] = (
    (frame.cover, ""),
    (frame.three, ""),
    (depletion.fans, "depletion-fans"),
    (depletion.exhaustion, "depletion-exhaustion"),
    (depletion.supply, "depletion-supply"),
    (vendors.ranking, "vendors-ranking"),
    (vendors.acceptability, "vendors-acceptability"),
    (vendors.collapse, "join-risk"),
    (vendors.heat, "join-risk"),
    (words.vanishing, "collapse-course"),
    (tradeoff_slides.tradeoff, "join-tradeoff"),
    (sensitivity.inputs, "depletion-drivers"),
    (sensitivity.choices, "depletion-choices"),
    (frame.assumptions, ""),
)
"""Slides in their order, each with the chart of the page that it tells; sources come last."""


_PROPERTY = 255
"""Characters of a property of a file, at most."""


def deck(asked: Request, base_url: str = "", baseline: Baseline | None = None) -> bytes:
    """The slides of a scenario.

    Args:
        asked: the scenario's answer, the colours, and what its view looks at.
        base_url: put before the link; without it the link is relative.
        baseline: what assumptions are held against; the scenario as published by default.

    Returns:
        A pptx file; the same scenario on the same data gives the same bytes.
    """
    told = Subject(asked, base_url, baseline)
    stage = Stage(asked.scheme, told.footer)
    slides: dict[str, list[int]] = {}
    for number, (draw, chart) in enumerate(SLIDES, start=1):
        draw(stage, told)
        slides.setdefault(chart, []).append(number)
    frame.sources(stage, told, slides)
    date = catalog.released()
    properties = stage.deck.core_properties
    properties.title = brief(f"Aquifer briefing: {told.name}", _PROPERTY)
    properties.author = properties.last_modified_by = "Aquifer"
    properties.subject = f"Data {told.outlook.key.data_version}"
    # a property holds so many characters; the link stands whole in every slide's notes
    properties.comments = told.link if len(told.link) <= _PROPERTY else ""
    properties.keywords, properties.category, properties.revision = "", "", 1
    properties.created = properties.modified = dt.datetime(date.year, date.month, date.day)
    out = io.BytesIO()
    stage.deck.save(out)
    return packed(out.getvalue(), date)
