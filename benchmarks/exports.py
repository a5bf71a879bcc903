"""The files that leave Aquifer: a scenario as CSV, as a workbook, and in the other formats."""

from __future__ import annotations

import csv
import io
import zipfile
import zlib

from analytics.estimates import normal
from analytics.exports.formats import FORMATS, make
from analytics.outlook import evaluate
from analytics.scenario import DEFAULT_PRESET, PRESETS, Scenario
from benchmarks.rows import Row, of
from benchmarks.timing import milliseconds, one_core

TITLE = "Files of a scenario, one core"
CSV_MS, XLSX_MS = 200.0, 1000.0
PRESET = PRESETS[DEFAULT_PRESET]


def run(quick: bool) -> list[Row]:
    """Time the formats on one core."""
    repeats = 3 if quick else 20
    with one_core():
        return [_csv(repeats), _workbook(repeats), *_others(repeats), _anew(repeats)]


def moved(i: int) -> Scenario:
    """Another growth of demand each time."""
    return Scenario(demand_growth=normal(0.27 + 1e-6 * (i + 10), 0.48))


def _made(format: str, repeats: int) -> list[float]:
    """Milliseconds of a file of a scenario that the page shows already."""
    evaluate(PRESET.scenario)
    return list(
        milliseconds(lambda _: make(FORMATS[format], PRESET.scenario, PRESET), repeats).tolist()
    )


def _csv(repeats: int) -> Row:
    raw = make(FORMATS["csv"], PRESET.scenario, PRESET)
    lines = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))

    def bare(_: int) -> None:
        into = io.StringIO(newline="")
        csv.writer(into, lineterminator="\r\n").writerows(lines)
        into.getvalue().encode()

    return of(
        f"tidy CSV, {len(lines):,} rows of {len(lines[0])}",
        _made("csv", repeats),
        "ms",
        limit=CSV_MS,
        floor=("its cells as texts, written", milliseconds(bare, repeats)),
        note="Of a scenario that is evaluated, as that on the page is.",
    )


def _workbook(repeats: int) -> Row:
    raw = make(FORMATS["xlsx"], PRESET.scenario, PRESET)
    with zipfile.ZipFile(io.BytesIO(raw)) as file:
        parts = [file.read(name) for name in file.namelist()]

    def bare(_: int) -> None:
        for part in parts:
            zlib.compress(part)

    return of(
        "XLSX, a sheet a view",
        _made("xlsx", repeats),
        "ms",
        limit=XLSX_MS,
        floor=("its parts, compressed", milliseconds(bare, repeats)),
    )


def _others(repeats: int) -> list[Row]:
    return [of(FORMATS[id].label, _made(id, repeats), "ms") for id in ("iamc", "iamc-long", "zip")]


def _anew(repeats: int) -> Row:
    taken = milliseconds(lambda i: make(FORMATS["csv"], moved(i), PRESET), repeats)
    return of(
        "tidy CSV of a scenario nobody has asked for",
        taken,
        "ms",
        note="Growth of demand moved: the three models and their join are computed first.",
    )
