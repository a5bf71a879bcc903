"""``list``: what scenarios are made of."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from analytics.commands.telling import put

if TYPE_CHECKING:
    from analytics.scenario import Declaration


def add(commands: argparse._SubParsersAction[Any]) -> None:
    """Add the command to those of a parser."""
    listing = commands.add_parser(
        "list",
        help="show presets, assumptions and views",
        description="Show the presets, every assumption with default, unit and bounds, and the "
        "views with the series that a file has of them.",
        allow_abbrev=False,
    )
    listing.add_argument(
        "what",
        nargs="?",
        choices=["presets", "fields", "views", "all"],
        default="all",
        help="(all)",
    )
    listing.set_defaults(run=run)


def run(given: argparse.Namespace) -> None:
    """Show what was asked for."""
    put("\n".join(_listing(given.what)) + "\n")


def _listing(what: str) -> Iterator[str]:
    """The lines of ``list``."""
    from analytics.scenario import DECLARATIONS, GROUPS, PRESETS

    if what in ("presets", "all"):
        yield "Presets (--preset NAME)"
        width = max(len(name) for name in PRESETS)
        for preset in PRESETS.values():
            yield ""
            yield f"  {preset.id:{width}}  {preset.name}"
            yield f"  {'':{width}}  {preset.why}"
            yield f"  {'':{width}}  Source: {preset.source}."
    if what == "all":
        yield ""
    if what in ("fields", "all"):
        yield "Assumptions (--set FIELD=VALUE), with default, unit and bounds"
        for group, title in GROUPS.items():
            yield ""
            yield title
            yield from _table([d for d in DECLARATIONS.values() if d.group == group])
    if what == "all":
        yield ""
    if what in ("views", "all"):
        yield from _views()


def _views() -> Iterator[str]:
    """Every view with the series that a file has of it, and their units."""
    from analytics.exports.tidy import ASSUMPTIONS, SERIES, VIEWS

    yield "Views (--view VIEW), with their series"
    width = max(len(id) for id in SERIES)
    for view in VIEWS:
        yield ""
        yield view
        if view == ASSUMPTIONS:
            yield "  every assumption, by its field"
        for series in SERIES.values():
            if series.view == view:
                yield f"  {series.id:{width}}  {series.variable}, {series.unit}"


def _table(declared: list[Declaration]) -> Iterator[str]:
    cells = [(d.name, d.as_text(d.default), d.unit, _bounds(d), d.label) for d in declared]
    widths = [max(len(row[i]) for row in cells) for i in range(5)]
    for row in cells:
        padded = (f"{text:{width}}" for text, width in zip(row, widths, strict=True))
        yield f"  {'  '.join(padded)}".rstrip()


def _bounds(declared: Declaration) -> str:
    """What may be set, in the form in which it is set."""
    if declared.kind == "choice":
        return " | ".join(declared.options)
    if declared.kind == "switch":
        return "on | off"
    if declared.row is not None:
        return f"up to {declared.row.MOST} {declared.row.NOUN[1]}"
    if declared.low is None or declared.high is None:
        return ""
    return f"{declared.low:.10g} to {declared.high:.10g}"
