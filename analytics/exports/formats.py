"""The formats that a scenario leaves Aquifer in, declared once.

The shell's ``--format``, the menu of the page, the addresses under ``/export`` and their
description all read :data:`FORMATS`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from analytics.exports import tidy
from analytics.exports.subject import Subject, subject
from analytics.scenario import Preset, Scenario, to_json

CSV = "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
JSON = "application/json"
ZIP = "application/zip"


@dataclass(frozen=True, slots=True)
class Format:
    """One format.

    Attributes:
        id: names it in the shell and in an address.
        label: a few words, for a menu.
        help: one sentence on whom it is for.
        ending: of its files' names, with what sets it apart from others of the same kind.
        media: its media type.
        views: views that it can be made of one by one; none where it is of the whole scenario.
        make: subject → the file.
    """

    id: str
    label: str
    help: str
    ending: str
    media: str
    views: tuple[str, ...]
    make: Callable[[Subject], bytes]

    @property
    def text(self) -> bool:
        """Whether it is text, which a terminal can show and which shrinks when compressed."""
        return self.media in (CSV, JSON)


def make(
    format: Format,
    scenario: Scenario,
    preset: Preset,
    base_url: str = "",
    views: Sequence[str] = (),
) -> bytes:
    """A scenario as a file.

    Args:
        format: one of :data:`FORMATS`.
        scenario: every assumption.
        preset: the preset it starts from.
        base_url: put before the file's link; without it the link is relative.
        views: of the format's those that are wanted; all by default.

    Returns:
        The file; the same scenario on the same data gives the same bytes.
    """
    if format.id == "json":  # holds what was assumed: nothing need be computed
        return to_json(scenario, preset).encode()
    return format.make(subject(scenario, preset, base_url, views))


def _csv(made: Subject) -> bytes:
    return tidy.to_csv(made.rows)


# Imported where they are used: the writer of workbooks is no small library, and help is instant.
def _xlsx(made: Subject) -> bytes:
    from analytics.exports.workbook import workbook

    return workbook(made)


def _iamc(made: Subject) -> bytes:
    from analytics.exports import iamc

    return iamc.wide_csv(made)


def _iamc_long(made: Subject) -> bytes:
    from analytics.exports import iamc

    return iamc.long_csv(made)


def _zip(made: Subject) -> bytes:
    from analytics.exports.bundle import bundle

    return bundle(made)


def _json(made: Subject) -> bytes:
    return to_json(made.scenario, made.preset).encode()


_ANSWERS = tuple(view for view in tidy.VIEWS if view != tidy.ASSUMPTIONS)

_ALL = (
    Format(
        "csv",
        "Tidy CSV",
        "One number a row with its unit, scenario and link; opens in any spreadsheet.",
        "csv",
        CSV,
        tidy.VIEWS,
        _csv,
    ),
    Format(
        "xlsx",
        "Excel workbook",
        "A sheet a view, years down and quantiles across, with assumptions and sources.",
        "xlsx",
        XLSX,
        tidy.VIEWS,
        _xlsx,
    ),
    Format(
        "iamc",
        "IAMC CSV, years across",
        "The template of integrated assessment models; pyam reads it.",
        "iamc.csv",
        CSV,
        _ANSWERS,
        _iamc,
    ),
    Format(
        "iamc-long",
        "IAMC CSV, long",
        "The same, one value a row.",
        "iamc-long.csv",
        CSV,
        _ANSWERS,
        _iamc_long,
    ),
    Format(
        "zip",
        "Data package",
        "All tables, the scenario file and the sources, described by a datapackage.json.",
        "zip",
        ZIP,
        (),
        _zip,
    ),
    Format(
        "json",
        "Scenario file",
        "What was assumed; the page and the shell open it again.",
        "json",
        JSON,
        (),
        _json,
    ),
)

FORMATS: dict[str, Format] = {format.id: format for format in _ALL}
"""Every format by its id, in the order of a menu."""
