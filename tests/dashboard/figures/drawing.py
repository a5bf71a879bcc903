"""What the tests of charts share: requests to draw, arrays of a figure, boxes of its labels."""

from __future__ import annotations

from base64 import b64decode
from functools import cache
from typing import Any

import numpy as np

from analytics.outlook import evaluate
from analytics.scenario import DEFAULT_PRESET, PRESETS, Scenario
from dashboard.figures import Request
from dashboard.figures.chart import Scheme
from dashboard.figures.labels import SIZES, Spot, boxes, width_of

NARROW = {
    "demand_growth": "0.3~0.3",
    "demand_2024_tokens": "6e12~6e12",
    "indexed_pages": "2e11~2e11",
    "bytes_per_page": "7000~7000",
    "bytes_per_token": "4~4",
    "page_size_growth": "1.03~1.03",
    "page_count_growth": "1.04~1.04",
    "usable_share": "0.2~0.2",
    "repetition_multiple": "3~3",
}

ODD: dict[str, dict[str, Any]] = {
    "never exhausted": {"demand_path": "trend", "demand_growth": "0.001~0.01"},
    "long exhausted": {
        "indexed_pages": "1e9~2e9",
        "usable_share": "0.001~0.002",
        "overtraining": 100.0,
    },
    "mostly beyond the chart": {"demand_path": "trend", "demand_growth": "0.05~0.25"},
    "no uncertainty": {"demand_path": "trend", **NARROW},
    "no repetition": {"repetition_rule": "epochs", "epochs": 1.0},
    "today is the end of the chart": {"as_of": 2040.0},
}
"""Scenarios at the edge of what can be drawn."""


@cache
def scenario(name: str) -> Scenario:
    """A preset or an odd scenario by name."""
    if name in PRESETS:
        return PRESETS[name].scenario
    return Scenario(log2_worlds=8, **ODD[name])


NAMES = (*PRESETS, *ODD)


def request(
    name: str, *, pinned: bool = False, scheme: Scheme = "light", shape: str = "quantiles"
) -> Request:
    """A request for a scenario, with *as published* pinned or not."""
    preset = PRESETS[DEFAULT_PRESET]
    return Request(
        evaluate(scenario(name)),
        PRESETS.get(name),
        evaluate(preset.scenario) if pinned else None,
        preset.name if pinned else "",
        scheme,
        {"exhaustion": shape},
    )


def decoded(value: Any) -> np.ndarray:
    """A plotly array as numpy's."""
    if not isinstance(value, dict):
        return np.asarray(value, float)
    flat = np.frombuffer(b64decode(value["bdata"]), dtype=f"<{value['dtype']}")
    shape = [int(n) for n in value.get("shape", str(len(flat))).split(",")]
    return flat.reshape(shape).astype(float)


def label_boxes(figure: dict[str, Any], yref: str = "y domain") -> dict[str, np.ndarray]:
    """Box of each label at every size of plot, (sizes, 4), by its text."""
    found: dict[str, np.ndarray] = {}
    for one in figure["layout"].get("annotations", ()):
        if one["yref"] == yref:
            spot = Spot(
                one["x"], one["y"], one["xanchor"], one["yanchor"], one["xshift"], one["yshift"]
            )
            found[one["text"] + str(len(found))] = boxes([spot], one["text"])[0]
    return found


__all__ = [
    "NAMES",
    "ODD",
    "SIZES",
    "decoded",
    "label_boxes",
    "request",
    "scenario",
    "width_of",
]
