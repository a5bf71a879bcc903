"""Random scenarios, read from the declarations: a new assumption is covered without a change."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from analytics.scenario import DECLARATIONS, PRESETS, Declaration, Scenario


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


def changes(**fixed: Any) -> st.SearchStrategy[dict[str, Any]]:
    """Values for some of the assumptions, and the fixed ones."""
    free = {name: values(d) for name, d in DECLARATIONS.items() if name not in fixed}
    return st.fixed_dictionaries({}, optional=free).map(lambda drawn: drawn | fixed)


def scenarios(**fixed: Any) -> st.SearchStrategy[Scenario]:
    """Scenarios that differ from the published one in any number of assumptions."""
    return changes(**fixed).map(lambda drawn: Scenario(**drawn))


presets = st.sampled_from(list(PRESETS.values()))


def another_value(declaration: Declaration) -> Any:
    """A value that differs from the default."""
    default = declaration.default
    match declaration.kind:
        case "estimate":
            return (default.points[-1],)
        case "number" | "whole":
            return declaration.low if default != declaration.low else declaration.high
        case "choice":
            return next(option for option in declaration.options if option != default)
        case "switch":
            return not default


def _estimates(declaration: Declaration) -> st.SearchStrategy[Any]:
    point = st.floats(declaration.low, declaration.high)
    ordered = st.tuples(*[point for _ in declaration.default.points]).map(sorted)
    return ordered.map(lambda points: declaration.default.with_points(tuple(points)))


def _whole(bound: float | None) -> int | None:
    return None if bound is None else int(bound)
