"""Break-even: the risk by the value of one control, the level, and where the two cross."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from analytics import findings, wording
from analytics import findings_sensitivity as said
from analytics.outlook.break_even import Found, find
from analytics.scenario import DECLARATIONS
from dashboard.figures.chart import Chart, Request
from dashboard.figures.depletion.common import (
    colours_of,
    dashed,
    ghost_line,
    layout,
    line,
    same,
    under,
)
from dashboard.figures.palette import Palette, translucent
from dashboard.figures.sensitivity import common
from dashboard.figures.template import packed, share_axis

COLUMNS = ("series", "variable", "control", "unit", "setting", "quantile", "value")
_TOP = 1.08


def curve(request: Request) -> Chart:
    """Draw the risk by the value of a control, with the level and the crossings marked."""
    asked, colours = common.asked_of(request), colours_of(request)
    if asked.no_risk:
        return common.refused(request, asked.no_risk, list(COLUMNS))
    found = find(request.outlook, asked.question, asked.control, asked.level)
    was = _was(request, found)
    result, axis = found.result, _Axis(found)
    given = findings.condition(request.outlook.scenario, request.preset)
    declared = DECLARATIONS[found.control.field]
    unit = f", {declared.shown_unit}" if declared.shown_unit else ""
    return Chart(
        title=f"{said.break_even_title(found)}, {given}",
        unit=f"{said.risk(found.question, capital=True)} by “{declared.label}”{unit}, set to a "
        f"known value; all else as uncertain as it is, in {wording.count(result.worlds)} common "
        f"worlds. Level: {said.percent(result.level)}." + dashed(request, was is not None),
        figure={
            "data": [
                *_areas(found, axis, colours),
                *([_ghost(was, axis, colours)] if was is not None else []),
                _curve(found, axis, colours),
                _level(found, axis, colours),
                *_crossings(found, axis, colours),
            ],
            "layout": layout(
                request,
                hovermode="closest",
                margin={"l": 46, "r": 18, "t": 14, "b": 44},
                xaxis=axis.dict(declared.label + unit, colours),
                yaxis=share_axis(_TOP),
                annotations=_labels(found, axis, colours),
            ),
        },
        table=_table(found, was),
        alt=_alt(found) + (_ghost_alt(request, was) if was is not None else ""),
        source=common.source(request, found.question.by, "Brent 1973"),
    )


def _was(request: Request, found: Found) -> Found | None:
    """The baseline's curve; None without one, or where it is the same."""
    if request.baseline is None or request.baseline == request.outlook:
        return None
    asked = common.asked_of(request, request.baseline)
    if asked.no_risk:
        return None
    was = find(request.baseline, asked.question, asked.control, asked.level)
    one, two = was.result, found.result
    return None if same(one.values, two.values) and same(one.risks, two.risks) else was


class _Axis:
    """The axis of a control: in its shown unit, logarithmic where its range is."""

    def __init__(self, found: Found) -> None:
        declared = DECLARATIONS[found.control.field]
        self._factor = declared.factor
        self.log = found.control.log
        (self._low, _), (self._high, _) = found.result.ends

    def shown(self, values: Any) -> Any:
        """Values in the shown unit."""
        return np.asarray(values, float) / self._factor

    def along(self, value: float) -> float:
        """A value as a fraction of the axis."""
        low, high = self.range
        x = math.log10(value / self._factor) if self.log else value / self._factor
        return (x - low) / (high - low)

    def place(self, value: float) -> float:
        """Where an annotation stands: plotly wants the exponent on a logarithmic axis."""
        x = value / self._factor
        return math.log10(x) if self.log else x

    @property
    def range(self) -> tuple[float, float]:
        """Ends of the axis, as plotly takes them."""
        ends = (self._low / self._factor, self._high / self._factor)
        low, high = (math.log10(x) for x in ends) if self.log else ends
        pad = 0.015 * (high - low)
        return low - pad, high + pad

    def dict(self, title: str, colours: Palette) -> dict[str, Any]:
        """The axis for plotly."""
        more: dict[str, Any] = {}
        if self.log:
            low, high = self.range
            ticks = [
                m * 10.0**p
                for p in range(math.floor(low), math.ceil(high) + 1)
                for m in ((1, 2, 5) if high - low < 2.5 else (1,))
            ]
            ticks = [x for x in ticks if low <= math.log10(x) <= high]
            texts = [wording.number(x) for x in ticks]
            more = {"type": "log", "tickmode": "array", "tickvals": ticks, "ticktext": texts}
        return {
            "range": list(self.range),
            "title": {"text": title, "font": {"size": 12, "color": colours.quiet}, "standoff": 8},
            **more,
        }


def _areas(found: Found, axis: _Axis, colours: Palette) -> list[dict[str, Any]]:
    """The sampling error of each crossing, a band down to the axis."""
    bands = []
    for one in found.result.crossings:
        x = axis.shown([one.low, one.high, one.high, one.low])
        bands.append(
            {
                "type": "scatter",
                "mode": "lines",
                "x": packed(x, "f8"),
                "y": packed([0, 0, _TOP, _TOP]),
                "fill": "toself",
                "fillcolor": translucent(colours.accent, 0.14),
                "line": {"width": 0},
                "hoverinfo": "skip",
            }
        )
    return bands


def _curve(found: Found, axis: _Axis, colours: Palette) -> dict[str, Any]:
    result, ink = found.result, colours.line["synthetic"]
    texts = [
        f"{said.amount(found.control, x)}: <b>{wording.probability(y)}</b>"
        for x, y in zip(result.values.tolist(), result.risks.tolist(), strict=True)
    ]
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": packed(axis.shown(result.values), "f8"),
        "y": packed(result.risks),
        "line": {"color": ink, "width": 2.5},
        "marker": {"size": 4, "color": ink},
        "text": texts,
        "hovertemplate": "%{text}<extra></extra>",
        "customdata": [found.control.field] * len(texts),
        "cliponaxis": False,
    }


def _ghost(was: Found, axis: _Axis, colours: Palette) -> dict[str, Any]:
    return ghost_line(axis.shown(was.result.values), was.result.risks, colours.ghost)


def _level(found: Found, axis: _Axis, colours: Palette) -> dict[str, Any]:
    ends = [x for x, _ in found.result.ends]
    level = found.result.level
    return line(axis.shown(ends), [level, level], colours.text, 1.25, line={"dash": "dot"})


def _crossings(found: Found, axis: _Axis, colours: Palette) -> list[dict[str, Any]]:
    """A dot at each crossing, and the ends of the bracket in which it was found."""
    found_at = found.result.crossings
    if not found_at:
        return []
    ends = [(x, y) for one in found_at for x, y in zip(one.bracket, one.risks, strict=True)]
    return [
        _dots([x for x, _ in ends], [y for _, y in ends], axis, colours, "circle-open", 10),
        _dots(
            [one.value for one in found_at],
            [found.result.level for _ in found_at],
            axis,
            colours,
            "circle",
            12,
        ),
    ]


def _dots(
    x: Sequence[float],
    y: Sequence[float],
    axis: _Axis,
    colours: Palette,
    symbol: str,
    size: int,
) -> dict[str, Any]:
    edge = {} if symbol.endswith("open") else {"line": {"color": colours.paper, "width": 1.5}}
    return {
        "type": "scatter",
        "mode": "markers",
        "x": packed(axis.shown(x), "f8"),
        "y": packed(y),
        "marker": {"size": size, "color": colours.accent, "symbol": symbol, **edge},
        "cliponaxis": False,
        "hoverinfo": "skip",
    }


def _labels(found: Found, axis: _Axis, colours: Palette) -> list[dict[str, Any]]:
    result = found.result
    # where there is most room: at the end that is farther from the first crossing
    at_left = bool(result.crossings) and axis.along(result.crossings[0].value) > 0.5
    labels = [
        _label(
            f"level {said.percent(result.level)}",
            0.0 if at_left else 1.0,
            result.level,
            colours.quiet,
            "left" if at_left else "right",
            "x domain",
            6 if result.level < 0.9 else -6,
            8 if at_left else -8,
        )
    ]
    for one in result.crossings:
        side = "left" if axis.along(one.value) < 0.6 else "right"
        labels.append(
            _label(
                f"<b>{said.amount(found.control, one.value)}</b>",
                axis.place(one.value),
                result.level,
                colours.accent,
                side,
                "x",
                16 if (one.under == "above") == (side == "left") else -16,
                12 if side == "left" else -12,
            )
        )
    return labels


def _label(
    text: str, x: float, y: float, ink: str, anchor: str, xref: str, up: int, over: int = 0
) -> dict[str, Any]:
    return {
        "text": text,
        "x": x,
        "y": y,
        "xref": xref,
        "yref": "y",
        "xanchor": anchor,
        "yanchor": "bottom" if up > 0 else "top",
        "yshift": up // 3,
        "xshift": over,
        "showarrow": False,
        "borderpad": 0,
        "font": {"color": ink, "size": 12},
    }


def _table(found: Found, was: Found | None) -> pd.DataFrame:
    rows = _rows("", found)
    if was is not None:
        rows += _rows("Baseline: ", was)
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    return frame.astype({"setting": float, "quantile": float, "value": float})


def _rows(series: str, found: Found) -> list[tuple[Any, ...]]:
    nan, result, field = float("nan"), found.result, found.control.field
    declared = DECLARATIONS[field]
    risk = said.risk(found.question, capital=True)
    rows: list[tuple[Any, ...]] = [
        (f"{series}curve", risk, field, "share", x, nan, y)
        for x, y in zip(result.values.tolist(), result.risks.tolist(), strict=True)
    ]
    rows.append((f"{series}level", risk, field, "share", nan, nan, result.level))
    for one in result.crossings:
        rows += [
            (f"{series}crossing", "Break-even", field, declared.unit, nan, p, x)
            for p, x in ((nan, one.value), (0.05, one.low), (0.95, one.high))
        ]
        rows += [
            (f"{series}bracket", risk, field, "share", x, nan, y)
            for x, y in zip(one.bracket, one.risks, strict=True)
        ]
    return rows


def _alt(found: Found) -> str:
    (low, first), (high, last) = found.result.ends
    way = {"rising": "rises", "falling": "falls", "flat": "stays", "both": "rises and falls"}
    return (
        f"A line of the risk that {way[found.result.course]} from {wording.probability(first)} at "
        f"{said.amount(found.control, low)} to {wording.probability(last)} at "
        f"{said.amount(found.control, high)}, and a level line. {said.break_even_sentence(found)}"
    )


def _ghost_alt(request: Request, was: Found) -> str:
    (_, first), (_, last) = was.result.ends
    told = f"it goes from {wording.probability(first)} to {wording.probability(last)}"
    return under(request, told)
