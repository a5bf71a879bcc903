"""Evidence: the picker of a table, by what the tables are about."""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
from dash.development.base_component import Component

from data import catalog

PICKER = {"option": "table"}
"""Id of the table picker; its value is part of the page's address."""

_TOPICS = {
    "Depletion": (
        "training_runs",
        "stocks",
        "published_forecasts",
        "scaling_laws",
        "consent_restrictions",
        "ai_text_share",
        "crawl_size",
    ),
    "Market": ("deals", "deal_parties", "parties", "party_aliases", "unit_prices", "litigation"),
    "Vendors": ("mixes", "vendor_acquisition", "vendor_transparency"),
    "Collapse": ("collapse_published",),
    "Everything": ("sources",),
}


def picker(table: str, facts: catalog.Snapshot) -> Component:
    """The picker at a table."""
    return dmc.Select(
        id=PICKER,
        label="Table",
        data=choices(facts),
        value=table,
        searchable=True,
        allowDeselect=False,
        maxDropdownHeight=420,
        className="evidence-picker",
    )


def choices(facts: catalog.Snapshot) -> list[dict[str, Any]]:
    """All tables by topic, each with its number of rows."""
    known = {name: topic for topic, members in _TOPICS.items() for name in members}
    groups: dict[str, list[dict[str, str]]] = {topic: [] for topic in (*_TOPICS, "Other")}
    for name in catalog.tables():
        label = f"{catalog.schema(name).title} ({facts.count(name)})"
        groups[known.get(name, "Other")].append({"value": name, "label": label})
    return [{"group": topic, "items": items} for topic, items in groups.items() if items]
