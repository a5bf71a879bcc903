"""The distribution by rank: human text against one generation."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np

from analytics import wording
from analytics.estimates import Array
from analytics.outlook.laboratory import LabResult
from dashboard.figures.chart import Chart, Request
from dashboard.figures.collapse import common
from dashboard.figures.collapse.common import Named, Part
from dashboard.figures.depletion.common import (
    BASELINE,
    colours_of,
    dashed,
    ghost_line,
    layout,
    same,
    under,
)
from dashboard.figures.palette import translucent

OPTION = "generation"
LAST = "last"
MOST = 50
CHOICES = {LAST: "Last", **{str(g): f"Generation {g}" for g in range(MOST + 1)}}
"""Generations that can be looked at; one beyond the experiment's last is its last."""

COLUMNS = ("series", "variable", "unit", "rank", "generation", "value")
_FLOOR = 1e-11
_POINTS = 220


def generation_of(request: Request, found: LabResult) -> int:
    """The generation that is looked at."""
    chosen = request.options.get(OPTION, LAST)
    last = found.setup.generations
    return last if chosen == LAST else min(int(chosen), last)


def ranks(request: Request) -> Chart:
    """Draw how common the word of each rank is, in human text and in one generation."""
    found, colours = common.result_of(request), colours_of(request)
    setup, patterns = found.setup, found.setup.patterns
    at = generation_of(request, found)
    rank, chosen = _places(patterns.last_rank, patterns.counts)
    human, model = patterns.frequencies[chosen], found.distribution[at][chosen]
    first = np.argmax(patterns.tail)
    edge = float(patterns.last_rank[first] - patterns.counts[first] + 1)
    last_rank = float(patterns.last_rank[-1])
    low = max(_FLOOR, float(human.min()) / 300)
    reach = [math.log10(low), math.log10(max(human.max(), float(found.distribution.max())) * 2)]
    shown = np.where(model > low / 3, model, np.nan)
    texts = [f"{wording.power(v)} of human text" for v in human.tolist()]
    now = [wording.power(v) for v in model.tolist()]
    traces = [
        _tail(edge, last_rank, reach, colours.line["synthetic"]),
        common.told_line(rank, human, colours.line["human"], "Human", texts, width=2.5),
        common.told_line(
            rank, shown, colours.line["synthetic"], f"Generation {at}", now, width=2.5
        ),
    ]
    was = _was(request, found, at)
    if was is not None:
        there = np.where(was.model > low / 3, was.model, np.nan)
        traces.insert(1, ghost_line(was.rank, there, colours.ghost))
        if was.human is not None:
            traces.insert(1, ghost_line(was.rank, was.human, colours.ghost))
    ends = [
        Named("Human text", _up(float(human[-1]), reach), colours.word["human"]),
        Named(f"Generation {at}", _up(float(model[-1]), reach), colours.word["synthetic"]),
    ]
    parts = [
        Part("human", "Frequency of a word", "share", rank, 0.0, human),
        Part("model", "Frequency of a word", "share", rank, float(at), model),
    ]
    if was is not None:
        name, then = "Frequency of a word", float(was.at)
        if was.human is not None:
            parts.append(Part(f"{BASELINE}, human", name, "share", was.rank, 0.0, was.human))
        parts.append(Part(f"{BASELINE}, model", name, "share", was.rank, then, was.model))
    return Chart(
        title=_title(found, at),
        unit="How common the word of each rank is, both axes logarithmic, without drift. "
        f"{common.language(setup)}. {common.way(setup)}"
        + ("" if setup.top_p < 1 else f"; middle temperature {setup.temperature.median:.2f}")
        + ". Shaded: the rare tail."
        + dashed(request, was is not None),
        figure={
            "data": traces,
            "layout": layout(
                request,
                margin={"l": 82, "r": 104, "t": 10, "b": 32},
                xaxis=_rank_axis(last_rank),
                yaxis=_frequency_axis(reach),
                annotations=[
                    *common.names(ends, pixels=330),
                    _tail_name(edge, last_rank, colours.quiet),
                ],
            ),
        },
        table=common.table(parts, COLUMNS),
        alt=_alt(found, at)
        + (under(request, f"the tail has {wording.share(was.tail)}") if was else ""),
        source=common.source(setup),
    )


class _Was(NamedTuple):
    """The baseline's words.

    Attributes:
        rank: where they are drawn, (points,).
        human: how common they are in human text, (points,); None where they are the same words.
        model: and at its generation, (points,).
        at: the generation.
        tail: share of the rare tail in it.
    """

    rank: Array
    human: Array | None
    model: Array
    at: int
    tail: float


def _was(request: Request, found: LabResult, at: int) -> _Was | None:
    """What the baseline has made of its words, unless it is the same."""
    was = common.baseline_of(request)
    if was is None:
        return None
    then, patterns = generation_of(request, was), was.setup.patterns
    alike = was.setup.language == found.setup.language
    if alike and then == at and same(was.distribution[then], found.distribution[at]):
        return None
    rank, chosen = _places(patterns.last_rank, patterns.counts)
    human = None if alike else patterns.frequencies[chosen]
    return _Was(rank, human, was.distribution[then][chosen], then, _shares(was, then)[1])


def _places(last_rank: Array, counts: Array) -> tuple[Array, Any]:
    """Ranks to draw, at the middle of their groups, and which groups they are."""
    first = last_rank - counts + 1
    rank = np.sqrt(first * last_rank)
    rank[-1] = last_rank[-1]
    if len(rank) <= _POINTS:
        return rank, np.arange(len(rank))
    wanted = np.linspace(0, np.log(rank[-1]), _POINTS)
    chosen = np.unique(np.searchsorted(np.log(rank), wanted - 1e-9).clip(0, len(rank) - 1))
    return rank[chosen], chosen


def _tail(edge: float, last: float, reach: list[float], colour: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [edge, last, last, edge],
        "y": [10 ** reach[0], 10 ** reach[0], 10 ** reach[1], 10 ** reach[1]],
        "line": {"width": 0},
        "fill": "toself",
        "fillcolor": translucent(colour, 0.10),
        "hoverinfo": "skip",
    }


def _tail_name(edge: float, last: float, colour: str) -> dict[str, Any]:
    place = math.log10(edge) / math.log10(last)
    return {
        "text": "rare tail, last 5%<br>of human text",
        "x": min(place, 0.97),
        "xref": "x domain",
        "y": 1,
        "yref": "y domain",
        "xanchor": "right",
        "yanchor": "top",
        "xshift": -6,
        "yshift": -2,
        "showarrow": False,
        "align": "right",
        "font": {"color": colour, "size": 12},
    }


def _up(value: float, reach: list[float]) -> float:
    if value <= 0:
        return 0.0
    return (math.log10(value) - reach[0]) / (reach[1] - reach[0])


def _rank_axis(last: float) -> dict[str, Any]:
    decades = range(math.floor(math.log10(last)) + 1)
    return {
        "type": "log",
        "range": [0, math.log10(last) + 0.02],
        "tickmode": "array",
        "tickvals": [10.0**d for d in decades],
        "ticktext": ["1st" if d == 0 else f"{10**d:,}".replace(",", "\u202f") for d in decades],
        "hoverformat": ",.0f",
    }


def _frequency_axis(reach: list[float]) -> dict[str, Any]:
    decades = range(math.ceil(reach[0]), math.floor(reach[1]) + 1, 2)
    return {
        "type": "log",
        "range": reach,
        "tickmode": "array",
        "tickvals": [10.0**d for d in decades],
        "ticktext": [f"1 in {_many(-d)}" for d in decades],
    }


def _many(decade: int) -> str:
    return wording.tokens_short(10.0**decade) if decade > 3 else f"{10 ** max(decade, 0)}"


def _shares(found: LabResult, at: int) -> tuple[float, float, float]:
    """Share of the tail in human text and then, and of the hundred commonest words then."""
    patterns, q = found.setup.patterns, found.distribution[at]
    mass = patterns.counts * q
    top = patterns.last_rank <= max(100, patterns.last_rank[0])
    return patterns.tail_mass, float(mass[patterns.tail].sum()), float(mass[top].sum())


def _title(found: LabResult, at: int) -> str:
    tail, now, top = _shares(found, at)
    if at == 0:
        return f"In human text the rarest words make up {wording.share(tail)}: this is the tail"
    _, _, was = _shares(found, 0)
    return (
        f"At generation {at} the words that make up {wording.share(tail)} of human text are "
        f"{wording.share(now)} of the corpus; the hundred commonest are {wording.share(top)}, "
        f"not {wording.share(was)}"
    )


def _alt(found: LabResult, at: int) -> str:
    tail, now, _ = _shares(found, at)
    return (
        "Two falling lines on logarithmic axes, frequency of a word by its rank: human text and "
        f"generation {at}. The tail has {wording.share(tail)} of human text and "
        f"{wording.share(now)} of that generation."
    )
