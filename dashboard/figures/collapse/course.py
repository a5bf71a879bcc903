"""By generation: what is kept of the rare tail, and what it costs in perplexity."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd

from analytics import wording
from analytics.estimates import Array
from analytics.outlook.laboratory import LabResult, Setup
from analytics.outlook.sampled import BAND, Sampled
from dashboard.figures.chart import Chart, Request
from dashboard.figures.collapse import common
from dashboard.figures.collapse.common import COVERAGE, NAMES, SUPPORT, TAIL, Named, Part
from dashboard.figures.depletion.common import SCENARIO, colours_of, layout
from dashboard.figures.palette import Palette
from dashboard.figures.template import packed
from dashboard.samples import samples

RATIO = "Perplexity ratio"


def course(request: Request) -> Chart:
    """Draw tail mass, tail coverage and support kept by generation, with simulated dots."""
    found, colours = common.result_of(request), colours_of(request)
    was, setup = common.baseline_of(request), found.setup
    sampled = samples.find(setup, request.outlook.scenario.seed)
    x = found.generations
    inks = _inks(colours)
    drawn = _lines(found)
    ghosts = common.ghosts(_middles(found), None if was is None else _middles(was))
    top = common.top_of(found.tail_interval, *(values for _, values in ghosts))
    traces: list[dict[str, Any]] = []
    parts: list[Part] = []
    for name, values in drawn.items():
        if (values[:, 2] > values[:, 0]).any():
            traces.append(common.band(x, values[:, 0], values[:, 2], inks[name], 0.16))
    for name, middle in ghosts:
        traces.append(common.ghost(middle, colours))
        parts.append(common.ghost_part(name, "share", middle))
    for name, values in drawn.items():
        texts = [common.share_interval(row) for row in values]
        width = 3.0 if name == TAIL else 2.0
        trace = common.told_line(x, values[:, 1], inks[name], name, texts, width=width)
        traces.append(trace)
        parts.append(common.intervals(SCENARIO, name, "share", values))
    if sampled is not None:
        traces += _dots(sampled, inks, colours.paper)
        parts += _sampled_parts(sampled)
    words = {
        TAIL: colours.word["synthetic"],
        COVERAGE: colours.word["human"],
        SUPPORT: colours.quiet,
    }
    ends = [
        Named(f"{name}<br><b>{wording.share(values[-1, 1])}</b>", values[-1, 1] / top, words[name])
        for name, values in drawn.items()
    ]
    return Chart(
        title=_title(found),
        unit=f"Share of what human text has, by generation. {common.way(setup)}; "
        f"{common.generator(setup)}; {wording.power(setup.rows)} rows. Bands: 80%, from the "
        f"temperature.{_of_the_pool(setup)}{_said(sampled)}" + common.dashed(request, bool(ghosts)),
        figure={
            "data": traces,
            "layout": layout(
                request,
                margin={"l": 46, "r": common.NAME_ROOM, "t": 10, "b": 28},
                xaxis=common.generations_axis(common.last_of(found, was)),
                yaxis=common.shares_axis(top),
                annotations=common.names(ends, pixels=330),
            ),
        },
        table=common.table(parts),
        alt=_alt(found, sampled)
        + (common.under(request, common.ends_of(ghosts, wording.share)) if ghosts else ""),
        source=common.source(setup, "Suresh et al. 2024"),
    )


def _lines(found: LabResult) -> dict[str, Array]:
    """Interval of each measure by name, (generations + 1, 3)."""
    return {
        SUPPORT: found.presence_interval("support_kept"),
        COVERAGE: found.presence_interval("tail_coverage"),
        TAIL: found.tail_interval,
    }


def _middles(found: LabResult) -> dict[str, Array]:
    return {name: values[:, 1] for name, values in _lines(found).items()}


def _inks(colours: Palette) -> dict[str, str]:
    return {
        TAIL: colours.line["synthetic"],
        COVERAGE: colours.line["human"],
        SUPPORT: colours.ghost,
    }


def _dots(sampled: Sampled, inks: dict[str, str], paper: str) -> list[dict[str, Any]]:
    """The mean of the simulated runs on its 90% band."""
    traces = []
    for measure, name in NAMES.items():
        mean, ends = sampled.mean[measure], sampled.band[measure]
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": packed(np.arange(len(mean), dtype=float)),
                "y": packed(mean),
                "error_y": {
                    "type": "data",
                    "symmetric": False,
                    "array": packed(ends[:, 1] - mean),
                    "arrayminus": packed(mean - ends[:, 0]),
                    "color": inks[name],
                    "thickness": 1.5,
                    "width": 4,
                },
                "marker": {
                    "size": 9,
                    "color": inks[name],
                    "line": {"width": 1.5, "color": paper},
                },
                "cliponaxis": False,
                "hoverinfo": "skip",
            }
        )
    return traces


def sampled_table(sampled: Sampled) -> pd.DataFrame:
    """The rows of a simulation, as they are in the table of :func:`course`."""
    return common.table(_sampled_parts(sampled))


def _sampled_parts(sampled: Sampled) -> list[Part]:
    parts = []
    for measure, name in NAMES.items():
        steps = np.arange(len(sampled.mean[measure]), dtype=float)
        variable = f"{name}, simulated"
        parts.append(
            Part(SCENARIO, f"{variable}, mean", "share", steps, math.nan, sampled.mean[measure])
        )
        for i, end in enumerate(BAND):
            parts.append(Part(SCENARIO, variable, "share", steps, end, sampled.band[measure][:, i]))
    return parts


def _of_the_pool(setup: Setup) -> str:
    """What the lines are of where models are fitted to a part of all that is kept."""
    if setup.workflow != "accumulate_subsample":
        return ""
    return (
        " Coverage and support are those of the pool that corpora are drawn from; a corpus of it, "
        "as the simulation draws them, holds fewer words."
    )


def _said(sampled: Sampled | None) -> str:
    if sampled is None:
        return ""
    return (
        f" Dots: {sampled.replicates} simulated runs at the middle temperature, mean and 90% band."
    )


def _title(found: LabResult) -> str:
    setup = found.setup
    kept = common.share_interval(found.tail_interval[-1])
    if not setup.generations:
        return "The human corpus keeps the whole tail; nothing has been trained on a model yet"
    covered = found.presence_interval("tail_coverage")[-1, 1]
    there = wording.share(float(covered))
    if covered > found.tail_interval[-1, 1]:
        return (
            f"The tail thins before its words vanish: {kept} of its mass is kept after "
            f"{setup.generations} generations, but {there} of it is still covered"
        )
    return f"{common.after(setup)}, {kept} of the tail’s mass is kept, and {there} of it is covered"


def _alt(found: LabResult, sampled: Sampled | None) -> str:
    tail, covered, support = (
        found.tail_interval[-1],
        found.presence_interval("tail_coverage")[-1],
        found.presence_interval("support_kept")[-1],
    )
    text = (
        f"Three lines from the human corpus to generation {found.setup.generations}. At the end "
        f"tail mass kept is {common.share_interval(tail)}, tail coverage "
        f"{common.share_interval(covered)} and support kept {common.share_interval(support)}."
    )
    if sampled is not None:
        text += f" Dots of {sampled.replicates} simulated runs lie beside the lines."
    return text


def perplexity(request: Request) -> Chart:
    """Draw the perplexity ratio by generation."""
    found, colours = common.result_of(request), colours_of(request)
    was, setup = common.baseline_of(request), found.setup
    values = found.ratio_interval
    ink = colours.line["demand"]
    theirs = None if was is None else was.ratio_interval[:, 1]
    if theirs is not None and common.same(theirs, values[:, 1]):
        theirs = None
    most = _axis_top([values] if theirs is None else [values, theirs])
    shown = np.minimum(np.where(np.isfinite(values), values, most * 10), most * 10)
    x = found.generations
    traces: list[dict[str, Any]] = [common.band(x, shown[:, 0], shown[:, 2], ink, 0.16)]
    parts = [common.intervals(SCENARIO, RATIO, "ratio", values)]
    if theirs is not None:
        traces.append(common.ghost(np.minimum(theirs, most * 10), colours))
        parts.append(common.ghost_part(RATIO, "ratio", theirs))
    texts = [
        wording.interval(float(m), float(low), float(high), common.ratio) for low, m, high in values
    ]
    traces.append(common.told_line(x, shown[:, 1], ink, RATIO, texts))
    return Chart(
        title=_ratio_title(found, values),
        unit="exp(KL(p‖q)): perplexity on human text over that of a model of human text; "
        f"logarithmic. Band: 80%.{common.dashed(request, theirs is not None)}",
        figure={
            "data": traces,
            "layout": layout(
                request,
                margin={"l": 52, "r": 16, "t": 10, "b": 28},
                xaxis=common.generations_axis(common.last_of(found, was)),
                yaxis=_ratio_axis(most),
            ),
        },
        table=common.table(parts),
        alt="A line with a band on a logarithmic axis. At the end the ratio is "
        f"{texts[-1].rstrip('.')}."
        + (
            common.under(request, f"it is {common.ratio(float(theirs[-1]))}")
            if theirs is not None
            else ""
        ),
        source=common.source(setup, "Holtzman et al. 2020"),
    )


def _ratio_title(found: LabResult, values: Array) -> str:
    low, middle, high = (float(v) for v in values[-1])
    setup = found.setup
    if not setup.generations:
        return "A model of the human corpus is the measure: its ratio is 1"
    if math.isinf(low):
        return (
            f"{common.after(setup)} the perplexity of human text is infinite: some of its words "
            "are never written again"
        )
    return (
        f"{common.after(setup)} the perplexity of human text is "
        f"{wording.interval(middle, low, high, common.ratio)} what it was"
    )


def _axis_top(values: list[Array]) -> float:
    finite = [v[np.isfinite(v)] for v in values]
    most = max(float(v.max()) for v in finite if v.size)
    return float(min(max(most * 1.15, 1.3), 1e6))


def _ratio_axis(top: float) -> dict[str, Any]:
    ticks = [1, 1.1, 1.2, 1.3] if top < 1.5 else [1, 1.5, 2, 3] if top < 4 else [1, 2, 5, 10]
    if top >= 15:
        ticks = [1, 10, 100, 1e3, 1e4, 1e5, 1e6]
    shown = [tick for tick in ticks if tick <= top]
    return {
        "type": "log",
        "range": [-0.01 * math.log10(top), math.log10(top)],
        "tickmode": "array",
        "tickvals": shown,
        "ticktext": [f"{wording.number(tick)}×" for tick in shown],
    }
