"""Changes that a view's own editor makes to the scenario, handed over as a file that is opened is.

An editor answers the store ``loaded`` with :func:`edited`; ``assets/state.js`` takes that over,
has it drawn and writes the link, so that Back undoes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from dash.exceptions import PreventUpdate

from analytics.scenario import to_query
from analytics.scenario.beside import write_beside
from dashboard import controls, state


def as_page(shown: state.State, path: str) -> dict[str, Any]:
    """The state in the form in which the browser holds it.

    Args:
        shown: the state.
        path: of the view.
    """
    pinned = shown.pinned
    return {
        "path": path,
        "preset": shown.preset.id,
        "values": controls.values_of(shown.scenario),
        "pin": to_query(pinned.scenario, pinned.preset, longest=None) if pinned else None,
        "options": dict(shown.options),
        "beside": [write_beside(one, longest=None) for one in shown.beside],
        "scheme": shown.scheme,
    }


def edited(page: Mapping[str, Any], **values: Any) -> dict[str, Any]:
    """What the store ``loaded`` is given so that assumptions take new values.

    Args:
        page: the store of the browser that holds the state.
        values: assumption → value, as the scenario's field takes it.
    """
    shown = state.from_page(page)
    reading = replace(shown.reading, scenario=shown.scenario.model_copy(update=values))
    changed = as_page(replace(shown, reading=reading), str(page.get("path") or "/"))
    return {"state": changed, "drawn": False, "edited": True}


def held(page: Any) -> state.State:
    """The state that the browser holds; an editor does nothing while that is none."""
    if not isinstance(page, Mapping) or not page:
        raise PreventUpdate
    return state.from_page(page)


def seen(shown: state.State, fields: Iterable[str]) -> str:
    """What an editor shows of a state, as ``assets/vendors_editor.js`` makes it of the page.

    Args:
        shown: the state.
        fields: assumptions, each a line.
    """
    values = controls.values_of(shown.scenario)
    return "\n".join(values[field] for field in fields)
