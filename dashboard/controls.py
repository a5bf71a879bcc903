"""Scenario field → control, from the field's own declaration.

A control is a group of widgets: two or three numbers, a select or a switch with ids ``{"field":
name, "part": …}``, and a slider with ``{"field": name, "slider": …}``. ``assets/controls.js`` keeps
the widgets of a field in step and turns them into the text that stands in a link.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable
from typing import Any

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

from analytics import wording
from analytics.estimates import Estimate
from analytics.scenario import (
    DECLARATIONS,
    GROUPS,
    PRESETS,
    Declaration,
    Scenario,
)
from dashboard.attributes import aria, data
from dashboard.showing import ALSO, NEEDS, ONLY_ON, SETS, VENDORS_ONLY

STATUS = {
    "published": "published",
    "measured": "measured",
    "assumption": "assumed",
}
"""Where a default comes from, in a word; an assumed one is marked on its control."""

_LABELS = Counter(d.label for d in DECLARATIONS.values())


def spoken(d: Declaration) -> str:
    """What an assumption is called where its group is not seen: two have the same label."""
    return d.label if _LABELS[d.label] == 1 else f"{d.label} ({GROUPS[d.group]})"


SLIDERS = ("range", "slider")
"""Parts that are sliders: no callback of Dash listens to their ids, ``assets/sliders.js`` does."""


def widget_id(field: str, part: str) -> dict[str, str]:
    """Id of one widget of a control."""
    return {"field": field, "slider" if part in SLIDERS else "part": part}


def facts() -> dict[str, dict[str, Any]]:
    """What ``controls.js`` needs of each declaration."""
    return {
        name: {
            "kind": d.kind,
            "points": len(d.default.points) if d.kind == "estimate" else 1,
            "factor": d.factor,
            "log": d.log,
            "low": d.low,
            "high": d.high,
            "step": _scale(d)["step"] if d.kind in ("estimate", "number") else None,
            "unit": d.shown_unit,
            "group": d.group,
            "needs": NEEDS.get(name),
            "also": ALSO.get(name),
            "sets": SETS.get(name),
            "about": about(d),
        }
        for name, d in DECLARATIONS.items()
    }


def values_of(scenario: Scenario) -> dict[str, str]:
    """Every assumption of a scenario as text, as the stores of the controls hold it."""
    return {name: d.as_text(getattr(scenario, name)) for name, d in DECLARATIONS.items()}


OPEN_AT_FIRST = ("demand",)


def rail(scenario: Scenario) -> Component:
    """The groups of controls, the first one with its controls in it.

    The others get theirs when they are opened: every component on a page, seen or not, costs time
    at each change, and a dragged slider has little.
    """
    groups = [
        dmc.AccordionItem(
            value=group,
            **data(group=group, **_only_on(group)),
            children=[
                dmc.AccordionControl(
                    html.Span(
                        [
                            html.Span(title, className="group-title"),
                            html.Span("", className="group-changes"),
                        ],
                        className="group-head",
                    )
                ),
                dmc.AccordionPanel(
                    html.Div(
                        group_controls(group, scenario) if group in OPEN_AT_FIRST else [],
                        id={"group": group},
                    )
                ),
            ],
        )
        for group, title in GROUPS.items()
    ]
    return dmc.Accordion(
        groups,
        id="groups",
        multiple=True,
        value=list(OPEN_AT_FIRST),
        chevronPosition="left",
        variant="default",
        order=2,
    )


def _only_on(group: str) -> dict[str, str]:
    return {"views": " ".join(ONLY_ON[group])} if group in ONLY_ON else {}


def group_controls(group: str, scenario: Scenario) -> list[Component]:
    """The controls of one group at a scenario's values."""
    texts = values_of(scenario)

    def unmet(needed: tuple[str, tuple[str, ...]]) -> bool:
        return texts[needed[0]] not in needed[1] or bool(idle(needed[0]))

    def idle(name: str) -> str | None:
        """Where a control does nothing: None nowhere, empty everywhere."""
        if name not in NEEDS or not unmet(NEEDS[name]):
            return None
        return VENDORS_ONLY if name in ALSO and not unmet(ALSO[name]) else ""

    return [
        control(d, getattr(scenario, d.name), idle=idle(d.name))
        for d in DECLARATIONS.values()
        if d.group == group and d.kind != "rows"  # a list has an editor on its own view
    ]


def control(d: Declaration, value: Any, *, idle: str | None = None) -> Component:
    """One assumption: its label, unit, help, reset and widgets; hidden where it changes nothing.

    Args:
        d: the assumption.
        value: what it is in the scenario.
        idle: :data:`VENDORS_ONLY` if it acts on vendors alone, empty if on nothing.
    """
    make: dict[str, Callable[[Declaration, Any], Component]] = {
        "estimate": _estimate,
        "number": _number,
        "whole": _number,
        "choice": _choice,
        "switch": _switch,
    }
    head = html.Div(
        [
            html.Span(d.label, className="control-label", id=f"label-{d.name}"),
            html.Span(d.shown_unit, className="control-unit") if d.shown_unit else None,
            html.Span("assumed", className="control-assumed") if d.status == "assumption" else None,
            html.Button(
                id={"reset": d.name},
                className="control-button control-reset",
                type="button",
                n_clicks=0,
                **aria(label=f"Reset {spoken(d)} to the preset"),
            ),
            html.Button(
                "?",
                className="control-button control-help",
                type="button",
                **aria(label=f"About {spoken(d)}"),
                **data(about=d.name),
            ),
        ],
        className="control-head",
    )
    return html.Div(
        [head, make[d.kind](d, value)],
        className="control",
        role="group",
        **aria(labelledby=f"label-{d.name}"),
        **data(field=d.name, **({} if idle is None else {"idle": idle})),
    )


def about(d: Declaration) -> list[list[str]]:
    """What is said of an assumption behind its question mark: pairs of a heading and a text."""
    said = [["", d.help]]
    if d.kind == "estimate":
        said.append(["The numbers", _meaning(d)])
    if bounds := wording.bounds(d):
        said.append(["Accepted", bounds])
    default = wording.value(d, d.default) if d.kind != "switch" else ""
    said.append([f"Default, {STATUS[d.status]}", f"{default}. {d.source}.".lstrip(". ")])
    return said


def _meaning(d: Declaration) -> str:
    estimate = d.default
    if estimate.family == "triangular":
        return "lowest, most likely and highest value (triangular)."
    family = {"lognormal": "lognormal", "normal": "normal", "reflected": "reflected lognormal"}
    return f"central {estimate.level:.0%} interval ({family[estimate.family]})."


def _estimate(d: Declaration, value: Estimate) -> Component:
    three = len(value.points) == 3
    names = ("low", "mode", "high") if three else ("low", "high")
    said = {"low": "lower end", "mode": "most likely", "high": "upper end"}
    numbers = [
        _number_input(d, part, point, f"{spoken(d)}, {said[part]}")
        for part, point in zip(names, value.points, strict=True)
    ]
    slider = dmc.RangeSlider(
        id=widget_id(d.name, "range"),
        value=[_position(d, value.low), _position(d, value.high)],
        **_scale(d),
        minRange=0,
        label=None,
        size=4,
        thumbSize=24,
        updatemode="mouseup",
        thumbFromLabel=f"{spoken(d)}, lower end",
        thumbToLabel=f"{spoken(d)}, upper end",
    )
    bar = html.Div(slider, className="control-slider")
    if three:
        return html.Div([bar, html.Div(numbers, className="control-row")])
    return html.Div([numbers[0], bar, numbers[1]], className="control-row")


def _number(d: Declaration, value: float) -> Component:
    number = _number_input(d, "value", value, spoken(d))
    if d.kind == "whole":
        return html.Div(number, className="control-row")
    slider = dmc.Slider(
        id=widget_id(d.name, "slider"),
        value=_position(d, value),
        **_scale(d),
        label=None,
        size=4,
        thumbSize=24,
        updatemode="mouseup",
        thumbLabel=spoken(d),
    )
    return html.Div([html.Div(slider, className="control-slider"), number], className="control-row")


def _choice(d: Declaration, value: str) -> Component:
    return dmc.Select(
        id=widget_id(d.name, "choice"),
        data=[{"value": v, "label": label} for v, label in d.options.items()],
        value=value,
        allowDeselect=False,
        size="sm",
        comboboxProps={"shadow": "md"},
        **aria(label=spoken(d)),
    )


def _switch(d: Declaration, value: bool) -> Component:
    return dmc.Switch(
        id=widget_id(d.name, "switch"),
        checked=value,
        size="sm",
        **aria(label=spoken(d)),
    )


def _number_input(d: Declaration, part: str, value: float, label: str) -> Component:
    assert d.low is not None and d.high is not None
    return dmc.NumberInput(
        id=widget_id(d.name, part),
        value=_shown(d, value),
        min=_shown(d, d.low),
        max=_shown(d, d.high),
        step=d.step or _step(d, value),
        allowDecimal=d.kind != "whole",
        clampBehavior="blur",
        debounce=250,
        hideControls=True,
        size="xs",
        className="control-number",
        **aria(label=f"{label} ({d.shown_unit})" if d.shown_unit else label),
    )


def _shown(d: Declaration, stored: float) -> float:
    return stored if d.kind == "whole" else float(f"{stored / d.factor:.6g}")


def _step(d: Declaration, value: float) -> float:
    """A step of about a hundredth of the value, a round number."""
    size = abs(_shown(d, value)) or 1.0
    return float(10.0 ** math.floor(math.log10(size) - 1))


def _position(d: Declaration, stored: float) -> float:
    """Where a value lies on its slider: the shown number, or its log10."""
    shown = stored / d.factor
    return round(math.log10(shown), 4) if d.log else _shown(d, stored)


def _scale(d: Declaration) -> dict[str, float]:
    """Ends of a slider: wide enough to argue, not so wide that the default is a dot.

    The numbers beside it accept the whole range; the slider spans the useful part of it, with the
    values of every preset.
    """
    assert d.low is not None and d.high is not None
    low, high = _position(d, d.low), _position(d, d.high)
    ends = _ends(d, d.default)
    spread = max(ends) - min(ends) or (1.0 if d.log else high - low)
    reached = [x for p in PRESETS.values() for x in _ends(d, getattr(p.scenario, d.name))]
    low = max(low, min(min(ends) - spread, *reached))
    high = min(high, max(max(ends) + (1.5 if d.log else 2.0) * spread, *reached))
    step = 0.005 if d.log else (d.step or 10.0 ** math.floor(math.log10(high - low) - 2))
    return {"min": round(low, 4), "max": round(high, 4), "step": step, "precision": 4}


def _ends(d: Declaration, value: Any) -> list[float]:
    """Where the outermost numbers of a value lie on its slider."""
    points = value.points if d.kind == "estimate" else (value,)
    return [_position(d, points[0]), _position(d, points[-1])]


def preset_values() -> dict[str, dict[str, str]]:
    """Every preset's values as text, for resetting a control without asking the server."""
    return {id: values_of(preset.scenario) for id, preset in PRESETS.items()}
