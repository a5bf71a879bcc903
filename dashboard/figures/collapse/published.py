"""Published runs beside what the model gives for the same mixes, misfits included."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd

from analytics import wording
from analytics.collapse.lexicon import lexicon
from analytics.outlook.calibration import Run, published, ratios
from analytics.outlook.laboratory import Setup, sharpen_course
from dashboard.figures.chart import Chart, Request
from dashboard.figures.collapse import common
from dashboard.figures.depletion.common import colours_of, dashed, ghost_line, layout, under
from dashboard.figures.palette import Palette
from dashboard.figures.template import packed

_BELOW, _TICK = 0.3, 0.14
"""How far under its row the baseline is, and half the height of its ends, in rows."""

_PAPERS = {"ToEdit 2024": "Zhu et al. 2024"}


def calibration(request: Request) -> Chart:
    """Draw the perplexity ratio of every published run and of the model."""
    runs, colours = published(request.outlook.key.data_version), colours_of(request)
    setup = common.result_of(request).setup
    rows = _rows(runs)
    spans = [_span(run, setup) for run in runs]
    was = _was(request, runs, spans)
    most = max(
        [
            *(max(run.high, run.fitted) for run in runs),
            *(min(s[1], 3.2) for s in (*spans, *(was or ()))),
        ]
    )
    reach = [math.log10(0.88), math.log10(max(most * 1.08, 2.8))]
    return Chart(
        title=_title(runs),
        unit="Perplexity on human text over that of training on human text, logarithmic. Filled: "
        "published; open: the model at the one temperature that fits the study best. Grey: the "
        f"model at the scenario’s {'own nucleus' if setup.top_p < 1 else 'own temperature, 80%'}."
        + dashed(request, was is not None),
        figure={
            "data": [
                *(
                    _scenario(row, s, 10 ** reach[1], colours)
                    for row, s in zip(rows, spans, strict=True)
                ),
                *(
                    _ghost(row, s, 10 ** reach[1], colours)
                    for row, s in zip(rows, was or (), strict=was is not None)
                ),
                *(_misfit(row, run, colours) for row, run in zip(rows, runs, strict=True)),
                _fit(rows, runs, colours),
                *(_reported(row, run, colours) for row, run in zip(rows, runs, strict=True)),
            ],
            "layout": layout(
                request,
                hovermode="closest",
                margin={"l": 10, "r": 16, "t": 10, "b": 28},
                xaxis={
                    "type": "log",
                    "range": reach,
                    "domain": [0.44, 1],
                    "tickmode": "array",
                    "tickvals": [0.9, 1, 1.25, 1.5, 2, 2.5, 3],
                    "ticktext": ["", "1×", "1.25×", "1.5×", "2×", "2.5×", "3×"],
                    "showgrid": True,
                    "gridcolor": colours.grid,
                },
                yaxis={
                    "range": [max(rows) + 0.7, -1.0],
                    "showticklabels": False,
                    "showgrid": False,
                },
                annotations=_words(rows, runs, colours),
            ),
        },
        table=_table(runs, spans, was),
        alt=_alt(runs) + (under(request, _told(was)) if was else ""),
        source="Source: Shumailov et al. 2024; Zhu et al. 2024; Gerstgrasser et al. 2024; "
        f"data {request.outlook.key.data_version}. Model on the words of English",
    )


def _rows(runs: tuple[Run, ...]) -> list[float]:
    """A row for each run, with one between studies for the name."""
    rows, at, before = [], -1.0, ""
    for run in runs:
        at += 1.0 if run.study == before else 2.0 if before else 1.0
        before = run.study
        rows.append(at)
    return rows


def _span(run: Run, setup: Setup) -> tuple[float, float]:
    """The model's ratio over the interval of the scenario's temperature."""
    given = setup.temperature.quantile(np.array([0.1, 0.9]))
    if setup.top_p < 1:
        found = _nucleus(run, setup.top_p)
        return found, found
    ends = np.sort(ratios(run, given))
    return float(ends[0]), float(ends[1])


def _was(
    request: Request, runs: tuple[Run, ...], spans: list[tuple[float, float]]
) -> list[tuple[float, float]] | None:
    """The same spans of the baseline, unless they are the scenario's."""
    was = common.baseline_of(request)
    if was is None:
        return None
    theirs = [_span(run, was.setup) for run in runs]
    return None if theirs == spans else theirs


def _told(spans: list[tuple[float, float]]) -> str:
    lowest, highest = min(low for low, _ in spans), max(high for _, high in spans)
    return f"the model gives {wording.span(common.ratio(lowest), common.ratio(highest))}"


def _nucleus(run: Run, top_p: float) -> float:
    setup = run.setup.changed(top_p=top_p)
    path = sharpen_course(setup, lexicon("en").patterns.binned(), np.array([1.0]))
    return float(path.perplexity_ratio[-1, 0])


def _scenario(
    row: float, span: tuple[float, float], most: float, colours: Palette
) -> dict[str, Any]:
    ends = [min(max(x, 0.8), most * 1.2) for x in span]
    return {
        "type": "scatter",
        "mode": "lines+markers" if ends[0] == ends[1] else "lines",
        "x": packed(ends, "f8"),
        "y": packed([row, row]),
        "line": {"width": 9, "color": colours.grid},
        "marker": {"size": 9, "color": colours.grid},
        "hoverinfo": "skip",
    }


def _ghost(row: float, span: tuple[float, float], most: float, colours: Palette) -> dict[str, Any]:
    """The baseline's span under the row, with a tick at each end."""
    low, high = (min(max(x, 0.8), most * 1.2) for x in span)
    under_it = row + _BELOW
    x = [low, low, np.nan, low, high, np.nan, high, high]
    y = [under_it - _TICK, under_it + _TICK, np.nan, under_it, under_it, np.nan]
    y += [under_it - _TICK, under_it + _TICK]
    return ghost_line(x, y, colours.ghost) | {"x": packed(x, "f8")}


def _misfit(row: float, run: Run, colours: Palette) -> dict[str, Any]:
    """A thin line from what was published to what the model gives."""
    near = min(max(run.fitted, run.low), run.high)
    return {
        "type": "scatter",
        "mode": "lines",
        "x": packed([near, run.fitted], "f8"),
        "y": packed([row, row]),
        "line": {"width": 1.5, "color": colours.line["synthetic"]},
        "hoverinfo": "skip",
    }


def _fit(rows: list[float], runs: tuple[Run, ...], colours: Palette) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": packed([run.fitted for run in runs], "f8"),
        "y": packed(rows),
        "marker": {
            "size": 12,
            "color": colours.paper,
            "line": {"width": 2.2, "color": colours.line["synthetic"]},
        },
        "text": [f"model at T = {run.temperature:.2f}: {common.ratio(run.fitted)}" for run in runs],
        "hovertemplate": "%{text}<extra></extra>",
    }


def _reported(row: float, run: Run, colours: Palette) -> dict[str, Any]:
    told = wording.span(common.ratio(run.low), common.ratio(run.high))
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": packed([run.low, run.high], "f8"),
        "y": packed([row, row]),
        "line": {"width": 3, "color": colours.text},
        "marker": {"size": 8, "color": colours.text},
        "hovertemplate": f"published: {told}<extra></extra>",
    }


def _mix(run: Run) -> str:
    if run.workflow == "accumulate":
        mix = "all kept"
    elif run.workflow == "replace":
        mix = "replaced"
    else:
        mix = f"{wording.share(run.synthetic)} synthetic"
    return f"{mix}, generation {run.generation}"


def _words(rows: list[float], runs: tuple[Run, ...], colours: Palette) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []

    def say(text: str, row: float, colour: str) -> None:
        found.append(
            {
                "text": text,
                "x": 0,
                "xref": "paper",
                "y": row,
                "xanchor": "left",
                "yanchor": "middle",
                "showarrow": False,
                "align": "left",
                "font": {"color": colour, "size": 12},
            }
        )

    before = ""
    for row, run in zip(rows, runs, strict=True):
        if run.study != before:
            study = _PAPERS.get(run.study, run.study.replace(" 2024", " et al. 2024"))
            say(f"<b>{study}</b>: T ≈ {run.temperature:.2f}", row - 0.85, colours.text)
        before = run.study
        say(_mix(run), row, colours.quiet)
    return found


def _misfits(runs: tuple[Run, ...]) -> list[tuple[float, Run]]:
    """How far the fitted model is off each run, as a factor."""
    found = []
    for run in runs:
        near = min(max(run.fitted, run.low), run.high)
        found.append((max(run.fitted / near, near / run.fitted), run))
    return sorted(found, key=lambda one: -one[0])


def _title(runs: tuple[Run, ...]) -> str:
    temperatures = sorted({run.temperature for run in runs})
    off, worst = _misfits(runs)[0]
    study = _PAPERS.get(worst.study, worst.study.replace(" 2024", " et al. 2024"))
    return (
        f"Published runs imply temperatures from {temperatures[0]:.2f} to {temperatures[-1]:.2f}; "
        f"at best the model is off by up to {wording.share(off - 1)} ({study}, {_mix(worst)})"
    )


def _table(
    runs: tuple[Run, ...],
    spans: list[tuple[float, float]],
    was: list[tuple[float, float]] | None,
) -> pd.DataFrame:
    found = pd.DataFrame(
        [
            {
                "study": run.study,
                "setting": run.setting,
                "workflow": run.workflow,
                "synthetic_share": run.synthetic,
                "generation": run.generation,
                "published_ratio_low": run.low,
                "published_ratio_high": run.high,
                "fitted_temperature": run.temperature,
                "fitted_ratio": run.fitted,
                "scenario_ratio_low": span[0],
                "scenario_ratio_high": span[1],
            }
            for run, span in zip(runs, spans, strict=True)
        ]
    )
    if was is not None:
        found["baseline_ratio_low"], found["baseline_ratio_high"] = zip(*was, strict=True)
    return found


def _alt(runs: tuple[Run, ...]) -> str:
    each = "; ".join(
        f"{run.study}, {_mix(run)}: {wording.span(common.ratio(run.low), common.ratio(run.high))} "
        f"published, {common.ratio(run.fitted)} by the model"
        for run in runs
    )
    return f"{len(runs)} rows of dots. {each}."
