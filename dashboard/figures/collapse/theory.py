"""Theory: what published formulas say, with loops run row by row as dots on their lines."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from analytics import wording
from analytics.collapse import panel as theory
from analytics.collapse.panel import Curve, Dots, Panel
from analytics.collapse.theory import ACCUMULATE_BOUND, best_human_weight
from dashboard.figures.chart import Chart, Request
from dashboard.figures.collapse import common
from dashboard.figures.collapse.common import Named, Part
from dashboard.figures.depletion.common import colours_of, layout
from dashboard.figures.palette import Palette, Role
from dashboard.figures.template import packed

OPTION = "theory"
CHOICES = {
    "mean": "A fitted mean",
    "distance": "Distance of a Gaussian",
    "labels": "Labels of the last model",
    "weight": "Best weight on human data",
    "fresh": "Loop with fresh data",
    "strong": "Wrong labels in a mix",
}
"""Topics; the first is shown at first."""

COLUMNS = ("series", "variable", "unit", "x", "quantile", "value")
THEORY, SIMULATION = "theory", "simulation"
_INKS: tuple[Role, ...] = ("synthetic", "human", "repeated")


class _Topic(NamedTuple):
    """How a topic is told: names of its lines, its axes, its papers."""

    names: Mapping[str, str]
    x: str
    y: str
    unit: str
    said: str
    source: str
    log_x: bool = False
    log_y: bool = False


_TOPICS: dict[str, _Topic] = {
    "mean": _Topic(
        {
            "replace": "Replace",
            "accumulate_subsample": "Accumulate,<br>then sample",
            "accumulate": "Accumulate",
            "bound": "π²/6",
        },
        "model",
        "n × variance of the fitted mean",
        "human variance",
        f"How uncertain a Gaussian’s mean becomes, its variance known, {theory.ROWS} rows a model: "
        "n × variance of the mean, in human variances",
        "Gerstgrasser et al. 2024 (arXiv 2404.01413); Kazdan et al. 2024 (arXiv 2410.16713)",
    ),
    "distance": _Topic(
        {"exact": "Exact", "leading": "Leading order<br>3/2 Σ 1/M"},
        "fit",
        "squared Wasserstein-2 distance",
        "human variance",
        f"Squared Wasserstein-2 distance from the human Gaussian, {theory.ROWS} rows a fit, in "
        "human variances",
        "Shumailov et al. 2024, Nature 631:755–759; exact form by Aquifer",
    ),
    "labels": _Topic(
        {"replace": "Replace", "accumulate": "Accumulate"},
        "generation",
        "excess test error",
        "error of the first fit",
        f"Excess test error of linear regression, {theory.FEATURES} features and {theory.LABELS} "
        "labelled rows a generation, as a multiple of the first fit’s",
        "Gerstgrasser et al. 2024 (arXiv 2404.01413); Dohmatob et al. 2024 (arXiv 2402.07712)",
    ),
    "weight": _Topic(
        {
            "5": "5 human rows<br>to 1 synthetic",
            "1": "as many",
            "0.2": "1 human row<br>to 5 synthetic",
        },
        "weight on human data",
        "long-run variance of the mean",
        "variance of a human corpus’ mean",
        "Variance at which a fitted mean settles, as a multiple of that of the human rows alone, "
        "by the weight on them; logarithmic",
        "He, Xu & Cheng 2025 (arXiv 2502.18049)",
        log_y=True,
    ),
    "fresh": _Topic(
        {"1": "Unbiased", "0.9": "Sampling<br>bias 0.9", "0.5": "Sampling<br>bias 0.5"},
        "synthetic rows",
        "variance kept",
        "human variance",
        f"Variance at which a Gaussian loop settles, {theory.HUMAN} fresh human rows a "
        "generation, by the synthetic rows beside them",
        "Alemohammad et al. 2023 (arXiv 2307.01850)",
    ),
    "strong": _Topic(
        {"0.1": "10% synthetic", "0.01": "1% synthetic", "0": "all human"},
        "labelled rows",
        "test error above the noise",
        "noise variance",
        f"Test error of linear regression, {theory.WIDE} features, some labels by a wrong model "
        "that is off by as much as the noise; both axes logarithmic. Formula: limit of many "
        "features and rows",
        "Dohmatob et al. 2024, Strong Model Collapse (arXiv 2410.04840), eq. 11",
        log_x=True,
        log_y=True,
    ),
}


def panel(request: Request) -> Chart:
    """Draw the lines of a topic and the dots of its loops."""
    chosen = request.options.get(OPTION, next(iter(CHOICES)))
    found, topic, colours = theory.panel(chosen), _TOPICS[chosen], colours_of(request)
    inks = _inks(topic, colours)
    traces: list[dict[str, Any]] = []
    for name, said in topic.names.items():
        traces.append(_line(found.curve(name), said, inks[name][0]))
    traces += [_marks(dots, inks[dots.name][0], colours.paper) for dots in found.dots]
    x, y = _range(found, "x", topic.log_x), _range(found, "y", topic.log_y)
    ends = [
        Named(said, _height(float(found.curve(name).y[-1]), y, topic.log_y), inks[name][1])
        for name, said in topic.names.items()
    ]
    return Chart(
        title=_title(chosen, found),
        unit=f"{topic.said}. Lines: the formula; dots: mean of {wording.count(found.replicates)} "
        "loops run row by row and its 90% interval. The same in every scenario.",
        figure={
            "data": traces,
            "layout": layout(
                request,
                margin={"l": 56, "r": 132, "t": 10, "b": 44},
                xaxis=_axis(topic.x, x, topic.log_x),
                yaxis=_axis("", y, topic.log_y),
                annotations=common.names(ends, pixels=290),
            ),
        },
        table=common.table(_parts(found, topic), COLUMNS),
        alt=_alt(found, topic),
        source=f"Source: {topic.source}; loops by Aquifer",
    )


def _inks(topic: _Topic, colours: Palette) -> dict[str, tuple[str, str]]:
    """Colour of each line and of its name; quiet for a bound or a leading order."""
    found = {}
    for name, role in zip(
        [one for one in topic.names if one not in ("bound", "leading")], _INKS, strict=False
    ):
        found[name] = (colours.line[role], colours.word[role])
    return {name: found.get(name, (colours.quiet, colours.quiet)) for name in topic.names}


def _line(curve: Curve, said: str, ink: str) -> dict[str, Any]:
    texts = [wording.number(float(v)) for v in curve.y]
    name = said.replace("<br>", " ")
    style = {} if curve.exact else {"dash": "5px,3px"}
    return common.told_line(
        curve.x, curve.y, ink, name, texts, width=2.4 if curve.exact else 1.6, line=style
    )


def _marks(dots: Dots, ink: str, paper: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": packed(dots.x),
        "y": packed(dots.mean),
        "error_y": {
            "type": "data",
            "symmetric": False,
            "array": packed(dots.interval[:, 1] - dots.mean),
            "arrayminus": packed(dots.mean - dots.interval[:, 0]),
            "color": ink,
            "thickness": 1.5,
            "width": 4,
        },
        "marker": {"size": 8, "color": ink, "line": {"width": 1.5, "color": paper}},
        "cliponaxis": False,
        "hoverinfo": "skip",
    }


def _range(found: Panel, which: str, log: bool) -> list[float]:
    """Ends of an axis that holds every line and dot."""
    parts = [getattr(curve, which) for curve in found.curves]
    parts += [(dots.x if which == "x" else dots.interval.ravel()) for dots in found.dots]
    values = np.concatenate(parts)
    low, high = float(values.min()), float(values.max())
    if log:
        low, high = math.log10(low), math.log10(high)
        return [low - 0.03 * (high - low), high + 0.03 * (high - low)]
    return [min(0.0, low) if which == "y" or low < 0.1 * high else low, high * 1.03]


def _height(value: float, ends: list[float], log: bool) -> float:
    at = math.log10(value) if log else value
    return (at - ends[0]) / (ends[1] - ends[0])


def _axis(title: str, ends: list[float], log: bool) -> dict[str, Any]:
    axis: dict[str, Any] = {"range": ends, **({"title": {"text": title}} if title else {})}
    if not log:
        return axis
    first, last = math.ceil(ends[0] - 1e-9), math.floor(ends[1] + 1e-9)
    steps = (1,) if last - first >= 3 else (1, 2, 5)
    ticks = [s * 10.0**k for k in range(first - 1, last + 1) for s in steps]
    shown = [t for t in ticks if ends[0] <= math.log10(t) <= ends[1]]
    return axis | {
        "type": "log",
        "tickmode": "array",
        "tickvals": shown,
        "ticktext": [wording.number(t) for t in shown],
    }


def _parts(found: Panel, topic: _Topic) -> list[Part]:
    parts = []
    for name, said in topic.names.items():
        curve = found.curve(name)
        variable = f"{topic.y}, {said.replace('<br>', ' ')}, by {topic.x}"
        parts.append(Part(THEORY, variable, topic.unit, curve.x, np.nan, curve.y))
    for dots in found.dots:
        variable = f"{topic.y}, {topic.names[dots.name].replace('<br>', ' ')}, by {topic.x}"
        parts.append(Part(SIMULATION, f"{variable}, mean", topic.unit, dots.x, np.nan, dots.mean))
        for i, end in enumerate((0.05, 0.95)):
            parts.append(Part(SIMULATION, variable, topic.unit, dots.x, end, dots.interval[:, i]))
    return parts


def _last(found: Panel, name: str) -> str:
    return wording.number(float(found.curve(name).y[-1]))


def _title(chosen: str, found: Panel) -> str:
    match chosen:
        case "mean":
            return (
                f"After {theory.MODELS} models a mean refitted to the last model’s rows is "
                f"{_last(found, 'replace')}× as uncertain as the first; with all rows kept "
                f"{_last(found, 'accumulate')}×, and never over {ACCUMULATE_BOUND:.2f}×"
            )
        case "distance":
            exact, leading = found.curve("exact").y, found.curve("leading").y
            return (
                f"After {theory.FITS} fits a replaced Gaussian is {_last(found, 'exact')} from the "
                f"human one, {wording.share(float(1 - exact[-1] / leading[-1]))} less than the "
                "leading order says: its spread cannot fall below 0"
            )
        case "labels":
            return (
                f"After {theory.ROUNDS} generations labels that replace the last cost "
                f"{_last(found, 'replace')}× the error of the first fit, labels that are kept "
                f"{_last(found, 'accumulate')}×"
            )
        case "weight":
            low, same, high = (f"{best_human_weight(k):.2f}" for k in theory.RATIOS)
            return (
                f"Human data is best weighed {same} where there is as much of it as synthetic, "
                f"the golden ratio’s reciprocal; {low} with a fifth as much, {high} with five "
                "times as much"
            )
        case "fresh":
            made = f"{found.curve('1').x[-1]:.0f}"
            one, low = (wording.share(float(found.curve(name).y[-1])) for name in ("0.9", "0.5"))
            return (
                f"With {made} synthetic rows to {theory.HUMAN} fresh ones an unbiased loop keeps "
                f"its variance; a sampling bias of 0.9 leaves {one} of it, of 0.5 {low}"
            )
        case _:
            ends = {name: float(found.curve(name).y[-1]) for name in ("0", "0.1")}
            rows = wording.count(round(float(found.curve("0").x[-1])))
            return (
                f"With {rows} labels of which 10% are wrong the error is "
                f"{wording.number(ends['0.1'] / ends['0'], 2)}× that of human labels alone: more "
                "rows do not help"
            )


def _alt(found: Panel, topic: _Topic) -> str:
    ends = [
        f"{said.replace('<br>', ' ')} {_last(found, name)}" for name, said in topic.names.items()
    ]
    return (
        f"Lines of {topic.y} by {topic.x}, with dots of simulated loops on them. At the right end: "
        f"{'; '.join(ends)}."
    )
