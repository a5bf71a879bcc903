"""What the live sources publish, and how it becomes a table of ours: bytes in, bytes out.

Nothing here asks the network, reads a file or looks at a clock.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from data.schema import all_tables

EPOCH_URL = "https://epoch.ai/data/notable_ai_models.csv"
CRAWL_URL = "https://commoncrawl.github.io/cc-crawl-statistics/plots/crawlsize/cumulative.csv"

SIZE_NAMES = (
    "Training dataset size (total)",
    "Training dataset size (gradients)",
    "Training dataset size (datapoints)",
)
"""The names Epoch AI has given its dataset-size column, the newest first."""

FIRST_DAY = dt.date(2018, 1, 1)
FEWEST_TOKENS = 1e8

_GROUPED = re.compile(r"[0-9]{1,3}(,[0-9]{3})+(\.[0-9]*)?")
_LABEL = re.compile(r"CC-MAIN-([0-9]{4})(?:-([0-9]{2}|[0-9]{4}))?")


class UpstreamError(ValueError):
    """What a source sent is not what it used to send; the message says in what."""


@dataclass(frozen=True)
class Upstream:
    """A live source: where it is, which hosts may answer for it, and what it is turned into.

    ``rule`` is raised whenever ``normalise`` gives something else for the same bytes, so that a
    file not changed at the source is fetched again.
    """

    table: str
    url: str
    hosts: tuple[str, ...]
    rule: int
    normalise: Callable[[bytes], bytes]


def normalise_training_runs(raw: bytes) -> bytes:
    """Return the table training_runs from Epoch AI's notable_ai_models.csv.

    The filter: the domains include Language; published on 2018-01-01 or later; and either more
    than 1e8 training tokens, or training tokens not known and training compute known. Of several
    organizations the first, of the link the first word; figures to six significant digits;
    sorted by date, then by model. A row given twice with the same facts counts once.

    Args:
        raw: the file as sent: UTF-8 CSV, columns in any order, others ignored.

    Raises:
        UpstreamError: the file is no such table; the message names column, model and value.
    """
    rows = _records(raw, ("Model", "Organization", "Publication date", "Domain", "Parameters"))
    header = rows.header
    size = _size_column(header)
    for name in ("Training compute (FLOP)", "Confidence", "Link"):
        rows.require(name)
    made: dict[str, tuple[str, ...]] = {}
    for row in rows:
        domains = {domain.strip() for domain in row["Domain"].split(",")}
        if "Language" not in domains or not row["Publication date"].strip():
            continue
        model = " ".join(row["Model"].split())
        published = _date(row["Publication date"].strip(), model)
        if published < FIRST_DAY:
            continue
        tokens = _figure(row[size], size, model)
        flop = _figure(row["Training compute (FLOP)"], "Training compute (FLOP)", model)
        if (tokens <= FEWEST_TOKENS) if tokens is not None else (flop is None):
            continue
        cells = (
            model,
            row["Organization"].split(",")[0].strip(),
            published.isoformat(),
            _written(tokens),
            _written(flop),
            _written(_figure(row["Parameters"], "Parameters", model)),
            row["Confidence"].strip() or "Unknown",
            next(iter(row["Link"].split()), ""),
            "epoch-ai-models",
        )
        _add(made, model, cells)
    return _csv("training_runs", sorted(made.values(), key=lambda cells: (cells[2], cells[0])))


def normalise_crawl_size(raw: bytes) -> bytes:
    """Return the table crawl_size from Common Crawl's cumulative.csv.

    A label names a year, two years or an ISO week; sorted by its first day.

    Args:
        raw: the file as sent: UTF-8 CSV, columns in any order, others ignored.

    Raises:
        UpstreamError: the file is no such table, or its pages shrink from a crawl to the next.
    """
    names = ("page", "url estim.", "digest estim.")
    made: dict[str, tuple[str, ...]] = {}
    for row in _records(raw, ("crawl", *names)):
        label = row["crawl"].strip()
        first, last = _period(label)
        counts = (str(_count(row[name], name, label)) for name in names)
        cells = (label, first.isoformat(), last.isoformat(), *counts, "cc-crawl-statistics")
        _add(made, label, cells)
    rows = sorted(made.values(), key=lambda cells: (cells[1], cells[0]))
    for before, after in pairwise(rows):
        if int(after[3]) < int(before[3]):
            raise UpstreamError(
                f"a cumulative size shrinks: {after[0]} has {after[3]} pages, "
                f"{before[0]} before it {before[3]}"
            )
    return _csv("crawl_size", rows)


UPSTREAMS = {
    one.table: one
    for one in (
        Upstream(
            "training_runs",
            EPOCH_URL,
            ("epoch.ai", "www.epoch.ai", "epochai.org", "www.epochai.org"),
            1,
            normalise_training_runs,
        ),
        Upstream(
            "crawl_size",
            CRAWL_URL,
            ("commoncrawl.github.io", "commoncrawl.org", "www.commoncrawl.org"),
            1,
            normalise_crawl_size,
        ),
    )
}
"""The live sources by table."""


class _Records:
    """The rows of a CSV file as dicts; every row as long as the header."""

    def __init__(self, raw: bytes) -> None:
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise UpstreamError(f"the answer is not UTF-8 text: {error}") from None
        if not text.strip():
            raise UpstreamError("the answer is empty")
        if text.lstrip().startswith("<"):
            raise UpstreamError("the answer is a web page, not a CSV table")
        try:
            lines = list(csv.reader(io.StringIO(text, newline=""), strict=True))
        except csv.Error as error:
            raise UpstreamError(f"the answer is not readable as CSV: {error}") from None
        self.header = [name.strip() for name in lines[0]]
        self._lines = lines[1:]

    def require(self, name: str) -> None:
        """Raise UpstreamError unless there is just one column of that name."""
        found = self.header.count(name)
        if found != 1:
            what = "no column" if found == 0 else f"{found} columns"
            raise UpstreamError(f"there is {what} {name!r}; found {', '.join(self.header)[:300]}")

    def __iter__(self) -> Iterator[dict[str, str]]:
        for number, cells in enumerate(self._lines, start=1):
            if not cells:
                continue
            if len(cells) != len(self.header):
                raise UpstreamError(
                    f"row {number} ({cells[0][:60]!r}) has {len(cells)} cells where the header has "
                    f"{len(self.header)}: the file may be cut short"
                )
            yield dict(zip(self.header, cells, strict=True))


def _records(raw: bytes, needed: Iterable[str]) -> _Records:
    records = _Records(raw)
    for name in needed:
        records.require(name)
    return records


def _size_column(header: Sequence[str]) -> str:
    found = [name for name in header if name in SIZE_NAMES]
    if len(found) == 1:
        return found[0]
    accepted = ", ".join(repr(name) for name in SIZE_NAMES)
    if found:
        raise UpstreamError(f"{len(found)} columns may be the dataset size: {', '.join(found)}")
    like = [name for name in header if name.lower().startswith("training dataset size")]
    there = ", ".join(repr(name) for name in like) if like else "none like it"
    raise UpstreamError(
        f"no column is known to be the dataset size: expected one of {accepted}; found {there}"
    )


def _date(text: str, model: str) -> dt.date:
    try:
        if len(text) == len("2018-01-01"):
            return dt.date.fromisoformat(text)
    except ValueError:
        pass
    raise UpstreamError(f"{model!r}: its Publication date {text!r} is not a date as YYYY-MM-DD")


def _figure(text: str, column: str, model: str) -> float | None:
    """Return a number, None when there is none; of alternatives in one cell the largest.

    >>> _figure("1,000,000", "Parameters", "A"), _figure("2.59e12,2.592e12", "Parameters", "A")
    (1000000.0, 2592000000000.0)
    """
    text = text.strip()
    if not text:
        return None
    if _GROUPED.fullmatch(text):
        text = text.replace(",", "")
    try:
        figures = [float(part) for part in text.split(",")]
    except ValueError:
        raise UpstreamError(f"{model!r}: its {column} {text!r} is not a number") from None
    if not all(math.isfinite(figure) and figure > 0 for figure in figures):
        raise UpstreamError(f"{model!r}: its {column} {text!r} is not a finite number above 0")
    return max(figures)


def _written(figure: float | None) -> str:
    """Return a figure as the tables write it, to six significant digits.

    >>> _written(256999999.99999997), _written(1.3333333e9), _written(1040000000000.0)
    ('2.57e8', '1.33333e9', '1.04e12')
    """
    if figure is None:
        return ""
    mantissa, _, exponent = f"{figure:.6g}".partition("e")
    return f"{mantissa}e{int(exponent)}" if exponent else mantissa


def _period(label: str) -> tuple[dt.date, dt.date]:
    """Return the first and last day a crawl's label names.

    >>> _period("CC-MAIN-2013-20")
    (datetime.date(2013, 5, 13), datetime.date(2013, 5, 19))
    """
    parts = _LABEL.fullmatch(label)
    if not parts:
        raise UpstreamError(f"{label!r} is not the label of a crawl")
    year, rest = int(parts[1]), parts[2]
    try:
        if rest is None:
            return dt.date(year, 1, 1), dt.date(year, 12, 31)
        if len(rest) == 4:
            return dt.date(year, 1, 1), dt.date(int(rest), 12, 31)
        monday = dt.date.fromisocalendar(year, int(rest), 1)
    except ValueError as error:
        raise UpstreamError(f"{label!r} is not the label of a crawl: {error}") from None
    return monday, monday + dt.timedelta(days=6)


def _count(text: str, column: str, label: str) -> int:
    figure = _figure(text, column, repr(label)[1:-1])
    if figure is None or figure != int(figure):
        raise UpstreamError(f"{label!r}: its {column} {text!r} is not a whole number")
    return int(figure)


def _add(made: dict[str, tuple[str, ...]], key: str, cells: tuple[str, ...]) -> None:
    known = made.setdefault(key, cells)
    if known != cells:
        differ = [f"{a!r} and {b!r}" for a, b in zip(known, cells, strict=True) if a != b]
        raise UpstreamError(f"{key!r} is there twice and differs: {'; '.join(differ)}")


def _csv(table: str, rows: Iterable[Sequence[str]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([field.name for field in all_tables()[table].fields])
    writer.writerows(rows)
    return text.getvalue().encode()
