"""Random scenarios, read from the declarations: a new assumption is covered without a change."""

from __future__ import annotations

import unicodedata
from typing import Any

from hypothesis import strategies as st

from analytics.scenario import (
    DECLARATIONS,
    PRESETS,
    Declaration,
    LicenceChange,
    Mix,
    NewestRun,
    Scenario,
)
from analytics.scenario.runs import TOKENS, YEARS


def values(declaration: Declaration) -> st.SearchStrategy[Any]:
    """Any value that an assumption accepts."""
    match declaration.kind:
        case "estimate":
            return _estimates(declaration)
        case "number":
            return st.floats(declaration.low, declaration.high)
        case "whole":
            return st.integers(_whole(declaration.low), _whole(declaration.high))
        case "choice":
            return st.sampled_from(list(declaration.options))
        case "switch":
            return st.booleans()
        case "rows":
            kinds: dict[Any, st.SearchStrategy[Any]] = {
                Mix: mixes(),
                LicenceChange: licence_changes(),
                NewestRun: newest_runs(),
            }
            several = st.lists(kinds[declaration.row], max_size=3, unique_by=lambda row: row.key)
            return several.map(_sorted)


def changes(**fixed: Any) -> st.SearchStrategy[dict[str, Any]]:
    """Values for some of the assumptions, and the fixed ones."""
    free = {name: values(d) for name, d in DECLARATIONS.items() if name not in fixed}
    return st.fixed_dictionaries({}, optional=free).map(lambda drawn: drawn | fixed)


def scenarios(**fixed: Any) -> st.SearchStrategy[Scenario]:
    """Scenarios that differ from the published one in any number of assumptions."""
    return changes(**fixed).map(lambda drawn: Scenario(**drawn))


RUNS = (NewestRun("OpenAI", 36e12, 100e12, 2025.2),)
MIXED = (Mix("OpenAI", (0.5, 0.1, 0.15, 0.15, 0.02, 0.08)),)
CHANGED = (LicenceChange("add", "OpenAI", "Reddit", 7e7, 3.0, True),)


def names(longest: int) -> st.SearchStrategy[str]:
    """Names as they are kept, the signs among them that part rows and cells in a link."""
    signs = st.sampled_from(":~!.,;-+%&=?#'\"\\/ ")
    letters = st.characters(exclude_categories=("C", "Z")) | signs
    kept = st.text(letters, min_size=1, max_size=12).map(_composed)
    return kept.filter(lambda name: 0 < len(name) <= longest and name.isprintable())


def mixes() -> st.SearchStrategy[Mix]:
    """Mixes of any vendor."""
    amounts = st.lists(st.integers(0, 1000), min_size=6, max_size=6).filter(any)
    return st.builds(Mix.scaled, names(40), amounts)


def licence_changes() -> st.SearchStrategy[LicenceChange]:
    """Changes of any licence."""
    pair = (names(40), names(80))
    added = st.builds(
        LicenceChange,
        st.just("add"),
        *pair,
        st.none() | st.floats(0, 1e12),
        st.none() | st.floats(0, 100),
        st.booleans(),
    )
    return added | st.builds(LicenceChange, st.sampled_from(["end", "exclusive"]), *pair)


def newest_runs() -> st.SearchStrategy[NewestRun]:
    """Newest runs of any vendor."""
    ends = st.tuples(st.floats(*TOKENS), st.floats(*TOKENS)).map(sorted)
    return st.builds(
        lambda name, ends, year: NewestRun(name, ends[0], ends[1], year),
        names(40),
        ends,
        st.floats(*YEARS),
    )


def _composed(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).split())


def _sorted(rows: list[Any]) -> tuple[Any, ...]:
    return tuple(sorted(rows, key=lambda row: row.key))


presets = st.sampled_from(list(PRESETS.values()))


def another_value(declaration: Declaration) -> Any:
    """A value that differs from the default."""
    default = declaration.default
    match declaration.kind:
        case "estimate":
            return (default.high if default.low < default.high else declaration.high,)
        case "number" | "whole":
            return declaration.low if default != declaration.low else declaration.high
        case "choice":
            return next(option for option in declaration.options if option != default)
        case "switch":
            return not default
        case "rows":
            return {"mixes": MIXED, "licences": CHANGED, "newest_runs": RUNS}[declaration.name]


def _estimates(declaration: Declaration) -> st.SearchStrategy[Any]:
    point = st.floats(declaration.low, declaration.high)
    ordered = st.tuples(*[point for _ in declaration.default.points]).map(sorted)
    return ordered.map(lambda points: declaration.default.with_points(tuple(points)))


def _whole(bound: float | None) -> int | None:
    return None if bound is None else int(bound)
