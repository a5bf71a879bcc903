"""Bring tables up to date from their live sources: `python -m data.refresh [table …]`.

A table is fetched, normalised, validated and compared, and only then swapped in, whole or not at
all; the shipped files are never touched. Tables don't wait for each other: one may fail alone.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import io
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from data import catalog, store
from data.changes import Changes, compare, doubt
from data.schema import package
from data.store import Note, note
from data.upstream import UPSTREAMS, Upstream, UpstreamError

if TYPE_CHECKING:
    from data.fetch import Answer, Limits

__all__ = ["Note", "Progress", "Report", "main", "note", "refresh", "refreshable", "restore"]

Outcome = Literal["updated", "unchanged", "restored", "failed"]


@dataclass(frozen=True)
class Progress:
    """How far a table is: ``done`` of ``total`` bytes, ``total`` None when it isn't known."""

    table: str
    step: Literal["asking", "waiting", "receiving", "checking", "swapping"]
    done: int = 0
    total: int | None = None


@dataclass(frozen=True)
class Report:
    """What a refresh or restore did to one table.

    ``added``, ``changed`` and ``removed`` are the keys of the rows in question; the versions are
    those of all data in use; ``received`` counts bytes over the wire; ``url`` is None when
    nothing was asked.
    """

    table: str
    outcome: Outcome
    message: str
    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    old_version: str
    new_version: str
    when: dt.datetime
    url: str | None = None
    received: int = 0


def refreshable() -> tuple[str, ...]:
    """Return the tables that have a live source."""
    return tuple(UPSTREAMS)


def refresh(
    tables: str | Iterable[str] | None = None,
    *,
    urls: Mapping[str, str] | None = None,
    limits: Limits | None = None,
    progress: Callable[[Progress], None] | None = None,
    now: Callable[[], dt.datetime] | None = None,
) -> tuple[Report, ...]:
    """Bring tables up to date; what fails leaves the table in use as it was.

    Args:
        tables: which; None for all that have a live source.
        urls: addresses to ask instead of the usual ones, by table.
        limits: times, sizes and tries; None for the usual ones.
        progress: called as it goes on, from the thread that called.
        now: the clock, for tests.

    Returns:
        One report a table, in order; failures are reports too.

    Raises:
        UnknownTable: a table is unknown or has no live source.
    """
    names = _names(tables, refreshable(), "with a live source")
    clock = now or (lambda: dt.datetime.now(dt.UTC))
    tell = progress or (lambda step: None)
    asked = {name: (urls or {}).get(name, UPSTREAMS[name].url) for name in names}
    try:
        with store.locked():
            return tuple(
                _refresh(UPSTREAMS[name], asked[name], limits, tell, clock()) for name in names
            )
    except (store.Busy, OSError) as error:
        return tuple(_failed(name, asked[name], _reason(error), clock()) for name in names)


def restore(
    tables: str | Iterable[str] | None = None,
    *,
    now: Callable[[], dt.datetime] | None = None,
) -> tuple[Report, ...]:
    """Go back to the shipped tables; a refreshed one is set aside as ``<table>.csv.old``.

    Args:
        tables: which; None for all.
        now: the clock, for tests.

    Returns:
        One report a table named, or a table there was something to set aside of.

    Raises:
        UnknownTable: there is no such table.
    """
    names = _names(tables, catalog.tables(), "")
    when = (now or (lambda: dt.datetime.now(dt.UTC)))()
    try:
        with store.locked():
            reports = [_restore(name, when) for name in names]
    except (store.Busy, OSError) as error:
        return tuple(_failed(name, None, _reason(error), when) for name in names)
    return tuple(one for one in reports if tables is not None or one.outcome != "unchanged")


def _names(
    tables: str | Iterable[str] | None, known: tuple[str, ...], what: str
) -> tuple[str, ...]:
    names = (tables,) if isinstance(tables, str) else known if tables is None else tuple(tables)
    for name in names:
        if name not in known:
            kind = f"table {what}".strip()
            raise catalog.UnknownTable(f"there is no {kind} {name!r}; there are {', '.join(known)}")
    return tuple(dict.fromkeys(names))


def _refresh(
    source: Upstream,
    url: str,
    limits: Limits | None,
    tell: Callable[[Progress], None],
    when: dt.datetime,
) -> Report:
    from data.fetch import FetchError, fetch
    from data.fetch import Limits as Usual

    table = source.table
    try:
        kept = note(table)
        if kept and (kept.url, kept.rule) != (url, source.rule):
            kept = None
        answer = fetch(
            url,
            hosts=source.hosts,
            agent=f"aquifer/{package()['version']} (data refresh)",
            limits=limits or Usual(),
            etag=kept.etag if kept else None,
            last_modified=kept.last_modified if kept else None,
            told=lambda step, done, total: tell(Progress(table, step, done, total)),
        )
        if answer.body is not None:
            tell(Progress(table, "checking"))
            return _take(source, url, answer, answer.body, tell, when)
        if kept is None:
            raise FetchError("answered 304 (not changed) though all was asked for")
    except (FetchError, UpstreamError, catalog.InvalidTable, OSError) as error:
        return _failed(table, url, _reason(error), when)
    fresh = Note(**{**vars(kept), "checked": store.stamp(when)})
    message = f"not changed at the source since {kept.fetched[:10]}{_keep(table, fresh)}"
    return _report(table, "unchanged", message, when, url=url)


def _take(
    source: Upstream,
    url: str,
    answer: Answer,
    body: bytes,
    tell: Callable[[Progress], None],
    when: dt.datetime,
) -> Report:
    """Swap in what was fetched, if it is good and says something new."""
    table, schema = source.table, catalog.schema(source.table)
    raw = source.normalise(body)
    try:
        rows = catalog.validate(table, raw)
    except catalog.InvalidTable as error:
        raise UpstreamError(f"{error}{_row_named(str(error), raw)}") from error
    in_use = store.bytes_in_use(table)
    old_rows = catalog.validate(table, in_use)
    reason = doubt(schema, old_rows, rows, when.date())
    if reason:
        raise UpstreamError(reason)
    changes = compare(schema, old_rows, rows)
    before, received = catalog.version(), answer.received
    made = store.stamp(when)
    swap = bool(changes) or catalog.problem(table) is not None
    if swap:
        tell(Progress(table, "swapping"))
        store.write(f"{table}.csv", raw)
        in_use = raw
    kept = Note(
        url,
        made,
        made,
        answer.etag,
        answer.last_modified,
        source.rule,
        store.digest(in_use),
        catalog.shipped_digest(table),
    )
    trouble = _keep(table, kept)
    if not swap:
        message = f"nothing new: the same {len(rows)} rows{trouble}"
        return _report(table, "unchanged", message, when, url=url, received=received)
    what = str(changes) or "the same facts, in place of a file that was not used"
    message = f"{what}; {len(rows)} rows{trouble}"
    return _report(table, "updated", message, when, changes, before, url=url, received=received)


def _restore(table: str, when: dt.datetime) -> Report:
    before = catalog.version()
    try:
        old_rows = catalog.validate(table, store.bytes_in_use(table))
        if not store.set_aside(table):
            return _report(table, "unchanged", "the shipped table is in use", when)
        rows = catalog.validate(table, store.bytes_in_use(table))
    except (catalog.InvalidTable, OSError) as error:
        return _failed(table, None, _reason(error), when)
    changes = compare(catalog.schema(table), old_rows, rows)
    what = f": {changes}" if changes else ""
    message = f"back to the shipped table{what}; {len(rows)} rows"
    return _report(table, "restored", message, when, changes, before)


def _keep(table: str, made: Note) -> str:
    """Keep a note, and return what to add to the message when it could not be kept."""
    try:
        store.write_note(table, made)
    except OSError as error:
        return f" (when could not be noted: {_reason(error)})"
    return ""


def _failed(table: str, url: str | None, reason: str, when: dt.datetime) -> Report:
    place = f"refreshed from {url}" if url else "restored"
    stays = f"The {catalog.origin(table)} table stays in use."
    return _report(table, "failed", f"not {place}: {reason}. {stays}", when, url=url)


def _report(
    table: str,
    outcome: Outcome,
    message: str,
    when: dt.datetime,
    changes: Changes | None = None,
    before: str | None = None,
    *,
    url: str | None = None,
    received: int = 0,
) -> Report:
    changes, after = changes or Changes(), catalog.version()
    return Report(
        table=table,
        outcome=outcome,
        message=message,
        added=changes.added,
        changed=changes.changed,
        removed=changes.removed,
        old_version=before or after,
        new_version=after,
        when=when,
        url=url,
        received=received,
    )


def _reason(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        place = f" ({error.filename})" if error.filename else ""
        return f"{error.strerror}{place}"
    return str(error)


def _row_named(message: str, raw: bytes) -> str:
    """Return the name of the row a message counts, for who has only the source to look at."""
    found = re.search(r", row ([0-9]+)", message)
    if not found:
        return ""
    cells = list(csv.reader(io.StringIO(raw.decode(), newline="")))[int(found[1])]
    return f" (in {cells[0]!r})"


def main(
    arguments: Sequence[str] | None = None,
    *,
    program: str = "python -m data.refresh",
    watch: Callable[[], Callable[[], Iterable[str]]] | None = None,
) -> int:
    """Run the command line.

    Args:
        arguments: without the program's name; those of the process by default.
        program: what the command is called.
        watch: called before any table is touched; what it returns is called at the end, unless all
            tables failed, and tells in lines what has changed by then.

    Returns:
        The exit code: 0 when all is well, 1 when a table failed, 2 for misuse.
    """
    parser = argparse.ArgumentParser(
        prog=program,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        description="Bring the tables that have a live source up to date, or go back to the\n"
        "shipped ones. Refreshed tables are kept in AQUIFER_HOME.",
        epilog="live sources:\n"
        + "".join(f"  {one.table:<15} {one.url}\n" for one in UPSTREAMS.values())
        + "\nexit codes:\n  0  refreshed, or nothing new\n"
        "  1  a table failed and stays as it was\n  2  wrong use",
    )
    parser.add_argument("tables", nargs="*", metavar="table", help="which (default: all)")
    parser.add_argument(
        "--restore", action="store_true", help="go back to the shipped data instead"
    )
    given = parser.parse_args(arguments)
    tables = given.tables or None
    effects = watch() if watch else tuple
    try:
        if given.restore:
            reports = restore(tables)
        else:
            reports = refresh(tables, progress=_show if sys.stderr.isatty() else None)
    except catalog.UnknownTable as error:
        print(f"{parser.prog}: {error}", file=sys.stderr)
        return 2
    for one in reports:
        stream = sys.stderr if one.outcome == "failed" else sys.stdout
        print(f"{one.table}: {one.message}", file=stream)
        if one.old_version != one.new_version:
            print(f"data version: {one.old_version} -> {one.new_version}", file=stream)
    if not reports:
        print("the shipped data is in use")
    if any(one.outcome != "failed" for one in reports):
        for line in effects():
            print(line)
    return int(any(one.outcome == "failed" for one in reports))


def _show(step: Progress) -> None:
    """Show progress on one line of the terminal."""
    size = f" {step.done / 1e6:.1f}" if step.done else ""
    whole = f" of {step.total / 1e6:.1f}" if step.total and step.done else ""
    unit = " MB" if step.done else ""
    print(f"\r\033[K{step.table}: {step.step}{size}{whole}{unit}", end="", file=sys.stderr)
    if step.step in ("checking", "swapping"):
        print("\r\033[K", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
